import { formatDuration } from '#units'
import { demands } from '../../demand.ts'
import type { Rule } from '../../rule.ts'

export const reconciliationExceedsMtd: Rule = {
  code: 'reconciliation-exceeds-mtd',
  severity: 'error',
  title: 'Reconciling ends after the maximum tolerable downtime',
  why: 'A flow whose data is not settled is not back for the business.',
  fix: 'Share the work among more people, make it faster, or lower the RTO.',
  requirements: ['muster.max-downtime', 'muster.reconciliation'],
  bad: `
postRecovery:
  owner: on-call
  reconcile:
    - { of: shop, owner: on-call, compares: Orders with payments, takes: 3h }
    - { of: shop, owner: on-call, compares: Stock with orders, takes: 2h } # ERROR: Flow "buy" may be down for 4h at most; its RTO is 30m, and "on-call" has reconciled "shop" 5h later, at 5h 30m.
`,
  good: `
postRecovery:
  owner: on-call
  reconcile:
    - { of: shop, owner: on-call, compares: Orders with payments, takes: 3h }
    - { of: shop, owner: team-lead, compares: Stock with orders, takes: 2h }
`,
  check({ plan, at }, report, seen) {
    const entries = plan.postRecovery?.reconcile ?? []
    if (entries.length === 0) return
    // What is left for reconciling; an RTO beyond the limit is another rule's.
    const left = demands(
      plan,
      ({
        objectives: {
          default: { rto, mtd },
        },
      }) => (rto === undefined || mtd === undefined || mtd < rto ? undefined : mtd - rto),
    )
    const busy = new Map<string, number>()
    for (const entry of entries) {
      if (entry.takes === undefined) continue
      // One person does one thing at a time; several people work beside each other.
      const done = (busy.get(entry.owner) ?? 0) + entry.takes
      busy.set(entry.owner, done)
      const demand = left.get(entry.of)
      if (!demand) continue
      seen()
      if (done <= demand.value) continue
      const { rto = 0, mtd = 0 } = demand.flow.objectives.default
      report(
        at(entry, 'takes'),
        `Flow "${demand.flowId}" may be down for ${formatDuration(mtd)} at most; its RTO is ${formatDuration(rto)}, and "${entry.owner}" has reconciled "${entry.of}" ${formatDuration(done)} later, at ${formatDuration(rto + done)}.`,
      )
    }
  },
}
