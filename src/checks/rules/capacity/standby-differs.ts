import type { Rule } from '../../rule.ts'

export const standbyDiffers: Rule = {
  code: 'standby-differs',
  severity: 'warning',
  title: 'A standby differs from the primary',
  why: 'What was never the same is what fails first after a failover, and no test of the primary finds it.',
  fix: 'Make the standby the same but for its size, or have the difference accepted for a time under suppressions.',
  requirements: ['muster.parity'],
  bad: `
components:
  shop:
    type: web-service
    strategy: warm-standby
    active: [east]
    standby: [west]
    differs: It runs the release before # WARNING: The standby of "shop" differs from the primary: It runs the release before.
`,
  good: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
`,
  check({ components, at }, report, seen) {
    for (const [id, component] of components) {
      const { differs, standby = [] } = component
      if (differs === undefined && standby.length === 0) continue
      seen()
      if (differs !== undefined)
        report(
          at(component, 'differs'),
          `The standby of "${id}" differs from the primary: ${differs.trim().replace(/\.$/, '')}.`,
        )
    }
  },
}
