import type { Estimates } from '#evidence'
import { type RunState, undoPrefix } from '#journal'
import { type Runbook, type Step, undoOf } from '#runbook'
import type { Outlook } from '#simulation'
import type { AskedFor } from './next-words.ts'

/** A run as it goes, at one instant. */
export interface Live {
  readonly runbook: Runbook
  readonly state: RunState
  readonly kind: 'drill' | 'realEvent'
  readonly subject: string
  readonly target: string
  /** What people are asked for; `step` is empty where that is what is left to settle. */
  readonly asks: ReadonlyArray<{ readonly step: string; readonly for: AskedFor }>
  /** One per step; bars say how long a step usually takes where it is there. */
  readonly estimates?: Estimates
  /** What is still to be expected; absent where nothing can be, as of a run that is being cancelled. */
  readonly outlook?: Outlook
  /** Seconds on the run's clock. */
  readonly now: number
  /** Lines at most, ≥ 4. */
  readonly height: number
}

/** The steps that a live run may speak of: its own, and what takes them back. */
export function stepNamed({ steps }: Runbook, id: string): Step | undefined {
  const own = steps.find((step) => step.id === id)
  if (own || !id.startsWith(undoPrefix)) return own
  const taken = steps.find((step) => step.id === id.slice(undoPrefix.length))
  return taken && undoOf(taken)
}
