import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exceeds, type Money, parseMoney, sumMoney } from './index.ts'

const money = (text: string) => parseMoney(text) as Money

describe('sums of money', () => {
  it('are exact where binary fractions are not', () => {
    expect(sumMoney([money('0.1 USD'), money('0.2 USD')], 'USD')).toEqual({ amount: '0.3', currency: 'USD' })
    expect(sumMoney([money('999999999999999.999999 USD'), money('0.000001 USD')], 'USD').amount).toBe(
      '1000000000000000',
    )
    expect(sumMoney([], 'EUR')).toEqual({ amount: '0', currency: 'EUR' })
  })

  it('leave out what is in another currency', () => {
    expect(sumMoney([money('5 USD'), money('7 EUR')], 'EUR')).toEqual({ amount: '7', currency: 'EUR' })
  })

  it('do not depend on the order, and read as the number of cents that they are', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1_000_000 }), { maxLength: 20 }), (cents) => {
        const amounts = cents.map((one) => ({ amount: (one / 100).toFixed(2), currency: 'USD' }))
        const sum = sumMoney(amounts, 'USD')
        expect(sumMoney(amounts.toReversed(), 'USD')).toEqual(sum)
        expect(Math.round(Number(sum.amount) * 100)).toBe(cents.reduce((so, one) => so + one, 0))
      }),
      { seed: 20261124 },
    )
  })
})

describe('comparing money', () => {
  it.each([
    ['3000.01 USD', '3000 USD', true],
    ['3000.00 USD', '3000 USD', false],
    ['2999.999999 USD', '3000 USD', false],
    ['10 USD', '9 EUR', undefined],
  ])('%s against %s is %s', (one, other, more) => {
    expect(exceeds(money(one), money(other))).toBe(more)
  })
})
