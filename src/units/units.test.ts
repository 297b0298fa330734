import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  formatBytes,
  formatDuration,
  formatMoney,
  formatShare,
  parseBytes,
  parseDuration,
  parseMoney,
  parseShare,
  seconds,
  toMilliseconds,
} from './index.ts'

describe('durations', () => {
  it.each([
    ['30m', 1800],
    ['1h30m', 5400],
    ['250ms', 0.25],
    ['1.5s', 1.5],
    ['90d', 7_776_000],
    ['2w', 1_209_600],
    ['0s', 0],
    ['PT15M', 900],
    ['P1DT12H', 129_600],
    ['P2W', 1_209_600],
    ['PT0.5S', 0.5],
  ])('%s is %d s', (text, value) => {
    expect(parseDuration(text)).toBe(value)
  })

  it.each([
    '',
    '30',
    'm',
    '30 m',
    '-5m',
    '30m1h',
    '5m5m',
    '1,5s',
    '3mo',
    '1y',
    'P',
    'PT',
    'P1M',
    'P1Y',
    '٣m',
    '1e3s',
    `${'1h'.repeat(30)}`,
  ])('%j is none', (text) => {
    expect(parseDuration(text)).toBeUndefined()
  })

  it.each([
    [0, '0s'],
    [0.25, '250ms'],
    [1.44, '1.4s'],
    [59.96, '60s'],
    [60, '1m'],
    [750, '12m 30s'],
    [14_400, '4h'],
    [7_776_000, '90d'],
    [90_061, '1d 1h'],
  ])('%d s reads %s', (value, text) => {
    expect(formatDuration(value)).toBe(text)
  })

  it('reads back what it prints, for whole minutes up to a day and for whole days', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1439 }), fc.integer({ min: 1, max: 400 }), (minutes, days) => {
        expect(parseDuration(formatDuration(minutes * 60).replace(' ', ''))).toBe(minutes * 60)
        expect(parseDuration(formatDuration(days * 86_400))).toBe(days * 86_400)
      }),
      { seed: 20261124 },
    )
  })

  it('takes no negative or endless number for a duration', () => {
    for (const value of [-1, Number.NaN, Number.POSITIVE_INFINITY])
      expect(() => seconds(value)).toThrow('This is a bug in Muster.')
    expect(toMilliseconds(seconds(1.5))).toBe(1500)
  })
})

describe('percentages', () => {
  it.each([
    ['99.95%', 0.9995],
    ['60%', 0.6],
    ['0%', 0],
    ['100%', 1],
  ])('%s is %d, and reads the same again', (text, value) => {
    expect(parseShare(text)).toBe(value)
    expect(formatShare(value)).toBe(text)
  })

  it.each(['60', '101%', '100.1%', '-1%', '.5%', '60 %', '0.9995'])('%j is none', (text) => {
    expect(parseShare(text)).toBeUndefined()
  })
})

describe('money', () => {
  it('keeps the amount as it is written, and prints it with groups', () => {
    expect(parseMoney('45000 USD')).toEqual({ amount: '45000', currency: 'USD' })
    expect(formatMoney({ amount: '1234567.50', currency: 'EUR' })).toBe('1,234,567.50 EUR')
  })

  it.each(['45000', '45,000 USD', '$45000', 'USD 45000', '45000 usd', '45000  USD', '-1 USD'])('%j is none', (text) => {
    expect(parseMoney(text)).toBeUndefined()
  })
})

describe('sizes', () => {
  it.each([
    ['800 GiB', 800 * 2 ** 30, '800 GiB'],
    ['1.5 TB', 1.5e12, '1.4 TiB'],
    ['64MiB', 64 * 2 ** 20, '64 MiB'],
    ['512 B', 512, '512 B'],
  ])('%s is %d bytes and reads %s', (text, bytes, printed) => {
    expect(parseBytes(text)).toBe(bytes)
    expect(formatBytes(bytes)).toBe(printed)
  })

  it.each(['800', '800 gib', '-1 GB', '1 PB', '1  GB'])('%j is none', (text) => {
    expect(parseBytes(text)).toBeUndefined()
  })
})
