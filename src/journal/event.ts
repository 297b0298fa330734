import type { Json } from '#digest'

/** Who or what caused an event. */
export interface Actor {
  readonly name: string
  /** How the name is known: the operating system's user, Muster itself, or a word typed on the command line. */
  readonly authn: 'muster' | 'os-user' | 'stated'
}

/** Whose recovery a run proves. A lab run proves a pattern and Muster, never a workload. */
export type Subject = 'lab' | 'nonprod' | 'prod'

export type Outcome = 'succeeded' | 'failed' | 'refused' | 'cancelled'

/** What happened, by type. Steps are named by id, never by number; `attempt` counts from 1. */
export type Happening =
  | {
      readonly type: 'runStarted'
      readonly data: {
        readonly runbookDigest: string
        readonly runbook: Json
        readonly subject: Subject
        readonly target: string
        readonly kind: 'drill' | 'realEvent'
        /** The run that this one continues: a failback names its failover. */
        readonly follows?: string
      }
    }
  | { readonly type: 'leaseTaken'; readonly data: { readonly holder: string; readonly epoch: number } }
  | {
      readonly type: 'stepStarted'
      readonly data: { readonly step: string; readonly attempt: number; readonly key: string }
    }
  | {
      readonly type: 'stepSucceeded'
      readonly data: { readonly step: string; readonly attempt: number; readonly output: Json }
    }
  | {
      readonly type: 'stepFailed'
      readonly data: {
        readonly step: string
        readonly attempt: number
        readonly retryable: boolean
        readonly message: string
      }
    }
  | {
      readonly type: 'stepProbed'
      readonly data: {
        readonly step: string
        readonly attempt: number
        readonly answer: 'done' | 'notDone' | 'unknown'
      }
    }
  | {
      readonly type: 'stepInDoubt'
      readonly data: { readonly step: string; readonly attempt: number; readonly reason: string }
    }
  | { readonly type: 'timerFired'; readonly data: { readonly timer: string } }
  | {
      readonly type: 'decided'
      readonly data: {
        readonly step: string
        readonly decision: 'approved' | 'rejected'
        readonly method: 'automatic' | 'person'
        readonly comment?: string
        /** The signal that it answers, so that none is used twice; absent where nobody sent one. */
        readonly signal?: string
      }
    }
  | {
      readonly type: 'manualDone'
      readonly data: { readonly step: string; readonly result: string; readonly signal: string }
    }
  | {
      readonly type: 'noted'
      readonly data: { readonly text: string; readonly step?: string; readonly signal?: string }
    }
  /** A signal that arrived and could not be used, with the reason; nothing that was acknowledged disappears. */
  | { readonly type: 'signalRefused'; readonly data: { readonly signal: string; readonly reason: string } }
  | { readonly type: 'faultInjected'; readonly data: { readonly regions: readonly string[]; readonly atMono: number } }
  | { readonly type: 'regionReturned'; readonly data: { readonly regions: readonly string[] } }
  | { readonly type: 'runFinished'; readonly data: { readonly outcome: Outcome; readonly reason?: string } }

/** An event before the journal gives it its place. */
export type NewEvent = Happening & { readonly actor: Actor; readonly ts: string; readonly tsMono: number }

/**
 * One record of a journal.
 * - `seq` counts from 1 without gaps; `prev` is the hash of the record before, or 64 zeros for the first.
 * - `ts` is RFC 3339 in UTC, for people; `tsMono` is seconds on the writer's monotonic clock, for measuring.
 * - `epoch` is the lease under which it was written; it never falls within a journal.
 */
export type JournalRecord = NewEvent & {
  readonly v: 1
  readonly seq: number
  readonly prev: string
  readonly runId: string
  readonly epoch: number
}

/** The types of events, in the order above; the schema of an exported journal's records. */
export type EventType = Happening['type']
