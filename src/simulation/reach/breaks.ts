import type { Plan } from '#plan'
import type { RunbookFlow } from '#runbook'
import { type Board, lossBoard, recoveryBoard } from './faults.ts'
import type { Way } from './held-up.ts'
import type { ObjectiveBreaks } from './model.ts'
import { smallestBreaks } from './search.ts'

/**
 * What it takes to break each objective of the flows that a runbook restores: recovery time, minimum service and loss.
 * The runbook restores a flow once, so its minimum service comes no sooner than all of it.
 * @param limit sets tried at most for one objective
 */
export function breaksOf(plan: Plan, way: Way, limit?: number): readonly ObjectiveBreaks[] {
  const found = new Map<string, Pick<ObjectiveBreaks, 'breaks' | 'searched'>>()
  return way.runbook.flows.flatMap((flow): readonly ObjectiveBreaks[] => {
    const recovery = recoveryBoard(flow, plan, way)
    if (!recovery) return []
    const { rto, rpo } = flow.objectives
    const { minimumService, objectives } = plan.flows[flow.id] ?? {}
    // A class with an RTO of its own gives the minimum service no clock.
    const own = (objectives as Readonly<Record<string, { readonly rto?: number }>> | undefined)?.[
      way.runbook.scenario.class
    ]
    const minimum = own?.rto === undefined ? minimumService?.rto : undefined
    const shared = JSON.stringify(flow.restoredBy)
    const judged = (objective: ObjectiveBreaks['objective'], board: Board, target: number | undefined, key: string) =>
      target === undefined
        ? []
        : [judge(flow, way, objective, board, target, { found, key: `${key} ${target}`, limit })]
    return [
      ...judged('rto', recovery, rto, shared),
      ...judged('minimum', recovery, minimum, shared),
      ...judged('rpo', lossBoard(flow, plan, way.runbook), rpo, JSON.stringify([flow.stores, 'rpo'])),
    ]
  })
}

function unknownTimes(steps: readonly string[]): string {
  return `Nobody knows how long these take, so that their time limits stand in: ${steps.join(', ')}.`
}

interface Searching {
  /** What was found for flows that are restored by the same steps and have the same target. */
  readonly found: Map<string, Pick<ObjectiveBreaks, 'breaks' | 'searched'>>
  readonly key: string
  readonly limit: number | undefined
}

function judge(
  { id }: RunbookFlow,
  { runbook }: Way,
  objective: ObjectiveBreaks['objective'],
  board: Board,
  target: number,
  { found, key, limit }: Searching,
): ObjectiveBreaks {
  const value = board.value([])
  const head = { flow: id, scenario: runbook.scenario.id, objective, target }
  const unsearched = { breaks: [], searched: { sets: 1, upTo: 0, complete: true } }
  if (value === undefined)
    return {
      ...head,
      met: false,
      unknown: 'The plan does not say how far the copy of a store lags, or how often one without a copy is backed up.',
      ...unsearched,
    }
  const shown = value === Infinity ? {} : { value }
  // Time limits stand in for times that nobody knows; they alone do not make an objective missed.
  if (value > target && board.unknown && board.unknown.atBest <= target)
    return { ...head, ...shown, met: false, unknown: unknownTimes(board.unknown.steps), ...unsearched }
  if (value > target) return { ...head, ...shown, met: false, ...unsearched }
  const searched = found.get(key) ?? smallestBreaks(board, target, limit)
  found.set(key, searched)
  return { ...head, ...shown, met: true, ...searched }
}
