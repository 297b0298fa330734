import { type RunState, type StepState, stepState, undoPrefix } from '#journal'
import { type Runbook, type Step, stepIn } from '#runbook'
import { isOver } from './attempt.ts'
import { entry, type Network } from './network.ts'
import { openPlaces, type Places } from './places.ts'

/** Where the steps of a run stand, by place. */
export interface Standing {
  isSettled(one: number): boolean
  /** How many steps are not settled. */
  open(): number
  /** Actions that may begin, and have nothing before them. */
  readonly starts: Places
  /** The others that are not settled, wait for no other step and are not under way. */
  readonly others: Places
  readonly running: Places
  /** Those under way of which there may be more to say than that. */
  readonly watched: Places
  /** Failed or declined for good, with nothing that stands in for them. */
  readonly broken: Places
  /** Steps that are taken back because a person asked for it. */
  readonly undoing: Places
  /** How many steps that take back another one are under way. */
  takingBack(): number
  /** Whether people have taken the decision that waits for a step to be noticed. */
  isDeclared(one: number): boolean
  /** Works out anew what hangs on a step of which an event speaks. */
  touch(id: string): void
}

/** The timer after which it is a question for a person whether there is a disaster at all. */
export function blipTimer(step: string): string {
  return `blip:${step}`
}

/** Where the steps stand in a state, which may change: `touch` follows it. */
export function standing(runbook: Runbook, network: Network, state: RunState): Standing {
  const { steps, place, needs, dependents, fallbacks, standsInFor } = network
  const mode = state.mode ?? runbook.mode
  const settled: boolean[] = steps.map(() => false)
  const unmet: number[] = needs.map((all) => all.length)
  const [starts, others, running, watched, broken, undoing] = [
    openPlaces(),
    openPlaces(),
    openPlaces(),
    openPlaces(),
    openPlaces(),
    openPlaces(),
  ]
  const goingBack = openPlaces()
  let open = 0
  const stepAt = (one: number): Step => entry(steps, one)
  const at = (one: number): StepState => stepState(state, stepAt(one).id)
  const isOut = (one: number): boolean => isOver(stepAt(one), at(one))
  const decides = (one: number): boolean => stepAt(one).work.kind === 'decision'
  const detects = (one: number): boolean => stepAt(one).phase === 'detect'
  const standIns = (one: number): readonly number[] =>
    entry(fallbacks, one).filter((fallback) => stepIn(stepAt(fallback), mode))

  const isDeclared = (one: number): boolean =>
    detects(one) && entry(dependents, one).some((later) => decides(later) && at(later).status === 'succeeded')

  /** Whether those who wait for the step need wait no longer. */
  const isSettled = (one: number): boolean => {
    const step = stepAt(one)
    const { status } = at(one)
    if (status === 'running') return false
    if (!stepIn(step, mode) || status === 'skipped') return true
    if (undoing.has(one)) return false
    if (status === 'succeeded') return true
    const target = standsInFor[one]
    // A fallback is not needed where what it stands in for has come to its end otherwise.
    if (target !== undefined && !isOut(target) && isSettled(target)) return true
    // Once people have declared, nobody waits for the criteria any more.
    if (isDeclared(one)) return true
    if (!isOut(one)) return false
    const instead = standIns(one)
    return instead.length > 0 ? instead.every(isSettled) : !step.essential
  }
  /**
   * Whether a step is waited for no longer. A person may decide before the criteria hold, and what neither holds nor
   * clears is put before a person in the end.
   */
  const isMet = (need: number, by: number): boolean =>
    settled[need] === true || (isAhead(need, by) && mayDecideAhead(need, by))
  const isAhead = (need: number, by: number): boolean => runbook.decision === 'people' && detects(need) && decides(by)
  const mayDecideAhead = (need: number, by: number): boolean =>
    state.timers.has(blipTimer(stepAt(need).id)) || (at(by).votes ?? []).length > 0

  /** What holds of the step itself, once it is known what is settled. */
  const look = (one: number): void => {
    const step = stepAt(one)
    const { status } = at(one)
    const target = standsInFor[one]
    const isRunning = status === 'running'
    const isReady = !isRunning && settled[one] !== true && unmet[one] === 0 && (target === undefined || isOut(target))
    const isStart = isReady && step.work.kind === 'action' && (status === 'notStarted' || status === 'verifiedNotDone')
    starts.note(one, isStart)
    others.note(one, isReady && !isStart)
    running.note(one, isRunning)
    watched.note(one, isRunning && (detects(one) || state.usual[step.id] !== undefined || !stepIn(step, mode)))
    const doubted = status === 'inDoubt' && runbook.decision === 'automatic'
    const failed = step.essential && isOut(one) && standIns(one).length === 0
    broken.note(one, settled[one] !== true && (doubted || failed))
  }
  const wait = (one: number): void => {
    unmet[one] = entry(needs, one).filter((need) => !isMet(need, one)).length
  }
  /** Works out anew what is settled near a step, and carries it to those who wait for it. */
  const settle = (first: number): void => {
    const near = [first]
    for (let one = near.pop(); one !== undefined; one = near.pop()) {
      const before = settled[one]
      const after = isSettled(one)
      settled[one] = after
      look(one)
      if (before === after) continue
      open += after ? -1 : 1
      for (const later of entry(dependents, one)) {
        const waited = entry(unmet, later)
        if (isAhead(one, later)) wait(later)
        else unmet[later] = waited + (after ? -1 : 1)
        if (waited === 0 || unmet[later] === 0) look(later)
      }
      near.push(...related(one))
    }
  }
  /** Steps whose settledness hangs on that of another, besides those that need it. */
  const related = (one: number): readonly number[] => {
    const target = standsInFor[one]
    const noticed = decides(one) ? entry(needs, one).filter(detects) : []
    return [...entry(fallbacks, one), ...(target === undefined ? [] : [target]), ...noticed]
  }
  const noteUndo = (one: number): void => {
    const { id, undo } = stepAt(one)
    // A note may speak of what takes a step back though nobody asked for that.
    const status = undo && state.steps.get(undoPrefix + id)?.status
    undoing.note(one, status !== undefined && status !== 'succeeded' && status !== 'skipped')
    goingBack.note(one, status === 'running')
  }

  for (const id of state.steps.keys()) {
    const one = id.startsWith(undoPrefix) ? place.get(id.slice(undoPrefix.length)) : undefined
    if (one !== undefined) noteUndo(one)
  }
  for (const one of steps.keys()) settled[one] = isSettled(one)
  for (const one of steps.keys()) {
    wait(one)
    look(one)
    if (!settled[one]) open += 1
  }
  return {
    isSettled: (one) => settled[one] === true,
    open: () => open,
    starts,
    others,
    running,
    watched,
    broken,
    undoing,
    takingBack: () => goingBack.size,
    isDeclared,
    touch(id) {
      const isUndo = id.startsWith(undoPrefix) && !place.has(id)
      const one = place.get(isUndo ? id.slice(undoPrefix.length) : id)
      if (one === undefined) return
      if (isUndo) noteUndo(one)
      if (decides(one)) wait(one)
      settle(one)
      for (const other of related(one)) settle(other)
    },
  }
}
