/**
 * units: durations, sizes, rates, percentages and money as they are written in a plan.
 *
 * In: the text of a plan. Out: plain numbers with a brand, so that a value says its unit in its type and
 * survives JSON. This room parses, compares and prints; it never rounds what it parses and never guesses a unit.
 */
export { type Duration, formatDuration, parseDuration, seconds, toMilliseconds } from './duration.ts'
export { formatMoney, type Money, parseMoney } from './money.ts'
export { formatRate, parseRate, type Rate } from './rate.ts'
export { formatShare, parseShare, type Share } from './share.ts'
export { type Bytes, formatBytes, parseBytes } from './size.ts'
