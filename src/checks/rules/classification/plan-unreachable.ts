import type { Rule } from '../../rule.ts'

export const planUnreachable: Rule = {
  code: 'plan-unreachable',
  severity: 'note',
  title: 'The plan may be out of reach during an outage',
  why: 'A plan that lies with what has failed helps nobody.',
  fix: 'Name under metadata.copies two or more places where it can be read, one of them offline or on paper.',
  requirements: ['runbook.reachable'],
  bad: `
metadata:
  name: shop
  owner: shop-team
  review: { last: 2026-10-01, every: 90d }
  copies: [The wiki] # NOTE: The plan can be read in one place only: The wiki.
`,
  good: `
metadata:
  name: shop
  owner: shop-team
  review: { last: 2026-10-01, every: 90d }
  copies: [The wiki, Paper in the safe of each site]
`,
  check({ plan: { metadata }, at, unsure }, report, seen) {
    if (unsure('metadata', 'copies')) return
    seen()
    const copies = [...new Set(metadata.copies)]
    if (copies.length === 0)
      report(at(metadata), 'Nothing says where the plan can be read when everything else is down.')
    else if (copies.length === 1)
      report(at(metadata, 'copies'), `The plan can be read in one place only: ${copies[0]}.`)
  },
}
