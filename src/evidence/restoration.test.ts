import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Share, seconds } from '#units'
import type { ClientSeries } from './model.ts'
import { inexactness, restoredAt, settledAt } from './restoration.ts'

type Request = ClientSeries['requests'][number]

const level = { success: 1 as Share, hold: seconds(2) }

function series(requests: readonly Request[]): ClientSeries {
  return { flow: 'checkout', client: 'one', requests }
}

/** One request every tenth of a second, answered at once, which fails in [from, to). */
function steady(until: number, outages: ReadonlyArray<readonly [number, number]>): ClientSeries {
  const times = Array.from({ length: Math.round(until * 10) + 1 }, (_, index) => index / 10)
  return series(times.map((at) => ({ at, ok: !outages.some(([from, to]) => at >= from && at < to), latency: 0.01 })))
}

test('a client is restored at the first success after the outage', () => {
  expect(restoredAt(steady(10, [[1, 4]]), 1, level)).toBe(4)
})

test('a client that never failed is restored at the fault itself', () => {
  expect(restoredAt(steady(10, []), 1.05, level)).toBe(1.05)
})

test('a failure before the fault does not count', () => {
  expect(restoredAt(steady(10, [[0, 1]]), 1.05, level)).toBe(1.05)
})

test('a success that was in flight at the fault is no recovery', () => {
  expect(restoredAt(steady(10, [[1.1, 4]]), 1, level)).toBe(4)
})

test('a success followed by a request that hangs longer than the hold is no recovery', () => {
  const hanging = [
    { at: 1.01, ok: true, latency: 0.02 },
    { at: 6, ok: false, latency: 4.98 },
    ...Array.from({ length: 40 }, (_, index) => ({ at: 6.1 + index / 10, ok: true, latency: 0.01 })),
  ]
  expect(restoredAt(series(hanging), 1, level)).toBe(6.1)
})

test('a relapse within the hold starts the hold anew', () => {
  expect(
    restoredAt(
      steady(12, [
        [1, 4],
        [5, 5.5],
      ]),
      1,
      level,
    ),
  ).toBe(5.5)
})

test('a relapse after the hold does not undo the recovery', () => {
  expect(
    restoredAt(
      steady(12, [
        [1, 4],
        [7, 8],
      ]),
      1,
      level,
    ),
  ).toBe(4)
})

test('a series that ends before the hold does proves nothing', () => {
  expect(restoredAt(steady(5.9, [[1, 4]]), 1, level)).toBeUndefined()
  expect(restoredAt(steady(6, [[1, 4]]), 1, level)).toBe(4)
  expect(restoredAt(steady(2.9, []), 1, level)).toBeUndefined()
  expect(restoredAt(series([]), 1, level)).toBeUndefined()
})

test('a level below every request tolerates as many failures as it says', () => {
  const failing = steady(10, [
    [1, 3],
    [4, 4.1],
  ])
  // Of the 21 requests of the hold one fails: 95.2 %.
  expect(restoredAt(failing, 1, { success: 0.95 as Share, hold: seconds(2) })).toBe(3)
  expect(restoredAt(failing, 1, { success: 0.96 as Share, hold: seconds(2) })).toBe(4.1)
})

test('the walk finds what the definition says, for any series', () => {
  const request = fc.record({
    at: fc.integer({ min: 0, max: 60 }).map((tenths) => tenths / 4),
    ok: fc.boolean(),
    latency: fc.integer({ min: 0, max: 12 }).map((tenths) => tenths / 4),
  })
  const whole = fc.array(request, { maxLength: 40 }).map((list) => series(list.sort((a, b) => a.at - b.at)))
  const share = fc.constantFrom(0.5, 0.8, 0.99, 1)
  fc.assert(
    fc.property(
      whole,
      fc.integer({ min: 0, max: 5 }),
      share,
      fc.integer({ min: 0, max: 4 }),
      (one, t0, success, hold) => {
        const agreed = { success: success as Share, hold: seconds(hold) }
        expect(restoredAt(one, t0, agreed)).toBe(byDefinition(one, t0, agreed))
      },
    ),
    { numRuns: 2000 },
  )
})

function byDefinition(one: ClientSeries, t0: number, agreed: typeof level): number | undefined {
  const after = one.requests.filter((request) => request.at >= t0)
  const end = after.at(-1)?.at ?? Number.NEGATIVE_INFINITY
  if (after.every((request) => request.ok)) return end >= t0 + agreed.hold ? t0 : undefined
  return after.find(({ at, ok }) => {
    const to = at + agreed.hold
    if (!ok || to > end) return false
    const good = after.filter((other) => other.ok && other.at >= at && other.at <= to).length
    const bad = after.filter((other) => !other.ok && other.at >= at && other.at - other.latency <= to).length
    return good >= agreed.success * (good + bad) - 1e-9
  })?.at
}

test('a client that nobody restores is undisturbed again after its last disturbance, not its first', () => {
  expect(
    settledAt(
      steady(20, [
        [3, 4],
        [9, 9.5],
      ]),
      1,
      level,
    ),
  ).toBe(9.5)
  expect(restoredAt(steady(20, [[9, 9.5]]), 1, level)).toBe(1)
  expect(settledAt(steady(20, [[0, 1]]), 1, level)).toBe(1)
  expect(settledAt(steady(20, []), 1, level)).toBe(1)
})

test('a disturbance within the level is none', () => {
  const lenient = { success: 0.9 as Share, hold: seconds(2) }
  expect(settledAt(steady(20, [[9, 9.2]]), 1, lenient)).toBe(1)
  expect(settledAt(steady(20, [[9, 9.6]]), 1, lenient)).toBeGreaterThan(9)
})

test('nobody knows whether a client is undisturbed whose series ends before its hold, or with a disturbance', () => {
  expect(settledAt(steady(20, [[17, 18.5]]), 1, level)).toBeUndefined()
  expect(settledAt(steady(20, [[19.5, 30]]), 1, level)).toBeUndefined()
  expect(settledAt(steady(2, []), 1, level)).toBeUndefined()
  expect(settledAt(series([]), 1, level)).toBeUndefined()
})

test('a request that hangs disturbs from when it was sent', () => {
  const hanging = [
    ...Array.from({ length: 40 }, (_, index) => ({ at: 1 + index / 10, ok: true, latency: 0.01 })),
    { at: 8, ok: false, latency: 3 },
    ...Array.from({ length: 40 }, (_, index) => ({ at: 8.1 + index / 10, ok: true, latency: 0.01 })),
  ]
  expect(settledAt(series(hanging), 1, level)).toBe(8.1)
})

test('what settles never settles before it is first restored', () => {
  const requests = fc.array(
    fc.record({ gap: fc.double({ min: 0, max: 1, noNaN: true }), ok: fc.boolean(), latency: fc.constant(0.01) }),
    { maxLength: 60 },
  )
  fc.assert(
    fc.property(requests, (drawn) => {
      let at = 0
      const all = series(drawn.map(({ gap, ...rest }) => ({ ...rest, at: (at += gap) })))
      const settled = settledAt(all, 0, level)
      if (settled !== undefined && settled > 0)
        expect(restoredAt(all, 0, level) ?? Number.NaN).toBeLessThanOrEqual(settled)
    }),
  )
})

test('a client that asks so often that it makes no difference is exact', () => {
  expect(inexactness(steady(10, [[1, 4]]), 1, 4, level)).toBeUndefined()
})

test('a client that asks now and then is exact to how often it asks, or to the longest time in which it did not', () => {
  const one = { ...steady(20, [[1, 4]]), every: 1 }
  expect(inexactness(one, 1, 4, level)).toBe(1)
  const without = (from: number, to: number): ClientSeries => ({
    ...one,
    requests: one.requests.filter(({ at }) => at < from || at > to),
  })
  // Between the fault and the recovery, and within the hold that shows it.
  expect(inexactness(without(2, 3.5), 1, 4, level)).toBeCloseTo(1.69, 6)
  expect(inexactness(without(5, 15), 1, 4, level)).toBeCloseTo(10.19, 6)
  expect(inexactness(without(0, 3), 1, 4, level)).toBeCloseTo(2.09, 6)
  // Before the fault and after the hold it tells nothing of the recovery.
  expect(inexactness(without(0, 1), 1, 4, level)).toBe(1)
  expect(inexactness(without(6.1, 15), 1, 4, level)).toBe(1)
})

test('a request that waits is no silence', () => {
  const waiting = [
    { at: 1.1, ok: true, latency: 0.1 },
    { at: 11, ok: false, latency: 9.5 },
    { at: 11.2, ok: true, latency: 0.1 },
    { at: 12.5, ok: true, latency: 0.1 },
    { at: 13.5, ok: true, latency: 0.1 },
  ]
  expect(inexactness({ ...series(waiting), every: 1 }, 1, 11.2, level)).toBeCloseTo(1.2, 6)
})
