import { dayAfter } from '../../days.ts'
import type { Rule } from '../../rule.ts'

/** A year and a day, in seconds. */
const longest = 367 * 86_400

export const suppressionTooLong: Rule = {
  code: 'suppression-too-long',
  severity: 'warning',
  title: 'A finding is accepted for more than a year',
  why: 'Whoever accepted it will have forgotten it, and what it rests on will have changed.',
  fix: 'Let it end within a year, and look at it again then.',
  requirements: ['classify.review', 'classify.right-size'],
  bad: `
suppressions:
  - { code: contact-unconfirmed, because: The list is new, by: Team lead, until: 2126-01-01 } # WARNING: "contact-unconfirmed" is accepted until 2126-01-01, more than a year from now.
`,
  good: `
suppressions:
  - { code: contact-unconfirmed, because: The list is new, by: Team lead, until: 2027-01-31 }
`,
  check({ plan, asOf, at }, report, seen) {
    for (const suppression of plan.suppressions ?? []) {
      seen()
      if (suppression.until >= dayAfter(asOf, longest))
        report(
          at(suppression, 'until'),
          `"${suppression.code}" is accepted until ${suppression.until}, more than a year from now.`,
        )
    }
  },
}
