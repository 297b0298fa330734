import { isRegional } from '../../layout.ts'
import type { Rule } from '../../rule.ts'

export const failoverProcedureMissing: Rule = {
  code: 'failover-procedure-missing',
  severity: 'note',
  title: 'A failover by hand is not written down',
  why: 'Whoever is on call that night has to know the steps, and not only that there are some.',
  fix: 'Write the steps, or the address where they are, under failover.procedure.',
  requirements: ['warm-standby.failover.c2', 'active-active.operations.c3'],
  bad: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west], needs: [office] }
  office:
    type: vm
    strategy: warm-standby
    active: [east]
    standby: [west]
    failover: { by: customer } # NOTE: People start the failover of "office", and no procedure says how.
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
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west], needs: [office] }
  office:
    type: vm
    strategy: warm-standby
    active: [east]
    standby: [west]
    failover: { by: customer, procedure: Runbook office-7 in the wiki and in print }
`,
  check({ components, at, unsure }, report, seen) {
    for (const [id, component] of components) {
      const { failover } = component
      // Of what is restored, another rule asks for the steps.
      if (failover?.by !== 'customer' || !isRegional(component) || component.strategy === 'backup-restore') continue
      seen()
      // A group or plan of the provider holds the steps too.
      if (failover.procedure !== undefined || failover.group !== undefined) continue
      if (unsure('components', id, 'failover')) continue
      report(at(failover, 'by'), `People start the failover of "${id}", and no procedure says how.`)
    }
  },
}
