import { type Incident, incidentCaveats, incidents, incidentsAsOf } from '#catalog'
import type { Topic } from '#report'
import { formatDuration, seconds } from '#units'
import { requirementsOf } from './rules.ts'

/** Real incidents, the oldest first. */
export const incidentTopics = (): readonly Topic[] =>
  incidents.map((incident) => ({
    kind: 'incident',
    name: incident.id,
    title: incident.scope,
    says: incidentCaveats,
    facts: [
      { label: 'Began', says: incident.start },
      { label: 'Lasted', says: lasted(incident) },
      { label: 'Provider', says: incident.provider },
      { label: 'Regions', says: places(incident) },
      { label: 'Lost', says: incident.lost.join(', ') },
      ...(incident.windows ?? []).map(({ lost, note }) => ({ label: 'Apart', says: `${lost.join(', ')}: ${note}` })),
      ...(incident.note === undefined ? [] : [{ label: 'Note', says: incident.note }]),
      {
        label: 'Source',
        says: `${incident.source}; as of ${incidentsAsOf}${incident.verified ? '' : '; to be verified'}`,
      },
    ],
    requirements: requirementsOf(['muster.liveness']),
  }))

function lasted({ durationHours, durationAtLeastHours = 0 }: Incident): string {
  if (durationHours !== undefined) return formatDuration(seconds(durationHours * 3600))
  return `${formatDuration(seconds(durationAtLeastHours * 3600))} at least`
}

function places({ regions }: Incident): string {
  if (regions.length === 0) return 'several, not recorded'
  return regions.includes('*') ? 'everywhere' : regions.join(', ')
}
