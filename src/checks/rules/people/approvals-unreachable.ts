import type { Rule } from '../../rule.ts'

export const approvalsUnreachable: Rule = {
  code: 'approvals-unreachable',
  severity: 'error',
  title: 'The approvals can never come together',
  why: 'The recovery would wait for a consent that nobody is left to give.',
  fix: 'Add people under approvals.from, or lower atLeast.',
  requirements: [
    'runbook.activation',
    'active-active.communication.c1',
    'warm-standby.communication.c1',
    'cold-standby.communication.c1',
    'backup-restore.communication.c1',
  ],
  bad: `
scenarios:
  east-lost: { class: region, loses: [east] }
  west-lost: { class: region, loses: [west] }
activation:
  east-lost:
    when: 'probes.shop.failingFor >= duration("2m")'
    declaredBy: [on-call]
    approvals: { from: [team-lead, team-lead], atLeast: 2 } # ERROR: "east-lost" needs 2 approvals, but only 1 person may give one.
  west-lost:
    when: 'probes.shop.failingFor >= duration("2m")'
    declaredBy: [on-call]
    approvals: { from: [on-call], notTheStarter: true } # ERROR: "west-lost" needs 1 approval, but whoever starts it may not give one, which leaves 0 people.
`,
  good: `
activation:
  east-lost:
    when: 'probes.shop.failingFor >= duration("2m")'
    unless: deployment.inProgress
    declaredBy: [on-call]
    approvals: { from: [on-call, team-lead], atLeast: 1, notTheStarter: true }
`,
  check({ plan, at }, report, seen) {
    for (const [id, { approvals, declaredBy }] of Object.entries(plan.activation ?? {})) {
      if (!approvals) continue
      seen()
      const { atLeast: least = 1, notTheStarter } = approvals
      const people = new Set(approvals.from)
      // Whoever is none of the approvers may start it too; the best case counts.
      const left = notTheStarter && declaredBy.every((role) => people.has(role)) ? people.size - 1 : people.size
      const needs = `"${id}" needs ${least} ${least === 1 ? 'approval' : 'approvals'}, but`
      if (people.size < least) report(at(approvals, 'atLeast'), `${needs} only ${counted(people.size)} may give one.`)
      else if (left < least)
        report(
          at(approvals, 'notTheStarter'),
          `${needs} whoever starts it may not give one, which leaves ${counted(left)}.`,
        )
    }
  },
}

function counted(people: number): string {
  return `${people} ${people === 1 ? 'person' : 'people'}`
}
