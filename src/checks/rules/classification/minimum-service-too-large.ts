import { formatDuration, formatShare } from '#units'
import { pathOf } from '../../backups.ts'
import { demands } from '../../demand.ts'
import type { Rule } from '../../rule.ts'

export const minimumServiceTooLarge: Rule = {
  code: 'minimum-service-too-large',
  severity: 'error',
  title: 'A standby cannot carry the minimum service in time',
  why: 'Until it has grown, fewer users are served than was promised to be served first.',
  fix: 'Keep a larger standby, let it grow faster, or promise less of the minimum service.',
  requirements: ['muster.degradation', 'cost.tier-1'],
  bad: `
flows:
  buy:
    does: A customer buys something
    tier: 1
    objectives: { default: { slo: 99.95%, rto: 30m, rpo: 1m } }
    needs: [shop]
    signedOff: [{ by: finance-director, on: 2026-10-01 }]
    minimumService: { rto: 5m, capacity: 60% }
components:
  shop:
    type: web-service
    strategy: warm-standby
    active: [east]
    standby: [west]
    capacity: { standby: 20%, scaling: { automatic: true, takes: 10m } } # ERROR: The standby of "shop" carries 20% and grows for 10m, but flow "buy" promises 60% after 5m (buy > shop).
`,
  good: `
flows:
  buy:
    does: A customer buys something
    tier: 1
    objectives: { default: { slo: 99.95%, rto: 30m, rpo: 1m } }
    needs: [shop]
    signedOff: [{ by: finance-director, on: 2026-10-01 }]
    minimumService: { rto: 15m, capacity: 60% }
components:
  shop:
    type: web-service
    strategy: warm-standby
    active: [east]
    standby: [west]
    capacity: { standby: 20%, scaling: { automatic: true, takes: 10m } }
`,
  check({ plan, components, at }, report, seen) {
    const soonest = demands(plan, ({ minimumService }) =>
      minimumService?.capacity === undefined ? undefined : minimumService.rto,
    )
    for (const [id, { capacity, strategy }] of components) {
      const demand = soonest.get(id)
      const takes = capacity?.scaling?.takes
      // Where both sides serve, the standby is the whole other side.
      if (!demand || capacity?.standby === undefined || takes === undefined || strategy === 'active-active') continue
      seen()
      const promised = demand.flow.minimumService?.capacity ?? 0
      if (takes > demand.value && capacity.standby < promised)
        report(
          at(capacity, 'standby'),
          `The standby of "${id}" carries ${formatShare(capacity.standby)} and grows for ${formatDuration(takes)}, but flow "${demand.flowId}" promises ${formatShare(promised)} after ${formatDuration(demand.value)} (${pathOf(demand)}).`,
        )
    }
  },
}
