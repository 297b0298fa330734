import type { Step } from '#runbook'

/** The steps of a run as places, 0 to n - 1 in runbook order, so that every need is at a lower place. */
export interface Network {
  readonly size: number
  /** By place: the places that must have ended before. */
  readonly needs: ReadonlyArray<readonly number[]>
}

/** When each step began and ended, by place; seconds on the clock of the run. */
export interface Times {
  readonly starts: Float64Array
  readonly ends: Float64Array
}

/** Steps as a network. A need that names none of them is no need: the mode of the run leaves it out. */
export function networkOf(steps: readonly Step[]): Network {
  const places = new Map(steps.map((step, place) => [step.id, place]))
  return {
    size: steps.length,
    needs: steps.map((step) => step.needs.flatMap((need) => places.get(need) ?? [])),
  }
}

/**
 * Times one run: every step begins as soon as all that it needs has ended, which is how the driver runs them.
 * @param begins when the step at a place begins, where all that it needs has ended at an instant
 * @param lasts how long the step at a place lasts when it begins at an instant; seconds, ≥ 0; asked once per place, in
 * order
 * @param times overwritten
 */
export function schedule(
  { size, needs }: Network,
  begins: (place: number, ready: number) => number,
  lasts: (place: number, start: number) => number,
  times: Times,
): void {
  for (let place = 0; place < size; place++) {
    let ready = 0
    for (const need of needs[place] ?? []) ready = Math.max(ready, times.ends[need] ?? 0)
    const start = begins(place, ready)
    times.starts[place] = start
    times.ends[place] = start + lasts(place, start)
  }
}

/**
 * The chain of steps that decided when the last of them ended: from it, back through the need that ended latest.
 * @param last where the chain ends
 * @param origin what ended before is left out, and what began before counts from here
 * @returns places, the last step first; among needs that ended together the first in runbook order
 */
export function criticalPath(
  { needs }: Network,
  { starts, ends }: Times,
  last: number,
  origin: number,
): readonly number[] {
  const path: number[] = []
  for (let place: number | undefined = last; place !== undefined; place = latest(needs[place] ?? [], ends)) {
    if ((ends[place] ?? 0) <= origin && (starts[place] ?? 0) < origin) break
    path.push(place)
  }
  return path
}

/** The place that ended latest; the first of several, and undefined where there is none. */
export function latest(places: readonly number[], ends: Float64Array): number | undefined {
  let best: number | undefined
  for (const place of places) if (best === undefined || (ends[place] ?? 0) > (ends[best] ?? 0)) best = place
  return best
}
