import { type EventClass, eventClasses } from '#catalog'
import type { Effects } from './effects.ts'
import { log } from './numbers.ts'
import type { RateBook, Rates } from './rates.ts'
import type { Served } from './served.ts'
import { openStream } from './stream.ts'
import type { Strike } from './strikes.ts'

export const secondsOfYear = 365.25 * 86_400
/** Years that share one draw of the rates. */
const block = 100

/** Years in which something came of a flow, by its place. */
export interface Course {
  /** With at least one outage. */
  readonly hit: Float64Array
  /** In which its availability was below its target. */
  readonly missed: Float64Array
  /** Seconds in all, overlaps counted once. */
  readonly down: Float64Array
}

/** How often events of a class come in a year, over all places where they may. */
export type ClassRates = (rates: Rates) => Rates

/**
 * Goes through the years, event by event. Every 100 of them have rates of their own.
 * @param rateOf the rates of events in a year, of rates by region and workload
 * @remarks Events come by a Poisson process. An outage counts in the year in which it begins, and there at most for all
 * of the year.
 */
export function courseOf(
  flows: readonly Served[],
  years: number,
  seed: number,
  book: RateBook,
  rateOf: ClassRates,
  strikes: readonly Strike[],
  effects: Effects,
): Course {
  const next = openStream(seed, 2)
  const choose = chooser(strikes)
  const course = {
    hit: new Float64Array(flows.length),
    missed: new Float64Array(flows.length),
    down: new Float64Array(flows.length),
  }
  const until = new Float64Array(flows.length)
  const inYear = new Float64Array(flows.length)
  const touched: number[] = []
  const close = (): void => {
    for (const flow of touched) {
      const down = Math.min(inYear[flow] as number, secondsOfYear)
      const target = flows[flow]?.target
      course.hit[flow] = (course.hit[flow] as number) + 1
      course.down[flow] = (course.down[flow] as number) + down
      if (target !== undefined && 1 - down / secondsOfYear < target)
        course.missed[flow] = (course.missed[flow] as number) + 1
      inYear[flow] = 0
    }
    touched.length = 0
  }
  for (let from = 0; from < years; from += block) {
    const rates = rateOf(book.draw(next))
    const all = eventClasses.reduce((sum, one) => sum + rates[one], 0)
    const end = Math.min(block, years - from)
    until.fill(0)
    let year = 0
    for (let t = gap(next(), all); t < end; t += gap(next(), all)) {
      if (Math.floor(t) !== year) close()
      year = Math.floor(t)
      const which = choose(classOf(next() * all, rates), next())
      const seconds = effects.next(which)
      for (const [place, { flow }] of (strikes[which] as Strike).down.entries()) {
        const begins = Math.max(t * secondsOfYear, until[flow] as number)
        const ends = t * secondsOfYear + (seconds[place] as number)
        if (ends <= begins) continue
        if (inYear[flow] === 0) touched.push(flow)
        inYear[flow] = (inYear[flow] as number) + ends - begins
        until[flow] = ends
      }
    }
    close()
  }
  return course
}

/** Chooses one of the strikes of a class by their weights. */
function chooser(strikes: readonly Strike[]): (of: EventClass, u: number) => number {
  const byClass = new Map(
    eventClasses.map((of) => {
      let sum = 0
      const places = strikes.flatMap((strike, place) => (strike.class === of ? [place] : []))
      return [of, { places, upTo: places.map((place) => (sum += (strikes[place] as Strike).weight)) }]
    }),
  )
  return (of, u) => {
    const { places, upTo } = byClass.get(of) ?? { places: [], upTo: [] }
    const wanted = u * (upTo.at(-1) ?? 0)
    return places[upTo.findIndex((edge) => wanted < edge)] ?? (places.at(-1) as number)
  }
}

function gap(u: number, rate: number): number {
  return rate > 0 ? -log(u) / rate : Number.POSITIVE_INFINITY
}

function classOf(at: number, rates: Rates): EventClass {
  let left = at
  for (const one of eventClasses) {
    left -= rates[one]
    if (left < 0) return one
  }
  return eventClasses.findLast((one) => rates[one] > 0) ?? 'region'
}
