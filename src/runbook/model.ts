import type { Condition } from '#conditions'
import type { StrategyName } from '#catalog'
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
      /** How people do it where the machine cannot. */
      readonly byHand?: string
    }
  | { readonly kind: 'manual'; readonly instruction: string }
  | {
      readonly kind: 'decision'
      readonly question: string
      readonly deciders: readonly string[]
      /** How long it may take before it is escalated, and what follows then is said by `ifUndecided`. */
      readonly within?: Duration
      /** How many distinct people have to agree; one where it is left out. One who declines is enough to decline. */
      readonly atLeast?: number
      /** Whoever started the run may not be among them. */
      readonly notTheStarter?: boolean
      /** Who may decide besides, once it has been open for so long. */
      readonly escalation?: ReadonlyArray<{ readonly after: Duration; readonly to: string }>
      /** What comes when `within` is over; where it is left out, the run goes on waiting. */
      readonly ifUndecided?: 'wait' | 'failover'
      /** What is accepted is a loss: the decision is bound to what was shown of it just before. */
      readonly accepts?: 'loss'
    }

/** A read-only action that must succeed. It is run within the attempt: just before the act, or just after it. */
export interface Check {
  readonly title: string
  readonly use: string
  readonly with: Readonly<Record<string, string | number | boolean>>
}

/** What takes a step back. */
export interface Undo {
  readonly title: string
  readonly work: Exclude<Work, { kind: 'decision' }>
  readonly effect: Effect
  readonly timeout: Duration
  readonly attempts: number
  readonly backoff: Duration
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
  /** The modes of a run in which the step takes part; all of them where left out. */
  readonly modes?: readonly Mode[]
  /** What must hold just before the act; where it does not, nothing is done, and the attempt has failed. */
  readonly before?: readonly Check[]
  /** What must hold after it; where it does not, the attempt has failed although it had its effect. */
  readonly after?: readonly Check[]
  /** How it is taken back; a step without one stays as it is when the run is cancelled. */
  readonly undo?: Undo
  /** A fallback: it is done only where the step named here has failed for good or was declined, and stands in for it. */
  readonly insteadOf?: string
  /** The wave of recovery it belongs to, from 1; for people: what waits for what is said by `needs`. */
  readonly wave?: number
  /** Whether the runbook fails when the step does; an announcement that cannot be sent does not stop a recovery. */
  readonly essential: boolean
  /** What the plan says it takes; an estimate, so outside the digest. */
  readonly expected?: Duration
  /** What the plan says it takes at most in 95 of 100 cases; only beside `expected`, and outside the digest too. */
  readonly expectedP95?: Duration
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
  /** The least share of its usual load that is served while it is recovered. Outside the digest. */
  readonly minimum?: Share
  /** Times of day by which its work must be done, by the clock of a zone (HH:MM). Outside the digest. */
  readonly cutOffs?: ReadonlyArray<{ readonly at: string; readonly zone: string; readonly what: string }>
}

/** A store whose loss the scenario decides. */
export interface RunbookStore {
  readonly component: string
  /** `none` where it is `restored`, whatever copies there are. */
  readonly replication: 'sync' | 'async' | 'none'
  readonly lag?: { readonly p50: Duration; readonly p99: Duration }
  /** How often it is backed up, where it is. Outside the digest. */
  readonly backupEvery?: Duration
  /** How often its log is sent to where the backups lie; with one it is restored as it was at any moment. Outside the digest. */
  readonly logEvery?: Duration
  /** Its copy gets the log now and then, and does not follow it. Outside the digest. */
  readonly shipped?: true
  /** Of what is `restored` and written in several regions: how far the writes of the others are behind. Outside the digest. */
  readonly othersLag?: { readonly p50: Duration; readonly p99: Duration }
  /** What is lost is taken from the last backup, not from the copy: the copy has the fault too, or there is none. */
  readonly restored?: true
  /** Messages whose readers go on from a copy that lags read some of them twice. */
  readonly replays?: true
}

export interface RunbookProbe {
  readonly id: string
  readonly component: string
  readonly every: Duration
  readonly timeout: Duration
  /** Regions that ask, over the line between them and the component's; outside of all where left out. */
  readonly from?: readonly string[]
  /** What its failing tells of; whether the component answers at all where left out. Outside the digest. */
  readonly watches?: 'application' | 'infrastructure' | 'data' | 'management'
}

/** How a rehearsal causes the disaster; the first of its class is the usual one. */
export type FaultKind =
  /** Of a region: all its processes die and its line is gone, in the same instant. */
  | 'cut-off'
  /** All its processes die; what they had handed to the system before still arrives. */
  | 'killed'
  /** Everything in it still answers, and takes far too long. */
  | 'slow'
  /** Of the line between two regions, both of which go on. */
  | 'partitioned'
  /** Of the management: what runs goes on, and every change is refused. */
  | 'refused'
  /** Of data, by somebody who has stolen the right to: tables are gone, and backups that can be deleted. */
  | 'dropped'
  /** Rows are wrong and look right, and backups that can be deleted are gone. */
  | 'altered'
  /** Of single components in their region: their processes die. */
  | 'failed'
  /** All of it stands still for a time and goes on by itself. */
  | 'frozen'

/** What a rehearsal does to the system. */
export interface Fault {
  readonly as: FaultKind
  readonly regions: readonly string[]
  readonly components: readonly string[]
  /** The regions that no longer see each other; two or none. */
  readonly between: readonly string[]
  /** How long it lasts where it heals by itself, in seconds. */
  readonly lasts?: Duration
}

/** A component as it stands on an ordinary day, for whoever builds a system to rehearse on. */
export interface SystemComponent {
  readonly id: string
  readonly type: string
  readonly active: readonly string[]
  readonly standby: readonly string[]
  readonly strategy?: StrategyName
  readonly variant?: 'at-capacity' | 'overprovisioned' | 'pilot-light'
  /** Whether it keeps data. */
  readonly keeps: boolean
  /** Whether every region takes its writes. */
  readonly writesEverywhere: boolean
  readonly replication?: 'sync' | 'async' | 'none'
  readonly backupEvery?: Duration
  /** Whether nobody can change or delete its backups before their time; absent where the plan does not say. */
  readonly backupImmutable?: boolean
  /** How large the standby is on an ordinary day, as a share of what carries everybody. */
  readonly standbySize?: Share
  /** Of what directs customers: whether it moves them by itself once a region fails its probe. */
  readonly automatic?: boolean
  /** Steps that its management address carries out, by the verb that their ids begin with. */
  readonly operations: readonly string[]
  readonly needs: readonly string[]
}

export interface Person {
  readonly role: string
  readonly name: string
  readonly phone?: string
  readonly email?: string
  readonly deputy?: string
  /** The public half of a local key, `ed25519:` and its 32 bytes in base64url; what it signs needs no sign-in. */
  readonly key?: string
  /** When the contact answers, by its own clock (HH:MM); always where it is left out. Outside the digest. */
  readonly hours?: { readonly from: string; readonly to: string }
  /** IANA name of the zone of its clock; UTC where it is left out. Outside the digest. */
  readonly zone?: string
  /** How long it takes at most, in 95 of 100 calls, until the contact has answered. Outside the digest. */
  readonly answersWithin?: Duration
  /** How many of them can work at the same time, ≥ 1; as many as it takes where it is left out. Outside the digest. */
  readonly count?: number
}

/** How much may be done at once, and how much at all. */
export interface Limits {
  /** Actions under way at the same time, ≥ 1. */
  readonly atOnce?: number
  /** Components that the run may change: more in a runbook than here, and it is not run. */
  readonly components?: number
}

/** Who may act when the usual approvals cannot be had. */
export interface BreakGlass {
  /** Roles of `people` that hold a local key. */
  readonly holders: readonly string[]
  /** How many of them it takes, ≥ 1. */
  readonly atLeast: number
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
  /** The region that is left and the one that serves; the same one where nothing moves. */
  readonly from: string
  readonly to: string
  readonly regions: Readonly<Record<string, { readonly location: string }>>
  readonly flows: readonly RunbookFlow[]
  readonly stores: readonly RunbookStore[]
  readonly probes: readonly RunbookProbe[]
  readonly activation?: {
    readonly when: Condition
    readonly unless?: Condition
    readonly text: string
    /** How long the criteria may neither hold nor clear before it is a question for a person. */
    readonly blip?: Duration
    /** Of a blip: the scenario that it is treated as, and its criteria. Once they hold it is no blip any more. */
    readonly becomes?: {
      readonly scenario: string
      readonly when: Condition
      readonly unless?: Condition
      readonly text: string
    }
  }
  /** `automatic`: the decision is taken as soon as the criteria hold, and the drill says so. */
  readonly decision: 'automatic' | 'people'
  readonly people: readonly Person[]
  readonly limits?: Limits
  readonly breakGlass?: BreakGlass
  /** How long the addresses that customers were told stay with them after they were sent over. Outside the digest. */
  readonly ttl?: Duration
  /** What it is run on, in order of the plan. Outside the digest; absent in runbooks of before. */
  readonly system?: readonly SystemComponent[]
  /** How a rehearsal begins; absent on a way back. Outside the digest. */
  readonly fault?: Fault
  /** Topologically ordered; ids are unique; never empty. */
  readonly steps: readonly Step[]
  /** What differs from the plan as it stands, in sentences: the clocks that a drill shortens. */
  readonly deviations: readonly string[]
  /** What the plan has and this runbook does not exercise, in sentences. */
  readonly gaps: readonly string[]
}
