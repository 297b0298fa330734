import { actionFact } from '#catalog'
import type { Plan } from '#plan'
import { deciders, type Runbook, type Step, stepIn } from '#runbook'
import { formatDuration } from '#units'
import { byHandOf, channelWord } from './by-hand.ts'
import { type Course, whoLine } from './input.ts'
import { joined, linked, listed, sentence } from './lines.ts'
import type { Card, CardTime, Line } from './model.ts'

/** A step of a course as somebody carries it out, with what the plan says of its component in words. */
export function cardOf(step: Step, course: Course, { components }: Plan): Card {
  const { runbook } = course
  const hand = byHandOf(step)
  const only = onlyIn(step, runbook)
  return {
    step: step.id,
    direction: runbook.direction,
    number: course.numberOf(step.id),
    title: step.title,
    kind: step.work.kind,
    owner: whoLine(runbook, step.owner),
    objective: step.objective,
    ...(only === undefined ? {} : { only }),
    after: waitsFor(step, course),
    time: timeOf(step, course),
    does: [...doesOf(step, course), ...planSays(step, components)],
    commands: hand?.commands ?? [],
    expect: expectOf(step, hand?.expect),
    otherwise: [...otherwiseOf(step, course), ...rollback(step, components)],
    warnings: warningsOf(step),
  }
}

/** Numbers of what it waits for; of a step in a disaster, only what is done in one. */
export function waitsFor(step: Step, { runbook, numberOf }: Course): readonly string[] {
  const isThere = (one: Step): boolean => stepIn(one, runbook.mode)
  const needed = runbook.steps.filter(({ id }) => step.needs.includes(id))
  return (isThere(step) ? needed.filter(isThere) : needed).map(({ id }) => numberOf(id))
}

/** The steps by which a component changes sides; what the plan says of its failover is about them. */
const changesSides = /^(promote|route|fail-over|switch-over)\./

function planSays({ id, component, work }: Step, components: Plan['components']): readonly Line[] {
  const procedure = changesSides.test(id) ? componentOf(id, component, components)?.failover?.procedure : undefined
  return procedure === undefined || work.kind !== 'action'
    ? []
    : [[{ strong: 'The plan says: ' }, ...linked(sentence(procedure))]]
}

function rollback({ id, component }: Step, components: Plan['components']): readonly Line[] {
  const words = changesSides.test(id) ? componentOf(id, component, components)?.failover?.rollback : undefined
  return words === undefined ? [] : [[{ strong: 'Back: ' }, ...linked(sentence(words))]]
}

/** Of a step of what directs customers, which names no component, by its id: `route.edge@west`. */
function componentOf(id: string, component: string | undefined, components: Plan['components']) {
  const name = component ?? /^[a-z-]+\.([^@]+)@/.exec(id)?.[1] ?? ''
  return Object.hasOwn(components, name) ? components[name] : undefined
}

function timeOf(step: Step, { expected, schedule }: Course): CardTime {
  const time = expected.steps[step.id]
  const slot = schedule.get(step.id)
  const isKnown = time !== undefined && time.basis !== 'unknown'
  return {
    ...(isKnown ? { takes: { p50: time.p50, p95: time.p95 } } : {}),
    basis: time?.basis ?? 'unknown',
    ...(slot === undefined ? {} : { begins: slot.begins, ends: slot.ends }),
    critical: slot?.critical ?? false,
  }
}

function onlyIn({ modes, insteadOf }: Step, runbook: Runbook): string | undefined {
  if (insteadOf !== undefined) return 'Only where the step before it has failed for good.'
  if (modes === undefined || modes.includes(runbook.mode)) return undefined
  const words = { test: 'a rehearsal apart', planned: 'a planned switch', forced: 'a disaster' } as const
  return `Only in ${listed(
    modes.map((mode) => words[mode]),
    'or',
  )}.`
}

function doesOf(step: Step, { runbook }: Course): readonly Line[] {
  const { work } = step
  if (work.kind === 'manual') return work.instruction.split(/\n+/).map(linked)
  if (work.kind === 'decision') return decisionLines(work, runbook)
  const fact = actionFact(work.use, text(work.with['operation']))
  const message = text(work.with['message'])
  const checks = (step.before ?? []).map(({ title }): Line => ['Make sure first: ', { strong: title }, '.'])
  const byMachine: Line = ['Muster does it: ', fact?.does ?? work.use, ' (', { code: work.use }, ').']
  const own = work.byHand === undefined ? [] : [linked(work.byHand)]
  const hand = own.length > 0 ? own : (byHandOf(step)?.does ?? []).map((line): Line => [line])
  const sent =
    message === undefined ? [] : [[`By ${channelWord(text(work.with['channel']) ?? '')}: `, { strong: message }]]
  return [...checks, byMachine, ...hand.map((line): Line => [{ strong: 'By hand: ' }, ...line]), ...sent]
}

function decisionLines(work: Extract<Step['work'], { kind: 'decision' }>, runbook: Runbook): readonly Line[] {
  const many = work.atLeast ?? 1
  const who = deciders(runbook, work.deciders)
  return [
    [{ strong: work.question }],
    [
      many === 1 ? 'One of these decides: ' : `It takes ${many} of these, who are different people: `,
      ...joined(
        who.map((role) => whoLine(runbook, role)),
        '; ',
      ),
      '.',
    ],
    ...(work.notTheStarter === true ? [['Whoever started the run may not decide it.']] : []),
    ...(work.within === undefined ? [] : [[`To be decided within ${formatDuration(work.within)}.`]]),
    ...(work.escalation ?? []).map(
      ({ after, to }): Line => [
        `Undecided after ${formatDuration(after)}: call `,
        ...whoLine(runbook, to),
        ', who may decide then.',
      ],
    ),
    ...(work.accepts === 'loss'
      ? [['Write down the loss as it is shown to you. Your word is bound to that figure.']]
      : []),
  ]
}

function expectOf({ work, after = [] }: Step, hand: string | undefined): readonly Line[] {
  const checks = after.map(({ title }): Line => [title])
  if (work.kind === 'decision') return [['A yes or a no, with the name of who said it and the time.']]
  return [...(hand === undefined ? [] : [[hand]]), ...checks]
}

function otherwiseOf(step: Step, course: Course): readonly Line[] {
  const { runbook } = course
  const { work } = step
  if (work.kind === 'decision')
    return [
      ['Declined: nothing more is begun. Write down why, and cancel or choose the other way that the plan has.'],
      ...(work.ifUndecided === 'failover'
        ? [['Nobody decides in time: the plan says to go.']]
        : [['Nobody decides in time: wait, and call the next in line.']]),
    ]
  const fallbacks = runbook.steps.filter(({ insteadOf }) => insteadOf === step.id)
  const deputy = runbook.people.find(({ role }) => role === step.owner)?.deputy
  return [
    ...againLines(step),
    ...fallbacks.map(
      (one): Line => [
        'Failed for good: go on with step ',
        { to: course.placeOf(one.id), text: course.numberOf(one.id) },
        '.',
      ],
    ),
    ...undoLines(step, course),
    deputy === undefined
      ? (['Stuck: tell whoever leads the recovery.'] satisfies Line)
      : ['Stuck, or its owner is not there: ', ...whoLine(runbook, deputy), '.'],
    ...(step.essential ? [] : [['The recovery goes on without it.']]),
  ]
}

/** Whether an act may be repeated; people know that of what they do themselves. */
function againLines({ work, effect }: Step): readonly Line[] {
  if (work.kind !== 'action') return []
  if (effect === 'unkeyed') return [['Do not repeat it before you know that it has not happened.']]
  return [
    [effect === 'probed' ? 'Look first whether it has happened; then it may be repeated.' : 'It may be repeated.'],
  ]
}

/**
 * How it is taken back, where and as long as it may be: behind what cannot be taken back, going back would lead customers to
 * a side that lacks what was written since.
 */
function undoLines(step: Step, { runbook, numberOf, placeOf }: Course): readonly Line[] {
  if (step.undo === undefined || step.irreversible) return []
  const number = ({ id }: Step): Line[number] => ({ to: placeOf(id), text: numberOf(id) })
  const final = needsOf(runbook, step).find(({ irreversible }) => irreversible)
  if (final)
    return [
      ['Not taken back by itself: step ', number(final), ' came before it and stays. Tell whoever leads the recovery.'],
    ]
  const later = runbook.steps.find((one) => one.irreversible && needsOf(runbook, one).includes(step))
  return [
    [
      'To take it back',
      ...(later === undefined ? [] : [', only while step ', number(later), ' has not begun']),
      `: ${sentence(step.undo.title)} `,
      ...undoing(step.undo.work),
    ],
  ]
}

function undoing(work: Exclude<Step['work'], { kind: 'decision' }>): Line {
  if (work.kind === 'manual') return linked(sentence(work.instruction))
  const { does = [], commands = [] } = byHandOf({ work }) ?? {}
  return [does.join(' '), ...commands.flatMap((command): Line => [' ', { code: command }])]
}

/** All steps that must be done before a step, those before them too. */
function needsOf({ steps }: Runbook, { needs }: Step): readonly Step[] {
  const found = new Set<string>()
  const wanted = [...needs]
  for (let id = wanted.pop(); id !== undefined; id = wanted.pop()) {
    if (found.has(id)) continue
    found.add(id)
    wanted.push(...(steps.find((step) => step.id === id)?.needs ?? []))
  }
  return steps.filter(({ id }) => found.has(id))
}

function warningsOf(step: Step): readonly Line[] {
  return [
    ...(step.irreversible ? [['It cannot be taken back.']] : []),
    ...(step.requires.length === 0 ? [] : [[`It needs: ${listed(step.requires)}.`]]),
  ]
}

function text(value: string | number | boolean | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined
}
