import type { Runbook } from '#runbook'
import { lagOf, lossOf, storesAtRisk, storesReplayed } from './losses.ts'
import { streams } from './streams.ts'
import { isPlanned } from './switching.ts'
import type { Timing } from './timing.ts'

/** What the flows of a runbook lose in the run that was timed last. */
export interface Losing {
  /** Draws what each store loses; once a run, before anything is asked. */
  draw(): void
  /** By place: whether it is known what the flow would lose. */
  isKnown(flow: number): boolean
  /** What the flow loses, in seconds of writes; the most of its stores. Meaningless where it is not known. */
  lost(flow: number): number
  /** By place: whether readers of the flow see messages twice. */
  isReplayed(flow: number): boolean
  /** For how many seconds of messages they do. */
  replayed(flow: number): number
}

export function openLosing(runbook: Runbook, timing: Timing): Losing {
  const planned = isPlanned(runbook)
  const losses = runbook.stores.map((store) => lossOf(store, runbook))
  const lags = runbook.stores.map((store) => (planned ? () => 0 : lagOf(store)))
  const lost = new Float64Array(runbook.stores.length)
  const risked = runbook.flows.map((flow) => storesAtRisk(flow, runbook))
  const replayed = runbook.flows.map((flow) => storesReplayed(flow, runbook))
  return {
    draw() {
      for (const [place, loss] of losses.entries()) lost[place] = loss?.(timing.extra(streams.store(place))) ?? 0
    },
    isKnown: (flow) => (risked[flow] ?? []).every((place) => losses[place] !== undefined),
    lost(flow) {
      let most = 0
      for (const place of risked[flow] ?? []) most = Math.max(most, lost[place] as number)
      return most
    },
    isReplayed: (flow) => (replayed[flow] ?? []).length > 0,
    replayed(flow) {
      let most = 0
      for (const place of replayed[flow] ?? [])
        most = Math.max(most, lags[place]?.(timing.extra(streams.store(place))) ?? 0)
      return most
    },
  }
}
