import type {
  CacheSeen,
  ConflictsCounted,
  Evidence,
  FenceHeld,
  FlowResult,
  PartVersions,
  PersonAnswer,
  Phases,
  StaleUse,
  StoreSync,
  Sustained,
  Verdict,
  Walk,
} from '#evidence'
import type { Harm, Subject, Unannounced } from '#journal'
import type { Odds } from '#simulation'
import { both, type DrillResult, forecastOf, isOpen } from './drill-result.ts'
import { present } from './json.ts'

/** One flow of a drill. Times in seconds; what was not measured, promised or forecast is left out. */
export interface FlowReport {
  readonly flow: string
  readonly rto: {
    readonly measured?: number
    /** How far `measured` may be off either way. */
    readonly error?: number
    readonly fromDeclaration?: number
    readonly validated?: number
    readonly target?: number
    readonly met?: boolean
    readonly predicted?: Percentiles
    /** At a table no more than `decide`. */
    readonly phases?: Partial<Phases>
  }
  readonly rpo: {
    readonly measured?: number
    readonly method: 'ledger' | 'heartbeat' | 'none'
    /** How much more than `measured` may have been lost. */
    readonly error?: number
    readonly target?: number
    readonly met?: boolean
    readonly predicted?: Percentiles
    readonly acknowledged: number
    readonly lost: number
    readonly unackedSurvivors: number
    readonly duplicates: number
    readonly wrong?: number
    readonly unreconciled?: number
    /** Up to how long after the fault writes were acknowledged that are lost, in seconds; the RPO leaves them out. */
    readonly afterFault?: number
  }
}

interface Percentiles {
  readonly p50: number
  readonly p95: number
}

/** What `drill --format json` and the server give. Instants are RFC 3339 in UTC. */
export interface DrillReport {
  readonly schemaVersion: 1
  readonly run: string
  readonly plan: string
  readonly scenario: string
  readonly direction: 'failover' | 'failback'
  readonly subject: Subject
  readonly target: string
  /** Versions of the machine's programs that a lab was made of; absent where there were none. */
  readonly parts?: PartVersions
  readonly kind: 'drill' | 'realEvent'
  readonly startedAt: string
  readonly finishedAt: string
  readonly verdict: Verdict
  readonly flows: readonly FlowReport[]
  /** Objectives of which this run does not tell whether they were met: the verdict is without them. Absent where there are none. */
  readonly unjudged?: ReadonlyArray<{ readonly flow: string; readonly objective: 'rto' | 'rpo' }>
  /** What the fault did, as whoever caused it has counted; absent where nobody did. */
  readonly harm?: readonly Harm[]
  /** Of a drill in which the other side carried the load for a time. */
  readonly sustained?: Sustained
  /** What servers that take writes in several regions counted of changes that met; absent where none does. */
  readonly conflicts?: readonly ConflictsCounted[]
  /** How fences held against those who came past what leads customers; absent where nobody did. */
  readonly fences?: readonly FenceHeld[]
  /** Where customers find a region by name: how long they used addresses that were not given any more. */
  readonly stale?: StaleUse
  /** Where the plan has them: what readers had of the cache, and how far stores say their copies had followed. */
  readonly cache?: CacheSeen
  readonly synced?: readonly StoreSync[]
  readonly failback?: { readonly run: string; readonly verdict: Verdict; readonly flows: readonly FlowReport[] }
  /** Contacts who took no part; absent where all could. */
  readonly absent?: readonly string[]
  /** How the moment of an unannounced drill was drawn. */
  readonly unannounced?: Unannounced
  /** Who was called out, there and back, in the order of the calls; absent where nobody was. */
  readonly people?: readonly PersonAnswer[]
  /** At a table: the runbooks as they were walked through. */
  readonly walks?: readonly Walk[]
  readonly evidence: string
  readonly journalHead: string
  /** Of the failover and the failback, each once; so are the gaps. */
  readonly deviations: readonly string[]
  readonly gaps: readonly string[]
}

/** A drill as data. The forecast is of the failover, so the flows of a failback carry no prediction. */
export function drillJson(result: DrillResult): DrillReport {
  const { run, evidence, failback, evidencePath, journalHead } = result
  const { plan, scenario, direction, subject, target, kind, startedAt, finishedAt, verdict } = evidence
  const people = [...(evidence.people ?? []), ...(failback?.people ?? [])]
  return {
    schemaVersion: 1,
    run,
    plan: plan.name,
    scenario,
    direction,
    subject,
    target,
    ...(evidence.parts && { parts: evidence.parts }),
    kind,
    startedAt,
    finishedAt,
    verdict,
    flows: evidence.flows.map((flow) => flowReport(flow, result)),
    ...unjudgedOf(evidence),
    ...(evidence.harm && { harm: evidence.harm }),
    ...(evidence.sustained && { sustained: evidence.sustained }),
    ...(evidence.conflicts && { conflicts: evidence.conflicts }),
    ...(evidence.fences && { fences: evidence.fences }),
    ...(evidence.stale && { stale: evidence.stale }),
    ...(evidence.cache && { cache: evidence.cache }),
    ...(evidence.synced && { synced: evidence.synced }),
    ...(failback && { failback: wayBack(failback) }),
    ...(evidence.absent && { absent: evidence.absent }),
    ...(evidence.unannounced && { unannounced: evidence.unannounced }),
    ...(people.length > 0 && { people }),
    ...(result.walks && { walks: result.walks }),
    evidence: evidencePath,
    journalHead,
    deviations: both(result, 'deviations'),
    gaps: both(result, 'gaps'),
  }
}

function unjudgedOf({ flows }: Evidence): Pick<DrillReport, 'unjudged'> {
  const unjudged = flows.flatMap((one) =>
    (['rto', 'rpo'] as const).flatMap((objective) => (isOpen(one[objective]) ? [{ flow: one.flow, objective }] : [])),
  )
  return unjudged.length === 0 ? {} : { unjudged }
}

function wayBack({ run, verdict, flows }: Evidence) {
  return { run, verdict, flows: flows.map((flow) => flowReport(flow)) }
}

function flowReport({ flow, rto, rpo }: FlowResult, result?: DrillResult): FlowReport {
  const forecast = result && forecastOf(result, flow)
  return {
    flow,
    rto: present({
      measured: rto.measured,
      error: rto.error,
      fromDeclaration: rto.fromDeclaration,
      validated: rto.validated,
      target: rto.target,
      met: rto.met,
      predicted: percentiles(forecast?.rto),
      phases: rto.phases,
    }),
    rpo: present({
      measured: rpo.measured,
      method: rpo.method,
      error: rpo.error,
      target: rpo.target,
      met: rpo.met,
      predicted: percentiles(forecast?.rpo),
      acknowledged: rpo.acknowledged,
      lost: rpo.lost,
      unackedSurvivors: rpo.unackedSurvivors,
      duplicates: rpo.duplicates,
      wrong: rpo.wrong,
      unreconciled: rpo.unreconciled,
      afterFault: rpo.afterFault,
    }),
  }
}

/** Absent where the forecast is, and where it could not say. */
function percentiles({ p50, p95 }: Partial<Odds> = {}): Percentiles | undefined {
  return p50 === undefined || p95 === undefined ? undefined : { p50, p95 }
}
