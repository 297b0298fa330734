import { formatDuration } from '#units'
import { type Style, sign } from './style.ts'

/** A count with its thousands set apart: `4,210`. */
export function count(value: number): string {
  return String(value).replace(/\B(?=(?:\d{3})+$)/g, ',')
}

/** A count with its noun: `1 error`, `2 errors`. */
export function counted(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`
}

/** A duration in seconds for people, or the sign for nothing where there is none. */
export function durationOr(value: number | undefined, absent: string): string {
  return value === undefined ? absent : formatDuration(value)
}

/** Two durations in seconds as a range. */
export function range(from: number, to: number, style: Style): string {
  return `${formatDuration(from)}${sign(style, 'dash')}${formatDuration(to)}`
}

/**
 * A probability, 0 to 1, as a percentage of one decimal.
 * @remarks Nothing is rounded up to certainty: below 1 it is at most `>99.9%`, above 0 at least `<0.1%`.
 */
export function odds(probability: number): string {
  if (probability > 0.999 && probability < 1) return '>99.9%'
  if (probability > 0 && probability < 0.001) return '<0.1%'
  return `${Number((probability * 100).toFixed(1))}%`
}
