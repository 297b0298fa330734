import { factsOf, parseCondition } from '#conditions'
import { declaredFacts } from '#plan'
import type { Rule } from '../../rule.ts'

export const unusedProbe: Rule = {
  code: 'unused-probe',
  severity: 'note',
  title: 'A probe decides nothing',
  why: 'A fault that it sees activates no scenario and moves no traffic, so it may be taken for a protection that is not there.',
  fix: 'Ask for it in activation criteria or under routing.probe, or remove it.',
  requirements: ['friction.criteria', 'runbook.activation'],
  bad: `
probes:
  shop: { http: "https://shop.example/health", every: 10s }
  door: { http: "https://shop.example", component: shop, every: 10s } # NOTE: No criteria ask for probe "door", and nothing is routed by it.
`,
  good: `
probes:
  shop: { http: "https://shop.example/health", every: 10s }
  door: { http: "https://shop.example", component: shop, every: 10s }
activation:
  east-lost:
    when: 'probes.shop.failingFor >= duration("2m") && probes.door.failing'
    unless: deployment.inProgress
    decideWithin: 5m
    declaredBy: [on-call]
`,
  check({ plan, components, at, unsure }, report, seen) {
    const probes = Object.entries(plan.probes ?? {})
    if (unsure('activation') || unsure('components')) return
    const used = new Set<string>()
    const facts = declaredFacts(plan)
    for (const { when, unless } of Object.values(plan.activation ?? {})) {
      for (const text of [when, unless]) {
        if (text === undefined) continue
        const { condition } = parseCondition(text, facts)
        // What cannot be read may ask for any of them.
        if (!condition) return
        for (const fact of factsOf(condition)) used.add(fact.split('.')[1] ?? '')
      }
    }
    for (const [, { routing }] of components) if (routing?.probe !== undefined) used.add(routing.probe)
    for (const [id, probe] of probes) {
      seen()
      if (!used.has(id)) report(at(probe), `No criteria ask for probe "${id}", and nothing is routed by it.`)
    }
  },
}
