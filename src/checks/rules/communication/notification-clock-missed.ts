import { formatDuration } from '#units'
import { criteriaOf } from '../../activations.ts'
import { soonest } from '../../satisfy.ts'
import type { Rule } from '../../rule.ts'

export const notificationClockMissed: Rule = {
  code: 'notification-clock-missed',
  severity: 'error',
  title: 'A message cannot be out in time',
  why: 'The clock of the regulator or the contract runs from the fault, not from the declaration.',
  fix: 'Shorten the threshold or decideWithin, or tell whoever set the clock before the decision is taken.',
  requirements: [
    'active-active.communication.c2',
    'warm-standby.communication.c2',
    'cold-standby.communication.c2',
    'backup-restore.communication.c2',
    'runbook.communication',
  ],
  bad: `
communications:
  regulator:
    audience: The supervisor
    owner: on-call
    channel: email
    on: [activated]
    within: 5m # ERROR: "The supervisor" must be told within 5m, but "east-lost" is noticed after 2m and decided within 5m.
    message: A service is disturbed.
`,
  good: `
communications:
  regulator:
    audience: The supervisor
    owner: on-call
    channel: email
    on: [activated]
    within: 4h
    message: A service is disturbed.
`,
  check({ plan, at }, report, seen) {
    const slowest = criteriaOf(plan)
      .flatMap(({ id, activation: { decideWithin = 0 }, when, scenario }) =>
        // Of an activated blip, and of one that no scenario has, another rule speaks.
        !scenario || scenario.class === 'blip' ? [] : [{ id, decideWithin, notice: (when && soonest(when)) ?? 0 }],
      )
      .sort((a, b) => b.notice + b.decideWithin - a.notice - a.decideWithin)[0]
    if (!slowest) return
    for (const message of Object.values(plan.communications ?? {})) {
      const { audience, on, within } = message
      if (within === undefined || !on.includes('activated')) continue
      seen()
      if (slowest.notice + slowest.decideWithin > within)
        report(
          at(message, 'within'),
          `"${audience}" must be told within ${formatDuration(within)}, but "${slowest.id}" is noticed after ${formatDuration(slowest.notice)} and decided within ${formatDuration(slowest.decideWithin)}.`,
        )
    }
  },
}
