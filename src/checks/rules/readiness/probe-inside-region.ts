import { componentOf } from '../../demand.ts'
import type { Rule } from '../../rule.ts'

export const probeInsideRegion: Rule = {
  code: 'probe-inside-region',
  severity: 'warning',
  title: 'A probe asks from inside the region that it judges',
  why: 'When the region is lost, the probe is lost with it, and nobody learns that anything is wrong.',
  fix: 'Ask from places outside the regions of the plan.',
  requirements: ['friction.criteria', 'runbook.activation'],
  bad: `
probes:
  shop:
    http: "https://shop.example/health"
    from: [outside, east] # WARNING: The probe "shop" asks from "east", where "shop" itself is active.
    every: 10s
`,
  good: `
probes:
  shop: { http: "https://shop.example/health", from: [outside-a, outside-b], every: 10s }
`,
  check({ plan, at }, report, seen) {
    for (const [id, probe] of Object.entries(plan.probes ?? {})) {
      const component = probe.component ?? id
      const active = componentOf(plan, component)?.active ?? []
      if (!probe.from || active.length === 0) continue
      seen()
      // What is active elsewhere as well is asked over the line.
      for (const [index, place] of probe.from.entries())
        if (active.every((region) => region === place))
          report(
            at(probe.from, index),
            `The probe "${id}" asks from "${place}", where "${component}" itself is active.`,
          )
    }
  },
}
