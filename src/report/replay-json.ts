import { incidentsAsOf } from '#catalog'
import type { FlowReplay, IncidentReplay, ReplayVerdict } from '#simulation'
import { replayCaveats, type ReplayView } from './replay.ts'

/** What `replay --format json` gives. Times in seconds. */
export interface ReplayReport {
  readonly schemaVersion: 1
  readonly plan: string
  readonly target: string
  /** The day of the list of incidents. */
  readonly asOf: string
  readonly incidents: readonly IncidentReplay[]
  readonly summary: Readonly<Record<ReplayVerdict, number>>
  readonly caveats: readonly string[]
}

/** Replays as data, with nothing that their type does not name. */
export function replayJson({ plan, target, incidents }: ReplayView): ReplayReport {
  const count = (verdict: ReplayVerdict): number => incidents.filter((one) => one.verdict === verdict).length
  return {
    schemaVersion: 1,
    plan,
    target,
    asOf: incidentsAsOf,
    incidents: incidents.map(incidentOf),
    summary: { met: count('met'), late: count('late'), blocked: count('blocked') },
    caveats: replayCaveats,
  }
}

function incidentOf(one: IncidentReplay): IncidentReplay {
  const { id, verdict, scenario, flows, blockedSteps, blockedFor, atLeast, forEver, why, assumes } = one
  return {
    id,
    verdict,
    ...(scenario === undefined ? {} : { scenario }),
    flows: flows.map(flowOf),
    blockedSteps: blockedSteps.map(({ step, capability }) => ({ step, capability })),
    ...(blockedFor === undefined ? {} : { blockedFor }),
    ...(atLeast ? { atLeast } : {}),
    ...(forEver ? { forEver } : {}),
    why,
    assumes,
  }
}

function flowOf({ flow, verdict, rto, rpo }: FlowReplay): FlowReplay {
  return { flow, verdict, rto, ...(rpo === undefined ? {} : { rpo }) }
}
