import { contactOf, criteriaOf, identityLoss } from '../../activations.ts'
import { listed } from '../../listing.ts'
import type { Rule } from '../../rule.ts'

export const approverNeedsIdentity: Rule = {
  code: 'approver-needs-identity',
  severity: 'error',
  title: 'Nobody can approve while sign-in is down',
  why: 'The scenario takes the sign-in by which it would have to be declared, so nobody can declare it.',
  fix: 'Let one of them approve by phone or by a key of their own, under approvesBy.',
  requirements: ['muster.liveness', 'runbook.activation'],
  bad: `
scenarios:
  east-lost: { class: region, loses: [east], takes: [identity] }
activation:
  east-lost:
    when: 'probes.shop.failingFor >= duration("2m")'
    declaredBy: [on-call] # ERROR: "east-lost" takes identity, and "on-call" can declare it by sign-in only.
    approvals:
      from: [director, team-lead] # ERROR: "east-lost" takes identity and needs 2 approvals, but only 1 of "director" and "team-lead" can approve without a sign-in.
      atLeast: 2
contacts:
  on-call: { name: Engineer on call, phone: "+1 555 0140", email: on-call@shop.example, approvesBy: [sign-in], deputy: team-lead }
  team-lead: { name: Team lead, phone: "+1 555 0141", email: team-lead@shop.example, approvesBy: [sign-in] }
  director: { name: Director, phone: "+1 555 0142", email: director@shop.example, approvesBy: [sign-in, phone] }
`,
  good: `
scenarios:
  east-lost: { class: region, loses: [east], takes: [identity] }
activation:
  east-lost:
    when: 'probes.shop.failingFor >= duration("2m")'
    decideWithin: 5m
    declaredBy: [on-call]
contacts:
  on-call: { name: Engineer on call, phone: "+1 555 0140", email: on-call@shop.example, deputy: team-lead, approvesBy: [sign-in, local-key] }
  team-lead: { name: Team lead, phone: "+1 555 0141", email: team-lead@shop.example }
`,
  check(subject, report, seen) {
    const { plan, at } = subject
    const loses = identityLoss(subject)
    // What is not said may still be possible, and is asked for by another rule.
    const can = (role: string) => contactOf(plan, role)?.approvesBy?.some((way) => way !== 'sign-in') ?? true
    for (const { id, activation, scenario } of criteriaOf(plan)) {
      if (!scenario || !loses(scenario)) continue
      seen()
      const { declaredBy, approvals } = activation
      if (!declaredBy.some(can))
        report(
          at(activation, 'declaredBy'),
          `"${id}" takes identity, and ${listed(declaredBy)} can declare it by sign-in only.`,
        )
      if (!approvals) continue
      const least = approvals.atLeast ?? 1
      const able = approvals.from.filter(can).length
      if (able < least)
        report(
          at(approvals, 'from'),
          `"${id}" takes identity and needs ${least} ${least === 1 ? 'approval' : 'approvals'}, but only ${able} of ${listed(approvals.from)} can approve without a sign-in.`,
        )
    }
  },
}
