import type { Step } from '#runbook'
import type { Estimate } from './model.ts'

/** One step as it is told at a table. */
export interface WalkStep {
  readonly step: string
  readonly title: string
  readonly phase: Step['phase']
  readonly by: 'machine' | 'person' | 'decision'
  /** Who does it, decides or answers for it, the likeliest first; those who stand in for somebody absent are among them. */
  readonly who: readonly Who[]
  readonly region?: string
  readonly component?: string
  /** When it begins, in seconds since the disaster, by the estimates; absent for a fallback, which may never begin. */
  readonly at?: number
  /** How long it takes, in seconds; absent where nobody knows, and then it counts as nothing. */
  readonly takes?: number
  readonly basis: Estimate['basis']
  readonly source: string
  /** Ids of the steps that come before. */
  readonly needs: readonly string[]
  /** Capabilities that must be alive for it. */
  readonly requires: readonly string[]
  /** What is done, asked or said. */
  readonly what: string
  /** What is looked at before it and after it. */
  readonly checks: readonly string[]
  /** Of a decision: what to ask before it is taken. */
  readonly asks: readonly string[]
  /** Of a message. */
  readonly to?: { readonly audience: string; readonly channel: string }
  readonly irreversible: boolean
  /** The step that it stands in for where that fails. */
  readonly insteadOf?: string
  /** Why nobody could do it; absent where somebody can. */
  readonly nobody?: string
}

/** Somebody by role, with what the plan says of how they are reached. */
export interface Who {
  readonly role: string
  readonly name?: string
  readonly phone?: string
  /** The role that is absent and is stood in for. */
  readonly insteadOf?: string
}

/** A runbook as it is walked through at a table: every step in the order in which it would come. */
export interface Walk {
  readonly direction: 'failover' | 'failback'
  /** What must hold for it to be activated, as the plan writes it. */
  readonly criteria?: string
  /** By time, fallbacks after the step that they stand in for. Never empty. */
  readonly steps: readonly WalkStep[]
  /** When the last step would have ended, in seconds since the disaster; at least, where some times are not known. */
  readonly ends: number
  /** The steps of which nobody knows how long they take. */
  readonly untimed: readonly string[]
  /** What is missing, as questions for the table. */
  readonly questions: readonly string[]
}
