import type { Rule } from '../../rule.ts'

export const attestationExpired: Rule = {
  code: 'attestation-expired',
  severity: 'warning',
  title: 'An attestation does not hold on this day',
  why: 'What a person vouched for is vouched for by nobody now, and counts as open.',
  fix: 'Have the person look again and write the new days, or remove the attestation.',
  requirements: ['classify.review'],
  bad: `
attestations:
  - of: contacts-current
    by: team-lead
    on: 2026-03-01
    until: 2026-09-01 # WARNING: What team-lead attested of "contacts-current" held until 2026-09-01.
    says: Every number was called
  - of: backup-restore.audit.v1
    by: team-lead
    on: 2027-01-05 # WARNING: What team-lead attests of "backup-restore.audit.v1" holds from 2027-01-05 on.
    until: 2027-04-05
    says: The audit of the first quarter
  - of: audit-trail
    by: team-lead
    on: 2026-10-01
    until: 2026-09-30 # WARNING: What team-lead attested of "audit-trail" on 2026-10-01 ended before that, on 2026-09-30.
    says: The log was read
`,
  good: `
attestations:
  - of: contacts-current
    by: team-lead
    on: 2026-10-01
    until: 2027-01-01
    says: Every number was called
`,
  check({ plan, asOf, at }, report, seen) {
    for (const attestation of plan.attestations ?? []) {
      seen()
      const { of, by, on, until } = attestation
      if (until < on)
        report(at(attestation, 'until'), `What ${by} attested of "${of}" on ${on} ended before that, on ${until}.`)
      else if (until < asOf) report(at(attestation, 'until'), `What ${by} attested of "${of}" held until ${until}.`)
      else if (on > asOf) report(at(attestation, 'on'), `What ${by} attests of "${of}" holds from ${on} on.`)
    }
  },
}
