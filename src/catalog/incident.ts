import type { Capability } from './capabilities.ts'

/** A part of what an incident took that came back at a time of its own, or was lost elsewhere than the rest. */
export interface IncidentWindow {
  readonly lost: readonly Capability[]
  /** How long, where that differs; the duration of the incident where it is left out. */
  readonly hours?: number
  /** Where, in place of the incident's own regions. */
  readonly regions?: readonly string[]
  readonly note: string
}

/** What really happened once, as capabilities that were lost, so that a plan can be replayed against it. */
export interface Incident {
  /** Stable; the date comes first. */
  readonly id: string
  /** RFC 3339 in UTC; a date alone where the time of day is not known. */
  readonly start: string
  /** Hours of main impact; left out where no single figure is honest. */
  readonly durationHours?: number
  /** What it lasted at least, where it is not known how long it lasted. */
  readonly durationAtLeastHours?: number
  /** Who ran the service that failed. */
  readonly provider: string
  /** What failed and how far that reached, in one line. */
  readonly scope: string
  readonly lost: readonly Capability[]
  /** The provider's own names; `*` is everywhere; empty where several were hit and nobody has recorded which. */
  readonly regions: readonly string[]
  readonly windows?: readonly IncidentWindow[]
  readonly source: string
  readonly sourceKind: 'provider' | 'press-quoting-provider' | 'press'
  readonly note?: string
  /** Whether start and duration are those of the provider's own account; where not, verify them before printing. */
  readonly verified: boolean
}
