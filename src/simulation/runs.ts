import { type Estimates, openingSteps } from '#evidence'
import type { Runbook, Step } from '#runbook'
import { courseOf, fresh, type Standing } from './course.ts'
import type { Detection } from './detection.ts'
import { type Draw, drawOf, lognormal } from './draw.ts'
import { type Times, criticalPath, latest, networkOf, schedule } from './kernel.ts'
import { lastsInAll } from './lasting.ts'
import { lossOf, storesAtRisk } from './losses.ts'

/** How long a client takes to come back once its flow is served: uniform between these, in seconds. */
export const reconnect = {
  from: 0.02,
  to: 0.25,
  source: 'measured on the lab prototype, pooled clients behind a proxy',
  asOf: '2026-11-24',
} as const

/** What many runs gave for one flow. */
export interface FlowRuns {
  /** One per run, in the order of runs; seconds. */
  readonly rto: Float64Array
  /** When its first client was back, one per run; seconds since t0. */
  readonly back: Float64Array
  /** One per run; undefined where the loss of one of its stores is unknown. */
  readonly rpo: Float64Array | undefined
  /** By place in `steps`: what the step took of the critical path, one value for each run where it lay on it. */
  readonly onPath: ReadonlyArray<readonly number[]>
}

/** What many runs gave. */
export interface Runs {
  /** The steps that they went through. */
  readonly steps: readonly Step[]
  /** One entry per flow, in runbook order. */
  readonly flows: readonly FlowRuns[]
  /** When the last step ended, one per run; seconds since t0. */
  readonly over: Float64Array
}

export interface Repeating {
  readonly seed: number
  readonly runs: number
  /** Where the runs go on from; the beginning where it is left out. */
  readonly standing?: Standing
  /** Where recovery is counted from: the fault, or, where a switch is planned and that is left out, its first step. */
  readonly from?: 'fault'
}

/**
 * Runs a runbook many times.
 * @param detect draws the end of the steps that watch the activation criteria; where it is undefined, their estimates do
 * @remarks Run `n` uses nothing but the seed and `n`, and draws in a fixed order: detection, steps, stores, flows.
 */
export function repeated(
  runbook: Runbook,
  estimates: Estimates,
  detect: Detection | undefined,
  { seed, runs, standing = fresh(runbook), from }: Repeating,
): Runs {
  const { steps, inStead } = courseOf(runbook, standing)
  const network = networkOf(steps)
  const planned = isPlanned(runbook)
  const times: Times = { starts: new Float64Array(network.size), ends: new Float64Array(network.size) }
  const spans = steps.map((step) => spanOf(step, runbook, estimates, standing))
  const losses = runbook.stores.map((store) => lossOf(store, planned))
  const opening = planned && from === undefined ? placesOf(steps, openingSteps(runbook)) : []
  const over = new Float64Array(runs)
  const flows = runbook.flows.map((flow) => {
    const stores = storesAtRisk(flow, runbook)
    return {
      last: placesOf(steps, inStead(flow.restoredBy)),
      stores,
      rto: new Float64Array(runs),
      back: new Float64Array(runs),
      rpo: stores.every((place) => losses[place]) ? new Float64Array(runs) : undefined,
      onPath: steps.map((): number[] => []),
    }
  })
  const begins = (place: number, ready: number): number => {
    const span = spans[place]
    if (span?.ended !== undefined) return Math.min(ready, span.ended)
    return span?.begun ?? Math.max(ready, standing.now)
  }
  for (let run = 0; run < runs; run++) {
    const draw = drawOf(seed, run)
    const noticed = detect?.(draw)
    schedule(network, begins, (place, start) => lasts(spans[place], noticed, start, standing.now, draw), times)
    const lost = losses.map((loss) => loss?.(draw) ?? 0)
    const origin = opening.length > 0 ? Math.min(...opening.map((place) => times.starts[place] ?? 0)) : 0
    over[run] = times.ends.reduce((latestEnd, end) => Math.max(latestEnd, end), 0)
    for (const flow of flows) {
      if (flow.rpo) flow.rpo[run] = Math.max(0, ...flow.stores.map((place) => lost[place] ?? 0))
      const back = draw.uniform(reconnect.from, reconnect.to)
      const end = latest(flow.last, times.ends)
      if (end === undefined) continue
      flow.rto[run] = Math.max(0, (times.ends[end] ?? 0) - origin) + back
      flow.back[run] = (times.ends[end] ?? 0) + back
      for (const place of criticalPath(network, times, end, origin))
        flow.onPath[place]?.push((times.ends[place] ?? 0) - Math.max(times.starts[place] ?? 0, origin))
    }
  }
  return { steps, flows, over }
}

/**
 * Whether nothing was lost beforehand: then nobody waits for detection, and customers wait only while sides change over,
 * or, in a rehearsal apart, not at all.
 */
export function isPlanned(runbook: Runbook): boolean {
  return runbook.mode !== 'forced' || runbook.direction === 'failback'
}

/** Whether a step's end follows from the plan's probes and criteria, so that it needs no estimate. */
export function isWatch(step: Step, runbook: Runbook): boolean {
  return step.work.kind === 'action' && step.work.use === 'activation.watch' && !isPlanned(runbook)
}

interface Span {
  readonly p50: number
  readonly p95: number
  readonly watch: boolean
  /** Since when it is under way, and when it ended; seconds since t0. */
  readonly begun?: number
  readonly ended?: number
}

function spanOf(step: Step, runbook: Runbook, estimates: Estimates, { begun, ended }: Standing): Span {
  const [since, until] = [begun.get(step.id), ended.get(step.id)]
  const shared = {
    watch: isWatch(step, runbook),
    ...(since === undefined ? {} : { begun: since }),
    ...(until === undefined ? {} : { ended: until }),
  }
  if (step.work.kind === 'decision' && runbook.decision === 'automatic') return { p50: 0, p95: 0, ...shared }
  const estimate = estimates[step.id]
  if (!estimate) throw new RangeError(`There is no estimate for the step ${step.id}. This is a bug in Muster.`)
  return { p50: estimate.p50, p95: estimate.p95, ...shared }
}

function lasts(span: Span | undefined, noticed: number | undefined, start: number, now: number, draw: Draw): number {
  // Drawn for every step, used or not, so that one changed estimate leaves the draws of the others as they were.
  const normal = draw.normal()
  if (!span) return 0
  if (span.ended !== undefined) return span.ended - start
  if (span.watch && noticed !== undefined) return Math.max(0, noticed - start)
  if (span.begun !== undefined && now > span.begun) return lastsInAll(span.p50, span.p95, now - span.begun, normal)
  return lognormal(span.p50, span.p95, normal)
}

function placesOf(steps: readonly Step[], ids: readonly string[]): readonly number[] {
  return steps.flatMap((step, place) => (ids.includes(step.id) ? [place] : []))
}
