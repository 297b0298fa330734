import { requirements, validations } from '#catalog'
import { nearest } from '#diagnostics'
import type { Rule } from '../../rule.ts'

export const attestationUnknown: Rule = {
  code: 'attestation-unknown',
  severity: 'error',
  title: 'An attestation is of no requirement',
  why: 'A person vouches for something of which nobody knows what it is.',
  fix: 'Write the id of a requirement or the name of a topic; `muster explain validations` lists the topics.',
  requirements: ['classify.review'],
  bad: `
attestations:
  - of: contact-current # ERROR: There is no requirement and no topic "contact-current".
    by: team-lead
    on: 2026-10-01
    until: 2027-01-01
    says: Every number was called
`,
  good: `
attestations:
  - { of: contacts-current, by: team-lead, on: 2026-10-01, until: 2027-01-01, says: Every number was called }
  - { of: cost.tooling, by: finance, on: 2026-10-01, until: 2027-01-01, says: We read the bill every month }
`,
  check({ plan, at }, report, seen) {
    for (const attestation of plan.attestations ?? []) {
      seen()
      const { of } = attestation
      if (known.has(of)) continue
      const near = nearest(of, [...known])
      const fix = near === undefined ? attestationUnknown.fix : `Did you mean "${near}"?`
      report(at(attestation, 'of'), `There is no requirement and no topic "${of}".`, fix)
    }
  },
}

const known: ReadonlySet<string> = new Set([...Object.keys(validations), ...requirements.map(({ id }) => id)])
