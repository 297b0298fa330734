import { undoPrefix } from '#journal'
import type { Step } from '#runbook'

/** One call of a target, as the target itself wrote it down: the ledger outside Muster. */
export interface Call {
  readonly step: string
  readonly key: string
  readonly attempt: number
  readonly epoch: number
  readonly at: number
  /** Whether it changed something; a keyed target drops repeats. */
  readonly hadEffect: boolean
  /** The holder had lost the run by then, and did not know. */
  readonly isStale: boolean
}

/** The targets of a run. */
export interface SimulatedWorld {
  readonly calls: readonly Call[]
  /** Whether what the step does stands. */
  stands(step: string): boolean
  /** @returns `refused` where the target has seen a newer lease, with no effect */
  act(step: Step, call: Omit<Call, 'step' | 'hadEffect'>): 'done' | 'refused'
  /** What a look at the target tells. */
  look(step: string, epoch: number): 'done' | 'notDone'
}

/** @param checks whether a target refuses older leases */
export function openWorld(checks: (step: Step) => boolean): SimulatedWorld {
  const calls: Call[] = []
  const standing = new Set<string>()
  const keys = new Set<string>()
  const newest = new Map<string, number>()
  const targetOf = (id: string): string => (id.startsWith(undoPrefix) ? id.slice(undoPrefix.length) : id)
  const meet = (target: string, epoch: number): boolean => {
    const known = newest.get(target) ?? 0
    if (epoch < known) return false
    newest.set(target, epoch)
    return true
  }
  return {
    calls,
    stands: (step) => standing.has(step),
    act(step, call) {
      const target = targetOf(step.id)
      if (checks(step) && !meet(target, call.epoch)) return 'refused'
      if (step.effect === 'none') return 'done'
      const hadEffect = !(step.effect === 'keyed' && keys.has(call.key))
      if (step.effect === 'keyed') keys.add(call.key)
      calls.push({ ...call, step: step.id, hadEffect })
      if (hadEffect && target === step.id) standing.add(target)
      else if (hadEffect) standing.delete(target)
      return 'done'
    },
    look(step, epoch) {
      const target = targetOf(step)
      meet(target, epoch)
      return standing.has(target) === (target === step) ? 'done' : 'notDone'
    },
  }
}
