import type { Rule } from '../../rule.ts'

export const checkpointsMissing: Rule = {
  code: 'checkpoints-missing',
  severity: 'note',
  title: 'The decision has no checkpoints',
  why: 'Under pressure people forget the question that would have stopped a needless failover.',
  fix: 'Add checkpoints: the questions to be answered before it is declared.',
  requirements: ['runbook.activation'],
  bad: `
activation:
  east-lost: # NOTE: Nothing has to be asked before "east-lost" is declared.
    when: 'probes.shop.failingFor >= duration("2m")'
    declaredBy: [on-call]
`,
  good: `
activation:
  east-lost:
    when: 'probes.shop.failingFor >= duration("2m")'
    decideWithin: 5m
    declaredBy: [on-call]
    checkpoints: [Does the provider expect the region back within the hour?]
`,
  check({ plan, at, unsure }, report, seen) {
    for (const [id, activation] of Object.entries(plan.activation ?? {})) {
      if (unsure('activation', id, 'checkpoints')) continue
      seen()
      if ((activation.checkpoints ?? []).length === 0)
        report(at(activation), `Nothing has to be asked before "${id}" is declared.`)
    }
  },
}
