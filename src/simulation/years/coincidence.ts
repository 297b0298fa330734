import { secondsOfYear } from './course.ts'
import type { Length } from './lengths.ts'
import type { Ranged } from './model.ts'
import { rare, type RarePart } from './rare.ts'
import { chanceOf, digits, type RateBook } from './rates.ts'
import type { Strike, Strikes } from './strikes.ts'

const replications = 4000

/** What takes all regions of a flow, or the one that it recovers into. */
export interface Coincidences {
  /** The chance a year that one event takes all of these locations; 0 where none can. */
  together(locations: readonly string[]): Ranged
  /** The chance a year that so many locations are lost at the same time by events of their own; ≥ 2. */
  byChance(count: number): Ranged
  /** The chance a year that a second location is lost while the first one's loss is being recovered from. */
  during(recovery: Length): Ranged
}

/**
 * @param incident how long a location is lost
 * @remarks By `rare`, at the expected rate; the ends of the interval are those at the ends of what the rate may be, so
 * that they hold both the rate and the simulation.
 */
export function coincidences(book: RateBook, { all }: Strikes, incident: Length, seed: number): Coincidences {
  const known = new Map<number, Ranged>()
  const ranged = (partsAt: (rate: number) => readonly RarePart[], down: number): Ranged => {
    const at = (rate: number) => rare({ parts: partsAt(rate), down, years: 1 }, { seed, replications })
    const [mean, low, high] = [book.mean.region, book.quantile('region', 0.025), book.quantile('region', 0.975)].map(at)
    return { mean: digits(mean?.probability ?? 0), low: digits(low?.low ?? 0), high: digits(high?.high ?? 0) }
  }
  const inYears =
    (length: Length): Length =>
    (u) =>
      length(u) / secondsOfYear
  const lasts = inYears(incident)
  return {
    together(locations) {
      const weight = all.reduce((sum, strike) => sum + (takesAll(strike, locations) ? strike.weight : 0), 0)
      const values = Float64Array.from(book.drawn, ({ region, pair }) => chanceOf(region * pair * weight)).sort()
      const at = (share: number): number => digits(values[Math.round(share * (values.length - 1))] as number)
      return { mean: digits(chanceOf(book.mean.region * book.mean.pair * weight)), low: at(0.025), high: at(0.975) }
    },
    byChance(count) {
      const found =
        known.get(count) ??
        ranged((rate) => Array.from({ length: count }, () => ({ failsPerYear: rate, downFor: lasts })), count)
      known.set(count, found)
      return found
    },
    during(recovery) {
      const first = inYears(recovery)
      // The second one counts only where it finds the first down, so that by itself it is back at once.
      return ranged(
        (rate) => [
          { failsPerYear: rate, downFor: first },
          { failsPerYear: rate, downFor: () => 0 },
        ],
        2,
      )
    },
  }
}

function takesAll({ class: of, locations: lost }: Strike, locations: readonly string[]): boolean {
  return of === 'pair' && locations.every((one) => lost.includes(one))
}
