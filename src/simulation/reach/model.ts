import type { Gone } from './held.ts'

/** A step and what must be alive for it. */
export interface StepNeeds {
  readonly step: string
  /** `region`: where it must be alive; left out where it is tied to none. `spared`: another way there is, in words. */
  readonly requires: ReadonlyArray<Gone & { readonly spared?: string }>
}

/** A capability without which a recovery ends, and whom that leaves down. */
export interface Single extends Gone {
  /** Ids of steps that cannot be done without it. */
  readonly blocks: readonly string[]
  /** Flows that are not restored then. */
  readonly flows: readonly string[]
  /** The scenario itself takes it. */
  readonly taken?: true
}

/** Two capabilities of which each may go alone, but not both. */
export interface Pair {
  readonly of: readonly [Gone, Gone]
  readonly blocks: readonly string[]
  readonly flows: readonly string[]
}

/** Who relies on what the scenario has taken. */
export interface Dependence {
  /** A step, a contact, a component, or a path of the plan. */
  readonly who: string
  /** The region or capability that is gone. */
  readonly on: string
  /** In a sentence. */
  readonly why: string
}

/** What must be alive for the recovery from one scenario. */
export interface ScenarioAlive {
  readonly scenario: string
  /** In runbook order. */
  readonly steps: readonly StepNeeds[]
  readonly singles: readonly Single[]
  readonly pairs: readonly Pair[]
  readonly dependsOnLost: readonly Dependence[]
  /** What the plan cannot tell, in sentences. */
  readonly unknown: readonly string[]
}

export type ReplayVerdict = 'met' | 'late' | 'blocked'

/** One flow in a replay; times in seconds. */
export interface FlowReplay {
  readonly flow: string
  readonly verdict: ReplayVerdict
  /** Without `expected` where it never comes back; `atLeast` where what held it up lasted longer than is known. */
  readonly rto: { readonly expected?: number; readonly target?: number; readonly atLeast?: true }
  /** Without `expected` where nobody can say; all is lost where `all` is there. Left out where the flow was not down. */
  readonly rpo?: { readonly expected?: number; readonly target?: number; readonly all?: true }
}

/** A real incident, or a supposed one, against a plan. */
export interface IncidentReplay {
  readonly id: string
  readonly verdict: ReplayVerdict
  /** The scenario whose runbook is followed; left out where none fits or none is needed. */
  readonly scenario?: string
  /** In the order of the plan. */
  readonly flows: readonly FlowReplay[]
  /** Steps that had to wait, or would have had to, in runbook order, with what they missed. */
  readonly blockedSteps: ReadonlyArray<{ readonly step: string; readonly capability: string }>
  /** The longest of these waits, in seconds; left out where it has no end or nothing waited. */
  readonly blockedFor?: number
  /** What held it up lasted longer than is known. */
  readonly atLeast?: true
  /** Something is gone for good. */
  readonly forEver?: true
  readonly why: string
  /** What is supposed, in sentences. */
  readonly assumes: readonly string[]
}

/** A thing that goes wrong. */
export interface Fault {
  /**
   * `capability`: it is gone where steps act; `step`: it fails for good; `slow`: it takes its 95th percentile; `person`:
   * the role is absent; `region`: the region that takes over is lost too; `lag`: the copy lags by its 99th percentile;
   * `backup`: the fault comes just before the next backup.
   */
  readonly kind: 'capability' | 'step' | 'slow' | 'person' | 'region' | 'lag' | 'backup'
  /** A step, role, region or component; of a capability its name, with `@` and the region where it is tied to one. */
  readonly of: string
}

/** A set of faults that breaks an objective, and no part of it does. */
export interface Break {
  readonly size: number
  readonly failures: readonly Fault[]
  /** What comes of it, in seconds; left out where it never ends or everything is lost. */
  readonly value?: number
  readonly target: number
}

/** An objective and what it takes to break it. */
export interface ObjectiveBreaks {
  readonly flow: string
  readonly scenario: string
  readonly objective: 'rto' | 'rpo' | 'minimum'
  readonly target: number
  /** Whether it is met when nothing goes wrong; what it comes to then, left out where nobody can say. */
  readonly met: boolean
  readonly value?: number
  /** Why nobody can say; then it is not met, and not missed either. */
  readonly unknown?: string
  /** The sets of the smallest size that break it; empty where it is missed anyway, or no set was found. */
  readonly breaks: readonly Break[]
  /** How many sets were tried, the largest size that was searched, and whether all of it was. */
  readonly searched: { readonly sets: number; readonly upTo: number; readonly complete: boolean }
}
