declare const unit: unique symbol

/** A length of time in seconds, ≥ 0; fractions are allowed. */
export type Duration = number & { readonly [unit]: 'seconds' }

const secondsPer: Record<string, number> = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 }

const number = String.raw`\d+(?:\.\d+)?`

/** One or more numbers with a unit, largest first, or ISO 8601 with fixed-length parts; at most 40 characters. */
export const durationPattern =
  String.raw`^(?=.{1,40}$)(?:P(?=.)(?:\d+W)?(?:\d+D)?(?:T(?=.)(?:\d+H)?(?:\d+M)?(?:${number}S)?)?|` +
  `${['w', 'd', 'h', 'm', 's', 'ms'].map((name) => `(?:${number}${name})?`).join('')})$`

const whole = String.raw`0*[1-9]\d*(?:\.\d+)?`
const tenths = String.raw`0+\.[1-9]\d*`

/** Of what is a duration: one with a part of 100 ms at least. */
export const beatPattern = String.raw`(?:^|[^\d.])(?:0*[1-9]\d{2,}(?:\.\d+)?ms|(?:${whole}|${tenths})(?:s|m(?!s)|[hdwSMHDW]))`

const written = new RegExp(durationPattern)

/**
 * A number of seconds as a duration.
 * @param value seconds, ≥ 0 and finite
 * @throws RangeError when the value is negative or not finite: a caller's bug, never a user's input
 */
export function seconds(value: number): Duration {
  if (!Number.isFinite(value) || value < 0)
    throw new RangeError(`${value} is not a duration in seconds. This is a bug in Muster.`)
  return value as Duration
}

/** The longest delay that timers take, in milliseconds, about 25 days; one that is longer would end at once. */
const longestDelay = 2 ** 31 - 1

/**
 * The duration for timers.
 * @returns whole milliseconds, 0 to 2^31 - 1; rounded up, so that nothing ends early, and cut where it is longer
 */
export function toMilliseconds(duration: Duration): number {
  // 4.03 s are 4030.0000000000005 ms by the machine, and no millisecond more than 4030 to anybody.
  return Math.min(Math.ceil(Number((duration * 1000).toFixed(6))), longestDelay)
}

/**
 * Reads a duration: one or more numbers with a unit, largest first (`30m`, `1h30m`, `250ms`, `90d`), or
 * ISO 8601 with fixed-length parts (`PT15M`, `P1DT12H`).
 * @returns the duration, or undefined where the text is not one; months and years are refused, for their length varies
 */
export function parseDuration(text: string): Duration | undefined {
  if (!written.test(text)) return undefined
  const iso = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(text)
  if (iso) {
    const [w, d, h, m, s] = iso.slice(1).map((part) => Number(part ?? 0)) as [number, number, number, number, number]
    return seconds(w * 604_800 + d * 86_400 + h * 3600 + m * 60 + s)
  }
  let total = 0
  for (const [, amount, name] of text.matchAll(/(\d+(?:\.\d+)?)(ms|[smhdw])/g)) {
    total += Number(amount) * (secondsPer[name ?? ''] ?? 0)
  }
  return seconds(Number(total.toFixed(6)))
}

/**
 * The duration for people, in at most two parts: `250ms`, `1.4s`, `12m 30s`, `4h`, `90d`.
 * @remarks Rounded to milliseconds below 1 s, to tenths of a second below 1 min, to seconds above.
 */
export function formatDuration(duration: number): string {
  if (duration < 1) return duration === 0 ? '0s' : `${Math.round(duration * 1000)}ms`
  if (duration < 60) return `${Number(duration.toFixed(1))}s`
  const whole = Math.round(duration)
  const parts: Array<[number, string]> = [
    [Math.floor(whole / 86_400), 'd'],
    [Math.floor((whole % 86_400) / 3600), 'h'],
    [Math.floor((whole % 3600) / 60), 'm'],
    [whole % 60, 's'],
  ]
  const first = parts.findIndex(([amount]) => amount > 0)
  return parts
    .slice(first, first + 2)
    .filter(([amount]) => amount > 0)
    .map(([amount, name]) => `${amount}${name}`)
    .join(' ')
}
