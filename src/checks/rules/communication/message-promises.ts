import type { Rule } from '../../rule.ts'

export const messagePromises: Rule = {
  code: 'message-promises',
  severity: 'note',
  title: 'A message says what nobody can know yet',
  why: 'A time or a loss that proves wrong costs more trust than the outage, and may be held against you.',
  fix: 'Say what has happened, what is being done, and when the next word comes.',
  requirements: [
    'runbook.communication',
    'active-active.communication.c3',
    'warm-standby.communication.c3',
    'cold-standby.communication.c3',
  ],
  bad: `
communications:
  customers: { audience: Customers, owner: on-call, channel: status-page, on: [activated, restored], message: No data was lost. } # NOTE: A message that goes out when the plan is activated says "No data was lost".
  partners: { audience: Partners, owner: on-call, channel: email, on: [activated], message: We will be back within 30 minutes. } # NOTE: A message that goes out when the plan is activated says "within 30 minutes".
`,
  good: `
communications:
  customers: { audience: Customers, owner: on-call, channel: status-page, on: [activated], message: We work on it and tell you more every half hour. }
  partners: { audience: Partners, owner: on-call, channel: email, on: [restored], message: We were back within 30 minutes. }
`,
  check({ plan, at }, report, seen) {
    for (const message of Object.values(plan.communications ?? {})) {
      if (!message.on.includes('activated')) continue
      seen()
      const claim = claims.map((one) => one.exec(message.message)?.[0]).find((found) => found !== undefined)
      if (claim !== undefined)
        report(at(message, 'message'), `A message that goes out when the plan is activated says "${claim}".`)
    }
  },
}

/** Times of recovery and verdicts on data, in English; narrow, so that what matches is worth a look. */
const claims: readonly RegExp[] = [
  /\b(?:within|in) (?:the |an |one |about |\d{1,3} ?)+(?:hour|minute|min|h|m)s?\b/i,
  /\bno (?:data|orders?|payments?|messages?) (?:is|are|was|were|has been|have been|will be) lost\b/i,
  /\b(?:all|your) (?:data|orders?|payments?) (?:is|are|remain|stay)s? safe\b/i,
]
