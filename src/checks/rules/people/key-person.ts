import type { Plan } from '#plan'
import type { Rule } from '../../rule.ts'

export const keyPerson: Rule = {
  code: 'key-person',
  severity: 'note',
  title: 'One person has every duty',
  why: 'A disaster that takes this person too, or a holiday, leaves the plan without anybody who can act on it.',
  fix: 'Share the duties: let somebody else own components or messages, or declare the disaster.',
  requirements: [
    'runbook.communication',
    'active-active.communication.c1',
    'warm-standby.communication.c1',
    'cold-standby.communication.c1',
  ],
  bad: `
contacts: # NOTE: All 3 duties of the plan are those of "on-call".
  on-call: { name: Engineer on call, phone: "+1 555 0140", email: on-call@shop.example }
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west], owner: on-call }
communications:
  team: { audience: Team, owner: on-call, channel: incident-channel, on: [activated], message: We move. }
`,
  good: `
contacts:
  on-call: { name: Engineer on call, phone: "+1 555 0140", email: on-call@shop.example, deputy: team-lead }
  team-lead: { name: Team lead, phone: "+1 555 0141", email: team-lead@shop.example }
communications:
  team: { audience: Team, owner: team-lead, channel: incident-channel, on: [activated], message: We move. }
  customers: { audience: Customers, owner: team-lead, channel: status-page, on: [activated], message: We move. }
`,
  check({ plan, at, unsure }, report, seen) {
    if (!plan.contacts || unsure('contacts')) return
    const duties = dutiesOf(plan)
    for (const _ of duties) seen()
    const holders = new Set(duties)
    const [only] = holders
    // Of two duties one person may well have both.
    if (only !== undefined && holders.size === 1 && duties.length > 2)
      report(at(plan.contacts), `All ${duties.length} duties of the plan are those of "${only}".`)
  },
}

/** Who declares, approves, owns, tells and looks: one role for every duty. */
function dutiesOf(plan: Plan): readonly string[] {
  const owners = (parts: object | undefined) =>
    Object.values((parts ?? {}) as Readonly<Record<string, { owner?: string }>>).map(({ owner }) => owner)
  return [
    ...Object.values(plan.activation ?? {}).flatMap(({ declaredBy, approvals }) => [
      ...declaredBy,
      ...(approvals?.from ?? []),
    ]),
    ...owners(plan.components),
    ...owners(plan.communications),
    ...owners(plan.verification),
    ...owners(plan.recovery?.failover),
    ...owners(plan.recovery?.failback),
    ...(plan.failback?.decidedBy ?? []),
    plan.postRecovery?.owner,
  ].filter((role) => role !== undefined)
}
