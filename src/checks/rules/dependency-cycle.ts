import type { Rule } from '../rule.ts'

export const dependencyCycle: Rule = {
  code: 'dependency-cycle',
  severity: 'error',
  title: 'Components need each other in a circle',
  why: 'None of them could be recovered first.',
  fix: 'Remove the need that recovery can do without; what is only nice to have is no need.',
  requirements: ['runbook.procedures', 'warm-standby.scaling.c3'],
  bad: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west], needs: [shop-db] }
  shop-db:
    type: postgres
    strategy: warm-standby
    active: [east]
    standby: [west]
    needs: [shop] # ERROR: "shop" needs "shop-db", which needs "shop".
`,
  good: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west], needs: [shop-db] }
  shop-db: { type: postgres, strategy: warm-standby, active: [east], standby: [west] }
`,
  check({ plan, at }, report) {
    const done = new Set<string>()
    const visit = (id: string, trail: readonly string[]): void => {
      const component = Object.hasOwn(plan.components, id) ? plan.components[id] : undefined
      if (!component || done.has(id)) return
      for (const [index, next] of (component.needs ?? []).entries()) {
        const start = [...trail, id].indexOf(next)
        if (start === -1) visit(next, [...trail, id])
        else {
          const circle = [...trail, id].slice(start)
          const words = [...circle, next].map((name) => `"${name}"`)
          report(at(component.needs as object, index), `${words[0]} needs ${words.slice(1).join(', which needs ')}.`)
        }
      }
      done.add(id)
    }
    for (const id of Object.keys(plan.components)) visit(id, [])
  },
}
