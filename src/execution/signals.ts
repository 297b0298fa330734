import { type Happening, type RunState, type StepStatus, stepState, undoPrefix } from '#journal'
import { isAbsent, type Mode, type Runbook, type Step, standIn, undoOf } from '#runbook'
import {
  type Answer,
  claimedByOther,
  comment,
  type Given,
  isAsked,
  mayNotSteer,
  notAsked,
  ofStep,
  roles,
  stepOf,
  text,
} from './answer.ts'
import { hasWayBack, pointOfNoReturn } from './cancel.ts'
import type { Signal, SignalKind } from './ports.ts'
import { openProgress } from './progress.ts'
import { glass, newItem, voted } from './votes.ts'

/**
 * The events that answer a signal, given where the run stands; each has the signal's id or follows one that has. Total:
 * a signal that cannot be used is answered with the reason, and nothing that was acknowledged disappears.
 */
export function answered(runbook: Runbook, state: RunState, signal: Signal): readonly Happening[] {
  const progress = openProgress(runbook, state)
  const asks = progress.commands().filter((command) => command.do === 'ask')
  const answer = answerTo({ runbook, state, signal, asks, isSettled: progress.isSettled })
  return typeof answer === 'string' ? [{ type: 'signalRefused', data: { signal: signal.id, reason: answer } }] : answer
}

function answerTo(given: Given): Answer {
  const { runbook, state, signal } = given
  const all = roles(runbook)
  const isNote = signal.kind === 'note'
  if (isAbsent(runbook, signal.by, state.absent)) return takesNoPart(given)
  if (!isNote && !all.has(signal.by)) return `"${signal.by}" is no role of this plan; it has: ${[...all].join(', ')}.`
  // What was left open may be settled afterwards.
  if (state.outcome !== undefined && !isNote && !state.items.has(signal.step ?? ''))
    return `The run is over: it ${state.outcome === 'refused' || state.outcome === 'cancelled' ? 'was ' : ''}${state.outcome}.`
  return answers[signal.kind]?.(given) ?? `This Muster knows no "${signal.kind}".`
}

/** A drill without key people is none once they help out. */
function takesNoPart({ runbook, state: { absent = [] }, signal }: Given): string {
  const other = standIn(runbook, signal.by, absent)
  const who = other === undefined ? 'and nobody stands in' : `and ${other} stands in`
  return `"${signal.by}" takes no part in this drill: it is held without ${absent.join(', ')}, ${who}.`
}

const answers: Readonly<Partial<Record<SignalKind, (given: Given) => Answer>>> = {
  approve: (given) => voted(given, 'approved'),
  reject: (given) => voted(given, 'rejected'),
  note: ({ signal }) => [{ type: 'noted', data: { text: signal.comment ?? '', signal: signal.id, ...stepOf(signal) } }],
  here: ({ signal }) => [{ type: 'answeredCall', data: { role: signal.by, signal: signal.id, ...comment(signal) } }],
  item: ({ runbook, state, signal }) => {
    const owner = text(signal, 'owner') ?? signal.by
    if (!signal.comment) return 'An item needs a text.'
    if (!roles(runbook).has(owner)) return `"${owner}" is no role of this plan.`
    return [
      {
        type: 'itemOpened',
        data: {
          item: newItem(state, 'item:', signal),
          text: signal.comment,
          owner,
          signal: signal.id,
          ...stepOf(signal),
        },
      },
    ]
  },
  done: (given) => {
    const { state, signal } = given
    const item = state.items.get(signal.step ?? '')
    if (item) {
      if (item.disposition !== undefined) return `${item.item} is settled already: ${item.disposition}.`
      if (!signal.comment) return 'Say what became of it.'
      return [{ type: 'itemClosed', data: { item: item.item, disposition: signal.comment, signal: signal.id } }]
    }
    return ofStep(given, (step) => {
      const taken = claimedByOther(given, step)
      if (taken !== undefined) return taken
      // What failed for good may have been done by hand meanwhile.
      if (isAsked(given, step, 'failure') && step.work.kind !== 'decision')
        return [{ type: 'manualDone', data: { step: step.id, result: signal.comment ?? 'done', signal: signal.id } }]
      if (step.work.kind !== 'manual') return `${step.id} is not done by a person.`
      if (!isAsked(given, step, 'work')) return notAsked(given, step)
      return [{ type: 'manualDone', data: { step: step.id, result: signal.comment ?? 'done', signal: signal.id } }]
    })
  },
  claim: (given) =>
    ofStep(given, (step) => {
      const { signal } = given
      const taken = claimedByOther(given, step)
      if (taken !== undefined) return taken
      if (!isAsked(given, step)) return notAsked(given, step)
      return [{ type: 'claimed', data: { step: step.id, role: signal.by, signal: signal.id } }]
    }),
  resolve: (given) =>
    ofStep(given, (step) => {
      const { state, signal } = given
      const answer = text(signal, 'answer')
      const at = stepState(state, step.id)
      if (at.status !== 'inDoubt') return `${step.id} is not in doubt: it is ${at.status}.`
      const meant = signal.data?.['attempt']
      if (meant !== undefined && meant !== at.attempts)
        return `What was resolved is attempt ${JSON.stringify(meant)} of ${step.id}, and attempt ${at.attempts} is in doubt.`
      if (answer !== 'done' && answer !== 'notDone') return 'Say whether it has happened: done or not done.'
      if (!signal.comment) return 'Say what you have seen.'
      return [
        {
          type: 'stepResolved',
          data: { step: step.id, attempt: at.attempts, answer, result: signal.comment, signal: signal.id },
        },
      ]
    }),
  retry: (given) =>
    ofStep(given, (step) => {
      const { state, signal } = given
      const { status } = stepState(state, step.id)
      if (state.cancelling && !step.id.startsWith(undoPrefix))
        return 'The run is being cancelled: nothing is done again.'
      if (status !== 'skipped' && !isAsked(given, step, 'failure'))
        return `${step.id} has not failed for good: it is ${status}.`
      return [{ type: 'retryAsked', data: { step: step.id, signal: signal.id, ...comment(signal) } }]
    }),
  skip: (given) =>
    ofStep(given, (step) => {
      const { state, signal } = given
      const at = stepState(state, step.id)
      if (step.work.kind === 'decision') return `${step.id} is a decision: it is approved or rejected, never skipped.`
      if (!signal.comment) return 'Say why it may be skipped.'
      if (['running', 'succeeded', 'skipped'].includes(at.status)) return `${step.id} is ${at.status}.`
      if (at.status === 'inDoubt' || at.status === 'interrupted' || at.status === 'unverifiable')
        return `Nobody knows yet whether ${step.id} has happened; resolve that first.`
      return [{ type: 'stepSkipped', data: { step: step.id, comment: signal.comment, signal: signal.id } }]
    }),
  undo: (given) => ofStep(given, (step) => undone(given, step)),
  pause: ({ state, signal }) =>
    state.paused ? 'The run is paused already.' : [{ type: 'paused', data: { signal: signal.id, ...comment(signal) } }],
  continue: ({ state, signal }) =>
    state.paused ? [{ type: 'continued', data: { signal: signal.id, ...comment(signal) } }] : 'The run is not paused.',
  cancel: (given) => {
    const { runbook, state, signal } = given
    const not = mayNotSteer(given)
    if (not !== undefined) return not
    if (state.cancelling) return 'The run is being cancelled already.'
    const undo = signal.data?.['undo'] !== false
    const final = undo && signal.data?.['all'] !== true ? pointOfNoReturn(runbook, state) : undefined
    if (final && hasWayBack(runbook, state))
      return `${final.id} was begun and cannot be taken back; taking back what came before it can lead customers to a side that lacks what was written since. Say what is to become of it: --keep leaves all as it is, --all takes back whatever can be.`
    return [{ type: 'cancelAsked', data: { undo, signal: signal.id, ...comment(signal) } }]
  },
  mode: (given) => {
    const { runbook, state, signal } = given
    const now = state.mode ?? runbook.mode
    const mode = text(signal, 'mode')
    if (mode !== 'planned' && mode !== 'forced')
      return 'A run can be switched to planned or forced; a rehearsal that changes nothing is a run of its own.'
    if (now === 'test') return 'A run in mode test changes nothing and stays so.'
    if (now === mode) return `The run is ${mode} already.`
    const not = mayNotSteer(given)
    return not ?? [{ type: 'modeChanged', data: { mode: mode satisfies Mode, signal: signal.id, ...comment(signal) } }]
  },
  handover: (given) => {
    const { runbook, state, signal } = given
    const to = text(signal, 'to')
    if (to === undefined || !roles(runbook).has(to))
      return `Say who takes over, a role of this plan: ${[...roles(runbook)].join(', ')}.`
    const claimed = [...state.steps].flatMap(([id, { claimedBy, status }]) =>
      claimedBy === signal.by && status !== 'succeeded' && status !== 'skipped' ? [id] : [],
    )
    const items = [...state.items.values()].filter((item) => item.disposition === undefined).map(({ item }) => item)
    const open = [
      ...new Set([...claimed, ...given.asks.map(({ step }) => step).filter((step) => step !== ''), ...items]),
    ]
    return [{ type: 'handedOver', data: { from: signal.by, to, open, signal: signal.id, ...comment(signal) } }]
  },
  'break-glass': (given) => glass(given),
}

/** Where a step may have left something in the world that rests on what it needed. */
const standsOn: ReadonlySet<StepStatus> = new Set([
  'running',
  'interrupted',
  'unverifiable',
  'inDoubt',
  'failed',
  'succeeded',
])

/** What was done, or may have been, before a step and cannot be taken back. */
function finalBefore(runbook: Runbook, state: RunState, step: Step): string | undefined {
  return runbook.steps.find(
    (one) =>
      one.irreversible && standsOn.has(stepState(state, one.id).status) && laterThan(runbook, one).includes(step),
  )?.id
}

function undone({ runbook, state, signal }: Given, step: Step): Answer {
  if (state.cancelling) return 'The run is being cancelled, and takes back what it did.'
  if (runbook.decision === 'automatic') return 'A rehearsal that decides for itself is cancelled as a whole.'
  const { status } = stepState(state, step.id)
  if (status !== 'succeeded') return `${step.id} was not done: it is ${status}.`
  if (step.irreversible) return `${step.id} cannot be taken back.`
  if (!undoOf(step)) return `The runbook does not say how ${step.id} is taken back.`
  const final = signal.data?.['all'] === true ? undefined : finalBefore(runbook, state, step)
  if (final !== undefined)
    return `${final} came before ${step.id} and cannot be taken back; without ${step.id} customers can come to a side that lacks what was written since. --all takes it back all the same.`
  const back = stepState(state, undoPrefix + step.id).status
  if (state.steps.has(undoPrefix + step.id) && back !== 'succeeded' && back !== 'skipped')
    return `${step.id} is being taken back already.`
  const begun = laterThan(runbook, step).find((later) => {
    const at = stepState(state, later.id)
    return later.effect !== 'none' && at.harmless !== true && standsOn.has(at.status)
  })
  if (begun) return `${begun.id} came after it; take that back first.`
  return [{ type: 'undoAsked', data: { step: step.id, signal: signal.id, ...comment(signal) } }]
}

/** The steps that need a step, directly or through others. */
function laterThan(runbook: Runbook, step: Step): readonly Step[] {
  const reached = new Set([step.id])
  return runbook.steps.filter((later) => {
    const isLater = later.needs.some((need) => reached.has(need))
    if (isLater) reached.add(later.id)
    return isLater
  })
}
