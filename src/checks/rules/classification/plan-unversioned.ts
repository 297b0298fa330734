import type { Rule } from '../../rule.ts'

export const planUnversioned: Rule = {
  code: 'plan-unversioned',
  severity: 'note',
  title: 'It is not said where the plan is versioned',
  why: 'Two people with two versions of a plan do two different things.',
  fix: 'Name under metadata.repository where the plan is kept under version control.',
  requirements: ['runbook.versioned'],
  bad: `
metadata: { name: shop, owner: shop-team, review: { last: 2026-10-01, every: 90d } } # NOTE: The plan has neither a version nor a repository.
`,
  good: `
metadata: { name: shop, owner: shop-team, review: { last: 2026-10-01, every: 90d }, repository: "https://git.example/shop/plan" }
`,
  check({ plan: { metadata }, at, unsure }, report, seen) {
    if (unsure('metadata', 'repository') || unsure('metadata', 'version')) return
    seen()
    if (metadata.repository === undefined && metadata.version === undefined)
      report(at(metadata), 'The plan has neither a version nor a repository.')
  },
}
