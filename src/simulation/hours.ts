import type { Person } from '#runbook'

export const day = 86_400
export const week = 7 * day

/** When somebody can be had, in seconds of the day by UTC; from 0 up to a day. `until` before `from`: over midnight. */
export interface Hours {
  readonly from: number
  readonly until: number
}

/**
 * A contact's hours on a day on which its zone has one offset all day.
 * @param instant of that day, milliseconds since 1970
 * @returns undefined where the contact always answers
 */
export function hoursOf({ hours, zone }: Person, instant: number): Hours | undefined {
  if (!hours || hours.from === hours.to) return undefined
  return { from: timeOfDay(hours.from, zone, instant), until: timeOfDay(hours.to, zone, instant) }
}

/** How long until the hours begin, from an instant on, in seconds since midnight UTC of any day; 0 within them. */
export function untilOpen({ from, until }: Hours, instant: number): number {
  const second = remainder(instant, day)
  const open = from < until ? second >= from && second < until : second >= from || second < until
  return open ? 0 : remainder(from - second, day)
}

/**
 * The second of the day by UTC, at which a clock in a zone shows a time.
 * @param clock HH:MM
 * @param instant decides the zone's offset; milliseconds since 1970
 */
export function timeOfDay(clock: string, zone: string | undefined, instant: number): number {
  const [hour = 0, minute = 0] = clock.split(':').map(Number)
  return remainder(hour * 3600 + minute * 60 - offsetOf(zone ?? 'UTC', instant), day)
}

/** Whether a zone is one that is known here; UTC stands in for any other. */
export function isZone(zone: string): boolean {
  return formatOf(zone) !== undefined
}

/** Never negative, unlike `%`. */
export function remainder(value: number, by: number): number {
  return ((value % by) + by) % by
}

/** How far the clocks of a zone are ahead of UTC at an instant, in seconds. */
function offsetOf(zone: string, instant: number): number {
  const name = formatOf(zone)
    ?.formatToParts(instant)
    .find(({ type }) => type === 'timeZoneName')?.value
  const [, sign, hours = 0, minutes = 0, seconds = 0] = /^GMT([+-])(\d\d):(\d\d)(?::(\d\d))?$/.exec(name ?? '') ?? []
  return (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds))
}

function formatOf(timeZone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' })
  } catch {
    return undefined
  }
}
