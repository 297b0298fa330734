import { z } from 'zod'
import {
  beatPattern,
  type Bytes,
  type Duration,
  datePattern,
  durationPattern,
  type Money,
  moneyPattern,
  parseBytes,
  parseDate,
  parseDuration,
  parseMoney,
  parseRate,
  parseShare,
  type Rate,
  ratePattern,
  type Share,
  sharePattern,
  sizePattern,
  timeOfDayPattern,
  zonePattern,
} from '#units'

/** Names that a program may take for parts of its own language; no key of a plan may have one. */
export const reserved = ['__proto__', 'constructor', 'prototype'] as const

/**
 * A text of a certain form. The pattern is all that there is to say about it: what matches can be read.
 * @param kind the word by which `kinds` knows its mistakes
 */
function formed(kind: string, pattern: string, about: { title: string; examples: readonly string[] }) {
  return z
    .string({ error: kind })
    .regex(new RegExp(pattern, 'u'), { error: kind, abort: true })
    .meta({ id: kind, title: about.title, examples: [...about.examples] })
}

/** Such a text read by a unit's parser. */
function unit<T>(
  kind: string,
  pattern: string,
  about: { title: string; examples: readonly string[] },
  read: (text: string) => T | undefined,
) {
  return formed(kind, pattern, about).transform((value, context): T => {
    const parsed = read(value)
    if (parsed !== undefined) return parsed
    context.issues.push({ code: 'custom', message: kind, input: value })
    return z.NEVER
  })
}

/** Names in a plan: lower case, digits and hyphens, so that they can be step ids, file names and addresses. */
export const name = formed('name', `^(?!(?:${reserved.slice(1).join('|')})$)[a-z][a-z0-9-]{0,62}$`, {
  title: 'Name',
  examples: ['orders-db'],
})
export const names = z.array(name)

/** Characters that a text may have, as people count them. */
const longest = 4000

/** A text for people. Its length counts characters, not the halves of which some are made. */
export const text = z
  .string()
  .min(1)
  .check((context) => {
    if (context.value.length <= longest || Array.from(context.value).length <= longest) return
    context.issues.push({ code: 'too_big', origin: 'string', maximum: longest, input: context.value })
  })
  .meta({ maxLength: longest })
export const texts = z.array(text)

/** A key that means something to somebody else: a tag of a cloud, an argument of an action. */
export const label = z
  .string({ error: 'label' })
  .regex(new RegExp(`^(?!(?:${reserved.join('|')}|<<)$)[\\s\\S]{1,256}$`, 'u'), { error: 'label' })

export const duration = unit<Duration>(
  'duration',
  durationPattern,
  { title: 'Length of time', examples: ['30m', '1h30m', '90d'] },
  parseDuration,
)

/** How often a system is asked that is somebody's own and has customers, and how soon it may be given up. */
export const beat = z
  .string({ error: 'duration' })
  .regex(new RegExp(durationPattern, 'u'), { error: 'duration', abort: true })
  .regex(new RegExp(beatPattern, 'u'), { error: 'beat', abort: true })
  .meta({ id: 'beat', title: 'Length of time from 100ms on', examples: ['1s', '500ms'] })
  .transform((value): Duration => parseDuration(value) ?? z.NEVER)
export const share = unit<Share>('share', sharePattern, { title: 'Percentage', examples: ['99.95%'] }, parseShare)
export const money = unit<Money>(
  'money',
  moneyPattern,
  { title: 'Amount of money', examples: ['45000 USD'] },
  parseMoney,
)
export const size = unit<Bytes>('size', sizePattern, { title: 'Size', examples: ['800 GiB'] }, parseBytes)
export const rate = unit<Rate>('rate', ratePattern, { title: 'Rate', examples: ['2 GiB/h'] }, parseRate)
export const date = unit<string>('date', datePattern, { title: 'Day', examples: ['2026-10-01'] }, parseDate)
/** A time of day in a time zone's own clock, from 00:00 to 23:59. */
export const timeOfDay = formed('time', timeOfDayPattern, { title: 'Time of day', examples: ['17:30'] })
/** A time zone by its IANA name. */
export const zone = formed('zone', zonePattern, { title: 'Time zone', examples: ['Europe/Berlin'] })

const hostLabel = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?'
/** A web address of a host by name or number, without a user or password in it. */
export const address = formed(
  'address',
  String.raw`^(?=.{1,2000}$)https?://(?:${hostLabel}(?:\.${hostLabel})*\.?|\[[0-9A-Fa-f:.]{2,45}\])(?::\d{1,5})?(?:[/?#][!#-;=?-\[\]_a-z{-~]*)?$`,
  { title: 'Web address', examples: ['https://shop.example/health'] },
)
export const email = formed(
  'email',
  String.raw`^(?=.{1,254}$)[A-Za-z0-9_'+-]{1,64}(?:\.[A-Za-z0-9_'+-]{1,64})*@(?:${hostLabel}\.)+[A-Za-z]{2,63}$`,
  { title: 'E-mail address', examples: ['on-call@shop.example'] },
)
export const phone = formed('phone', '^\\+?[0-9 ()/-]{5,30}$', { title: 'Phone number', examples: ['+1 555 0100'] })

/** The public half of an Ed25519 key: 32 bytes in base64url, so that the last character carries four bits. */
export const key = formed('key', '^ed25519:[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$', {
  title: 'Public key',
  examples: ['ed25519:11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo'],
})

/** When something was last done and how often it is due. */
export const recurring = z.strictObject({ last: date, every: duration })
