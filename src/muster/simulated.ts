import { availableParallelism } from 'node:os'
import { type Forecast, merged, type Part, type SimulateInput, simulatePart } from '#simulation'
import { inThreads, threadFile } from './threads.ts'

/** A thread's runs of a forecast: from, up to and without `to`. Plain data. */
export interface Share {
  readonly input: SimulateInput
  readonly from: number
  readonly to: number
}

/** With so many steps timed in all it pays to start threads: one takes about a quarter of a second to be there. */
const worthwhile = 5_000_000
/** More threads than these would wait for memory rather than for the processor. */
const mostThreads = 8
/** Shares are whole multiples of so many runs, in which the simulation sums up. */
const chunk = 1024

/**
 * Simulates a forecast, in threads where it is long enough to pay. A signal is heard meanwhile, for this thread only waits
 * for the others.
 * @param signal ends it at once
 * @throws as `inThreads` does
 */
export function simulated(input: SimulateInput, signal?: AbortSignal): Promise<Forecast> {
  const { runbook, options } = input
  const isLong = options.runs * runbook.steps.length >= worthwhile
  return simulatedBy(isLong ? Math.min(availableParallelism(), mostThreads) : 0, input, signal)
}

/**
 * Simulates a forecast. The answer is the same to the byte, whatever the number of threads.
 * @param count how many threads at most, besides this one; 0: this one does it
 * @throws as `inThreads` does
 */
export async function simulatedBy(count: number, input: SimulateInput, signal?: AbortSignal): Promise<Forecast> {
  const { runs } = input.options
  if (count === 0) return merged(input, [simulatePart(input, 0, runs)])
  const shares = sharesOf(runs, count).map(([from, to]): Share => ({ input, from, to }))
  return merged(input, (await inThreads(threadFile('simulation-worker', import.meta.url), shares, signal)) as Part[])
}

/** Runs 0 to `runs` in at most so many shares of nearly the same size, none of them empty, in order. */
export function sharesOf(runs: number, count: number): ReadonlyArray<readonly [from: number, to: number]> {
  const size = Math.ceil(runs / count / chunk) * chunk
  return Array.from({ length: Math.ceil(runs / size) }, (_, at) => [at * size, Math.min(runs, (at + 1) * size)])
}
