import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  beatPattern,
  datePattern,
  durationPattern,
  formatBytes,
  formatDuration,
  formatMoney,
  formatRate,
  formatShare,
  moneyPattern,
  parseBytes,
  parseDate,
  parseDuration,
  parseMoney,
  parseRate,
  parseShare,
  ratePattern,
  seconds,
  sharePattern,
  sizePattern,
  timeOfDayPattern,
  toMilliseconds,
  zonePattern,
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
  })

  it('has a part of 100 ms at least where that is asked for', () => {
    const long = new RegExp(beatPattern)
    const given = ['0s', '0.0s', '10ms', '99.9ms', '099ms', '0.09s', 'PT0S', 'PT0.05S', '0m50ms']
    expect(given.filter((text) => long.test(text))).toEqual([])
    const taken = [
      '100ms',
      '0.1s',
      '0.25s',
      '1s',
      '1m',
      '0m1s',
      '0.5m',
      '1h30m',
      '0250ms',
      'PT0.5S',
      'PT1M',
      'P1D',
      '2w',
    ]
    expect(taken.filter((text) => !long.test(text))).toEqual([])
    expect([...given, ...taken].every((text) => (parseDuration(text) ?? -1) >= 0.1 === taken.includes(text))).toBe(true)
  })

  it('is whole milliseconds for timers, which take no others and not more than 25 days', () => {
    const given = ['1.5s', '4.03s', '1.1s', '250ms', '0s', '1.0001s', '0.000001s', '90d'].map(
      (text) => parseDuration(text) ?? seconds(Number.MAX_VALUE),
    )
    expect(given.map(toMilliseconds)).toEqual([1500, 4030, 1100, 250, 0, 1001, 1, 2 ** 31 - 1])
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1e300, noNaN: true }), (value) => {
        const whole = toMilliseconds(seconds(value))
        return Number.isInteger(whole) && whole >= Math.min(value * 1000, 2 ** 31 - 1) - 1e-6 && whole < 2 ** 31
      }),
      { seed: 20261124 },
    )
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

describe('rates', () => {
  it.each([
    ['2 GiB/h', (2 * 2 ** 30) / 3600, '2 GiB/h'],
    ['500kB/s', 500_000, '1.7 GiB/h'],
    ['24 MiB/d', 2 ** 20 / 3600, '1 MiB/h'],
  ])('%s is %d bytes a second and reads %s', (text, rate, printed) => {
    expect(parseRate(text)).toBeCloseTo(rate, 6)
    expect(formatRate(rate)).toBe(printed)
  })

  it.each(['2 GiB', '2 GiB/w', '2 GiB/ h', '/h', '2/h', '2 GiB/h/h'])('%j is none', (text) => {
    expect(parseRate(text)).toBeUndefined()
  })
})

describe('days', () => {
  it('are those of the calendar from 1900 to 2199, and no others', () => {
    const days = new Set<string>()
    for (let day = Date.UTC(1900, 0, 1); day < Date.UTC(2200, 0, 1); day += 86_400_000)
      days.add(new Date(day).toISOString().slice(0, 10))
    const two = (number: number) => String(number).padStart(2, '0')
    const odd: string[] = []
    for (let year = 1895; year < 2205; year++)
      for (let month = 0; month < 14; month++)
        for (let day = 0; day < 33; day++) {
          const text = `${year}-${two(month)}-${two(day)}`
          if ((parseDate(text) === text) !== days.has(text)) odd.push(text)
        }
    expect(odd).toEqual([])
  })

  it.each(['', '2026-1-2', '20260102', '2026-01-02 ', '2026-01-02T00:00:00Z', '٢٠٢٦-٠١-٠٢'])('%j is none', (text) => {
    expect(parseDate(text)).toBeUndefined()
  })
})

describe('what may be written', () => {
  const forms = [
    ['a duration', durationPattern, parseDuration, '0123456789.PTWDHMSwdhms '],
    ['a percentage', sharePattern, parseShare, '0019.,% '],
    ['an amount of money', moneyPattern, parseMoney, '0123.,USD$ '],
    ['a size', sizePattern, parseBytes, '0123. kKMGTiB'],
    ['a rate', ratePattern, parseRate, '012. kGiB/smhdw'],
    ['a day', datePattern, parseDate, '0123456789--'],
  ] as const

  it.each(forms)('as %s is what its pattern says, and what can be read', (_name, pattern, read, letters) => {
    const expression = new RegExp(pattern, 'u')
    const examples = [
      '30m',
      '1h30m',
      'PT1H',
      '99.95%',
      '100%',
      '45000 USD',
      '800 GiB',
      '2 GiB/h',
      '2024-02-29',
      '250ms',
    ]
    const near = fc
      .tuple(fc.constantFrom(...examples), fc.nat(), fc.constantFrom(...letters.split(''), ''), fc.nat({ max: 1 }))
      .map(([text, at, letter, over]) => {
        const index = at % (text.length + 1)
        return text.slice(0, index) + letter + text.slice(index + over)
      })
    const any = fc.string({ unit: fc.constantFrom(...letters.split('')), maxLength: 14 })
    fc.assert(
      fc.property(fc.oneof(near, any), (text) => {
        expect([text, read(text) !== undefined]).toEqual([text, expression.test(text)])
      }),
      { numRuns: 1000, seed: 20261124 },
    )
  })

  it('takes no longer for a long text than for a short one of its kind', () => {
    const long = [
      '1'.repeat(100_000),
      '1.'.repeat(50_000),
      '1h'.repeat(50_000),
      'A/'.repeat(50_000),
      'PT'.repeat(50_000),
    ]
    for (const pattern of [...forms.map(([, one]) => one), timeOfDayPattern, zonePattern])
      for (const text of long) expect(new RegExp(pattern, 'u').test(text)).toBe(false)
  })

  it.each([
    ['00:00', true],
    ['23:59', true],
    ['24:00', false],
    ['8:30', false],
    ['08:60', false],
  ])('as a time of day, %s: %j', (text, right) => {
    expect(new RegExp(timeOfDayPattern).test(text)).toBe(right)
  })

  it.each([
    ['UTC', true],
    ['Europe/Berlin', true],
    ['America/Argentina/Buenos_Aires', true],
    ['CET', false],
    ['europe/berlin', false],
    ['+02:00', false],
  ])('as a time zone, %s: %j', (text, right) => {
    expect(new RegExp(zonePattern).test(text)).toBe(right)
  })

  it('as a time zone covers every one that the machine knows by area and place', () => {
    const zones = Intl.supportedValuesOf('timeZone').filter((zone) => zone.includes('/'))
    expect(zones.length).toBeGreaterThan(300)
    expect(zones.filter((zone) => !new RegExp(zonePattern).test(zone))).toEqual([])
  })
})
