import { stepsIn } from '#runbook'
import { typeOf } from '../../parts.ts'
import { addedSteps, runbooksOf } from '../../recoveries.ts'
import type { Rule } from '../../rule.ts'

export const reProtectionMissing: Rule = {
  code: 're-protection-missing',
  severity: 'note',
  title: 'A recovery ends without a second copy',
  why: 'Until the data has a second copy again, the next loss is final.',
  fix: 'Add a step of phase re-protect under recovery.failover.',
  requirements: ['muster.re-protection'],
  bad: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west], needs: [files] }
  files: { type: object-storage, strategy: warm-standby, shared: true, active: [east], standby: [west] } # NOTE: After "east-lost" nothing gives "files" a second copy again.
`,
  good: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west], needs: [shop-db] }
  shop-db:
    type: postgres
    strategy: warm-standby
    active: [east]
    standby: [west]
    data: { replication: { mode: async, lag: { p50: 1s, p99: 20s } }, backup: { every: 1h } }
`,
  check({ plan, components, at }, report, seen) {
    const byHand = addedSteps(plan).some(({ phase }) => phase === 're-protect')
    const named = new Set<string>()
    for (const { id, scenario, runbook } of runbooksOf(plan)) {
      // Where single components are hit, the others keep the copies that they have.
      const hit = new Set(runbook.stores.map(({ component }) => component))
      const whole = scenario.class === 'region' || scenario.class === 'extended'
      const protectedAgain = new Set(
        stepsIn(runbook).flatMap(({ phase, component }) => (phase === 're-protect' && component ? [component] : [])),
      )
      for (const [store, component] of components) {
        if (!component.active?.includes(runbook.from) || !typeOf(component)?.holdsData || named.has(store)) continue
        if (!whole && !hit.has(store)) continue
        seen()
        if (protectedAgain.has(store) || byHand) continue
        // What others run has steps in their plan; the owner is who knows of them.
        if (component.shared && component.owner !== undefined) continue
        named.add(store)
        report(at(component), `After "${id}" nothing gives "${store}" a second copy again.`)
      }
    }
  },
}
