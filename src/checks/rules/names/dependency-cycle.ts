import { componentOf } from '../../demand.ts'
import type { Rule } from '../../rule.ts'

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
  check({ plan, at }, report, seen) {
    const done = new Set<string>()
    // A stack of its own: chains of needs may be longer than the machine's.
    const trail: Array<{ id: string; needs: readonly string[]; next: number }> = []
    const depth = new Map<string, number>()
    const enter = (id: string): void => {
      const component = componentOf(plan, id)
      if (!component || done.has(id)) return
      seen()
      depth.set(id, trail.length)
      trail.push({ id, needs: component.needs ?? [], next: 0 })
    }
    for (const start of Object.keys(plan.components)) {
      enter(start)
      for (let last = trail.at(-1); last !== undefined; last = trail.at(-1)) {
        const index = last.next++
        const next = last.needs[index]
        if (next === undefined) {
          trail.pop()
          depth.delete(last.id)
          done.add(last.id)
          continue
        }
        const back = depth.get(next)
        if (back === undefined) enter(next)
        else {
          const words = [...trail.slice(back).map(({ id }) => id), next].map((name) => `"${name}"`)
          report(at(last.needs as object, index), `${words[0]} needs ${words.slice(1).join(', which needs ')}.`)
        }
      }
    }
  },
}
