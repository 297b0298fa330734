import type { Plan } from '#plan'
import { componentOf } from '../../demand.ts'
import type { Rule } from '../../rule.ts'

export const componentUnneeded: Rule = {
  code: 'component-unneeded',
  severity: 'note',
  title: 'No flow needs a component',
  why: 'It is paid for and kept ready for nothing, or a flow forgets to say that it needs it.',
  fix: 'Name it in the needs of what uses it, or take it out of the plan.',
  requirements: ['backup-restore.audit.c2', 'classify.right-size', 'cost.tier-0'],
  bad: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  old-cache: { type: cache, active: [east] } # NOTE: No flow needs "old-cache", directly or through another component.
`,
  good: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west], needs: [stock] }
  stock: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
`,
  check({ plan, components, at, unsure }, report, seen) {
    // A need that the parser has refused may be the one.
    if (unsure('flows') || unsure('components')) return
    const used = neededIn(plan)
    for (const [id, component] of components) {
      seen()
      if (!used.has(id)) report(at(component), `No flow needs "${id}", directly or through another component.`)
    }
  },
}

/** Everything that a flow uses, with or without a way to do without it, and what that uses in turn. */
function neededIn(plan: Plan): ReadonlySet<string> {
  const used = new Set<string>()
  const open = Object.values(plan.flows).flatMap(({ needs, degradesWithout = {} }) => [
    ...needs,
    ...Object.keys(degradesWithout),
  ])
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    const component = componentOf(plan, id)
    if (!component || used.has(id)) continue
    used.add(id)
    const { data, needs = [] } = component
    for (const next of [...needs, ...(data?.dualWrites?.to ?? []), ...(data?.readModelOf ? [data.readModelOf] : [])])
      open.push(next)
  }
  return used
}
