import { type ClientSeries, restoredAt } from '#evidence'
import type { RunbookFlow } from '#runbook'

/** A flow and the level that it has to hold. */
export type Held = Pick<RunbookFlow, 'id'> & RunbookFlow['level']

/**
 * Whether every client of the flows named has held its level since the instant, by the very rule that evidence is judged
 * by: what is so here is in the series as they stand, which therefore reach beyond the end of each hold.
 * @param series of all clients; what was answered before the instant is left aside
 * @param instant seconds on the clock of the series
 */
export function heldSince(series: readonly ClientSeries[], instant: number, flows: readonly Held[]): boolean {
  return flows.every(({ id, ...level }) =>
    series.filter(({ flow }) => flow === id).every((one) => restoredAt(one, instant, level) !== undefined),
  )
}
