import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonical } from '#digest'
import type { Estimate, Estimates } from '#evidence'
import type { Person, Runbook, Step } from '#runbook'
import { seconds } from '#units'
import { merged, simulate } from './forecast.ts'
import type { FlowForecast, Forecast } from './model.ts'
import type { SimulateOptions } from './options.ts'
import { simulatePart } from './part.ts'
import { estimatesOf, flow, runbook, step, takes } from './testing/samples.ts'

const options = { seed: 3, runs: 20_000, target: 'lab' }
const declared = (p50: number): Estimate => ({ ...takes(p50), basis: 'declared' })

function decision(over: Partial<Extract<Step['work'], { kind: 'decision' }>> = {}): Step {
  return step('decide', 'decide', [], {
    work: { kind: 'decision', question: 'Go?', deciders: ['manager'], ...over },
  })
}

function byHand(id: string, owner: string, needs: readonly string[] = []): Step {
  return step(id, 'recover', needs, { owner, work: { kind: 'manual', instruction: id } })
}

function person(role: string, over: Partial<Person> = {}): Person {
  return { role, name: role, count: 1, ...over }
}

const route = step('route', 'route', ['decide'])

function forecast(book: Runbook, own: Estimates = {}, over: Partial<SimulateOptions> = {}): Forecast {
  return simulate(book, estimatesOf(book, { route: takes(0), ...own }, declared(60)), { ...options, ...over })
}

function only(one: Forecast): FlowForecast {
  return one.flows[0] as FlowForecast
}

test('a decision takes what its decider takes to answer, whatever time the plan gives it', () => {
  const book = runbook([decision({ within: seconds(9999) }), route], {
    people: [person('manager', { answersWithin: seconds(900) })],
  })
  const { rto } = only(forecast(book, { decide: declared(9999) }))
  // 20,000 runs: the median is right to 2.1 % in 99 of 100 cases, the 95th percentile to 4 %.
  expect(rto.p50 / 300.1).toBeGreaterThan(0.97)
  expect(rto.p50 / 300.1).toBeLessThan(1.03)
  expect(rto.p95 / 900.1).toBeGreaterThan(0.95)
  expect(rto.p95 / 900.1).toBeLessThan(1.05)
})

test('the intervals hold what a far longer simulation gives', () => {
  const book = runbook([decision(), route], { people: [person('manager', { answersWithin: seconds(90) })] })
  const few = only(forecast(book, {}, { runs: 400 })).rto
  const many = only(forecast(book, {}, { runs: 200_000, seed: 99 })).rto
  expect(few.within?.p50[0]).toBeLessThan(many.p50)
  expect(few.within?.p50[1]).toBeGreaterThan(many.p50)
  expect(few.within?.probabilityMet?.[0]).toBeLessThan(many.probabilityMet ?? 0)
  expect(few.within?.probabilityMet?.[1]).toBeGreaterThan(many.probabilityMet ?? 1)
})

test('a measured decision beats all that is said of answers', () => {
  const book = runbook([decision(), route], { people: [person('manager', { answersWithin: seconds(900) })] })
  expect(only(forecast(book, { decide: takes(42) })).rto.p50).toBeCloseTo(42.1, 0)
})

test('where nothing is known of who decides, the time that the plan gives stands in', () => {
  const book = runbook([decision({ within: seconds(300) }), route], { people: [person('manager')] })
  expect(only(forecast(book, { decide: declared(300) })).rto.p50).toBeCloseTo(300.1, 0)
})

test('of two who have to agree the later one counts', () => {
  const people = ['manager', 'owner'].map((role) => person(role, { answersWithin: seconds(900) }))
  const book = runbook([decision({ deciders: ['manager', 'owner'], atLeast: 2 }), route], { people })
  const { rto } = only(forecast(book))
  // P(max ≤ x) = F(x)²: its median is F's quantile at √½ = 0.7071, whose normal score is 0.5450.
  const expected = 300 * 3 ** (0.545 / 1.6449)
  expect(rto.p50 / expected).toBeGreaterThan(0.97)
  expect(rto.p50 / expected).toBeLessThan(1.03)
})

test('a fault at any minute finds the office shut as often as it is', () => {
  const people = [person('manager', { hours: { from: '09:00', to: '17:00' }, zone: 'Asia/Tokyo' })]
  const book = runbook([decision(), route], { people, flows: [flow({ objectives: { rto: seconds(1) } })] })
  const { rto, tornado } = only(forecast(book))
  // Open for 8 of 24 hours; 20,000 runs tell a share of a third to 0.9 points in 99 of 100 cases.
  expect(rto.probabilityMet).toBeGreaterThan(1 / 3 - 0.009)
  expect(rto.probabilityMet).toBeLessThan(1 / 3 + 0.009)
  expect(tornado?.[0]).toMatchObject({ input: 'hour', of: 'east-lost', low: { probabilityMet: 1 } })
  // Out of hours it is 0 to 16 hours until they begin.
  expect(rto.p95).toBeGreaterThan(14.5 * 3600)
  expect(rto.p95).toBeLessThan(16 * 3600)
})

test('a fault at a given instant finds the office open, or not', () => {
  const people = [person('manager', { hours: { from: '09:00', to: '17:00' }, zone: 'America/New_York' })]
  const book = runbook([decision(), route], { people })
  const at = (instant: string): number => only(forecast(book, {}, { at: Date.parse(instant) })).rto.p50
  expect(at('2026-07-01T13:30:00Z')).toBeCloseTo(0.1, 0)
  expect(at('2026-07-01T11:00:00Z')).toBeCloseTo(2 * 3600, 0)
  // In winter the clocks there are an hour further behind.
  expect(at('2026-01-07T13:30:00Z')).toBeCloseTo(1800, 0)
})

test('when nobody decides in time the plan goes on', () => {
  const work = { within: seconds(600), ifUndecided: 'failover' as const }
  const book = runbook([decision(work), route], { people: [person('manager')] })
  const { rto } = only(forecast(book, { decide: declared(600) }, { absent: ['manager'] }))
  expect(rto.p50).toBeCloseTo(600.1, 0)
  expect(rto).not.toHaveProperty('censoredShare')
})

test('where the only decider is absent the runbook never ends, and that is a share and a sentence', () => {
  const book = runbook([decision(), route], { people: [person('manager')] })
  const result = forecast(book, {}, { absent: ['manager'], runs: 200 })
  expect(only(result).rto).toEqual({ p50: 2_592_000, p95: 2_592_000, target: 60, probabilityMet: 0, censoredShare: 1 })
  expect(only(result)).toMatchObject({ criticalPath: [], measuredShare: 0 })
  expect(result.caveats.join(' ')).toContain('No run restores checkout')
  expect(() => canonical(result)).not.toThrow()
})

test('one does one thing at a time, and two do two', () => {
  const steps = [byHand('left', 'crew'), byHand('right', 'crew'), step('route', 'route', ['left', 'right'])]
  const lasting = (count: number): number =>
    only(forecast(runbook(steps, { people: [person('crew', { count })] }))).rto.p50
  expect(lasting(1)).toBeCloseTo(120.1, 0)
  expect(lasting(2)).toBeCloseTo(60.1, 0)
})

test('what no flow waits for keeps nobody from what one does', () => {
  const steps = [byHand('review', 'crew'), byHand('repair', 'crew'), step('route', 'route', ['repair'])]
  const people = [person('crew', { count: 1 })]
  expect(only(forecast(runbook(steps, { people }))).rto.p50).toBeCloseTo(60.1, 0)
})

test('where nothing says how many there are, there are as many as it takes, and that is said', () => {
  const steps = [byHand('left', 'crew'), byHand('right', 'crew'), step('route', 'route', ['left', 'right'])]
  const result = forecast(runbook(steps))
  expect(only(result).rto.p50).toBeCloseTo(60.1, 0)
  expect(result.caveats.join(' ')).toContain('as many as it takes: crew.')
})

test('a deputy does the work of who is absent, after its own; without one it is never done', () => {
  const steps = [byHand('left', 'crew'), byHand('right', 'other'), step('route', 'route', ['left', 'right'])]
  const people = [person('crew', { deputy: 'other' }), person('other', { count: 1 })]
  const absent = ['crew']
  expect(only(forecast(runbook(steps, { people }))).rto.p50).toBeCloseTo(60.1, 0)
  expect(only(forecast(runbook(steps, { people }), {}, { absent })).rto.p50).toBeCloseTo(120.1, 0)
  const alone = forecast(runbook(steps, { people: [person('crew')] }), {}, { absent, runs: 100 })
  expect(only(alone).rto.censoredShare).toBe(1)
  expect(alone.caveats).toContain('Nobody stands in for who would do them, so these never begin: left.')
})

test('an attempt that fails is made again, and a fallback comes when all have failed', () => {
  const failing = { chance: 0.5, of: 10, source: 'this test' }
  const promote = step('promote', 'recover', [], { attempts: 2, backoff: seconds(0) })
  const steps = [promote, step('route', 'route', ['promote']), step('by-hand', 'recover', [], { insteadOf: 'promote' })]
  const book = runbook(steps, { flows: [flow({ objectives: { rto: seconds(15) } })] })
  const own = { promote: { ...takes(10), failing }, 'by-hand': takes(100) }
  // 10 s in one half of the runs, 20 s in a quarter, and 20 s and 100 s more in the last.
  const { rto, tornado } = only(forecast(book, own))
  expect(rto.probabilityMet).toBeGreaterThan(0.49)
  expect(rto.probabilityMet).toBeLessThan(0.51)
  expect(rto.p95).toBeCloseTo(120.1, 0)
  expect(tornado?.[0]).toMatchObject({ input: 'attempts', of: 'promote', low: { probabilityMet: 1 } })
  const without = runbook(steps.slice(0, 2))
  const censored = only(forecast(without, own)).rto.censoredShare ?? 0
  expect(censored).toBeGreaterThan(0.24)
  expect(censored).toBeLessThan(0.26)
})

test('actions of which only so many may be under way wait for each other', () => {
  const steps = [step('left', 'recover', []), step('right', 'recover', []), step('route', 'route', ['left', 'right'])]
  const at = (atOnce: number): number => only(forecast(runbook(steps, { limits: { atOnce } }))).rto.p50
  expect(at(1)).toBeCloseTo(120.1, 0)
  expect(at(2)).toBeCloseTo(60.1, 0)
})

test('clients that were sent elsewhere forget the old address as evenly as it is kept, but not on the lab', () => {
  const book = runbook([step('route', 'route', [])], { ttl: seconds(300) })
  const { rto } = only(forecast(book))
  expect(rto.p50).toBeGreaterThan(146)
  expect(rto.p50).toBeLessThan(154)
  expect(only(forecast(book, {}, { dns: false })).rto.p95).toBeLessThan(1)
})

test('what is restored from a backup loses what came since the last one', () => {
  const store = { component: 'orders-db', replication: 'async', restored: true } as const
  const book = runbook([route], { stores: [{ ...store, backupEvery: seconds(3600) }] })
  const { rpo } = only(forecast(book))
  expect((rpo.p50 ?? 0) / 1800).toBeGreaterThan(0.97)
  expect((rpo.p50 ?? 0) / 1800).toBeLessThan(1.03)
  expect(rpo.p95).toBeLessThanOrEqual(3600)
  expect(only(forecast(runbook([route], { stores: [store] }))).rpo).toEqual({ target: 10 })
})

test('readers see messages twice for as long as the copy lags', () => {
  const lag = { p50: seconds(2), p99: seconds(20) }
  const stores = [{ component: 'orders-db', replication: 'async', lag, replays: true }] as const
  const { duplicates } = only(forecast(runbook([route], { stores })))
  expect((duplicates?.p50 ?? 0) / 2).toBeGreaterThan(0.96)
  expect((duplicates?.p50 ?? 0) / 2).toBeLessThan(1.04)
})

test('a cut-off is made in the share of the day that is left before it', () => {
  const cutOffs = [{ at: '18:00', zone: 'Europe/Berlin', what: 'the file' }]
  const book = runbook([step('route', 'route', [])], { flows: [flow({ cutOffs })] })
  const made = (over: Partial<SimulateOptions>): number | undefined =>
    only(forecast(book, { route: takes(21_600) }, over)).cutOffs?.[0]?.probabilityMade
  // Six hours of 24 are too late; 20,000 runs tell a share of 0.75 to 0.8 points in 99 of 100 cases.
  expect(made({})).toBeGreaterThan(0.742)
  expect(made({})).toBeLessThan(0.758)
  expect(made({ at: Date.parse('2026-07-01T09:30:00Z') })).toBe(1)
  expect(made({ at: Date.parse('2026-07-01T11:00:00Z') })).toBe(0)
})

test('phases sum to one, in their order, and what clients take belongs to the route', () => {
  const book = runbook([decision(), byHand('repair', 'crew', ['decide']), step('route', 'route', ['repair'])])
  const { phases = [] } = only(forecast(book, { decide: declared(40), route: takes(100) }))
  expect(phases.map(({ phase }) => phase)).toEqual(['decide', 'recover', 'route'])
  expect(phases.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 5)
  expect(phases[0]?.share).toBeCloseTo(0.2, 2)
  expect(phases[2]?.p50).toBeCloseTo(100.1, 0)
})

test('where most is not measured the odds are a range, and where it is they are one figure', () => {
  const book = runbook([step('route', 'route', [])])
  const spread = { ...takes(60, 90), basis: 'catalog' as const }
  const { rto } = only(forecast(book, { route: spread }))
  expect(rto.oddsRange?.[0]).toBeLessThan(0.05)
  expect(rto.oddsRange?.[1]).toBeGreaterThan(0.99)
  expect(only(forecast(book, { route: takes(60, 90) })).rto).not.toHaveProperty('oddsRange')
})

/** A runbook of people, attempts and fallbacks as chance has it. */
const books = fc
  .record({
    hours: fc.boolean(),
    within: fc.integer({ min: 1, max: 900 }),
    deputy: fc.boolean(),
    count: fc.integer({ min: 1, max: 3 }),
    chance: fc.constantFrom(0, 0.3),
    spread: fc.constantFrom(1, 2),
    basis: fc.constantFrom('measured' as const, 'catalog' as const),
  })
  .map(({ hours, within, deputy, count, chance, spread, basis }) => {
    const people = [
      person('manager', {
        answersWithin: seconds(within),
        ...(hours ? { hours: { from: '08:00', to: '20:00' } } : {}),
        ...(deputy ? { deputy: 'crew' } : {}),
      }),
      person('crew', { count, answersWithin: seconds(60), deputy: 'manager' }),
    ]
    const steps = [
      decision(),
      byHand('left', 'crew', ['decide']),
      byHand('right', 'crew', ['decide']),
      step('promote', 'recover', ['decide'], { attempts: 2 }),
      step('by-hand', 'recover', ['decide'], { insteadOf: 'promote' }),
      step('route', 'route', ['left', 'right', 'promote']),
    ]
    const book = runbook(steps, {
      people,
      flows: [
        flow({ cutOffs: [{ at: '12:00', zone: 'UTC', what: 'the file' }] }),
        flow({ id: 'other', restoredBy: ['left'] }),
      ],
    })
    const failing = { chance, of: 10, source: 'this test' }
    const estimates = estimatesOf(
      book,
      { promote: { ...takes(20, 20 * spread), failing } },
      { ...takes(15, 15 * spread), basis },
    )
    return { book, estimates }
  })

test('odds lie from 0 to 1, quantiles rise, and every figure is a number', () => {
  fc.assert(
    fc.property(books, ({ book, estimates }) => {
      const result = simulate(book, estimates, { ...options, runs: 200 })
      expect(() => canonical(result)).not.toThrow()
      for (const { rto, tornado = [], cutOffs = [] } of result.flows) {
        const shares = [rto.probabilityMet, ...(rto.within?.probabilityMet ?? []), ...(rto.oddsRange ?? [])]
        for (const share of [...shares, ...cutOffs.map((one) => one.probabilityMade)])
          expect(Math.max(0, Math.min(1, share ?? -1))).toBe(share)
        expect(rto.p5 ?? rto.p50).toBeLessThanOrEqual(rto.p50)
        expect(rto.p50).toBeLessThanOrEqual(rto.p95)
        expect(tornado.length).toBeLessThanOrEqual(8)
      }
    }),
    { numRuns: 40 },
  )
})

test('the same seed gives the same bytes, in one piece and in parts of any size and order', () => {
  const cuts = fc.uniqueArray(fc.integer({ min: 1, max: 299 }), { maxLength: 4 })
  fc.assert(
    fc.property(books, cuts, fc.boolean(), ({ book, estimates }, at, isTurned) => {
      const input = { runbook: book, estimates, options: { ...options, runs: 300 } }
      const edges = [0, ...[...at].sort((a, b) => a - b), 300]
      const parts = edges.slice(1).map((to, place) => simulatePart(input, edges[place] as number, to))
      // As another thread would post them.
      const posted = structuredClone(isTurned ? parts.toReversed() : parts)
      expect(canonical(merged(structuredClone(input), posted))).toBe(
        canonical(simulate(book, estimates, input.options)),
      )
    }),
    { numRuns: 30 },
  )
})

test('parts that are not all of the runs are refused', () => {
  const book = runbook([step('route', 'route', [])])
  const input = { runbook: book, estimates: { route: takes(1) }, options: { ...options, runs: 10 } }
  expect(() => merged(input, [simulatePart(input, 0, 4), simulatePart(input, 5, 10)])).toThrow(RangeError)
  expect(() => simulatePart(input, 5, 11)).toThrow(RangeError)
})

test('an absent person never makes it faster in the mean', () => {
  fc.assert(
    fc.property(books, fc.constantFrom('manager', 'crew'), ({ book, estimates }, role) => {
      const own = Object.fromEntries(Object.entries(estimates).map(([id, { failing: _, ...one }]) => [id, one]))
      const at = (absent: readonly string[]): number =>
        only(simulate(book, own, { ...options, runs: 400, absent, detail: 'odds' })).rto.p50
      expect(at([role])).toBeGreaterThanOrEqual(at([]) * (1 - 1e-3))
    }),
    { numRuns: 40 },
  )
})
