import { factsOf } from '#conditions'
import { criteriaOf, isReadable, trippedByRelease } from '../../activations.ts'
import { listed } from '../../listing.ts'
import type { Rule } from '../../rule.ts'

export const probeTripsOnRelease: Rule = {
  code: 'probe-trips-on-release',
  severity: 'warning',
  title: 'A bad release would look like a disaster',
  why: 'A broken release goes along to the other region, so that a failover only adds to the outage.',
  fix: 'Watch the infrastructure with a probe of its own, or add unless: deployment.inProgress.',
  requirements: ['friction.criteria', 'cost.tier-2'],
  bad: `
probes:
  shop: { http: "https://shop.example/health", every: 10s, watches: application }
activation:
  east-lost:
    when: 'probes.shop.failingFor >= duration("2m")' # WARNING: Only the probe "shop" declares "east-lost", and a bad release would fail it too.
    declaredBy: [on-call]
`,
  good: `
probes:
  shop: { http: "https://shop.example/health", every: 10s, watches: application }
activation:
  east-lost:
    when: 'probes.shop.failingFor >= duration("2m")'
    unless: deployment.inProgress
    decideWithin: 5m
    declaredBy: [on-call]
`,
  check({ plan, at }, report, seen) {
    for (const one of criteriaOf(plan)) {
      const { id, activation, when } = one
      if (!when || !isReadable(one) || !factsOf(when).some((fact) => fact.startsWith('probes.'))) continue
      seen()
      const probes = trippedByRelease(plan, one)
      if (probes)
        report(
          at(activation, 'when'),
          `Only ${probes.length === 1 ? `the probe ${listed(probes)} declares` : `the probes ${listed(probes)} declare`} "${id}", and a bad release would fail it too.`,
        )
    }
  },
}
