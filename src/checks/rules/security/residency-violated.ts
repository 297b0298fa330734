import { regionsOf, sentence } from '../../layout.ts'
import { typeOf } from '../../parts.ts'
import type { Rule } from '../../rule.ts'

export const residencyViolated: Rule = {
  code: 'residency-violated',
  severity: 'error',
  title: 'Data lies where it must not',
  why: 'A failover, or the copy that waits for one, would break the law or the contract that keeps the data in place.',
  fix: 'Choose a region in an allowed jurisdiction, or have the jurisdiction allowed under security.residency.',
  requirements: [
    'active-active.security.c1',
    'warm-standby.security.c1',
    'muster.security.cold-standby',
    'muster.security.backup-restore',
  ],
  bad: `
regions:
  east: { location: germanywestcentral, jurisdiction: EU }
  west: { location: centralus, jurisdiction: US }
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west], needs: [shop-db] }
  shop-db:
    type: postgres
    strategy: warm-standby
    active: [east]
    standby: [west] # ERROR: "shop-db" keeps data in west (US), and only EU is allowed.
security: { residency: [EU] }
`,
  good: `
regions:
  east: { location: germanywestcentral, jurisdiction: EU }
  west: { location: swedencentral, jurisdiction: EU }
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west], needs: [shop-db] }
  shop-db: { type: postgres, strategy: warm-standby, active: [east], standby: [west] }
security: { residency: [EU] }
`,
  check({ plan, components, at, unsure }, report, seen) {
    const { residency, audit } = plan.security ?? {}
    if (!residency || unsure('security', 'residency')) return
    const allowed = new Set(residency.map((one) => one.trim().toLowerCase()))
    const only = `and only ${sentence(residency)} ${residency.length > 1 ? 'are' : 'is'} allowed.`
    const wrong = (region: string): string | undefined => {
      const law = Object.hasOwn(plan.regions, region) ? plan.regions[region]?.jurisdiction : undefined
      return law === undefined || allowed.has(law.trim().toLowerCase()) ? undefined : `${region} (${law})`
    }
    for (const [id, component] of components) {
      if (!component.data && typeOf(component)?.holdsData === false) continue
      seen()
      for (const region of regionsOf(component)) {
        const there = wrong(region)
        const list = component.active?.includes(region) ? component.active : component.standby
        if (there && list) report(at(list, list.indexOf(region)), `"${id}" keeps data in ${there}, ${only}`)
      }
      const { backup } = component.data ?? {}
      const there = wrong(backup?.vault ?? '')
      if (backup && there) report(at(backup, 'vault'), `Backups of "${id}" lie in ${there}, ${only}`)
    }
    for (const [index, region] of (audit?.regions ?? []).entries()) {
      const there = wrong(region)
      if (there) report(at(audit?.regions as object, index), `The audit trail is kept in ${there}, ${only}`)
    }
  },
}
