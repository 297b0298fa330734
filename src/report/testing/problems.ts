import type { Problem } from '#diagnostics'
import type { Findings } from '../findings.ts'
import { hostile } from './samples.ts'

/** The text in which the problems of the samples lie. */
export const source = `apiVersion: muster/v1
flows:
  checkout:
    objectives: { default: { rpo: 15m } }
components:
  orders-db:
    data:
      backup: { every: 1h }
`

export const problems: readonly Problem[] = [
  {
    code: 'drill-overdue',
    severity: 'warning',
    place: { file: 'checkout.yaml', line: 3, column: 3, endLine: 3, endColumn: 11 },
    summary: 'No drill has proven the flow',
    detail: 'Flow "checkout" has no drill.\nA plan that nobody has rehearsed is a guess.',
    fix: 'Rehearse it:\n  muster drill --scenario east-lost',
    requirements: [],
  },
  {
    code: 'rpo-backup-interval',
    severity: 'error',
    place: { file: 'checkout.yaml', line: 8, column: 24, endLine: 8, endColumn: 26 },
    summary: 'Backup interval exceeds the RPO',
    detail:
      'Backups run every 1h, but the RPO of flow "checkout" is 15m. Data written since the last backup is lost, and nobody has accepted that loss.',
    fix: 'Shorten the interval, or raise the RPO and have it signed again.',
    requirements: ['backup-restore.policies.c3'],
  },
]

const note: Problem = {
  code: 'plan-unversioned',
  severity: 'note',
  place: { file: 'checkout.yaml', line: 1, column: 1, endLine: 1, endColumn: 11 },
  summary: 'It is not said where the plan is versioned',
  detail: 'The plan has neither a version nor a repository.',
  fix: 'Name under metadata.repository where the plan is kept under version control.',
  requirements: ['runbook.versioned'],
}

/** Findings of every severity, open and accepted. */
export const findings: Findings = {
  problems: [
    ...problems,
    {
      ...note,
      code: 'single-entry',
      place: { ...note.place, line: 2, endLine: 2 },
      detail: 'Every way in leads through "edge".',
    },
    note,
    { ...note, place: { ...note.place, line: 6, column: 3, endLine: 6 } },
  ],
  suppressed: [
    {
      problem: { ...(problems[0] as Problem), place: { ...note.place, line: 5, endLine: 5 } },
      by: 'head-of-operations',
      because: 'The drill is in the calendar of next month',
      until: '2026-12-31',
    },
  ],
}

/** A problem whose every text is hostile. */
export const hostileProblem: Problem = {
  code: 'hostile',
  severity: 'error',
  place: { file: `a,b:${hostile}.yaml`, line: 1, column: 1, endLine: 2, endColumn: 1 },
  summary: hostile,
  detail: hostile,
  fix: hostile,
  requirements: [hostile],
}
