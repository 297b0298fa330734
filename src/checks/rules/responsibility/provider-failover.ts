import { formatDuration } from '#units'
import { isRegional } from '../../layout.ts'
import { typeOf } from '../../parts.ts'
import type { Rule } from '../../rule.ts'

export const providerFailover: Rule = {
  code: 'provider-failover',
  severity: 'warning',
  title: 'The recovery waits for the provider',
  why: 'A provider fails a region over only when it gives the region up, which may be after a day or never, and owes nobody a time.',
  fix: 'Start the failover yourself: failover: { by: customer, procedure: … }.',
  requirements: ['friction.shared-responsibility'],
  bad: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west], needs: [pictures] }
  pictures:
    type: object-storage
    strategy: warm-standby
    active: [east]
    standby: [west]
    failover: { by: provider } # WARNING: The failover of "pictures" is left to its provider, but the RTO of flow "buy" is 30m.
`,
  good: `
flows:
  buy:
    does: A customer buys something
    tier: 2
    objectives: { default: { slo: 99.9%, rto: 8h, rpo: 1h, mtd: 24h } }
    needs: [shop]
    signedOff: [{ by: finance-director, on: 2026-10-01 }]
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west], needs: [pictures] }
  pictures:
    type: object-storage
    strategy: warm-standby
    active: [east]
    standby: [west]
    failover: { by: customer, procedure: Runbook storage-2 }
`,
  check({ components, critical, tightest, at }, report, seen) {
    const demands = tightest('rto')
    for (const [id, component] of components) {
      const { failover } = component
      // Some types move by the provider's hand as a rule, and within minutes; the catalog says which.
      if (!failover || !isRegional(component) || typeOf(component)?.triggeredBy !== 'customer') continue
      seen()
      const { value: rto, flowId } = demands.get(id) ?? {}
      const tier = critical.get(id)?.value
      if (failover.by !== 'provider' || rto === undefined || tier === undefined || tier > 2) continue
      const but = `but the RTO of flow "${flowId}" is ${formatDuration(rto)}.`
      report(at(failover, 'by'), `The failover of "${id}" is left to its provider, ${but}`)
    }
  },
}
