import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { median, quantile } from '#units'

const numbers = fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 200 })
const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => count - index)

describe('a quantile', () => {
  it('is the nearest rank: of 20 values 95 of 100 are the 19th, not the most', () => {
    expect([0.05, 0.5, 0.95, 0.96, 1].map((share) => quantile(upTo(20), share))).toEqual([1, 10, 19, 20, 20])
    expect([1, 2, 19, 21, 40, 100].map((count) => quantile(upTo(count), 0.95))).toEqual([1, 2, 19, 20, 38, 95])
  })

  it('counts in whole ranks, whatever binary fractions make of a share', () => {
    for (let percent = 1; percent <= 100; percent++) expect(quantile(upTo(100), percent / 100)).toBe(percent)
  })

  it('is the least value that so many do not exceed', () => {
    fc.assert(
      fc.property(numbers, fc.integer({ min: 1, max: 100 }), (values, percent) => {
        const found = quantile(values, percent / 100) ?? Number.NaN
        const reach = (most: number) => 100 * values.filter((value) => value <= most).length >= percent * values.length
        expect(values).toContain(found)
        expect(reach(found)).toBe(true)
        expect(values.filter((value) => value < found).every((less) => !reach(less))).toBe(true)
      }),
    )
  })
})

describe('a median', () => {
  it('is the middle, or halfway between the two in the middle', () => {
    expect([[7, 5, 6], [4, 1, 3, 2], [9]].map(median)).toEqual([6, 2.5, 9])
  })

  it('is not known where one of the two in the middle is longer than all that is known', () => {
    const never = Number.POSITIVE_INFINITY
    expect([[5, never], [5, 6, never], [never]].map(median)).toEqual([never, 6, never])
  })

  it('has as many values above it as below', () => {
    fc.assert(
      fc.property(numbers, (values) => {
        const middle = median(values) ?? Number.NaN
        const half = values.length / 2
        expect(values.filter((value) => value < middle).length).toBeLessThanOrEqual(half)
        expect(values.filter((value) => value > middle).length).toBeLessThanOrEqual(half)
      }),
    )
  })
})

it('of nothing there is neither', () => {
  expect([quantile([], 0.95), median([])]).toEqual([undefined, undefined])
})
