import type { Odds } from '#simulation'
import { formatDuration } from '#units'
import { type Style, sign } from './style.ts'

/** A count with its thousands set apart: `4,210`. */
export function count(value: number): string {
  return String(value).replace(/\B(?=(?:\d{3})+$)/g, ',')
}

/** A count with its noun: `1 error`, `2 errors`. */
export function counted(value: number, noun: string): string {
  return `${count(value)} ${value === 1 ? noun : `${noun}${noun.endsWith('s') ? 'es' : 's'}`}`
}

/** A duration in seconds for people, or the sign for nothing where there is none. */
export function durationOr(value: number | undefined, absent: string): string {
  return value === undefined ? absent : formatDuration(value)
}

/** The middle of a forecast in seconds as a range; `unknown` where it could not be forecast. */
export function range({ p50, p95 }: Partial<Odds>, style: Pick<Style, 'unicode'>): string {
  if (p50 === undefined || p95 === undefined) return 'unknown'
  return `${formatDuration(p50)}${sign(style, 'dash')}${formatDuration(p95)}`
}

/** A range in whole seconds, for figures that are drawn anew all the time. */
export function wholeRange({ p50, p95 }: Pick<Odds, 'p50' | 'p95'>, style: Pick<Style, 'unicode'>): string {
  return range({ p50: Math.round(p50), p95: Math.round(p95) }, style)
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
