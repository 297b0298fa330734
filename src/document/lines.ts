import { formatDuration } from '#units'
import type { Line, Span } from './model.ts'

/** Foreign words with the web addresses in them as links. */
export function linked(text: string): Line {
  const parts = text.split(/(https?:\/\/[^\s<>"'`|)\]}]*[^\s<>"'`|)\]}.,;:!?])/u)
  return parts.flatMap((part, at): readonly Span[] => (part === '' ? [] : at % 2 === 1 ? [{ link: part }] : [part]))
}

/** Lines as one, with a text between each two. */
export function joined(lines: readonly Line[], between: string): Line {
  return lines.flatMap((line, at) => (at === 0 ? line : [between, ...line]))
}

/** The median, and the 95 of 100 where that is another figure. */
export function spanWords({ p50, p95 }: { readonly p50: number; readonly p95: number }): string {
  return p95 > p50
    ? `${formatDuration(tidy(p50))}, at most ${formatDuration(tidy(p95))} in 95 of 100`
    : formatDuration(tidy(p50))
}

/** A time after the beginning, as a clock shows it: `+0:04:30`; days before where there are some. */
export function clock(seconds: number): string {
  const whole = Math.round(seconds)
  const [days, rest] = [Math.floor(whole / 86_400), whole % 86_400]
  const two = (value: number): string => String(value).padStart(2, '0')
  const time = `${Math.floor(rest / 3600)}:${two(Math.floor((rest % 3600) / 60))}:${two(rest % 60)}`
  return days > 0 ? `+${days}d ${time}` : `+${time}`
}

/** Seconds as people say them: no fractions from ten seconds on, no seconds from an hour on. */
export function tidy(seconds: number): number {
  if (seconds >= 3600) return Math.round(seconds / 60) * 60
  return seconds >= 10 ? Math.round(seconds) : Number(seconds.toPrecision(2))
}

/** Words with commas, and a last one: `a, b and c`. */
export function listed(words: readonly string[], last = 'and'): string {
  if (words.length < 2) return words.join('')
  return `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1) ?? ''}`
}

/** Words with a full stop behind them, where they have no such sign. */
export function sentence(text: string): string {
  return /[.!?:]$/.test(text.trimEnd()) ? text.trimEnd() : `${text.trimEnd()}.`
}

/** Letters, digits and dashes of any text, for the name of a place; two texts may give the same. */
export function anchor(text: string): string {
  return text.replace(/[^a-zA-Z0-9.]+/g, '-').replace(/^-+|-+$/g, '') || 'part'
}
