import { firstWith, regionsOf, sentence, unsaid } from '../../layout.ts'
import type { Rule } from '../../rule.ts'

export const infrastructureAsCode: Rule = {
  code: 'infrastructure-as-code',
  severity: 'note',
  title: 'No code builds the regions',
  why: 'Regions that are built by hand drift apart, and the difference shows on the day of the failover.',
  fix: 'Say under deployment which code makes the regions, where it lies, and what it covers.',
  requirements: ['active-active.operations.c1'],
  bad: `
components: # NOTE: "shop" runs in east and west, and the plan names no code that builds them.
  shop: { type: web-service, strategy: active-active, active: [east, west] }
`,
  good: `
components:
  shop: { type: web-service, strategy: active-active, active: [east, west] }
deployment: { code: terraform, repository: shop-infrastructure, covers: [network, compute], regions: [east, west] }
`,
  check(subject, report, seen) {
    const first = firstWith(subject, ['active-active', 'hot-standby'])
    if (!first) return
    seen()
    const [id, component] = first
    const where = sentence(regionsOf(component))
    unsaid(subject, report, ['deployment'], `"${id}" runs in ${where}, and the plan names no code that builds them.`)
  },
}
