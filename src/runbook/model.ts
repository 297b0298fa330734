import type { Condition } from '#conditions'
import type { Objectives, Phase } from '#plan'
import type { Duration, Share } from '#units'

/** Which way a runbook leads: away from what was lost, or back to it. */
export type Direction = 'failover' | 'failback'

/** How the old side is treated: isolated rehearsal, drained first so that nothing is lost, or taken as gone. */
export type Mode = 'test' | 'planned' | 'forced'

/**
 * What repeating an action would do. `none`: nothing changes, repeat at will; `keyed`: the target drops repeats with
 * the same key; `probed`: a read tells whether it has happened; `unkeyed`: nobody can tell, so a person must.
 */
export type Effect = 'none' | 'keyed' | 'probed' | 'unkeyed'

/** What a step does: an action by its name and typed arguments, a person's work, or a person's decision. */
export type Work =
  | {
      readonly kind: 'action'
      readonly use: string
      readonly with: Readonly<Record<string, string | number | boolean>>
    }
  | { readonly kind: 'manual'; readonly instruction: string }
  | {
      readonly kind: 'decision'
      readonly question: string
      readonly deciders: readonly string[]
      readonly within?: Duration
    }

/** One step. Its id is a path that stays the same as long as it means the same: `promote.orders-db@west`. */
export interface Step {
  readonly id: string
  readonly title: string
  readonly objective: string
  readonly phase: Phase | 'communicate'
  /** Ids of the steps that must have succeeded before; all of them come earlier in the runbook. */
  readonly needs: readonly string[]
  /** A role of `people`. */
  readonly owner: string
  readonly region?: string
  readonly component?: string
  readonly work: Work
  /** Capabilities that must be alive for it, in the vocabulary of the catalog. */
  readonly requires: readonly string[]
  readonly effect: Effect
  /** After this long an attempt is given up. */
  readonly timeout: Duration
  /** Attempts in all, ≥ 1; between them the wait doubles from `backoff`. */
  readonly attempts: number
  readonly backoff: Duration
  readonly irreversible: boolean
  /** Whether the runbook fails when the step does; an announcement that cannot be sent does not stop a recovery. */
  readonly essential: boolean
  /** What the plan says it takes; an estimate, so outside the digest. */
  readonly expected?: Duration
}

/** A flow as the runbook restores it. */
export interface RunbookFlow {
  readonly id: string
  readonly does: string
  readonly tier: 0 | 1 | 2 | 3
  readonly data: 'reads' | 'writes'
  /** The objectives for the scenario's class, with the default's where the class says nothing. */
  readonly objectives: Objectives
  readonly level: { readonly success: Share; readonly hold: Duration }
  /** Ids of the steps whose end restores the flow; empty where the scenario does not touch it. */
  readonly restoredBy: readonly string[]
  /** Components with data that the flow needs, directly or through others; RPO is the worst of theirs. */
  readonly stores: readonly string[]
  /** All components that the flow needs, directly or through others. */
  readonly components: readonly string[]
}

/** A store whose loss the scenario decides. */
export interface RunbookStore {
  readonly component: string
  readonly replication: 'sync' | 'async' | 'none'
  readonly lag?: { readonly p50: Duration; readonly p99: Duration }
}

export interface RunbookProbe {
  readonly id: string
  readonly component: string
  readonly every: Duration
  readonly timeout: Duration
}

export interface Person {
  readonly role: string
  readonly name: string
  readonly phone?: string
  readonly email?: string
  readonly deputy?: string
}

/**
 * The ordered steps for one plan, scenario and direction. Self-contained: whoever holds it needs no plan to read it,
 * run it, time it or judge it.
 */
export interface Runbook {
  readonly schemaVersion: 1
  readonly plan: { readonly name: string; readonly owner: string; readonly digest: string }
  readonly scenario: { readonly id: string; readonly class: string; readonly loses: readonly string[] }
  readonly direction: Direction
  readonly mode: Mode
  readonly from: string
  readonly to: string
  readonly regions: Readonly<Record<string, { readonly location: string }>>
  readonly flows: readonly RunbookFlow[]
  readonly stores: readonly RunbookStore[]
  readonly probes: readonly RunbookProbe[]
  readonly activation?: { readonly when: Condition; readonly unless?: Condition; readonly text: string }
  /** `automatic`: the decision is taken as soon as the criteria hold, and the drill says so. */
  readonly decision: 'automatic' | 'people'
  readonly people: readonly Person[]
  /** Topologically ordered; ids are unique; never empty. */
  readonly steps: readonly Step[]
  /** What differs from the plan as it stands, in sentences: the clocks that a drill shortens. */
  readonly deviations: readonly string[]
  /** What the plan has and this runbook does not exercise, in sentences. */
  readonly gaps: readonly string[]
}
