import { type Estimates, openingSteps } from '#evidence'
import type { Runbook, Step } from '#runbook'
import type { Detection } from './detection.ts'
import { type Draw, drawOf, lognormal } from './draw.ts'
import { type Times, criticalPath, latest, networkOf, schedule } from './kernel.ts'
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
  /** One per run; undefined where the loss of one of its stores is unknown. */
  readonly rpo: Float64Array | undefined
  /** By place in the runbook: what the step took of the critical path, one value for each run where it lay on it. */
  readonly onPath: ReadonlyArray<readonly number[]>
}

/**
 * Runs a runbook many times.
 * @param detect draws the end of the steps that watch the activation criteria; where it is undefined, their estimates do
 * @returns one entry per flow, in runbook order
 * @remarks Run `n` uses nothing but the seed and `n`, and draws in a fixed order: detection, steps, stores, flows.
 */
export function repeated(
  runbook: Runbook,
  estimates: Estimates,
  detect: Detection | undefined,
  { seed, runs }: { readonly seed: number; readonly runs: number },
): readonly FlowRuns[] {
  const network = networkOf(runbook)
  const planned = isPlanned(runbook)
  const times: Times = { starts: new Float64Array(network.size), ends: new Float64Array(network.size) }
  const spans = runbook.steps.map((step) => spanOf(step, runbook, estimates))
  const losses = runbook.stores.map((store) => lossOf(store, planned))
  const opening = planned ? placesOf(runbook, openingSteps(runbook)) : []
  const flows = runbook.flows.map((flow) => {
    const stores = storesAtRisk(flow, runbook)
    return {
      last: placesOf(runbook, flow.restoredBy),
      stores,
      rto: new Float64Array(runs),
      rpo: stores.every((place) => losses[place]) ? new Float64Array(runs) : undefined,
      onPath: runbook.steps.map((): number[] => []),
    }
  })
  for (let run = 0; run < runs; run++) {
    const draw = drawOf(seed, run)
    const noticed = detect?.(draw)
    schedule(network, (place, start) => lasts(runbook.steps[place], spans[place], noticed, start, draw), times)
    const lost = losses.map((loss) => loss?.(draw) ?? 0)
    const origin = opening.length > 0 ? Math.min(...opening.map((place) => times.starts[place] ?? 0)) : 0
    for (const flow of flows) {
      if (flow.rpo) flow.rpo[run] = Math.max(0, ...flow.stores.map((place) => lost[place] ?? 0))
      const back = draw.uniform(reconnect.from, reconnect.to)
      const end = latest(flow.last, times.ends)
      if (end === undefined) continue
      flow.rto[run] = Math.max(0, (times.ends[end] ?? 0) - origin) + back
      for (const place of criticalPath(network, times, end, origin))
        flow.onPath[place]?.push((times.ends[place] ?? 0) - Math.max(times.starts[place] ?? 0, origin))
    }
  }
  return flows
}

/** Whether the switch is planned: then nobody waits for detection, and customers wait only while sides change over. */
export function isPlanned(runbook: Runbook): boolean {
  return runbook.mode === 'planned' || runbook.direction === 'failback'
}

/** Whether a step's end follows from the plan's probes and criteria, so that it needs no estimate. */
export function isWatch(step: Step, runbook: Runbook): boolean {
  return step.work.kind === 'action' && step.work.use === 'activation.watch' && !isPlanned(runbook)
}

interface Span {
  readonly p50: number
  readonly p95: number
  readonly watch: boolean
}

function spanOf(step: Step, runbook: Runbook, estimates: Estimates): Span {
  const watch = isWatch(step, runbook)
  if (step.work.kind === 'decision' && runbook.decision === 'automatic') return { p50: 0, p95: 0, watch }
  const estimate = estimates[step.id]
  if (!estimate) throw new RangeError(`There is no estimate for the step ${step.id}. This is a bug in Muster.`)
  return { p50: estimate.p50, p95: estimate.p95, watch }
}

function lasts(
  step: Step | undefined,
  span: Span | undefined,
  noticed: number | undefined,
  start: number,
  draw: Draw,
): number {
  // Drawn for every step, used or not, so that one changed estimate leaves the draws of the others as they were.
  const normal = draw.normal()
  if (!step || !span) return 0
  if (span.watch && noticed !== undefined) return Math.max(0, noticed - start)
  return lognormal(span.p50, span.p95, normal)
}

function placesOf(runbook: Runbook, ids: readonly string[]): readonly number[] {
  return runbook.steps.flatMap((step, place) => (ids.includes(step.id) ? [place] : []))
}
