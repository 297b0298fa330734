import { rounded } from '#evidence'
import { horizon } from './flow-runs.ts'
import { type Input, sides } from './inputs.ts'
import type { Influence } from './model.ts'

const most = 8
/** Two medians further apart than so many of their standard errors are so hardly by chance. */
const standardErrors = 3

/** What is kept of the first runs. Plain data. */
export interface Looks {
  /** How many runs. */
  readonly size: number
  /** By group of flows: what each run took, in seconds, at most the horizon. */
  readonly recoveries: readonly Float64Array[]
  /** By input: on which of its sides it lay in each run. */
  readonly sides: readonly Uint8Array[]
}

/** What was kept of two stretches of runs, the later behind the earlier. */
export function looksJoined(one: Looks, other: Looks): Looks {
  return {
    size: one.size + other.size,
    recoveries: one.recoveries.map((values, at) => {
      const both = new Float64Array(one.size + other.size)
      both.set(values)
      both.set(other.recoveries[at] as Float64Array, one.size)
      return both
    }),
    sides: one.sides.map((values, at) => {
      const both = new Uint8Array(one.size + other.size)
      both.set(values)
      both.set(other.sides[at] as Uint8Array, one.size)
      return both
    }),
  }
}

interface Side {
  count: number
  met: number
  p50: number
}

/**
 * What the recovery of a group of flows depends on, and how much: those inputs whose lowest and highest fifths of runs
 * have medians further apart than chance gives them.
 * @param isOnPath whether a step lay on the critical path of a run
 * @returns what matters most first, at most eight
 */
export function influences(
  inputs: readonly Input[],
  looks: Looks,
  group: number,
  target: number | undefined,
  isOnPath: (step: number) => boolean,
): readonly Influence[] {
  const values = looks.recoveries[group] ?? new Float64Array(0)
  const order = Uint32Array.from(values, (_, run) => run).sort((a, b) => (values[a] as number) - (values[b] as number))
  const spread = ranked(values, order, 0.75) - ranked(values, order, 0.25)
  return inputs
    .flatMap((input, at) => {
      if (input.step !== undefined && !isOnPath(input.step)) return []
      const of = looks.sides[at] ?? new Uint8Array(0)
      const [low, high] = [sideOf(values, order, of, sides.low, target), sideOf(values, order, of, sides.high, target)]
      if (low.count === 0 || high.count === 0) return []
      const difference = Math.abs(high.p50 - low.p50)
      return difference > standardErrors * errorOf(spread, low.count, high.count)
        ? [
            {
              difference,
              influence: { input: input.input, of: input.of, low: shown(low, target), high: shown(high, target) },
            },
          ]
        : []
    })
    .sort((a, b) => b.difference - a.difference)
    .slice(0, most)
    .map(({ influence }) => influence)
}

/** The standard error of the difference of two medians of so many values, of a normal with such quartiles. */
function errorOf(quartiles: number, one: number, other: number): number {
  return 1.2533 * (quartiles / 1.349) * Math.sqrt(1 / one + 1 / other)
}

/** Median and odds of the runs in which an input lay on a side. @param order the runs by what they took */
function sideOf(
  values: Float64Array,
  order: Uint32Array,
  of: Uint8Array,
  side: number,
  target: number | undefined,
): Side {
  let count = 0
  for (const one of of) if (one === side) count++
  const [below, above] = [Math.floor((count - 1) / 2), Math.ceil((count - 1) / 2)]
  let [rank, met, sum] = [0, 0, 0]
  for (const run of order) {
    if (of[run] !== side) continue
    const value = values[run] as number
    if (rank === below) sum += value / 2
    if (rank === above) sum += value / 2
    if (target !== undefined && value <= target && value < horizon) met++
    rank++
  }
  return { count, met, p50: sum }
}

function shown({ count, met, p50 }: Side, target: number | undefined): Influence['low'] {
  return { p50: rounded(p50), ...(target === undefined ? {} : { probabilityMet: rounded(met / count) }) }
}

function ranked(values: Float64Array, order: Uint32Array, share: number): number {
  return values[order[Math.floor((order.length - 1) * share)] ?? 0] ?? 0
}
