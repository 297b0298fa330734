import { z } from 'zod'
import {
  type Bytes,
  type Duration,
  type Money,
  parseBytes,
  parseDuration,
  parseMoney,
  parseRate,
  parseShare,
  type Rate,
  type Share,
} from '#units'

/** Names in a plan: lower case, digits and hyphens, so that they can be step ids, file names and addresses. */
export const name = z.string({ error: 'name' }).regex(/^[a-z][a-z0-9-]{0,62}$/, { error: 'name' })
export const names = z.array(name)
export const text = z.string().min(1).max(4000)
export const texts = z.array(text)

/** A text read by a unit's parser; the parser's kind is the problem's code where it fails. */
function unit<T>(kind: string, read: (text: string) => T | undefined) {
  return z.string({ error: kind }).transform((value, context): T => {
    const parsed = read(value)
    if (parsed !== undefined) return parsed
    context.issues.push({ code: 'custom', message: kind, input: value })
    return z.NEVER
  })
}

export const duration = unit<Duration>('duration', parseDuration)
export const share = unit<Share>('share', parseShare)
export const money = unit<Money>('money', parseMoney)
export const size = unit<Bytes>('size', parseBytes)
export const rate = unit<Rate>('rate', parseRate)
export const date = unit<string>('date', (value) =>
  /^\d{4}-\d{2}-\d{2}$/.test(value) && new Date(`${value}T00:00:00Z`).toISOString().startsWith(value)
    ? value
    : undefined,
)
/** A time of day in a time zone's own clock, from 00:00 to 23:59. */
export const timeOfDay = z.string({ error: 'time' }).regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'time' })
/** A time zone by its IANA name. */
export const zone = z
  .string({ error: 'zone' })
  .regex(/^(UTC|[A-Z][A-Za-z]+(\/[A-Z][A-Za-z0-9_+-]+){1,2})$/, { error: 'zone' })
export const address = z.url({ protocol: /^https?$/, error: 'address' })
export const email = z.email({ error: 'email' })
export const phone = z.string({ error: 'phone' }).regex(/^\+?[0-9 ()/-]{5,30}$/, { error: 'phone' })

/** When something was last done and how often it is due. */
export const recurring = z.strictObject({ last: date, every: duration })
