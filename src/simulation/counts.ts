import type { Step } from '#runbook'
import { horizon } from './flow-runs.ts'
import type { Tally, TallyData } from './kernel/index.ts'

/** What the first runs, up to `lookedAt`, gave for the steps that one or several flows wait for; its tallies at work, or as data. */
export interface PathCounts<T = Tally> {
  /** By place of the course: in how many runs it lay on the critical path. */
  readonly runs: Float64Array
  /** What it took of it in all, in units of `unitsPerSecond`, so that the sum is the same in any order. */
  readonly took: Float64Array
  /** What it took in each; undefined where it never lay on it. */
  readonly times: ReadonlyArray<T | undefined>
  /** By phase: what its steps took of it in each run, and in `route` what clients took to come back; `took` in units. */
  readonly phases: ReadonlyArray<readonly [Step['phase'], { readonly took: number; readonly times: T }]>
}

/** What many runs gave for one flow. */
export interface FlowCounts<T = Tally> {
  readonly rto: T
  /** Undefined where the loss of one of its stores is unknown. */
  readonly rpo: T | undefined
  readonly duplicates: T | undefined
  /** By cut-off: in how many runs it was served before. */
  readonly made: readonly number[]
}

export interface Counts<T = Tally> {
  /** By number of `FlowRuns.groups`. */
  readonly paths: ReadonlyArray<PathCounts<T>>
  /** In runbook order. */
  readonly flows: ReadonlyArray<FlowCounts<T>>
}

/** Plain data, to be posted to another thread. */
export type CountsData = Counts<TallyData>

/** Seconds to whole numbers, as fine as leaves the sum over all runs exact in a double. */
export function unitsPerSecond(runs: number): number {
  let units = 2 ** 20
  while (units * horizon * runs > 2 ** 52) units /= 2
  return units
}

/** The same counts with their tallies in another form. */
export function countsAs<A, B>({ paths, flows }: Counts<A>, as: (tally: A) => B): Counts<B> {
  const any = (tally: A | undefined): B | undefined => (tally === undefined ? undefined : as(tally))
  return {
    paths: paths.map((path) => ({
      ...path,
      times: path.times.map(any),
      phases: path.phases.map(([phase, { took, times }]) => [phase, { took, times: as(times) }]),
    })),
    flows: flows.map((flow) => ({
      ...flow,
      rto: as(flow.rto),
      rpo: any(flow.rpo),
      duplicates: any(flow.duplicates),
    })),
  }
}

/** What two sets of runs of the same runbook gave together; the first one's tallies count on. */
export function added(one: Counts, other: Counts): Counts {
  return {
    paths: one.paths.map((path, at) => pathsAdded(path, other.paths[at] as PathCounts)),
    flows: one.flows.map((flow, at) => flowsAdded(flow, other.flows[at] as FlowCounts)),
  }
}

function pathsAdded(one: PathCounts, other: PathCounts): PathCounts {
  return {
    runs: one.runs.map((count, place) => count + (other.runs[place] as number)),
    took: one.took.map((sum, place) => sum + (other.took[place] as number)),
    times: one.times.map((times, place) => talliesAdded(times, other.times[place])),
    phases: one.phases.map(([phase, { took, times }], at) => {
      const [, more] = other.phases[at] as PathCounts['phases'][number]
      times.merge(more.times)
      return [phase, { took: took + more.took, times }]
    }),
  }
}

function flowsAdded(one: FlowCounts, other: FlowCounts): FlowCounts {
  one.rto.merge(other.rto)
  return {
    rto: one.rto,
    rpo: talliesAdded(one.rpo, other.rpo),
    duplicates: talliesAdded(one.duplicates, other.duplicates),
    made: one.made.map((count, at) => count + (other.made[at] as number)),
  }
}

function talliesAdded(one: Tally | undefined, other: Tally | undefined): Tally | undefined {
  if (!one || !other) return one ?? other
  one.merge(other)
  return one
}
