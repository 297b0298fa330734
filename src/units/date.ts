/** Days of a month, whatever the year, without the 29th of February. */
const ordinaryDay =
  '(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|02-(?:0[1-9]|1\\d|2[0-8]))'

/** Leap years of the Gregorian calendar from 1900 to 2199; 1900 and 2100 are none. */
const leapYear = '(?:2000|(?:19|20|21)(?:0[48]|[2468][048]|[13579][26]))'

/** A day of the Gregorian calendar from 1900 to 2199, RFC 3339 `full-date`. */
export const datePattern = `^(?:(?:19|20|21)\\d{2}-${ordinaryDay}|${leapYear}-02-29)$`

/** A time of day in a time zone's own clock, from 00:00 to 23:59. */
export const timeOfDayPattern = '^(?:[01]\\d|2[0-3]):[0-5]\\d$'

/** A time zone by its IANA name: an area and one or two places, or UTC. */
export const zonePattern = '^(?:UTC|[A-Z][A-Za-z]{1,30}(?:/[A-Z][A-Za-z0-9_+-]{1,30}){1,2})$'

const date = new RegExp(datePattern)

/** A day as YYYY-MM-DD, or undefined where the calendar has no such day. Other ways of writing one are not guessed at. */
export function parseDate(text: string): string | undefined {
  return date.test(text) ? text : undefined
}
