import type { Incident } from './incident.ts'
import { incidentsFrom2024 } from './incidents-late.ts'
import { incidentsOf2021To2023 } from './incidents-middle.ts'
import { incidentsTo2020 } from './incidents-early.ts'

/** The date of the list. */
export const incidentsAsOf = '2026-11-24'

/** What everybody who shows the list has to show with it. */
export const incidentCaveats: readonly string[] = [
  'The list is made by hand and incomplete. It is chosen for severity and for what it teaches, and famous incidents are long ones.',
  'Which capabilities an incident took is our reading of its reports. Durations are those of the main impact.',
]

/** Real incidents, the oldest first; ids are unique. */
export const incidents: readonly Incident[] = [...incidentsTo2020, ...incidentsOf2021To2023, ...incidentsFrom2024]
