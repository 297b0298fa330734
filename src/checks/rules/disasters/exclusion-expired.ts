import type { Rule } from '../../rule.ts'

export const exclusionExpired: Rule = {
  code: 'exclusion-expired',
  severity: 'warning',
  title: 'An exclusion is over',
  why: 'What was left out for a time is left out by nobody now.',
  fix: 'Decide again: add the scenario, or renew the exclusion with a new date.',
  requirements: ['classify.review'],
  bad: `
exclusions:
  - { what: Spoilt data, class: corruption, because: A backup is being bought, by: director, until: 2026-11-23 } # WARNING: "Spoilt data" was left out until 2026-11-23.
`,
  good: `
exclusions:
  - { what: Spoilt data, class: corruption, because: A backup is being bought, by: director, until: 2026-11-24 }
`,
  check({ plan, asOf, at }, report, seen) {
    for (const exclusion of plan.exclusions ?? []) {
      if (exclusion.until === undefined) continue
      seen()
      if (exclusion.until < asOf)
        report(at(exclusion, 'until'), `"${exclusion.what}" was left out until ${exclusion.until}.`)
    }
  },
}
