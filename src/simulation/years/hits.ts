import type { Answered } from './answers.ts'
import { forecastLength, type Length } from './lengths.ts'
import type { Workload } from './model.ts'
import type { Served } from './served.ts'

/** What an event does to a flow of a workload by itself. */
export interface Hit {
  readonly flow: number
  readonly workload: number
  /** How long its recovery takes; left out where nothing recovers it but the end of the incident. */
  readonly recovery?: Length
  /** What its recovery loses; left out where that is unknown. */
  readonly loss?: Length
  /** Whether it waits for the recovery however long, for what is lost does not come back by itself. */
  readonly stays: boolean
}

/** A flow with its place. */
export type Placed = readonly [number, Served]

/** What the runbook of an event restores waits for it. What it does not restore goes on. */
export function restored(flows: readonly Placed[], { recovery }: Answered): readonly Hit[] {
  if (!recovery) return []
  return flows.flatMap(([place, { id, workload }]): readonly Hit[] => {
    const isRestored = recovery.runbook.flows.some((flow) => flow.id === id && flow.restoredBy.length > 0)
    const figures = recovery.forecast.flows.find(({ flow }) => flow === id)
    if (!isRestored || !figures) return []
    const [takes, loses] = [forecastLength(figures.rto), forecastLength(figures.rpo)]
    const hit = { flow: place, workload, stays: false }
    return [{ ...hit, ...(takes ? { recovery: takes } : {}), ...(loses ? { loss: loses } : {}) }]
  })
}

/** What nothing restores waits for the end of the incident; what comes back by itself has lost nothing. */
export function waiting(flows: readonly Placed[]): readonly Hit[] {
  return flows.map(([flow, { workload }]) => ({ flow, workload, stays: false, loss: () => 0 }))
}

/** What was deleted does not come back by itself, and without a way to restore it nobody knows what is lost. */
export function lasting({ loss, ...hit }: Hit): Hit {
  return { ...hit, stays: true, ...(hit.recovery && loss ? { loss } : {}) }
}

/** Whether the flow rests on data of its own workload. */
export function hasData({ plan }: Workload, { essentials }: Served): boolean {
  return essentials.some((name) => plan.components[name]?.data !== undefined)
}

/** Flows that are down with the hits, each with the places of those that have it down: itself, and what it relies on. */
export function downWith(
  hits: readonly Hit[],
  flows: readonly Served[],
): ReadonlyArray<{ readonly flow: number; readonly by: readonly number[] }> {
  const places = new Map(hits.map(({ flow }, place) => [flow, place]))
  if (places.size === 0) return []
  return flows.flatMap(({ reliesOn }, flow) => {
    const by = reliesOn.flatMap((one) => places.get(one) ?? [])
    return by.length > 0 ? [{ flow, by }] : []
  })
}
