import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Estimates } from '#evidence'
import type { Condition } from '#conditions'
import type { RunState } from '#journal'
import { type Runbook, stepIn } from '#runbook'
import { seconds } from '#units'
import { simulate } from './forecast.ts'
import { remaining } from './remaining.ts'
import {
  decide,
  estimatesOf,
  failed,
  flow,
  runbook,
  started,
  stateAfter,
  step,
  succeeded,
  takes,
  watch,
} from './testing/samples.ts'

const options = { seed: 4, runs: 2000 }

const chain = runbook([
  watch,
  decide,
  step('promote', 'recover', ['decide']),
  step('route', 'route', ['promote']),
  step('announce', 'communicate', ['route'], { essential: false }),
])

const when: Condition = { left: { fact: 'probes.shop.failingFor' }, is: '>=', right: { duration: seconds(20) } }

function probed(book: Runbook): Runbook {
  return {
    ...book,
    activation: { when, text: 'failing for 20s' },
    probes: [{ id: 'shop', component: 'shop', every: seconds(10), timeout: seconds(5) }],
  }
}

function outlook(book: Runbook, state: RunState, at: number, own: Estimates = {}) {
  const { flows, ...rest } = remaining(book, estimatesOf(book, own), state, 1000 + at, options)
  const [first] = flows
  if (!first) throw new Error('the sample has a flow')
  return { ...rest, flow: first }
}

test.each([
  ['forced', chain],
  ['with probes', probed(chain)],
  ['planned', { ...chain, mode: 'planned' as const }],
  [
    'with a fallback and a step of another mode',
    runbook([
      watch,
      decide,
      step('hold', 'contain', ['decide'], { modes: ['planned'] }),
      step('promote', 'recover', ['decide', 'hold']),
      step('by-hand', 'recover', ['decide'], { insteadOf: 'promote' }),
      step('route', 'route', ['by-hand']),
    ]),
  ],
])('a run of which nothing has happened gives what the forecast gives: %s', (_, book) => {
  const estimates = estimatesOf(book, { promote: takes(30, 90) })
  const forecast = simulate(book, estimates, { ...options, target: 'lab' })
  const { flows, elapsed, caveats } = remaining(book, estimates, stateAfter(), 1000, options)
  expect(flows.map(({ rto }) => rto)).toEqual(forecast.flows.map(({ rto }) => rto))
  expect(elapsed).toBe(0)
  expect(caveats).toEqual([])
})

test('a fallback is not counted, and who needs it waits for what it stands in for', () => {
  const book = runbook([
    step('promote', 'recover', []),
    step('by-hand', 'recover', [], { insteadOf: 'promote' }),
    step('route', 'route', ['by-hand']),
  ])
  const own = { promote: takes(10), 'by-hand': takes(1000), route: takes(5) }
  expect(outlook(book, stateAfter(), 0, own).flow.rto.p50).toBeCloseTo(15.1, 0)
  // Once the step has failed for good, its fallback counts from then on.
  const state = stateAfter([0, started('promote')], [20, failed('promote')])
  expect(outlook(book, state, 20, own).flow.rto.p50).toBeCloseTo(1025.1, 0)
  expect(outlook(book, state, 20, own).caveats).toEqual([])
})

test('a fallback may come later in the runbook than those who wait for its step', () => {
  const book = runbook([
    step('promote', 'recover', []),
    step('route', 'route', ['promote']),
    step('by-hand', 'recover', [], { insteadOf: 'promote' }),
  ])
  const own = { promote: takes(10), 'by-hand': takes(100), route: takes(5) }
  const state = stateAfter([0, started('promote')], [20, failed('promote')])
  expect(outlook(book, state, 20, own).flow.left.p50).toBeCloseTo(105.1, 0)
})

test('steps that stand in for each other in a circle are waited for by nobody', () => {
  const book = runbook([
    step('a', 'recover', [], { insteadOf: 'b' }),
    step('b', 'recover', [], { insteadOf: 'a' }),
    step('route', 'route', ['a', 'b', 'nowhere']),
  ])
  expect(outlook(book, stateAfter(), 0, { a: takes(50), b: takes(50), route: takes(5) }).flow.rto.p50).toBeCloseTo(
    5.1,
    0,
  )
})

test('a fallback that was declined leaves the flow to a person', () => {
  const book = runbook([
    step('promote', 'recover', []),
    step('by-hand', 'recover', [], { insteadOf: 'promote' }),
    step('route', 'route', ['promote']),
  ])
  const state = stateAfter(
    [0, failed('promote')],
    [5, { type: 'decided', data: { step: 'by-hand', decision: 'rejected', method: 'person' } }],
  )
  expect(outlook(book, state, 5).caveats).toEqual([
    'A person must say what becomes of by-hand; it is supposed to be done anew, beginning now.',
  ])
})

test('what is done stays where it was, and the rest begins now', () => {
  const state = stateAfter(
    [3, succeeded('detect')],
    [5, succeeded('decide')],
    [5, started('promote')],
    [6, succeeded('promote')],
  )
  const { flow: first, elapsed, end } = outlook(chain, state, 6, { route: takes(4), announce: takes(2) })
  expect(elapsed).toBe(6)
  expect(first.state).toBe('open')
  expect(first.rto.p50).toBeCloseTo(10.1, 0)
  expect(first.left.p50).toBeCloseTo(4.1, 0)
  expect(end).toEqual({ p50: 6, p95: 6 })
  expect(first.rto.probabilityMet).toBe(1)
})

test('what is counted from is the fault, where one is known', () => {
  const state = stateAfter([30, { type: 'faultInjected', data: { regions: ['east'], atMono: 1030 } }])
  expect(outlook(chain, state, 42).elapsed).toBe(12)
})

test('a step that has lasted longer than its 95th percentile pushes the odds down', () => {
  const state = stateAfter([0, succeeded('detect')], [0, succeeded('decide')], [0, started('promote')])
  const own = { promote: takes(20, 40), route: takes(10) }
  const begun = outlook(chain, state, 0, own).flow.rto.probabilityMet ?? 0
  const late = outlook(chain, state, 45, own).flow.rto.probabilityMet ?? 0
  expect(begun).toBeGreaterThan(0.95)
  expect(late).toBeLessThan(0.6)
  expect(late).toBeGreaterThan(0)
  expect(outlook(chain, state, 51, own).flow.rto.probabilityMet).toBe(0)
})

test('a question that is open longer than all that is known says so, and takes as long again', () => {
  const state = stateAfter([0, succeeded('detect')], [0, { type: 'asked', data: { step: 'decide' } }])
  const own = { decide: takes(20), promote: takes(0), route: takes(0) }
  expect(outlook(chain, state, 10, own).flow.left.p50).toBeCloseTo(10.1, 0)
  const late = outlook(chain, state, 30, own)
  expect(late.flow.left.p50).toBeCloseTo(30, -1)
  expect(late.caveats).toEqual([
    'decide has taken longer than all that was known of it; that it takes as long again is supposed to be an even chance.',
  ])
})

test('detection that has not come yet comes later', () => {
  const running = stateAfter([0, started('detect')])
  const own = { decide: takes(0), promote: takes(0), route: takes(0) }
  const book = probed(chain)
  // The first failed probe comes within 10 s, and 20 s later the criteria hold.
  expect(outlook(book, running, 0, own).flow.rto.p50).toBeCloseTo(25.1, 0)
  expect(outlook(book, running, 28, own).flow.rto.p50).toBeCloseTo(29.1, 0)
  expect(outlook(book, running, 40, own).flow.rto.p50).toBeGreaterThan(60)
})

test('once people have declared it, nobody waits for it to be noticed', () => {
  const state = stateAfter(
    [0, started('detect')],
    [5, { type: 'decided', data: { step: 'decide', decision: 'approved', method: 'person' } }],
  )
  expect(
    outlook(chain, state, 5, { promote: takes(10), route: takes(5), detect: takes(500) }).flow.rto.p50,
  ).toBeCloseTo(20.1, 0)
})

test.each([
  ['failed for good', [started('promote'), failed('promote')]],
  ['in doubt', [{ type: 'stepInDoubt', data: { step: 'promote', attempt: 1, reason: 'nobody saw' } }]],
] as const)('a step that is %s waits for a person, and that is said', (_, events) => {
  const state = stateAfter(
    [0, succeeded('detect')],
    [0, succeeded('decide')],
    ...events.map((event) => [1, event] as const),
  )
  const { caveats, flow: first } = outlook(chain, state, 30, { promote: takes(10), route: takes(5) })
  expect(caveats).toEqual(['A person must say what becomes of promote; it is supposed to be done anew, beginning now.'])
  expect(first.rto.p50).toBeCloseTo(45.1, 0)
})

test('a failure that is retried is done anew, and one that nobody needs is left', () => {
  const again = stateAfter([0, started('promote')], [4, failed('promote', true)])
  const twice = runbook([step('promote', 'recover', [], { attempts: 3 }), step('route', 'route', ['promote'])])
  expect(outlook(twice, again, 4, { promote: takes(10), route: takes(5) })).toMatchObject({ caveats: [] })
  const left = runbook([step('promote', 'recover', [], { essential: false }), step('route', 'route', ['promote'])])
  const gone = stateAfter([0, started('promote')], [4, failed('promote')])
  expect(outlook(left, gone, 4, { promote: takes(10), route: takes(5) }).flow.rto.p50).toBeCloseTo(9.1, 0)
})

test('a flow that is restored needs no more time, and one that is not touched has no odds', () => {
  const state = stateAfter(
    ...['detect', 'decide', 'promote', 'route'].map((id, at) => [at * 5, succeeded(id)] as const),
  )
  const restored = outlook(chain, state, 500)
  expect(restored.flow).toMatchObject({ state: 'restored', left: { p50: 0, p95: 0 } })
  expect(restored.flow.rto.p50).toBeCloseTo(15.1, 0)
  expect(restored.flow.rto.probabilityMet).toBe(1)
  const apart = {
    ...chain,
    mode: 'test' as const,
    steps: chain.steps.map((one) => (one.id === 'route' ? { ...one, modes: ['forced' as const] } : one)),
  }
  expect(outlook(apart, stateAfter(), 0).flow).toMatchObject({ state: 'untouched', left: { p50: 0, p95: 0 } })
  expect(outlook(apart, stateAfter(), 0).flow.rto).not.toHaveProperty('probabilityMet')
})

test('a run whose mode was switched is that of its new mode, and a pause is said', () => {
  const book = runbook([step('drain', 'contain', [], { modes: ['planned'] }), step('route', 'route', ['drain'])], {
    mode: 'planned',
  })
  const state = stateAfter(
    [0, started('drain')],
    [5, { type: 'modeChanged', data: { mode: 'forced', signal: 's' } }],
    [5, { type: 'paused', data: { signal: 't' } }],
  )
  const { flow: first, caveats } = outlook(book, state, 5, { drain: takes(100), route: takes(5) })
  expect(first.rto.p50).toBeCloseTo(10.1, 0)
  expect(caveats).toEqual(['The run is paused, and supposed to be continued now.'])
})

test('the odds fall as time passes with nothing happening', () => {
  const ids = ['a', 'b', 'c', 'd', 'e']
  const shape = fc.record({
    needs: fc.array(fc.array(fc.nat(4), { maxLength: 2 }), { minLength: 5, maxLength: 5 }),
    done: fc.nat(4),
    p50: fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 5, maxLength: 5 }),
    spread: fc.constantFrom(1, 1.5, 3),
    instants: fc.array(fc.integer({ min: 0, max: 120 }), { minLength: 2, maxLength: 5 }),
  })
  fc.assert(
    fc.property(shape, ({ needs, done, p50, spread, instants }) => {
      const steps = ids.map((id, at) =>
        step(
          id,
          'recover',
          (needs[at] ?? []).filter((need) => need < at).map((need) => ids[need] ?? ''),
        ),
      )
      const book = runbook([watch, ...steps], {
        ...probed(chain),
        flows: [flow({ restoredBy: ids })],
        steps: [watch, ...steps],
      })
      const estimates = Object.fromEntries(
        book.steps.map(({ id }, at) => [id, takes(p50[at - 1] ?? 5, (p50[at - 1] ?? 5) * spread)]),
      )
      const events = ids.slice(0, done).map((id) => [0, succeeded(id)] as const)
      const running = ids.slice(done, done + 1).map((id) => [0, started(id)] as const)
      const state = stateAfter(...events, ...running)
      const met = [...instants]
        .sort((x, y) => x - y)
        .map(
          (at) =>
            remaining(book, estimates, state, 1000 + at, { seed: 2, runs: 200 }).flows[0]?.rto.probabilityMet ?? -1,
        )
      for (const [at, odds] of met.entries()) if (at > 0) expect(odds).toBeLessThanOrEqual(met[at - 1] ?? 0)
      expect(book.steps.every((one) => stepIn(one, 'forced'))).toBe(true)
    }),
    { numRuns: 60 },
  )
})

test('a question that is open waits for what is left of the answers, and never less than it has', () => {
  const asked = stateAfter([0, succeeded('detect')], [0, { type: 'asked', data: { step: 'decide' } }])
  const book = { ...chain, people: [{ role: 'operator', name: 'On call', answersWithin: seconds(90) }] }
  const own = { decide: { ...takes(9999), basis: 'declared' as const }, promote: takes(0), route: takes(0) }
  const left = (at: number): number => outlook(book, asked, at, own).flow.left.p50
  // Half of all answers come in 30 s.
  expect(left(0)).toBeGreaterThan(28)
  expect(left(0)).toBeLessThan(32)
  // Of those that have taken 90 s, one in twenty, half take no more than what 97.5 of 100 do: 30 · 3^(1.96 / 1.645) s.
  expect(left(90)).toBeGreaterThan(12)
  expect(left(90)).toBeLessThan(36)
  expect(left(5000)).toBeGreaterThan(1000)
})
