import { growing, type Placed, type RunState, stepState } from '#journal'
import { type Runbook, type Step, stepIn, undoOf } from '#runbook'
import { blips, deadlines } from './alarms.ts'
import { isOver } from './attempt.ts'
import { cancelling, leftBehind, pointOfNoReturn, takingBack } from './cancel.ts'
import type { Command } from './command.ts'
import { entry, type Network, networkOf } from './network.ts'
import { ask, next, slow } from './next.ts'
import { type Standing, standing } from './standing.ts'

/** A run that is followed event by event, and what it does next. */
export interface Progress {
  readonly state: RunState
  take(event: Placed): void
  /**
   * Every command that may begin now: what is taken back, then what is next in runbook order, then what is to be said of
   * what is under way. Empty where something under way must end first.
   */
  commands(): readonly Command[]
  /** Whether nobody waits for the step any more. @param step its id; one that the runbook has not is waited for by nobody */
  isSettled(step: string): boolean
}

/** Events after which more than the step they speak of may stand otherwise. */
const turning: ReadonlySet<Placed['type']> = new Set(['leaseTaken', 'modeChanged', 'runStarted', 'undoAsked'])

/**
 * Follows a run from a state on. What every event changes is worked out for the steps near it alone, so that a runbook of
 * thousands of steps takes no longer for each of them than a short one.
 */
export function openProgress(runbook: Runbook, from: RunState): Progress {
  const { state, take } = growing(from)
  const network = networkOf(runbook)
  let stand = standing(runbook, network, state)
  return {
    state,
    take(event) {
      take(event)
      if (turning.has(event.type) || (event.type === 'timerFired' && event.data.timer.startsWith('blip:')))
        stand = standing(runbook, network, state)
      else if ('step' in event.data && event.data.step !== undefined) stand.touch(event.data.step)
    },
    commands: () => commands(runbook, network, state, stand),
    isSettled: (step) => settledIn(network, stand, step),
  }
}

function settledIn({ place }: Network, stand: Standing, step: string): boolean {
  const one = place.get(step)
  return one === undefined || stand.isSettled(one)
}

function commands(runbook: Runbook, network: Network, state: RunState, stand: Standing): readonly Command[] {
  if (state.outcome !== undefined) return []
  const { running, broken } = stand
  const stepAt = (one: number): Step => entry(network.steps, one)
  const underWay = running.size + stand.takingBack()
  /** Those under way are told to end where they change nothing; the others are let end, so that their result is known. */
  const ended = (): readonly Command[] => [...running].flatMap((one) => stop(state, stepAt(one)))
  if (state.cancelling) return underWay > 0 ? ended() : cancelling(runbook, state)
  const [lost] = broken
  const refused = [...broken].find((one) => stepState(state, stepAt(one).id).status === 'rejected')
  if (refused !== undefined || (lost !== undefined && runbook.decision === 'automatic'))
    return underWay > 0 ? ended() : broke(runbook, state, stepAt(refused ?? (lost as number)), refused !== undefined)
  if (stand.open() === 0 && underWay === 0 && stand.undoing.size === 0) return ending(runbook, state)
  return [
    ...begins(runbook, network, state, stand),
    ...[...stand.watched].flatMap((one) => {
      const step = stepAt(one)
      // What belongs to the mode that was left is waited for no longer, be it half done: the side it works on is given up.
      if (!stepIn(step, state.mode ?? runbook.mode)) return step.effect === 'unkeyed' ? [] : [stopOf(state, step)]
      return stand.isDeclared(one) ? stop(state, step) : slow(state, step)
    }),
    ...blips(runbook, state, (step) => settledIn(network, stand, step)),
    ...deadlines(runbook, state, (step) => settledIn(network, stand, step)),
  ]
}

/** What may begin or be asked, within the run's limits; a paused run begins nothing and decides nothing. */
function begins(runbook: Runbook, network: Network, state: RunState, stand: Standing): readonly Command[] {
  const stepAt = (one: number): Step => entry(network.steps, one)
  const found: Command[] = []
  const limit = runbook.limits?.atOnce ?? Number.POSITIVE_INFINITY
  let room = state.paused ? 0 : limit - stand.running.size - stand.takingBack()
  const add = (command: Command): void => {
    if (command.do === 'start' && room <= 0) return
    if (command.do === 'decide' && state.paused) return
    if (command.do === 'start') room -= 1
    found.push(command)
  }
  const goesOn = (step: Step, isBroken: boolean): readonly Command[] => {
    if (isBroken) return [ask(step, 'failure')]
    // One that has failed for good and has a fallback waits for that.
    return isOver(step, stepState(state, step.id)) ? [] : next(runbook, state, step)
  }
  for (const one of stand.undoing) {
    const back = undoOf(stepAt(one)) as Step
    for (const command of goesOn(back, isOver(back, stepState(state, back.id)))) add(command)
  }
  const starts = stand.starts[Symbol.iterator]()
  let start = starts.next()
  /** Begins what comes before a place, as long as there is room. */
  const beginBefore = (place: number): void => {
    for (; !start.done && start.value < place && room > 0; start = starts.next())
      for (const command of next(runbook, state, stepAt(start.value))) add(command)
  }
  for (const one of stand.others) {
    beginBefore(one)
    for (const command of goesOn(stepAt(one), stand.broken.has(one))) add(command)
  }
  beginBefore(Number.POSITIVE_INFINITY)
  return found
}

function stop(state: RunState, step: Step): readonly Command[] {
  return step.effect === 'none' ? [stopOf(state, step)] : []
}

function stopOf(state: RunState, step: Step): Command {
  return { do: 'stop', step: step.id, attempt: stepState(state, step.id).attempts }
}

/** The end of a run in which a decision was declined, or, where nobody is there to be asked, an essential step failed. */
function broke(runbook: Runbook, state: RunState, { id }: Step, isRefused: boolean): readonly Command[] {
  if (isRefused) return [{ do: 'finish', outcome: 'refused', reason: `${id} was rejected` }]
  const why = [id, stepState(state, id).message].join(': ')
  if (state.takesBack !== true) return [{ do: 'finish', outcome: 'failed', reason: why }]
  // Once the other side took over, customers who are led back find no side that serves them.
  const back = pointOfNoReturn(runbook, state) ? [] : takingBack(runbook, state)
  return back.length > 0
    ? back
    : [{ do: 'finish', outcome: 'failed', reason: [why, ...leftBehind(runbook, state)].join('; ') }]
}

/** What is left to be settled keeps the run open, where there are people who can settle it. */
function ending(runbook: Runbook, state: RunState): readonly Command[] {
  const open = [...state.items.values()].some((item) => item.disposition === undefined)
  if (open && runbook.decision === 'people') return [{ do: 'ask', step: '', for: 'items' }]
  return state.paused ? [] : [{ do: 'finish', outcome: 'succeeded' }]
}
