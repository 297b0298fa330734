import { openingSteps } from '#evidence'
import type { Runbook } from '#runbook'
import type { Circumstances } from './circumstances.ts'
import { movingBy } from './by-itself.ts'
import type { SimulateOptions } from './options.ts'
import { streams } from './streams.ts'
import { isPlanned } from './switching.ts'
import type { Timing } from './timing.ts'

/** After so many seconds, 30 days, a run is no longer followed. */
export const horizon = 30 * 86_400

/** How long a client takes to come back once its flow is served: uniform between these, in seconds. */
export const reconnect = {
  from: 0.02,
  to: 0.1,
  source: 'measured in six drills of the lab, pooled clients behind a proxy',
  asOf: '2026-11-24',
} as const

/** How the run that was timed last goes for the flows of a runbook. Seconds. */
export interface FlowRuns {
  /** Whether the run restores the flow at a place in the runbook. */
  isRestored(flow: number): boolean
  /** Whether clients that are sent elsewhere keep the old address for a while. */
  readonly isHeld: boolean
  /** By place: a number that flows share that wait for the same steps, and so take the same time; from 0 on. */
  readonly groups: readonly number[]
  /** From where recovery times count in this run. */
  origin(): number
  /** The place of the step that ended last of those that restore it; -1 where none does. */
  last(flow: number): number
  /** What it takes until it is served, from the origin of the run on; Infinity: never. 0 where the run does not restore it. */
  recovery(flow: number, origin: number): number
  /** When its first client is back, counted from the fault; Infinity: never. 0 where the run does not restore it. */
  back(flow: number): number
  /** Of that, what its client takes once it is served. */
  returning(flow: number): number
}

/**
 * @param from where recovery is counted from: the fault, or, where a switch is planned and that is left out, its first
 * step
 */
export function openFlowRuns(
  runbook: Runbook,
  timing: Timing,
  { dns = true, outcomes = {} }: Circumstances & Pick<SimulateOptions, 'outcomes'> = {},
  from?: 'fault',
): FlowRuns {
  const { steps, course, kernel } = timing
  const { starts, ends } = kernel
  const placesOf = (ids: readonly string[]): readonly number[] =>
    steps.flatMap((step, place) => (ids.includes(step.id) ? [place] : []))
  const opening = isPlanned(runbook) && from === undefined ? placesOf(openingSteps(runbook)) : []
  const lasts = runbook.flows.map((flow) => placesOf(course.inStead(flow.restoredBy)))
  const moving = runbook.flows.map((flow) => movingBy(runbook, flow, { dns }))
  const outsets = moving.map((one) => placesOf(course.inStead(one?.with ?? [])))
  // What was measured to take different times does, though the steps are the same.
  const learntOf = (flow: number): readonly number[] | undefined => outcomes[runbook.flows[flow]?.id ?? '']?.rto
  const keyOf = (flow: number): string => JSON.stringify([lasts[flow], moving[flow], learntOf(flow)])
  const keys = [...new Set(lasts.map((_, flow) => keyOf(flow)))]
  // Who is sent nowhere else keeps the address that is right.
  const ttl = dns && runbook.from !== runbook.to ? (runbook.ttl ?? 0) : 0
  const held = lasts.map((places) => (places.some((place) => steps[place]?.phase === 'route') ? ttl : 0))
  const widths = held.map((extra) => reconnect.to - reconnect.from + extra)
  const last = (flow: number): number => {
    let best = -1
    for (const place of lasts[flow] ?? [])
      if (best < 0 || (ends[place] as number) > (ends[best] as number)) best = place
    return best
  }
  const returning = (flow: number): number => reconnect.from + timing.extra(streams.clients) * (widths[flow] as number)
  /** When the flow is served: by the step, or before it where customers are moved without anybody's doing. */
  const served = (flow: number, place: number): number => {
    const { within, after } = moving[flow] ?? {}
    const end = ends[place] as number
    if (within === undefined || after === undefined) return end
    let outset = 0
    for (const fence of outsets[flow] ?? []) outset = Math.max(outset, ends[fence] as number)
    return Math.min(end, outset + timing.extra(streams.probe(0)) * within + after)
  }
  return {
    isRestored: (flow) => (lasts[flow] ?? []).length > 0,
    isHeld: held.some((extra) => extra > 0),
    groups: lasts.map((_, flow) => keys.indexOf(keyOf(flow))),
    origin() {
      let first = Number.POSITIVE_INFINITY
      for (const place of opening) first = Math.min(first, starts[place] as number)
      return first < Number.POSITIVE_INFINITY ? first : 0
    },
    last,
    recovery(flow, origin) {
      const place = last(flow)
      return place < 0 ? 0 : Math.max(0, served(flow, place) - origin) + returning(flow)
    },
    back(flow) {
      const place = last(flow)
      return place < 0 ? 0 : served(flow, place) + returning(flow)
    },
    returning,
  }
}
