/** The part of time that a picture shows; seconds, 0 <= from < to. */
export interface TimeAxis {
  readonly from: number
  readonly to: number
  /** Whether equal steps are equal ratios; then `from` > 0. */
  readonly logarithmic: boolean
}

/** Where a time lies on an axis: 0 at its beginning, 1 at its end, and never beyond them. */
export function place({ from, to, logarithmic }: TimeAxis, seconds: number): number {
  if (seconds <= from) return 0
  if (seconds >= to) return 1
  return logarithmic ? Math.log(seconds / from) / Math.log(to / from) : (seconds - from) / (to - from)
}

/** From this ratio of the longest to the shortest on, equal steps of an axis are equal ratios. */
const wide = 20

/** What is shorter than this lies at the beginning of an axis of ratios; seconds, as fine as times are written. */
const finest = 0.001

/**
 * An axis that shows times from the shortest to the longest, and zero with them unless they lie far from it.
 * @param body what spreads, and so decides between equal steps and equal ratios; seconds, >= 0
 * @param marks times to be seen as well
 */
export function axisOf(body: readonly number[], marks: readonly number[]): TimeAxis {
  const [shortest, longest] = [Math.min(...body), Math.max(...body)]
  const [low, high] = [Math.min(shortest, ...marks), Math.max(longest, ...marks)]
  if (!(high > 0)) return { from: 0, to: 1, logarithmic: false }
  if (low > 0 && longest >= wide * shortest)
    return { from: Math.max(low, Math.min(finest, shortest)) / 1.2, to: high * 1.2, logarithmic: true }
  const near = (high - low) * 4 < low
  const step = roundStep((high - low) / 5)
  const from = near && step > 0 ? Math.max(0, (Math.floor(low / step) - 1) * step) : 0
  return { from, to: high + (high - from) * 0.05, logarithmic: false }
}

const rounds = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200]

/** The next round length of time that is at least as long, for ticks; below a second 2 or 5 of a decimal place. */
export function roundStep(wanted: number): number {
  if (!(wanted > 0)) return 0
  if (wanted < 1)
    return 10 ** Math.floor(Math.log10(wanted)) * (wanted / 10 ** Math.floor(Math.log10(wanted)) < 3 ? 2 : 5)
  return rounds.find((round) => round >= wanted) ?? Math.ceil(wanted / 86_400) * 86_400
}

/** Times that people think in, apart by a factor of two to three. */
const familiar = [
  ...[0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5],
  ...[1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 14_400, 28_800],
  ...[86_400, 172_800, 345_600, 864_000, 2_592_000],
]

/** Round times on an axis, rising; how many of their labels fit is for the picture to decide. */
export function ticks({ from, to, logarithmic }: TimeAxis): readonly number[] {
  if (logarithmic) return familiar.filter((time) => time >= from && time <= to)
  const step = roundStep((to - from) / 6)
  const first = Math.ceil(from / step - 1e-9)
  const count = Math.floor((to - from) / step) + 1
  return Array.from({ length: count }, (_, index) => Number(((first + index) * step).toPrecision(12))).filter(
    (time) => time <= to,
  )
}

/** A label's reach on a line, in the units of the picture. */
export interface Reach {
  readonly from: number
  readonly to: number
  /** Where a line leads from the label through all rows before its own; nothing else may lie there. */
  readonly stem?: number
}

/**
 * The row of each label, from 0, so that no two in a row overlap; each takes the first row where it fits.
 * @returns one number per label, in their order
 */
export function rowsOf(labels: readonly Reach[]): readonly number[] {
  const taken: Reach[][] = []
  return labels.map((label) => {
    const free = taken.findIndex((others) => others.every(({ from, to }) => label.from >= to || label.to <= from))
    const row = free >= 0 ? free : taken.length
    taken[row] = [...(taken[row] ?? []), label]
    const { stem } = label
    if (stem !== undefined) for (const below of taken.slice(0, row)) below.push({ from: stem, to: stem })
    return row
  })
}
