import { formatDuration } from '#units'
import type { Rule } from '../../rule.ts'

export const lagContradicts: Rule = {
  code: 'lag-contradicts',
  severity: 'error',
  title: 'The usual lag is longer than the longest',
  why: 'Half of all moments are worse than p50 and one in a hundred is worse than p99, so one of the two is wrong.',
  fix: 'Exchange them, or measure the lag anew over a busy week.',
  requirements: ['warm-standby.replication.c2', 'cold-standby.readiness.c1'],
  bad: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west], needs: [shop-db] }
  shop-db:
    type: postgres
    strategy: warm-standby
    active: [east]
    standby: [west]
    data:
      replication: { mode: async, lag: { p50: 10m, p99: 1s } } # ERROR: "shop-db" lags by 10m half of the time (p50), and by 1s at most (p99).
      backup: { every: 1h, keep: 35d, redundancy: geo }
`,
  good: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west], needs: [shop-db] }
  shop-db:
    type: postgres
    strategy: warm-standby
    active: [east]
    standby: [west]
    data:
      replication: { mode: async, lag: { p50: 1s, p99: 10s } }
      backup: { every: 1h, keep: 35d, redundancy: geo }
`,
  check({ components, at }, report, seen) {
    for (const [id, { data }] of components) {
      const lag = data?.replication?.lag
      if (!lag) continue
      seen()
      if (lag.p50 > lag.p99)
        report(
          at(lag, 'p50'),
          `"${id}" lags by ${formatDuration(lag.p50)} half of the time (p50), and by ${formatDuration(lag.p99)} at most (p99).`,
        )
    }
  },
}
