import { formatDuration, seconds } from '#units'
import type { Rule } from '../../rule.ts'

const day = 86_400

export const cutOffMissed: Rule = {
  code: 'cut-off-missed',
  severity: 'warning',
  title: 'An outage within the RTO misses a cut-off',
  why: 'What must be done by a time of day would not be, though the recovery kept every promise.',
  fix: 'Shorten the RTO below the time from one cut-off to the next, or say who moves the cut-off and drop it.',
  requirements: ['classify.flows', 'muster.max-downtime'],
  bad: `
flows:
  settle:
    does: Payments of the day are settled
    tier: 2
    objectives:
      default: { slo: 99.9%, rto: 12h, rpo: 1h, mtd: 1d } # WARNING: Flow "settle" may be down for 12h (RTO), and its cut-offs are at most 9h apart.
    cutOffs:
      - { at: "06:00", zone: Europe/Berlin, what: The first run is settled }
      - { at: "14:00", zone: Europe/Berlin, what: The second run is settled }
      - { at: "21:00", zone: Europe/Berlin, what: The third run is settled }
    needs: [shop]
    signedOff: [{ by: finance-director, on: 2026-10-01 }]
`,
  good: `
flows:
  settle:
    does: Payments of the day are settled
    tier: 2
    objectives:
      default: { slo: 99.9%, rto: 4h, rpo: 1h, mtd: 1d }
    cutOffs:
      - { at: "06:00", zone: Europe/Berlin, what: The first run is settled }
      - { at: "14:00", zone: Europe/Berlin, what: The second run is settled }
      - { at: "21:00", zone: Europe/Berlin, what: The third run is settled }
    needs: [shop]
    signedOff: [{ by: finance-director, on: 2026-10-01 }]
`,
  check({ plan, at }, report, seen) {
    for (const [id, { cutOffs = [], objectives }] of Object.entries(plan.flows)) {
      const { rto } = objectives.default
      if (cutOffs.length === 0 || rto === undefined) continue
      seen()
      const zones = new Map<string, number[]>()
      for (const { at: time, zone } of cutOffs) zones.set(zone, [...(zones.get(zone) ?? []), secondsOf(time)])
      // An outage as long as the longest pause between two cut-offs of one clock contains one of them.
      const pause = Math.min(...[...zones.values()].map(longestPause))
      if (rto < pause) continue
      const apart = cutOffs.length === 1 ? 'its cut-off comes every' : 'its cut-offs are at most'
      const end = cutOffs.length === 1 ? '' : ' apart'
      report(
        at(objectives.default, 'rto'),
        `Flow "${id}" may be down for ${formatDuration(rto)} (RTO), and ${apart} ${formatDuration(seconds(pause))}${end}.`,
      )
    }
  },
}

function secondsOf(time: string): number {
  const [hours, minutes] = time.split(':').map(Number)
  return (hours ?? 0) * 3600 + (minutes ?? 0) * 60
}

function longestPause(times: readonly number[]): number {
  const sorted = [...new Set(times)].sort((a, b) => a - b)
  const first = (sorted[0] ?? 0) + day
  return Math.max(...sorted.map((time, index) => (sorted[index + 1] ?? first) - time))
}
