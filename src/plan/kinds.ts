import { parseDate, parseDuration, parseRate } from '#units'
import { path } from './schema/path.ts'
import { phone, timeOfDay, zone } from './schema/text.ts'
import type { TroubleCode } from './trouble.ts'

/** How a kind of text is called, which code its mistakes have, and the nearest right text for a wrong one. */
export interface Kind {
  readonly called: string
  readonly code: TroubleCode
  readonly fix?: string
  /** What to write instead of a text or number, where a guess is fair. */
  near(value: string | number): string | undefined
}

const none = (): undefined => undefined

/** Kinds of text by the word that the schema gives as an issue's message. */
export const kinds: Readonly<Record<string, Kind>> = {
  name: { called: 'a name', code: 'not-a-name', near: (value) => nameOf(String(value)) },
  duration: { called: 'a duration', code: 'not-a-duration', near: durationOf },
  beat: {
    called: 'a duration of 100ms or more',
    code: 'out-of-range',
    fix: 'Write 100ms or more, such as 1s: customers use the same systems.',
    near: none,
  },
  share: { called: 'a percentage', code: 'not-a-percentage', near: shareOf },
  money: { called: 'an amount of money', code: 'not-an-amount', near: moneyOf },
  size: { called: 'a size', code: 'not-a-size', near: sizeOf },
  absolutePath: { called: 'a relative path', code: 'path-absolute', near: none },
  plainPath: { called: 'a plain path to a .yaml file', code: 'path-not-plain', near: plainPathOf },
  rate: { called: 'a rate', code: 'not-a-rate', near: rateOf },
  time: { called: 'a time of day', code: 'not-a-time', near: timeOf },
  zone: { called: 'a time zone', code: 'not-a-time-zone', near: zoneOf },
  key: { called: 'a public key', code: 'not-a-key', near: none },
  label: { called: 'a label', code: 'not-a-label', near: none },
  date: { called: 'a date', code: 'not-a-date', near: dateOf },
  address: {
    called: 'a web address',
    code: 'not-an-address',
    fix: 'Write a whole address, such as https://shop.example/health.',
    near: none,
  },
  email: {
    called: 'an e-mail address',
    code: 'not-an-address',
    fix: 'Write a whole address, such as on-call@shop.example.',
    near: none,
  },
  phone: {
    called: 'a phone number',
    code: 'not-an-address',
    fix: 'Write digits, spaces, brackets and hyphens in quotes, such as "+1 555 0100".',
    near: (value) => (typeof value === 'number' && phone.safeParse(String(value)).success ? `"${value}"` : undefined),
  },
}

function nameOf(value: string): string | undefined {
  const near = value
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[-0-9]+|-+$/g, '')
    .slice(0, 63)
  return near === '' ? undefined : near
}

function plainPathOf(value: string | number): string | undefined {
  const near = String(value)
    .replaceAll('\\', '/')
    .replace(/\/{2,}/g, '/')
    .replaceAll('/./', '/')
  return near !== value && path.safeParse(near).success ? near : undefined
}

/** Numbers most often lack minutes; words are read by their first letter; spaces are dropped. */
function durationOf(value: string | number): string | undefined {
  if (typeof value === 'number') return value > 0 && value < 1e6 ? `${value}m` : undefined
  const short = value
    .trim()
    .toLowerCase()
    .replace(/\s*(milliseconds?|millis)\b/g, 'ms')
    .replace(/(\d)\s*(s|m|h|d|w)(ec(ond)?s?|in(ute)?s?|(ou)?rs?|ays?|eeks?)\b/g, '$1$2')
    .replace(/\s+/g, '')
  if (/^\d+(\.\d+)?$/.test(short)) return `${short}m`
  return short.length > 0 && parseDuration(short) !== undefined ? short : undefined
}

function shareOf(value: string | number): string | undefined {
  const number = Number(String(value).replace(/\s*%$/, '').replace(',', '.'))
  if (!Number.isFinite(number) || number < 0 || number > 100) return undefined
  return number > 0 && number <= 1 && !String(value).includes('%')
    ? `${Number((number * 100).toFixed(6))}%`
    : `${number}%`
}

function moneyOf(value: string | number): string | undefined {
  const text = String(value)
    .trim()
    .replace(/(\d),(?=\d{3}\b)/g, '$1')
  const amount = /\d+(\.\d{1,6})?/.exec(text)?.[0]
  if (!amount || /^-/.test(text)) return undefined
  const code =
    /[A-Za-z]{3}/.exec(text)?.[0].toUpperCase() ?? (text.includes('€') ? 'EUR' : text.includes('£') ? 'GBP' : 'USD')
  return `${amount} ${code}`
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** A day whose year, month and day nobody can mistake; 01/02/2026 is two different days. */
function dateOf(value: string | number): string | undefined {
  const text = String(value).trim()
  const [, year, month, day] = /^(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})(?:[T ]\d{2}:.*)?$/.exec(text) ?? []
  const [, first, word, last] = /^(\d{1,2})\.? ([A-Za-z]{3})[a-z]*\.?,? (\d{4})$/.exec(text) ?? []
  const parts = year ? [year, month, day] : [last, String(months.indexOf(word?.toLowerCase() ?? '') + 1), first]
  return parseDate(parts.map((part = '') => part.padStart(2, '0')).join('-'))
}

/** Long and short words for a second, a minute, an hour and a day; a size alone has no time to guess. */
function rateOf(value: string | number): string | undefined {
  const [, amount, per] = /^(.+?)\s*(?:\/|per|p)\s*([smhd])[a-z]*$/i.exec(String(value).trim()) ?? []
  const size = amount === undefined ? undefined : sizeOf(amount)
  const near = `${size}/${per?.toLowerCase()}`
  return size !== undefined && parseRate(near) !== undefined ? near : undefined
}

function timeOf(value: string | number): string | undefined {
  const [, hours = '', minutes = '00', half] =
    /^(\d{1,2})(?:[:.h]?(\d{2}))?(?::00)?\s*(am|pm)?$/i.exec(String(value).trim()) ?? []
  const hour = (Number(hours) % (half ? 12 : 24)) + (/pm/i.test(half ?? '') ? 12 : 0)
  const near = `${String(hour).padStart(2, '0')}:${minutes}`
  return hours !== '' && (Number(hours) < 24 || half) && timeOfDay.safeParse(near).success ? near : undefined
}

function zoneOf(value: string | number): string | undefined {
  const text = String(value).trim()
  if (/^(utc|gmt|z|zulu|etc\/utc)$/i.test(text)) return 'UTC'
  const near = text
    .replace(/\s+/g, '_')
    .toLowerCase()
    .replace(/(^|[/_-])([a-z])/g, (_all, before: string, letter: string) => before + letter.toUpperCase())
  return near.includes('/') && zone.safeParse(near).success ? near : undefined
}

function sizeOf(value: string | number): string | undefined {
  const [, amount, unit = 'G', binary] = /^(\d+(?:\.\d+)?)\s*([kmgt])?(i)?b?$/i.exec(String(value).trim()) ?? []
  if (amount === undefined) return undefined
  return `${amount} ${unit.toLowerCase() === 'k' && !binary ? 'k' : unit.toUpperCase()}${binary ? 'i' : ''}B`
}
