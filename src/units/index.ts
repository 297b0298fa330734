/**
 * units: durations, sizes, rates, percentages and money as they are written in a plan, and what many figures come to.
 *
 * In: the text of a plan. Out: plain numbers with a brand, so that a value says its unit in its type and
 * survives JSON. What a parser takes is a pattern first, which the schema for editors shares. This room parses, compares and prints; it never rounds what it parses and never guesses a unit.
 */
export { datePattern, parseDate, timeOfDayPattern, zonePattern } from './date.ts'
export {
  beatPattern,
  type Duration,
  durationPattern,
  formatDuration,
  parseDuration,
  seconds,
  toMilliseconds,
} from './duration.ts'
export { exceeds, formatMoney, type Money, moneyPattern, parseMoney, sumMoney } from './money.ts'
export { formatRate, parseRate, type Rate } from './rate.ts'
export { formatShare, parseShare, type Share, sharePattern } from './share.ts'
export { type Bytes, formatBytes, parseBytes, ratePattern, sizePattern } from './size.ts'
export { median, quantile } from './spread.ts'
