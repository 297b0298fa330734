import type { Estimates } from '#evidence'
import type { Runbook, Step } from '#runbook'
import { detection } from '../detection.ts'
import type { Network } from './network.ts'

/** The driver doubles the wait before another attempt up to so many seconds. */
const longestWait = 30

/** What the steps of a network take, by place; seconds. */
export interface Lasting {
  /** Medians. */
  readonly usual: Float64Array
  /** 95th percentiles, ≥ the medians. */
  readonly slow: Float64Array
  /** Until a step has failed for good: all of its attempts, each as long as usual, and the waits in between. */
  readonly patience: Float64Array
  /** Ids of the steps of which nobody knows how long they take, so that their time limit stands in. */
  readonly unknown: readonly string[]
}

/**
 * How long steps take by their estimates; noticing follows from the plan's own clocks where it does.
 * @param estimates one per step
 */
export function lastingOf({ steps }: Network, runbook: Runbook, estimates: Estimates): Lasting {
  const figures = steps.map((step) => figuresOf(step, runbook, estimates))
  const usual = Float64Array.from(figures, ({ p50 }) => p50)
  return {
    usual,
    slow: Float64Array.from(figures, ({ p50, p95 }) => Math.max(p50, p95)),
    patience: Float64Array.from(steps, (step, place) => patienceOf(step, usual[place] as number)),
    unknown: steps.flatMap(({ id }, place) => (figures[place]?.known === false ? [id] : [])),
  }
}

interface Figures {
  readonly p50: number
  readonly p95: number
  readonly known: boolean
}

function figuresOf(step: Step, runbook: Runbook, estimates: Estimates): Figures {
  // Every probe first fails half an interval after the fault, or nearly a whole one.
  const noticed = step.work.kind === 'action' && step.work.use === 'activation.watch' ? detection(runbook) : undefined
  if (noticed) return { p50: noticed(() => 0.5), p95: noticed(() => 0.95), known: true }
  const estimate = estimates[step.id]
  if (!estimate) throw new RangeError(`There is no estimate for the step ${step.id}. This is a bug in Muster.`)
  return { p50: estimate.p50, p95: estimate.p95, known: estimate.basis !== 'unknown' }
}

function patienceOf({ attempts, backoff }: Step, each: number): number {
  let waits = 0
  let wait = Math.min(backoff, longestWait)
  for (let one = 1; one < attempts; one++) {
    waits += wait
    wait = Math.min(2 * wait, longestWait)
  }
  return attempts * each + waits
}
