import type { Rule } from '../../rule.ts'

export const failbackUncontrolled: Rule = {
  code: 'failback-uncontrolled',
  severity: 'note',
  title: 'The way back is taken by itself',
  why: 'A region that comes and goes would take its customers along, and writes of the other side may be missing there.',
  fix: 'Let traffic move away by itself, and let people decide on the way back: add failback with decidedBy.',
  requirements: ['friction.failback'],
  bad: `
components:
  edge:
    type: traffic-manager
    routing: { method: priority, probe: shop, automatic: true, order: [east, west] } # NOTE: "edge" sends customers back to "east" as soon as it answers again, and nobody decides on it.
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
`,
  good: `
components:
  edge:
    type: traffic-manager
    routing: { method: priority, probe: shop, probed: every-endpoint, automatic: true, order: [east, west], ttl: 30s }
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
failback:
  criteria: [The first region has been stable for a day]
  decidedBy: [team-lead]
`,
  check({ plan, components, at, unsure }, report, seen) {
    if (unsure('failback')) return
    for (const [id, { routing, failover }] of components) {
      const first = routing?.order?.[0]
      const routes = routing?.automatic === true && routing.method === 'priority'
      if (routes) {
        seen()
        if (!plan.failback)
          report(
            at(routing, 'automatic'),
            `"${id}" sends customers back to ${first === undefined ? 'its first choice' : `"${first}"`} as soon as it answers again, and nobody decides on it.`,
          )
      }
      if (failover?.by === 'automatic') {
        seen()
        // Of one component once.
        if (!plan.failback && !routes)
          report(at(failover, 'by'), `"${id}" fails over by itself, and nobody decides on its way back.`)
      }
    }
  },
}
