import { describe, expect, test } from 'vitest'
import { eventRates, incidents } from '#catalog'
import { courseOf, secondsOfYear } from './course.ts'
import { openEffects } from './effects.ts'
import type { FlowYears, Years, YearsOptions } from './model.ts'
import { rateBook } from './rates.ts'
import { servedBy } from './served.ts'
import { strikesOf } from './strikes.ts'
import { recovery, shop, workload } from './testing/shops.ts'
import { years } from './years.ts'

const quiet = { region: 0, pair: 0, 'control-plane': 0 }
const hour = 3600

function only({ flows }: Years): FlowYears {
  const [flow] = flows
  if (!flow) throw new Error('There is no flow.')
  return flow
}

function of(options: Partial<YearsOptions>, takes = hour): FlowYears {
  return only(years([workload(shop(), [recovery(takes)])], { years: 2000, seed: 1, ...options }))
}

describe('one region with a recovery that always takes the same', () => {
  // An incident that is over before the recovery would be is left out by a recovery of a second.
  const rates = { ...quiet, region: 2 }

  test('gives the availability of a formula', () => {
    const { availability, byClass } = of({ rates, years: 5000 }, 1)
    // East and west fail, and west holds nothing that is active.
    // Rounded to twelve digits.
    expect(Math.abs(1 - availability.mean - 2 / secondsOfYear)).toBeLessThan(1e-12)
    expect(availability.low).toBeLessThanOrEqual(availability.mean)
    expect(availability.high).toBeGreaterThanOrEqual(availability.mean)
    expect(byClass.map((one) => [one.class, one.share])).toEqual([['region', 1]])
  })

  test('has outages in as many years as a Poisson process', () => {
    const { outagesPer100Years } = of({ rates: { ...quiet, region: 0.3 }, years: 100_000 })
    const expected = 1 - Math.exp(-0.3)
    const error = Math.sqrt((expected * (1 - expected)) / 100_000)
    expect(Math.abs(outagesPer100Years / 100 - expected)).toBeLessThan(5 * error)
  })

  test('loses data as often as it recovers', () => {
    const flow = only(years([workload(shop(), [recovery(1, { loses: 30 })])], { years: 5000, seed: 1, rates }))
    expect(flow.lostDataSecondsPerYear).toBeGreaterThan(0.95 * 60)
    expect(flow.lostDataSecondsPerYear).toBeLessThan(1.05 * 60)
  })

  test('never waits longer than the incident', () => {
    const [quick, slow] = [of({ rates }), of({ rates }, 1e9)]
    expect(slow.lostHoursPerYear).toBeGreaterThan(quick.lostHoursPerYear)
    // The mean of the lognormal, twice a year; overlaps count once.
    expect(slow.lostHoursPerYear).toBeLessThan(2 * Math.exp(2.74 + 1.33 ** 2 / 2) * 1.2)
  })
})

describe('years of events', () => {
  test('are the same for the same seed, to the byte', () => {
    const once = () => JSON.stringify(years([workload(shop(), [recovery(hour)])], { years: 500, seed: 7 }))
    expect(once()).toBe(once())
    expect(once()).not.toBe(JSON.stringify(years([workload(shop(), [recovery(hour)])], { years: 500, seed: 8 })))
  })

  test('leave less up the more often events come', () => {
    const means = [0.01, 0.02, 0.1, 1, 10].map((region) => of({ rates: { ...quiet, region } }).availability.mean)
    expect(means).toEqual([...means].sort((a, b) => b - a))
    expect(new Set(means).size).toBe(means.length)
  })

  test('come to the same as adding up the seconds of each year, however often outages overlap', () => {
    const workloads = [workload(shop(), [recovery(9 * hour)])]
    const flows = servedBy(workloads)
    for (const region of [0.5, 200]) {
      const options = { years: 4000, seed: 3, rates: { ...quiet, region } }
      const book = rateBook(options)
      const strikes = strikesOf(workloads, flows, 0).all
      const effects = openEffects(strikes, 'fitted', 3)
      // East and west fail each at this rate.
      const course = courseOf(
        flows,
        4000,
        3,
        book,
        (rates) => ({ ...rates, region: 2 * rates.region }),
        strikes,
        effects,
      )
      const lost = 1 - only(years(workloads, options)).availability.mean
      // What runs over the end of a block of 100 years is cut; the rest is the error of as many events.
      expect((course.down[0] as number) / 4000 / secondsOfYear / lost).toBeGreaterThan(0.93)
      expect((course.down[0] as number) / 4000 / secondsOfYear / lost).toBeLessThan(1.07)
    }
  })

  test('hold what the rates may be in their interval', () => {
    const { availability } = of({ rates: { pair: 0, 'control-plane': 0 } }, 10)
    const lost = 1 - availability.mean
    // The gamma of 5 events spreads from 0.32 to 2.05 of its mean.
    expect((1 - availability.high) / lost).toBeGreaterThan(0.25)
    expect((1 - availability.high) / lost).toBeLessThan(0.4)
    expect((1 - availability.low) / lost).toBeGreaterThan(1.9)
    expect((1 - availability.low) / lost).toBeLessThan(2.2)
  })

  test('are four times as bad for regions that fail four times as often', () => {
    const rates = { pair: 0, 'control-plane': 0 }
    const [seen, admitted] = [of({ rates, underReported: true }, 10), of({ rates }, 10)]
    expect(seen.lostHoursPerYear / admitted.lostHoursPerYear).toBeCloseTo(4, 1)
  })

  test('say what is not included, and carry the label', () => {
    const { caveats, label } = years([workload(shop(), [recovery(hour)])], { years: 10, seed: 1 })
    expect(label).toContain('lower bound')
    expect(caveats.join('\n')).toMatch(/Planned maintenance, .* not included/)
    expect(caveats.join('\n')).toContain('--rate deletion=RATE')
  })
})

describe('what answers', () => {
  const event = { years: 100, seed: 1, rates: { ...quiet, region: 1 } }

  test('is the scenario of the region; a region that only stands by touches nothing', () => {
    const { answers } = years([workload(shop(), [recovery(hour)])], event)
    expect(answers).toEqual([{ class: 'region', event: 'eastus2', workloads: ['shop'], scenario: 'east-lost' }])
  })

  test('is that of the other region where both serve the same', () => {
    const { answers } = years([workload(shop({ active: '[east, west]', standby: '[]' }), [recovery(hour)])], event)
    expect(answers.map(({ event: lost, scenario }) => [lost, scenario])).toEqual([
      ['centralus', 'east-lost'],
      ['eastus2', 'east-lost'],
    ])
    expect(answers[0]?.because).toContain('both serve the same components')
  })

  test('is nothing without a runbook: flows wait for the incident, and lose nothing', () => {
    const result = years([workload(shop())], event)
    expect(result.answers[0]).not.toHaveProperty('scenario')
    expect(only(result).lostHoursPerYear).toBeGreaterThan(20)
    expect(only(result).lostDataSecondsPerYear).toBe(0)
  })

  test('is a flow that the runbook does not touch: it is not down', () => {
    const result = years([workload(shop(), [recovery(hour, { restores: false })])], event)
    expect(only(result)).toMatchObject({ availability: { mean: 1 }, outagesPer100Years: 0, byClass: [] })
  })

  test('to both regions lost is nothing, where the runbook leads into one of them', () => {
    const { answers } = years([workload(shop(), [recovery(hour)])], { ...event, rates: { ...event.rates, pair: 0.5 } })
    expect(answers.find((one) => one.class === 'pair')).toEqual({
      class: 'pair',
      event: 'centralus and eastus2',
      workloads: ['shop'],
    })
  })

  test('to spoilt data is the scenario for it; without one, what is lost is unknown', () => {
    const rates = { ...quiet, deletion: 1 }
    const scenario = { id: 'spoilt', class: 'corruption', loses: [] }
    const answered = years([workload(shop(), [recovery(2 * hour, { loses: 900, scenario })])], { ...event, rates })
    expect(only(answered).lostHoursPerYear).toBeCloseTo(2, 2)
    expect(only(answered).lostDataSecondsPerYear).toBeCloseTo(900, 0)
    const open = only(years([workload(shop())], { ...event, rates }))
    expect(open.lostDataUnknown).toContain('data is deleted')
    expect(open).not.toHaveProperty('lostDataSecondsPerYear')
  })
})

describe('a portfolio', () => {
  const event = { years: 200, seed: 1, rates: { ...quiet, region: 1 } }

  test('has a flow down while one that it relies on is', () => {
    const pay = workload(shop({ slo: '99.9%' }), [recovery(10)], 'pay')
    const apart = workload(shop({ active: '[west]', standby: '[east]' }), [], 'apart')
    const front = (reliesOn: string) => workload(shop({ reliesOn }), [recovery(4)], 'front')
    const [relying] = years([front('pay'), pay], event).flows
    expect(relying?.lostHoursPerYear).toBeCloseTo(10 / hour, 7)
    const [beside] = years([front('apart'), apart], event).flows
    expect(beside?.lostHoursPerYear).toBeGreaterThan(10)
  })

  test('may rely on itself in a circle', () => {
    const a = workload(shop({ reliesOn: 'b' }), [recovery(10)], 'a')
    const b = workload(shop({ reliesOn: 'a' }), [recovery(20)], 'b')
    const [first, second] = years([a, b], event).flows
    expect(first?.lostHoursPerYear).toBe(second?.lostHoursPerYear)
    expect(first?.lostHoursPerYear).toBeCloseTo(20 / hour, 7)
  })

  test('says which workloads it knows nothing of', () => {
    const { caveats } = years([workload(shop({ reliesOn: 'bank' }), [recovery(10)])], event)
    expect(caveats.join('\n')).toContain('other workloads is supposed to be up: bank.')
  })
})

describe('all regions at once', () => {
  test('come by one event as often as the rates say, and hardly ever by coincidence', () => {
    const { allRegionsLost, secondDuringRecovery } = of({ years: 10 }, 60)
    // Either of two regions is lost in 0.0256 of years, and the other one with it in one of 31 cases.
    expect(allRegionsLost?.together.mean).toBeCloseTo((2 * (5 / 195)) / 31, 5)
    // 2 λ² times the mean of the lognormal, in years.
    const expected = (2 * (5 / 195) ** 2 * Math.exp(2.74 + 1.33 ** 2 / 2)) / 8766
    expect(allRegionsLost?.byCoincidence.mean).toBeGreaterThan(0.85 * expected)
    expect(allRegionsLost?.byCoincidence.mean).toBeLessThan(1.15 * expected)
    const during = ((5 / 195) ** 2 * 60) / secondsOfYear
    expect((secondDuringRecovery?.mean ?? 0) / during).toBeCloseTo(1, 1)
    expect(secondDuringRecovery?.low).toBeLessThan(secondDuringRecovery?.mean ?? 0)
    expect(secondDuringRecovery?.high).toBeGreaterThan(secondDuringRecovery?.mean ?? 1)
  })

  test('are no question for a flow of one region', () => {
    const flow = only(years([workload(shop({ standby: '[]' }), [])], { years: 10, seed: 1 }))
    expect(flow).not.toHaveProperty('allRegionsLost')
  })
})

test('events of the control plane take only what rests on what they took', () => {
  const rates = { ...quiet, 'control-plane': 5 }
  const [front, edge] = ['web-service', 'front-door'].map((type) => {
    const plan = shop(type === 'front-door' ? { type, active: '[]', standby: '[]' } : {})
    return only(years([workload(plan)], { years: 1000, seed: 1, rates }))
  })
  // One of five was of the network between regions, two of the edge.
  expect((edge?.lostHoursPerYear ?? 0) / (front?.lostHoursPerYear ?? 1)).toBeGreaterThan(1.7)
  expect((edge?.lostHoursPerYear ?? 0) / (front?.lostHoursPerYear ?? 1)).toBeLessThan(2.3)
})

test('recorded lengths are shorter than fitted ones for global events, which have lengths of their own', () => {
  const rates = { ...quiet, 'control-plane': 1 }
  const { lostHoursPerYear } = only(years([workload(shop())], { years: 100, seed: 1, rates, durations: 'observed' }))
  // One of five was of the network between regions, and lasted 5.6 hours.
  expect(lostHoursPerYear).toBeCloseTo(5.6 / 5, 2)
  expect(of({ rates }).lostHoursPerYear).toBeGreaterThan(lostHoursPerYear)
})

test('every event that a rate counts is in the list of incidents', () => {
  const known = new Set(incidents.map(({ id }) => id))
  const counted = Object.values(eventRates).flatMap(({ events }) => events)
  expect(counted.filter((id) => !known.has(id))).toEqual([])
  for (const { counted: given, events } of Object.values(eventRates))
    if (given) expect(events).toHaveLength(given.count)
})

test('options that cannot be are a bug of the caller', () => {
  const bad: ReadonlyArray<Partial<YearsOptions>> = [
    { years: 0 },
    { years: 1.5 },
    { seed: Number.NaN },
    { rates: { region: -1 } },
    { rates: { region: Number.NaN } },
    { rates: { pair: 1.5 } },
  ]
  for (const options of bad) expect(() => of(options)).toThrow(RangeError)
})
