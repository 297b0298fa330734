import { dayAfter } from '../../days.ts'
import type { Rule } from '../../rule.ts'

export const proofInTheFuture: Rule = {
  code: 'proof-in-the-future',
  severity: 'warning',
  title: 'Something is said to be done on a day to come',
  why: 'What has not happened yet proves nothing, and a mistyped year hides that it is overdue.',
  fix: 'Write the day on which it was done.',
  requirements: ['classify.review', 'classify.sign-off', 'backup-restore.audit.c1', 'test.drills'],
  bad: `
metadata: { name: shop, owner: shop-team, review: { last: 2027-10-01, every: 90d } } # WARNING: The last review is said to be of 2027-10-01, and today is 2026-11-24.
drills:
  - { scenario: east-lost, every: 90d, last: 2028-11-01 } # WARNING: The last drill of "east-lost" is said to be of 2028-11-01, and today is 2026-11-24.
`,
  good: `
metadata: { name: shop, owner: shop-team, review: { last: 2026-10-01, every: 90d } }
drills:
  - { scenario: east-lost, every: 90d, last: 2026-11-01 }
`,
  check({ plan, components, asOf, at }, report, seen) {
    // Somewhere it is already tomorrow.
    const latest = dayAfter(asOf, 86_400)
    const look = (node: object | undefined, key: string, on: string | undefined, what: () => string) => {
      if (!node || on === undefined) return
      seen()
      if (on > latest) report(at(node, key), `${what()} is said to be of ${on}, and today is ${asOf}.`)
    }
    const { review } = plan.metadata
    look(review, 'last', review?.last, () => 'The last review')
    for (const [id, { signedOff = [] }] of Object.entries(plan.flows))
      for (const one of signedOff) look(one, 'on', one.on, () => `A sign-off of flow "${id}"`)
    for (const [id, { data }] of components)
      look(data?.backup, 'restoreProven', data?.backup?.restoreProven, () => `The last proven restore of "${id}"`)
    for (const one of plan.drills ?? []) look(one, 'last', one.last, () => `The last drill of "${one.scenario}"`)
    for (const one of plan.audits ?? []) look(one, 'last', one.last, () => `The last audit of ${one.of}`)
    look(plan.budget?.reviewed, 'last', plan.budget?.reviewed?.last, () => 'The last review of spending')
  },
}
