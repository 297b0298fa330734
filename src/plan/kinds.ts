import { parseDuration } from '#units'
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
  share: { called: 'a percentage', code: 'not-a-percentage', near: shareOf },
  money: { called: 'an amount of money', code: 'not-an-amount', near: moneyOf },
  size: { called: 'a size', code: 'not-a-size', near: sizeOf },
  date: { called: 'a date', code: 'not-a-date', near: none },
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
    near: none,
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

function sizeOf(value: string | number): string | undefined {
  const [, amount, unit = 'G', binary] = /^(\d+(?:\.\d+)?)\s*([kmgt])?(i)?b?$/i.exec(String(value).trim()) ?? []
  if (amount === undefined) return undefined
  return `${amount} ${unit.toLowerCase() === 'k' && !binary ? 'k' : unit.toUpperCase()}${binary ? 'i' : ''}B`
}
