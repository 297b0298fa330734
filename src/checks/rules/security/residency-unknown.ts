import { regionsOf, sentence, unsaid } from '../../layout.ts'
import { typeOf } from '../../parts.ts'
import type { Rule } from '../../rule.ts'

export const residencyUnknown: Rule = {
  code: 'residency-unknown',
  severity: 'note',
  title: 'Whether data may lie in a region is not stated',
  why: 'A copy in another country may be forbidden, and the time to find out is before the failover.',
  fix: 'Name the allowed jurisdictions under security.residency, and the jurisdiction of each region.',
  requirements: [
    'active-active.security.c1',
    'warm-standby.security.c1',
    'muster.security.cold-standby',
    'muster.security.backup-restore',
  ],
  bad: `
regions:
  east: { location: germanywestcentral, jurisdiction: EU }
  west: { location: swedencentral } # NOTE: "shop-db" keeps data in west, and the plan does not say whose law holds there.
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west], needs: [shop-db] }
  shop-db: { type: postgres, strategy: warm-standby, active: [east], standby: [west] }
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
  check(subject, report, seen) {
    const { plan, components, at, unsure } = subject
    const users = new Map<string, string>()
    let spread: string | undefined
    for (const [id, component] of components) {
      if (!component.data && typeOf(component)?.holdsData === false) continue
      const { vault } = component.data?.backup ?? {}
      const regions = regionsOf(component)
      const places = vault === undefined || regions.includes(vault) ? regions : [...regions, vault]
      for (const region of places) if (!users.has(region)) users.set(region, id)
      if (places.length > 1) spread ??= `"${id}" keeps data in ${sentence(places)}`
    }
    if (users.size > 0) seen()
    if (!plan.security?.residency) {
      const what = `${spread}, and the plan does not say where it may lie.`
      if (spread !== undefined) unsaid(subject, report, ['security', 'residency'], what)
      return
    }
    for (const [region, id] of users) {
      const described = Object.hasOwn(plan.regions, region) ? plan.regions[region] : undefined
      if (!described || described.jurisdiction !== undefined || unsure('regions', region, 'jurisdiction')) continue
      report(at(described), `"${id}" keeps data in ${region}, and the plan does not say whose law holds there.`)
    }
  },
}
