import type { Severity } from '#diagnostics'
import type { Tone } from './style.ts'

/** The tone in which a severity is shown. */
export const toneOf: Readonly<Record<Severity, Tone>> = {
  error: 'red',
  warning: 'yellow',
  unknown: 'magenta',
  note: 'cyan',
}
