import { type EventClass, eventClasses, eventRates, ratesOrigin, underReporting } from '#catalog'
import type { RateUsed, YearsOptions } from './model.ts'
import { exp, log } from './numbers.ts'
import { openStream, type Stream } from './stream.ts'

/** A rate for each class; of `pair` it is a chance. */
export type Rates = Readonly<Record<EventClass, number>>

/** How many times the rates are drawn for the intervals. */
export const rateDraws = 2000

/** What the rates of an option are, and what they may be. */
export interface RateBook {
  readonly mean: Rates
  /** One draw of what they may be; a rate that was given is always the same. */
  draw(next: Stream): Rates
  /** In rising order of what each class may be, as many as `rateDraws`. */
  readonly drawn: readonly Rates[]
  /** What each class may be at most in a share of cases. */
  quantile(of: EventClass, share: number): number
  readonly used: readonly RateUsed[]
}

/**
 * @remarks What a rate may be, given a count over an exposure, is a gamma of that shape and rate; what a share may be, a
 * beta of the count and of the rest. A rate of nothing counted and nothing given is 0.
 */
export function rateBook({ seed, rates: given = {}, underReported = false }: YearsOptions): RateBook {
  const factor = (of: EventClass): number => (of === 'region' && underReported ? underReporting.factor : 1)
  const all = (rate: (of: EventClass) => number): Rates =>
    Object.fromEntries(eventClasses.map((one) => [one, given[one] ?? rate(one) * factor(one)])) as Rates
  const draw = (next: Stream): Rates => all((one) => drawn(one, next))
  const next = openStream(seed, 1)
  const vectors = Array.from({ length: rateDraws }, () => draw(next))
  const quantile = (of: EventClass, share: number): number => {
    const rising = Float64Array.from(vectors, (vector) => vector[of]).sort()
    return rising[Math.round(share * (rising.length - 1))] as number
  }
  const mean = all((one) => {
    const { counted } = eventRates[one]
    return counted ? counted.count / counted.exposure : 0
  })
  return {
    mean,
    draw,
    drawn: vectors,
    quantile,
    used: eventClasses.flatMap((one): readonly RateUsed[] => {
      const { unit, meaning, counted } = eventRates[one]
      if (given[one] !== undefined) return [{ class: one, rate: given[one], unit, from: 'given', meaning }]
      if (!counted) return []
      const times = factor(one) === 1 ? '' : `, times ${factor(one)} (${underReporting.source})`
      return [
        {
          class: one,
          rate: digits(mean[one]),
          unit,
          from: 'catalog',
          band: [digits(quantile(one, 0.025)), digits(quantile(one, 0.975))],
          meaning,
          source: `${counted.count} in ${counted.exposure} ${counted.of}${times}, ${ratesOrigin.source}`,
          asOf: ratesOrigin.asOf,
        },
      ]
    }),
  }
}

function drawn(of: EventClass, next: Stream): number {
  const { counted, unit } = eventRates[of]
  if (!counted) return 0
  const { count, exposure } = counted
  // A gamma of a whole shape is a sum of exponentials; so is a beta made of two gammas.
  const own = exponentials(count, next)
  return unit === 'share' ? own / (own + exponentials(exposure - count, next)) : own / exposure
}

function exponentials(count: number, next: Stream): number {
  let sum = 0
  for (let one = 0; one < count; one++) sum -= log(next())
  return sum
}

/** To six digits that count, so that no figure pretends more. */
export function digits(value: number): number {
  return Number(value.toPrecision(6))
}

/** The chance of at least one event, given how many are expected. */
export function chanceOf(expected: number): number {
  return expected < 1e-4 ? expected * (1 - expected / 2) : 1 - exp(-expected)
}
