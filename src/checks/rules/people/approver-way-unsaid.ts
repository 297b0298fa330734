import { contactOf, criteriaOf, identityLoss } from '../../activations.ts'
import { listed } from '../../listing.ts'
import type { Rule } from '../../rule.ts'

export const approverWayUnsaid: Rule = {
  code: 'approver-way-unsaid',
  severity: 'warning',
  title: 'It is not said how to approve while sign-in is down',
  why: 'An approval by the usual sign-in is impossible then, and nobody has agreed on another way.',
  fix: 'Say under approvesBy how each of them can approve: phone or local-key.',
  requirements: ['muster.liveness', 'runbook.activation'],
  bad: `
scenarios:
  east-lost: { class: region, loses: [east], takes: [identity] }
activation:
  east-lost:
    when: 'probes.shop.failingFor >= duration("2m")'
    declaredBy: [on-call] # WARNING: "east-lost" takes identity, and nothing says how "on-call" can declare it then.
    approvals:
      from: [team-lead] # WARNING: "east-lost" takes identity, and nothing says how "team-lead" can approve it then.
`,
  good: `
scenarios:
  east-lost: { class: region, loses: [east], takes: [identity] }
activation:
  east-lost:
    when: 'probes.shop.failingFor >= duration("2m")'
    decideWithin: 5m
    declaredBy: [on-call, team-lead]
    approvals: { from: [on-call] }
contacts:
  on-call: { name: Engineer on call, phone: "+1 555 0140", email: on-call@shop.example, deputy: team-lead, approvesBy: [phone] }
  team-lead: { name: Team lead, phone: "+1 555 0141", email: team-lead@shop.example }
`,
  check(subject, report, seen) {
    const { plan, at, unsure } = subject
    const loses = identityLoss(subject)
    const waysOf = (role: string) => contactOf(plan, role)?.approvesBy
    for (const { id, activation, scenario } of criteriaOf(plan)) {
      if (!scenario || !loses(scenario) || unsure('contacts')) continue
      seen()
      const { declaredBy, approvals } = activation
      const open = (roles: readonly string[], least: number) =>
        roles.some((role) => waysOf(role) === undefined) &&
        roles.filter((role) => waysOf(role)?.some((way) => way !== 'sign-in')).length < least
      const says = (roles: readonly string[], what: string) =>
        `"${id}" takes identity, and nothing says how ${listed(roles.filter((role) => !waysOf(role)))} can ${what} it then.`
      if (open(declaredBy, 1)) report(at(activation, 'declaredBy'), says(declaredBy, 'declare'))
      if (approvals && open(approvals.from, approvals.atLeast ?? 1))
        report(at(approvals, 'from'), says(approvals.from, 'approve'))
    }
  },
}
