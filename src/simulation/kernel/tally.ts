import { upperWord, withUpperWord } from './bits.ts'

/** How the values of many runs lie, in bins; its size hangs on how far they spread, not on how many there are. */
export interface Tally {
  /** @param value ≥ 0; Infinity counts as censored. @throws RangeError for NaN or less than 0: a bug of the caller */
  add(value: number): void
  /** Counts what the other has counted too. @throws RangeError where its horizon or targets are others */
  merge(other: Tally): void
  readonly count: number
  /** How many were above the horizon; they count as being at it. */
  readonly censored: number
  /** 0 where nothing was counted. */
  readonly least: number
  /** 0 where nothing was counted. */
  readonly most: number
  /**
   * A quantile by linear interpolation between order statistics, which are supposed to lie evenly in their bin.
   * @param share 0 to 1
   * @returns at most 1/1024 of it off; from `least` to `most`
   * @throws RangeError where nothing was counted
   * @remarks Type 7 of Hyndman and Fan, Sample Quantiles in Statistical Packages (1996).
   */
  quantile(share: number): number
  /**
   * The share of the values that are no greater, 0 to 1: exact for a target, else they are supposed to lie evenly in
   * their bin. What is censored is greater than anything.
   * @throws RangeError where nothing was counted
   */
  shareUpTo(value: number): number
  /** Plain data, to be posted to another thread or written down. */
  toJSON(): TallyData
}

/** A tally as data. */
export interface TallyData {
  readonly horizon: number
  readonly targets: readonly number[]
  /** By target: how many were no greater. */
  readonly upTo: readonly number[]
  readonly censored: number
  readonly least: number
  readonly most: number
  /** Bin and count in turn, in rising order of bins. */
  readonly bins: readonly number[]
}

/** How many bits of a fraction tell bins apart: an octave has 1,024 of them, each at most 1/1024 of its values wide. */
const binBits = 10
const perOctave = 2 ** binBits
/** The bin of the least value that has one of its own, about a microsecond. What is less counts as nothing, in bin 0. */
const lowest = upperWord(2 ** -20) >> (20 - binBits)

function binOf(value: number): number {
  const bin = (upperWord(value) >> (20 - binBits)) - lowest + 1
  return bin > 0 ? bin : 0
}

/** Where a bin from 1 on begins. */
function edgeOf(bin: number): number {
  return withUpperWord(0, (bin - 1 + lowest) << (20 - binBits))
}

/**
 * Opens an empty tally.
 * @param horizon seconds, > 0: what is above is censored
 * @param targets values against which is counted exactly, so that what equals one is no greater
 */
export function openTally(horizon: number, targets: readonly number[] = []): Tally {
  return tallyOf({ horizon, targets, upTo: targets.map(() => 0), censored: 0, least: 0, most: 0, bins: [] })
}

/** The tally of what was written down of one. */
export function tallyOf(data: TallyData): Tally {
  const { horizon, targets } = data
  if (!(horizon > 0 && horizon < Number.POSITIVE_INFINITY))
    throw new RangeError(`A tally has a horizon of ${horizon} seconds. This is a bug in Muster.`)
  /** The counts of an octave each, where it has any. */
  const octaves: (Float64Array | undefined)[] = []
  const upTo = targets.map(() => 0)
  let [count, censored, least, most] = [0, 0, 0, 0]

  const put = (bin: number, more: number): void => {
    const at = bin >> binBits
    const octave = octaves[at] ?? new Float64Array(perOctave)
    octaves[at] = octave
    octave[bin & (perOctave - 1)] = (octave[bin & (perOctave - 1)] as number) + more
  }
  const take = (other: TallyData): void => {
    let more = 0
    for (let at = 0; at < other.bins.length; at += 2) {
      put(other.bins[at] as number, other.bins[at + 1] as number)
      more += other.bins[at + 1] as number
    }
    if (more === 0) return
    least = count === 0 ? other.least : Math.min(least, other.least)
    most = Math.max(most, other.most)
    count += more
    censored += other.censored
    for (const [at, met] of other.upTo.entries()) upTo[at] = (upTo[at] as number) + met
  }
  take(data)

  /** Each bin that has counts, in rising order, until one is enough. */
  const some = (isEnough: (bin: number, size: number) => boolean): void => {
    for (const [octave, counts] of octaves.entries())
      if (counts)
        for (let at = 0; at < perOctave; at++)
          if ((counts[at] as number) > 0 && isEnough(octave * perOctave + at, counts[at] as number)) return
  }
  const filled = (): void => {
    if (count === 0) throw new RangeError('Nothing was counted. This is a bug in Muster.')
  }
  /** @param rank 0 for the least */
  const ranked = (rank: number): number => {
    let before = 0
    let value = most
    some((bin, size) => {
      if (rank >= before + size) {
        before += size
        return false
      }
      const edge = edgeOf(bin)
      value = bin === 0 ? 0 : edge + ((edgeOf(bin + 1) - edge) * (rank - before + 0.5)) / size
      return true
    })
    return Math.min(most, Math.max(least, value))
  }
  const below = (value: number): number => {
    let found = 0
    const last = binOf(value)
    some((bin, size) => {
      if (bin > last) return true
      const edge = edgeOf(bin)
      found += bin < last || bin === 0 ? size : size * ((value - edge) / (edgeOf(bin + 1) - edge))
      return false
    })
    return found
  }
  return {
    get count() {
      return count
    },
    get censored() {
      return censored
    },
    get least() {
      return least
    },
    get most() {
      return most
    },
    add(value) {
      if (!(value >= 0)) throw new RangeError(`A run gave ${value} seconds. This is a bug in Muster.`)
      const at = value > horizon ? horizon : value
      if (value > horizon) censored += 1
      put(binOf(at), 1)
      least = count === 0 || at < least ? at : least
      most = at > most ? at : most
      count += 1
      for (let target = 0; target < targets.length; target++)
        if (value <= (targets[target] as number)) upTo[target] = (upTo[target] as number) + 1
    },
    merge(other) {
      const more = other.toJSON()
      if (more.horizon !== horizon || more.targets.join() !== targets.join())
        throw new RangeError('Two tallies have other horizons or targets. This is a bug in Muster.')
      take(more)
    },
    quantile(share) {
      filled()
      const place = (count - 1) * share
      const rank = Math.floor(place)
      const low = ranked(rank)
      return place === rank ? low : low + (ranked(rank + 1) - low) * (place - rank)
    },
    shareUpTo(value) {
      filled()
      const target = targets.indexOf(value)
      if (target >= 0) return (upTo[target] as number) / count
      if (value < least) return 0
      if (value >= most) return (count - (value >= horizon ? censored : most === horizon ? censored : 0)) / count
      return Math.min(count - censored, below(value)) / count
    },
    toJSON() {
      const bins: number[] = []
      some((bin, size) => {
        bins.push(bin, size)
        return false
      })
      return { horizon, targets, upTo: [...upTo], censored, least, most, bins }
    },
  }
}
