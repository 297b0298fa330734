import { type EventClass, eventClasses } from '#catalog'
import { secondsOfYear } from './course.ts'
import type { PerEvent } from './effects.ts'
import type { ClassShare, Ranged } from './model.ts'
import { exp, normalQuantile } from './numbers.ts'
import { digits, type Rates } from './rates.ts'
import { openStream } from './stream.ts'

/** Shares below which 2.5 and 97.5 of 100 cases lie. */
const [lowest, highest] = [0.025, 0.975]

/** How availability follows from rates and from what events do, by place of the flow. */
export interface Figures {
  availability(flow: number): Ranged
  lostHoursPerYear(flow: number): number
  lostDataSecondsPerYear(flow: number): number
  byClass(flow: number): readonly ClassShare[]
}

/**
 * The figures of all flows.
 * @param mean the rates of events in a year, as they are expected
 * @param drawn the same as they may be
 * @remarks Events come at random and each has a flow down for a time of its own, so that outages are the customers of a
 * queue with servers enough for all (M/G/∞): the share of the time with none is e to the minus of rate times mean. So
 * outages that overlap count once. The interval lies over what the rates may be, and over the error of the means, which
 * is taken as normal.
 */
export function figuresOf(known: PerEvent, mean: Rates, drawn: readonly Rates[], seed: number): Figures {
  const next = openStream(seed, 3)
  const errors = drawn.map(() => eventClasses.map(() => normalQuantile(next())))
  const meanRates = listed(mean)
  const drawnRates = drawn.map(listed)
  const of = (what: readonly Float64Array[], flow: number): readonly number[] => what.map((all) => all[flow] as number)
  const lostShare = (flow: number): number => product(meanRates, of(known.down, flow)) / secondsOfYear
  return {
    availability(flow) {
      const [downs, wrong] = [of(known.down, flow), of(known.error, flow)]
      const values = Float64Array.from(drawnRates, (rates, run) => {
        const off = errors[run] as readonly number[]
        const maybe = downs.map((down, place) => Math.max(0, down + (wrong[place] as number) * (off[place] as number)))
        return exp(-product(rates, maybe) / secondsOfYear)
      }).sort()
      const at = (share: number): number => values[Math.round(share * (values.length - 1))] as number
      const middle = exp(-lostShare(flow))
      return {
        mean: fine(middle),
        low: fine(Math.min(middle, at(lowest))),
        high: fine(Math.max(middle, at(highest))),
      }
    },
    lostHoursPerYear: (flow) => digits(hours(1 - exp(-lostShare(flow)))),
    lostDataSecondsPerYear: (flow) => digits(product(meanRates, of(known.lost, flow))),
    byClass(flow) {
      const all = lostShare(flow)
      const lost = hours(1 - exp(-all))
      return of(known.down, flow).flatMap((down, place) => {
        const share = ((meanRates[place] as number) * down) / secondsOfYear / all
        return share > 0
          ? [{ class: eventClasses[place] as EventClass, share: digits(share), lostHoursPerYear: digits(share * lost) }]
          : []
      })
    },
  }
}

function listed(rates: Rates): readonly number[] {
  return eventClasses.map((one) => rates[one])
}

function product(rates: readonly number[], values: readonly number[]): number {
  let sum = 0
  for (let place = 0; place < rates.length; place++) sum += (rates[place] as number) * (values[place] as number)
  return sum
}

/** Hours of a share of a year. */
function hours(share: number): number {
  return (share * secondsOfYear) / 3600
}

/** An availability to twelve digits behind the point. */
function fine(share: number): number {
  return Number(share.toFixed(12))
}
