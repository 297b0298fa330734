import { isInternal } from '../../messages.ts'
import type { Rule } from '../../rule.ts'

export const notificationMissing: Rule = {
  code: 'notification-missing',
  severity: 'note',
  title: 'Somebody is not told that the plan is activated',
  why: 'Whoever is not told asks, and the people who recover answer instead of recovering.',
  fix: 'Add a message on activated for colleagues (internal: true, or the incident channel) and one for everybody else.',
  requirements: [
    'active-active.communication.c2',
    'warm-standby.communication.c2',
    'cold-standby.communication.c2',
    'backup-restore.communication.c2',
    'runbook.communication',
  ],
  bad: `
communications: # NOTE: No message tells people outside that the plan is activated.
  team: { audience: Team, owner: on-call, channel: incident-channel, on: [activated], message: We move. }
`,
  good: `
communications:
  team: { audience: Team, owner: on-call, channel: incident-channel, on: [activated], message: We move. }
  customers: { audience: Customers, owner: on-call, channel: status-page, on: [activated], message: We move. }
`,
  check({ plan, at, missing, unsure }, report, seen) {
    if (unsure('communications')) return
    seen()
    const told = Object.values(plan.communications ?? {}).filter(({ on }) => on.includes('activated'))
    const spot = plan.communications ? at(plan.communications) : missing('communications')
    const inside = told.some(isInternal)
    const outside = told.some((one) => !isInternal(one))
    if (!inside && !outside) report(spot, 'No message tells anybody that the plan is activated.')
    else if (!inside) report(spot, 'No message tells colleagues that the plan is activated.')
    else if (!outside) report(spot, 'No message tells people outside that the plan is activated.')
  },
}
