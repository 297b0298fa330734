import { formatShare } from '#units'
import type { Rule } from '../../rule.ts'

export const scalingLimitTooLow: Rule = {
  code: 'scaling-limit-too-low',
  severity: 'error',
  title: 'A component cannot grow as far as it must',
  why: 'Growth stops at the limit, and the rest of the users find no service.',
  fix: 'Raise the limit, or have the quota of the other region raised before it is needed.',
  requirements: ['warm-standby.scaling.c2', 'cold-standby.provisioning.c3', 'active-active.load.c2'],
  bad: `
components:
  shop:
    type: web-service
    strategy: warm-standby
    active: [east]
    standby: [west]
    capacity:
      standby: 25%
      limit: 80%
      scaling: { automatic: true, from: 2, to: 8, takes: 8m, quota: 6 } # ERROR: "shop" grows to 8, and the quota of the other region is 6.
  search:
    type: web-service
    strategy: warm-standby
    active: [east]
    standby: [west]
    capacity:
      standby: 25%
      limit: 80%
      scaling:
        automatic: true
        from: 2
        to: 6 # ERROR: "search" grows from 2 to 6, and needs 8 for the full load, of which 2 carry 25%.
        takes: 8m
        threshold: 90% # ERROR: "search" begins to grow at a load of 90%, and is slow above 80%.
`,
  good: `
components:
  shop:
    type: web-service
    strategy: warm-standby
    active: [east]
    standby: [west]
    needs: []
    capacity:
      load: 60%
      limit: 80%
      standby: 25%
      scaling: { automatic: true, from: 2, to: 8, takes: 8m, threshold: 65%, quota: 12 }
`,
  check({ components, at }, report, seen) {
    for (const [id, { strategy, capacity }] of components) {
      const { scaling, standby = 0, limit = Number.POSITIVE_INFINITY } = capacity ?? {}
      if (!scaling || strategy === 'backup-restore') continue
      seen()
      const { from = 0, to = Number.POSITIVE_INFINITY, quota = Number.POSITIVE_INFINITY, threshold = 0 } = scaling
      const full = strategy === 'warm-standby' && standby > 0 ? Math.ceil(Number((from / standby).toFixed(6))) : 0
      if (to < from) report(at(scaling, 'to'), `"${id}" grows from ${from} to ${to}, which is less.`)
      else if (to < full)
        report(
          at(scaling, 'to'),
          `"${id}" grows from ${from} to ${to}, and needs ${full} for the full load, of which ${from} carry ${formatShare(standby)}.`,
        )
      const most = scaling.to ?? full
      if (most > quota)
        report(at(scaling, 'quota'), `"${id}" grows to ${most}, and the quota of the other region is ${quota}.`)
      if (threshold > limit)
        report(
          at(scaling, 'threshold'),
          `"${id}" begins to grow at a load of ${formatShare(threshold)}, and is slow above ${formatShare(limit)}.`,
        )
    }
  },
}
