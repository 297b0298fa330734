import { typeOf } from '../../parts.ts'
import type { Rule } from '../../rule.ts'

export const verificationMissing: Rule = {
  code: 'verification-missing',
  severity: 'note',
  title: 'A recovery is not verified in every respect',
  why: 'A page that answers says nothing about the data behind it, and sound data nothing about the machines.',
  fix: 'Add checks of kind application, infrastructure and data under verification.',
  requirements: ['runbook.verification'],
  bad: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west], needs: [shop-db] }
  shop-db: { type: postgres, strategy: warm-standby, active: [east], standby: [west] }
verification: # NOTE: No check looks at infrastructure or data after a recovery.
  shop-serves: { kind: application, of: shop, does: A page is read }
`,
  good: `
verification:
  shop-serves: { kind: application, of: shop, does: A page is read }
  shop-runs: { kind: infrastructure, of: shop, does: Every instance is healthy }
`,
  check({ plan, components, at, missing, unsure }, report, seen) {
    if (unsure('verification')) return
    seen()
    const looked = new Set(Object.values(plan.verification ?? {}).map(({ kind }) => kind))
    const keeps = components.some(([, component]) => typeOf(component)?.holdsData)
    const kinds = (['application', 'infrastructure', ...(keeps ? (['data'] as const) : [])] as const).filter(
      (kind) => !looked.has(kind),
    )
    if (kinds.length > 0)
      report(
        plan.verification ? at(plan.verification) : missing('verification'),
        `No check looks at ${kinds.join(' or ')} after a recovery.`,
      )
  },
}
