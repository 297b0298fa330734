import { describe, expect, test } from 'vitest'
import { boundedBy, counted, reckoned } from './counting.ts'
import type { Marker } from './diary.ts'

/** One a second, each acknowledged 50 ms after it was sent; number 1 is sent at 100 s. */
const markers = (count: number): readonly Marker[] =>
  Array.from({ length: count }, (_, index) => ({ sequence: index + 1, sent: 100 + index, at: 100.05 + index }))

const except = (...keys: readonly string[]): ReadonlySet<string> => new Set(keys)

describe('markers that were acknowledged, held against those that are there', () => {
  test('none is lost, and a write may be that came after the last one', () => {
    expect(counted('orders-db', markers(3), new Set([1, 2, 3]), except(), 1)).toEqual({
      component: 'orders-db',
      acknowledged: 3,
      lost: 0,
      unackedSurvivors: 0,
      duplicates: 0,
      lostKeys: [],
      error: 1,
    })
  })

  test('the oldest lost one dates the loss, to within the time since the one before it was sent', () => {
    expect(counted('orders-db', markers(5), new Set([1, 2]), except(), 1)).toMatchObject({
      lost: 3,
      oldestLostAt: 102.05,
      lostKeys: ['3', '4', '5'],
      error: expect.closeTo(1.05, 6) as number,
    })
  })

  test('a longer pause before it makes the loss less exact, and without one before it nobody knows how far it goes', () => {
    const [first, , third] = markers(3) as [Marker, Marker, Marker]
    expect(counted('orders-db', [first, third], new Set([1]), except(), 1).error).toBeCloseTo(2.05, 6)
    expect(counted('orders-db', [first, third], new Set([1]), except(), 1)).not.toHaveProperty('unbounded')
    expect(counted('orders-db', markers(2), new Set(), except(), 1)).toMatchObject({ lost: 2, unbounded: true })
    expect(counted('orders-db', markers(3), new Set([2, 3]), except(), 1)).toMatchObject({ lost: 1, unbounded: true })
  })

  test('a lost one between others counts, and so does one that nobody acknowledged', () => {
    expect(counted('orders-db', markers(4), new Set([1, 3, 4, 9]), except(), 1)).toMatchObject({
      lost: 1,
      lostKeys: ['2'],
      unackedSurvivors: 1,
      oldestLostAt: 101.05,
    })
  })

  test('what an earlier count has found lost is left out', () => {
    expect(counted('orders-db', markers(4), new Set([1, 4]), except('2', '3'), 1)).toMatchObject({
      acknowledged: 2,
      lost: 0,
      lostKeys: [],
    })
  })
})

describe('where nothing is lost and it is known when the fault was', () => {
  const count = counted('orders-db', markers(3), new Set([1, 2, 3]), except(), 1)

  test('a write may be that came between the last marker and the fault', () => {
    expect(boundedBy(count, markers(3), 105).error).toBeCloseTo(3, 6)
    expect(boundedBy(count, markers(3), 102.5).error).toBe(1)
  })

  test('anything may be lost where no marker was there before, and where nobody knows when it was', () => {
    expect(boundedBy(count, markers(3), 100)).toEqual({ ...count, unbounded: true })
    expect(boundedBy(count, markers(3), undefined)).toEqual({ ...count, unbounded: true })
    expect(boundedBy(counted('orders-db', [], new Set(), except(), 1), [], 105)).toMatchObject({ unbounded: true })
  })

  test('one that an earlier count has found lost is no marker from before', () => {
    expect(boundedBy(count, reckoned(markers(3), except('1')), 100.5)).toMatchObject({ unbounded: true })
  })

  test('of what is lost nothing changes', () => {
    const lost = counted('orders-db', markers(3), new Set([1]), except(), 1)
    expect(boundedBy(lost, markers(3), 200)).toBe(lost)
  })
})
