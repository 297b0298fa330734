import { type Estimates, questions, type Walk, type WalkStep, type Who } from '#evidence'
import { openProgress } from '#execution'
import { type Happening, nothingYet, stepState } from '#journal'
import { deciders, nobodys, type Runbook, type Step, standIn, stepsIn } from '#runbook'
import { formatDuration } from '#units'

/** A time that a step is under way, in seconds since the disaster. */
interface Span {
  readonly from: number
  readonly to: number
}

/**
 * Walks through a runbook on a clock of its own: the rules of a run say what comes next, and the estimates how long it
 * takes.
 * @param absent contacts who take no part; what nobody is left for is told so, and the walk goes on behind it
 */
export function walkThrough(runbook: Runbook, estimates: Estimates, absent: readonly string[] = []): Walk {
  const spans = timed(runbook, estimates, absent)
  const nobodysSteps = new Map(nobodys(runbook, absent).map(({ step, reason }) => [step, reason]))
  const taking = new Set(stepsIn(runbook).map(({ id }) => id))
  const told = (step: Step): WalkStep => {
    const { basis, source } = estimates[step.id] ?? { basis: 'unknown' as const, source: 'Nobody knows' }
    const known = lasts(estimates, step.id)
    const span = spans.get(step.id)
    const nobody = nobodysSteps.get(step.id)
    const {
      id,
      title,
      phase,
      region,
      component,
      needs,
      requires,
      irreversible,
      insteadOf,
      before = [],
      after = [],
    } = step
    return {
      step: id,
      title,
      phase,
      by: step.work.kind === 'action' ? 'machine' : step.work.kind === 'manual' ? 'person' : 'decision',
      who: whoDoes(runbook, step, absent),
      ...(region === undefined ? {} : { region }),
      ...(component === undefined ? {} : { component }),
      ...(span === undefined ? {} : { at: span.from }),
      ...(known === undefined ? {} : { takes: span === undefined ? known : span.to - span.from }),
      basis,
      source,
      needs: needs.filter((need) => taking.has(need)),
      requires,
      ...whatOf(step),
      checks: [...before, ...after].map(({ title: check }) => check),
      asks: asksOf(runbook, step),
      irreversible,
      ...(insteadOf === undefined ? {} : { insteadOf }),
      ...(nobody === undefined ? {} : { nobody }),
    }
  }
  const main = stepsIn(runbook)
    .map(told)
    .toSorted((a, b) => (a.at ?? Infinity) - (b.at ?? Infinity))
  const spare = runbook.steps.filter(({ insteadOf }) => insteadOf !== undefined).map(told)
  return {
    direction: runbook.direction,
    ...(runbook.activation ? { criteria: runbook.activation.text } : {}),
    steps: main.flatMap((step) => [step, ...spare.filter(({ insteadOf }) => insteadOf === step.step)]),
    untimed: main.filter(({ takes }) => takes === undefined).map(({ step }) => step),
    ends: Math.max(0, ...[...spans.values()].map(({ to }) => to)),
    questions: questions(runbook, absent),
  }
}

/** How long a step takes in half of all cases, in seconds; undefined where nobody knows: its limit says nothing. */
function lasts(estimates: Estimates, step: string): number | undefined {
  const known = estimates[step]
  return known === undefined || known.basis === 'unknown' ? undefined : known.p50
}

/** When each step would be under way where nothing fails. */
function timed(runbook: Runbook, estimates: Estimates, absent: readonly string[]): ReadonlyMap<string, Span> {
  const spans = new Map<string, Span>()
  const ahead: { readonly at: number; readonly event: Happening }[] = []
  const progress = openProgress(runbook, nothingYet('walk'))
  let now = 0
  const take = (event: Happening): void => {
    const { state } = progress
    progress.take({ ...event, runId: state.run, epoch: 1, seq: state.seq + 1, tsMono: now })
  }
  const begin = (id: string, event: Happening): void => {
    const step = runbook.steps.find((one) => one.id === id)
    const takes = (lasts(estimates, id) ?? 0) + (step ? untilStandIn(runbook, step, absent) : 0)
    spans.set(id, { from: now, to: now + takes })
    ahead.push({ at: now + takes, event })
  }
  for (;;) {
    let news = 0
    for (const command of progress.commands()) {
      if (command.do === 'start') {
        const { step, attempt, key } = command
        take({ type: 'stepStarted', data: { step, attempt, key } })
        begin(step, { type: 'stepSucceeded', data: { step, attempt, output: null } })
      } else if (command.do === 'show') take({ type: 'lossShown', data: { step: command.step, stores: [] } })
      else if (command.do === 'open') {
        const { step } = command
        take({ type: 'asked', data: { step } })
        const isDecision = runbook.steps.some(({ id, work }) => id === step && work.kind === 'decision')
        begin(
          step,
          isDecision
            ? { type: 'decided', data: { step, decision: 'approved', method: 'person' } }
            : { type: 'manualDone', data: { step, result: '', signal: '' } },
        )
      } else if (command.do === 'decide') {
        take({ type: 'decided', data: { step: command.step, decision: command.decision, method: command.method } })
        spans.set(command.step, { from: now, to: now })
      } else continue
      news += 1
      break
    }
    if (news > 0) continue
    const soonest = Math.min(...ahead.map(({ at }) => at))
    const next = ahead.findIndex(({ at }) => at === soonest)
    const [due] = ahead.splice(next, next < 0 ? 0 : 1)
    if (!due) return spans
    now = due.at
    if ('step' in due.event.data && stepState(progress.state, due.event.data.step ?? '').status !== 'succeeded')
      take(due.event)
  }
}

/** How long it takes until it is clear that those who are absent do not answer, in seconds. */
function untilStandIn(runbook: Runbook, step: Step, absent: readonly string[]): number {
  const { work } = step
  if (work.kind === 'action' || absent.length === 0) return 0
  const asked = work.kind === 'decision' ? work.deciders : [step.owner]
  const waits = asked.map((role) => {
    let waited = 0
    for (const one of lineOf(runbook, role)) {
      if (!absent.includes(one)) return waited
      waited += runbook.people.find((person) => person.role === one)?.answersWithin ?? 0
    }
    return Infinity
  })
  const soonest = Math.min(...waits)
  return Number.isFinite(soonest) ? soonest : 0
}

/** A role and those who would stand in for it, in their order. */
function lineOf({ people }: Runbook, role: string): readonly string[] {
  const line: string[] = []
  for (
    let one: string | undefined = role;
    one !== undefined && !line.includes(one);
    one = people.find((person) => person.role === line.at(-1))?.deputy
  )
    line.push(one)
  return line
}

function whoDoes(runbook: Runbook, step: Step, absent: readonly string[]): readonly Who[] {
  const asked = step.work.kind === 'decision' ? step.work.deciders : [step.owner]
  const roles =
    step.work.kind === 'decision'
      ? deciders(runbook, asked, absent)
      : asked.flatMap((role) => standIn(runbook, role, absent) ?? [])
  return roles.map((role) => {
    const person = runbook.people.find((one) => one.role === role)
    const insteadOf = asked.find((other) => absent.includes(other) && standIn(runbook, other, absent) === role)
    return {
      role,
      ...(person ? { name: person.name } : {}),
      ...(person?.phone === undefined ? {} : { phone: person.phone }),
      ...(insteadOf === undefined ? {} : { insteadOf }),
    }
  })
}

function whatOf({ work, phase }: Step): Pick<WalkStep, 'what' | 'to'> {
  if (work.kind === 'manual') return { what: work.instruction }
  if (work.kind === 'decision') return { what: work.question }
  const { channel, audience, message } = work.with
  if (phase === 'communicate' && typeof message === 'string')
    return { what: message, to: { audience: String(audience), channel: String(channel) } }
  return { what: work.use }
}

/** What a table should talk about before it decides. */
function asksOf({ people, direction }: Runbook, { work }: Step): readonly string[] {
  if (work.kind !== 'decision') return []
  const { within, atLeast = 1, escalation = [], ifUndecided, accepts, notTheStarter } = work
  const deputies = people.flatMap(({ role, deputy }) =>
    work.deciders.includes(role) && deputy !== undefined ? [`${deputy} for ${role}`] : [],
  )
  return [
    accepts === 'loss'
      ? 'How much would be lost now, who says so, and who answers for it?'
      : direction === 'failback'
        ? 'What must hold before anybody goes back, and how is it seen?'
        : 'What is known, from whom, and what speaks against it?',
    ...(within === undefined
      ? []
      : [
          `What if nobody has decided after ${formatDuration(within)}?${ifUndecided === 'failover' ? ' The plan goes then.' : ''}`,
        ]),
    ...(atLeast > 1 ? [`It takes ${atLeast} people. Who are they today, and are they reached?`] : []),
    ...(notTheStarter === true ? ['Whoever starts the run may not be among them. Who is left?'] : []),
    ...escalation.map(
      ({ after, to }) => `After ${formatDuration(after)} it goes to ${to}. Do they know that they may decide?`,
    ),
    ...(deputies.length === 0 ? [] : [`Do the deputies know that they may decide (${deputies.join(', ')})?`]),
  ]
}
