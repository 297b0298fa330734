import type { StoreLoss } from '#journal'
import type { FlowGoing } from '#simulation'

/** One condition of the activation criteria as it stands. */
export interface CriterionView {
  readonly text: string
  readonly state: 'holds' | 'fails' | 'unknown'
  /** Whether it speaks against going. */
  readonly against: boolean
  /** RFC 3339 in UTC; absent where nothing fails or nobody knows. */
  readonly since?: string
}

interface Reached {
  readonly role: string
  readonly name: string
  readonly phone?: string
}

/** Somebody who may declare, with who stands in. */
export interface DeciderView extends Reached {
  readonly deputy?: Reached
}

/** A scenario at this moment: what speaks for declaring it, what it would cost, and who may. Times in seconds. */
export interface SituationView {
  readonly scenario: string
  readonly state: 'holds' | 'fails' | 'unknown'
  /** In the order of the plan; empty where it has none. */
  readonly criteria: readonly CriterionView[]
  readonly lossIfForced: readonly StoreLoss[]
  /** Since the fault; absent where nobody knows. */
  readonly elapsed?: number
  /** Per flow, going now against waiting. */
  readonly odds: readonly FlowGoing[]
  readonly blockedSteps: ReadonlyArray<{
    readonly step: string
    readonly capability: string
    readonly detail?: string
  }>
  readonly deciders: readonly DeciderView[]
  /** What the plan gives the decision, and what is left of it. */
  readonly decideWithin?: number
  readonly timeLeft?: number
  /** The open run of this scenario and target; absent where there is none. */
  readonly run?: string
}

/** All scenarios of a plan on one target, at this moment. */
export interface DeclareView {
  readonly plan: string
  readonly target: string
  readonly subject: string
  /** Why the target could not be asked. */
  readonly unasked?: string
  readonly scenarios: readonly SituationView[]
  /** Why scenarios have no runbook, in sentences. */
  readonly skipped: readonly string[]
}
