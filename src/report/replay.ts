import { incidentCaveats, incidentsAsOf } from '#catalog'
import type { IncidentReplay } from '#simulation'

/** What the verdicts of replays rest on, in sentences. */
export const replayCaveats: readonly string[] = [
  'Steps take their medians, one after the other as they need each other, and wait until what they need is back.',
  ...incidentCaveats,
  `The list is as of ${incidentsAsOf}.`,
]

/** Real incidents against one plan. */
export interface ReplayView {
  readonly plan: string
  /** Whose durations were used. */
  readonly target: string
  /** By date; what is only supposed comes last. */
  readonly incidents: readonly IncidentReplay[]
  /** Why scenarios have no runbook, in sentences. */
  readonly skipped: readonly string[]
}
