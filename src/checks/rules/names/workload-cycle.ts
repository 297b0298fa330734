import type { Plan } from '#plan'
import type { Rule } from '../../rule.ts'

export const workloadCycle: Rule = {
  code: 'workload-cycle',
  severity: 'error',
  title: 'Workloads rely on each other in a circle',
  why: 'None of them could be recovered first.',
  fix: 'Let one of them do without the other, and say under degradesWithout what it does meanwhile.',
  requirements: ['friction.shared', 'runbook.procedures'],
  bad: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west], needs: [postings] }
  postings:
    type: third-party
    strategy: active-active
    workload: ledger # ERROR: Workload "shop" relies on "ledger", which relies on "shop".
`,
  good: `
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west], needs: [invoices] }
  invoices: { type: third-party, strategy: active-active, workload: billing }
`,
  check({ plan, components, critical, workloads, at }, report, seen) {
    if (!workloads) return
    const own = [...workloads].find(([, other]) => other === plan)?.[0] ?? plan.metadata.name
    const next = wayTo(own, workloads)
    for (const [id, component] of components) {
      // What every flow can do without may come back later.
      if (component.workload === undefined || !critical.has(id)) continue
      seen()
      if (component.workload !== own && !next.has(component.workload)) continue
      const circle = [own]
      for (let name: string = component.workload; name !== own; name = next.get(name) ?? own) circle.push(name)
      circle.push(own)
      const words = circle.map((one) => `"${one}"`)
      report(at(component, 'workload'), `Workload ${words[0]} relies on ${words.slice(1).join(', which relies on ')}.`)
    }
  },
}

/** For every workload that relies on the goal, however indirectly, the next one on the shortest way to it. */
function wayTo(goal: string, workloads: ReadonlyMap<string, Plan>): ReadonlyMap<string, string> {
  const next = new Map<string, string>()
  const reliedOnBy = edgesOf(workloads)
  const open = [goal]
  // The list grows while it is walked.
  for (const name of open) {
    for (const user of reliedOnBy.get(name) ?? []) {
      if (user === goal || next.has(user)) continue
      next.set(user, name)
      open.push(user)
    }
  }
  return next
}

const known = new WeakMap<ReadonlyMap<string, Plan>, ReadonlyMap<string, ReadonlySet<string>>>()

/** By workload, those that rely on it; worked out once for a portfolio, whose plans are checked one after the other. */
function edgesOf(workloads: ReadonlyMap<string, Plan>): ReadonlyMap<string, ReadonlySet<string>> {
  const found = known.get(workloads)
  if (found) return found
  const edges = new Map<string, Set<string>>()
  for (const [user, { components }] of workloads) {
    for (const { workload } of Object.values(components)) {
      if (workload === undefined) continue
      const users = edges.get(workload) ?? new Set()
      edges.set(workload, users.add(user))
    }
  }
  known.set(workloads, edges)
  return edges
}
