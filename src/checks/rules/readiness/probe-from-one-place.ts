import { componentOf } from '../../demand.ts'
import type { Rule } from '../../rule.ts'

export const probeFromOnePlace: Rule = {
  code: 'probe-from-one-place',
  severity: 'note',
  title: 'A probe asks from one place',
  why: 'From a single place a broken line looks like a lost region, so that a partition would be taken for a disaster.',
  fix: 'Name two or more places under from.',
  requirements: ['disaster.partition', 'friction.criteria'],
  bad: `
probes:
  shop: { http: "https://shop.example/health", from: [outside], every: 10s } # NOTE: The probe "shop" asks from "outside" alone.
  front: { http: "https://shop.example/health", component: shop, every: 10s } # NOTE: The probe "front" does not say from where it asks.
`,
  good: `
probes:
  shop: { http: "https://shop.example/health", from: [outside-a, outside-b], every: 10s }
`,
  check({ plan, at, unsure }, report, seen) {
    for (const [id, probe] of Object.entries(plan.probes ?? {})) {
      if (unsure('probes', id, 'from')) continue
      seen()
      const places = [...new Set(probe.from)]
      // One place inside the region that it judges is the greater fault, and another rule's.
      const inside = componentOf(plan, probe.component ?? id)?.active?.includes(places[0] ?? '')
      if (probe.from === undefined) report(at(probe), `The probe "${id}" does not say from where it asks.`)
      else if (places.length < 2 && !inside)
        report(
          at(probe, 'from'),
          `The probe "${id}" asks from ${places.length === 0 ? 'nowhere' : `"${places[0]}" alone`}.`,
        )
    }
  },
}
