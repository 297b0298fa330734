import { componentTypes } from '#catalog'
import { nearest } from '#diagnostics'
import type { Rule } from '../../rule.ts'

export const unknownComponentType: Rule = {
  code: 'unknown-component-type',
  severity: 'error',
  title: 'A component type is unknown',
  why: 'The type says how a component is recovered and whether it holds data; without it, it would be left out.',
  fix: 'Use the nearest known type.',
  requirements: ['runbook.procedures', 'friction.shared-responsibility'],
  bad: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west], needs: [shop-db] }
  shop-db:
    type: postgress # ERROR: "postgress" is no component type that the catalog knows.
    strategy: warm-standby
    active: [east]
    standby: [west]
`,
  good: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west], needs: [shop-db] }
  shop-db: { type: postgres, strategy: warm-standby, active: [east], standby: [west] }
`,
  check({ plan, at }, report, seen) {
    const known = Object.keys(componentTypes)
    for (const component of Object.values(plan.components)) {
      seen()
      if (Object.hasOwn(componentTypes, component.type)) continue
      const near = nearest(component.type, known)
      const fix = `${near ? `Did you mean "${near}"? ` : ''}Known: ${known.join(', ')}.`
      report(at(component, 'type'), `"${component.type}" is no component type that the catalog knows.`, fix)
    }
  },
}
