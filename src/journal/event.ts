import type { Json } from '#digest'

/** Who or what caused an event. */
export interface Actor {
  readonly name: string
  /** How the name is known: Muster itself, the operating system's user, a word that was typed, or a signature. */
  readonly authn: 'muster' | 'os-user' | 'stated' | 'local-key'
}

/** Whose recovery a run proves. A lab run proves a pattern and Muster, never a workload. */
export type Subject = 'lab' | 'tabletop' | 'nonprod' | 'prod'

export type Outcome = 'succeeded' | 'failed' | 'refused' | 'cancelled'

/** How the old side is treated; the runbook's `Mode`. */
export type RunMode = 'test' | 'planned' | 'forced'

/** A moment that nobody was told, and what it was drawn by, so that anybody can draw it again. */
export interface Unannounced {
  readonly seed: number
  /** Seconds from `from` within which it was to come. */
  readonly within: number
  /** RFC 3339 in UTC: when the drill was ordered, and the moment that was drawn. */
  readonly from: string
  readonly at: string
}

/** What would be lost of one store, as it was seen before somebody accepted it. */
export interface StoreLoss {
  readonly component: string
  /** How far the copy is behind, in seconds; absent where nobody can tell, with the reason. */
  readonly seconds?: number
  readonly unknown?: string
}

/** What a fault did to one thing that it was aimed at, as whoever caused it has counted. */
export interface Harm {
  readonly region: string
  /** Of a store its tables or rows; of an account objects and versions that it keeps; of a vault backups and parts of the log. */
  readonly what: 'tables' | 'rows' | 'objects' | 'versions' | 'backups' | 'log'
  /** Absent where it is what a vault keeps, which is of all stores. */
  readonly component?: string
  /** How many are gone or wrong, and of how many that was tried and refused; both ≥ 0. */
  readonly hit: number
  readonly refused: number
  /** Why nothing could be tried; absent where something was. */
  readonly why?: string
}

/**
 * What happened, by type. Steps are named by id, never by number; `attempt` counts from 1. What takes a step back is a
 * step of its own, `undo:` and the id. `signal` is the signal that an event answers, so that none is used twice; who
 * sent it is the event's actor.
 */
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
        /** Where it is not the runbook's own. */
        readonly mode?: RunMode
        /** The role in which somebody started it; absent where a machine did. */
        readonly by?: string
        /** Which monotonic clock `tsMono` is on; times of the same clock may be compared. */
        readonly clock?: string
        /** For how long a step usually runs, in seconds: its 75th percentile. One that is slower raises an alarm. */
        readonly usual?: Readonly<Record<string, number>>
        /** Where it fails with nobody to be asked, what it did is taken back; left as it is where left out. */
        readonly takesBack?: true
        /** Versions of the machine's programs that a lab was made of; absent where there are none. */
        readonly parts?: Readonly<Record<string, string>>
        /** The digest of the dry run that was approved. */
        readonly dryRun?: string
        /** Contacts who take no part in this drill: what they send is refused. */
        readonly absent?: readonly string[]
        /** Of a drill that came unannounced: how its moment was drawn. */
        readonly unannounced?: Unannounced
      }
    }
  | {
      readonly type: 'leaseTaken'
      readonly data: {
        readonly holder: string
        readonly epoch: number
        readonly clock?: string
        /** Taken from a holder that may still live: who wanted it, two at least, and why. */
        readonly forced?: { readonly by: readonly string[]; readonly reason: string }
      }
    }
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
        /** It is known that nothing was done: a check before the act did not hold, or it was stopped before it. */
        readonly harmless?: true
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
  /** What somebody with authority made of the criteria as they stood: go, wait until then, or stand down. */
  | {
      readonly type: 'declared'
      readonly data: {
        readonly choice: 'go' | 'wait' | 'stand-down'
        readonly role: string
        /** Each condition with what was known of it. */
        readonly criteria: ReadonlyArray<{ readonly text: string; readonly state: 'holds' | 'fails' | 'unknown' }>
        readonly losses: readonly StoreLoss[]
        /** RFC 3339 in UTC, of `wait`. */
        readonly until?: string
        readonly comment?: string
      }
    }
  /** A person is asked to decide or to do the step; from now on the question is open. */
  | { readonly type: 'asked'; readonly data: { readonly step: string } }
  /** What a decision accepts, as it was seen just before the question was opened. */
  | {
      readonly type: 'lossShown'
      readonly data: { readonly step: string; readonly stores: readonly StoreLoss[] }
    }
  /** One person's word on a decision; `decided` follows once there are enough. `person` is the same for two roles of one human being. */
  | {
      readonly type: 'voted'
      readonly data: {
        readonly step: string
        readonly decision: 'approved' | 'rejected'
        readonly role: string
        readonly person: string
        /** What the person had before their eyes: run, step, runbook and the loss shown. */
        readonly bound: string
        readonly comment?: string
        readonly signal: string
      }
    }
  | {
      readonly type: 'decided'
      readonly data: {
        readonly step: string
        readonly decision: 'approved' | 'rejected'
        readonly method: 'automatic' | 'person'
        readonly comment?: string
      }
    }
  | {
      readonly type: 'claimed'
      readonly data: { readonly step: string; readonly role: string; readonly signal: string }
    }
  /** A person was called because the run waits for them. */
  | {
      readonly type: 'calledOut'
      readonly data: {
        readonly role: string
        /** What the run waits for. */
        readonly step: string
        /** How the call went out: shown to whoever watches the run, or sent to the address of the contact's pager. */
        readonly channel: 'console' | 'pager'
        /** Whose deputy was called, because that one is absent or had not answered in time. */
        readonly insteadOf?: string
        /** Why it could not be sent to the pager. */
        readonly trouble?: string
      }
    }
  /** A person says that the call has reached them. */
  | {
      readonly type: 'answeredCall'
      readonly data: { readonly role: string; readonly signal: string; readonly comment?: string }
    }
  /** A step came up that nobody is left to do: whoever could takes no part in this drill. */
  | { readonly type: 'nobodyLeft'; readonly data: { readonly step: string; readonly reason: string } }
  /** The next shift takes over what is open, which is listed. */
  | {
      readonly type: 'handedOver'
      readonly data: {
        readonly from: string
        readonly to: string
        readonly open: readonly string[]
        readonly comment?: string
        readonly signal: string
      }
    }
  | {
      readonly type: 'manualDone'
      readonly data: { readonly step: string; readonly result: string; readonly signal: string }
    }
  | {
      readonly type: 'stepSkipped'
      readonly data: { readonly step: string; readonly comment: string; readonly signal: string }
    }
  /** A named person says whether the effect of an attempt in doubt has happened, and what they saw. */
  | {
      readonly type: 'stepResolved'
      readonly data: {
        readonly step: string
        readonly attempt: number
        readonly answer: 'done' | 'notDone'
        readonly result: string
        readonly signal: string
      }
    }
  /** A person wants one more attempt of a step that has failed for good. */
  | {
      readonly type: 'retryAsked'
      readonly data: { readonly step: string; readonly comment?: string; readonly signal: string }
    }
  /** A person wants a step that was done to be taken back. */
  | {
      readonly type: 'undoAsked'
      readonly data: { readonly step: string; readonly comment?: string; readonly signal: string }
    }
  /** No step begins until it is continued; those under way end. */
  | { readonly type: 'paused'; readonly data: { readonly comment?: string; readonly signal: string } }
  | { readonly type: 'continued'; readonly data: { readonly comment?: string; readonly signal: string } }
  /** Nothing begins any more; with `undo`, what was done is taken back. */
  | {
      readonly type: 'cancelAsked'
      readonly data: { readonly undo: boolean; readonly comment?: string; readonly signal: string }
    }
  | {
      readonly type: 'modeChanged'
      readonly data: { readonly mode: RunMode; readonly comment?: string; readonly signal: string }
    }
  /** Something is left to be settled; the run does not end before somebody has said what became of it. */
  | {
      readonly type: 'itemOpened'
      readonly data: {
        readonly item: string
        readonly text: string
        readonly owner: string
        readonly step?: string
        readonly signal?: string
      }
    }
  | {
      readonly type: 'itemClosed'
      readonly data: { readonly item: string; readonly disposition: string; readonly signal: string }
    }
  /** The usual approvals could not be had: holders of local keys have signed for going on without them. */
  | {
      readonly type: 'glassBroken'
      readonly data: {
        readonly by: readonly string[]
        readonly reason: string
        readonly challenge: string
        readonly signal: string
      }
    }
  /** Another journal of this run was found, written by somebody else at the same time; both are kept. */
  | {
      readonly type: 'splitFound'
      readonly data: {
        readonly other: string
        readonly doubly: readonly string[]
        readonly by: string
        readonly reason: string
      }
    }
  /** What people wrote down on pages of this run's runbook, without Muster, brought together afterwards. */
  | {
      readonly type: 'pagesMerged'
      readonly data: {
        /** Which copies, and how many lines each has written. */
        readonly copies: ReadonlyArray<{ readonly copy: string; readonly lines: number }>
        /** Of the lines; the same ones are recorded once. */
        readonly digest: string
        /** The lines themselves, in order of time. */
        readonly lines: Json
        /** Where copies, or a copy and this journal, say different things of a step, in sentences. */
        readonly contradictions: readonly string[]
        readonly by: string
        readonly reason: string
      }
    }
  | {
      readonly type: 'noted'
      readonly data: { readonly text: string; readonly step?: string; readonly signal?: string }
    }
  /** A signal that arrived and could not be used, with the reason; nothing that was acknowledged disappears. */
  | { readonly type: 'signalRefused'; readonly data: { readonly signal: string; readonly reason: string } }
  | {
      readonly type: 'faultInjected'
      readonly data: {
        /** A kind of fault of the runbook; the loss of the regions in journals of before. */
        readonly as?: string
        readonly regions: readonly string[]
        /** Single components that were hit, where it was not a whole region. */
        readonly components?: readonly string[]
        /** The regions that no longer see each other, where the line between them was hit. */
        readonly between?: readonly string[]
        readonly atMono: number
        /** First what was used, then what was kept of it; absent where nobody counts, and in journals of before. */
        readonly harm?: readonly Harm[]
      }
    }
  | { readonly type: 'regionReturned'; readonly data: { readonly regions: readonly string[] } }
  /** The cause of a disaster that is no lost region was taken away; what was destroyed stays so. */
  | { readonly type: 'faultHealed'; readonly data: { readonly as: string } }
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
