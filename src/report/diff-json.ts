import type { Severity } from '#diagnostics'
import { isSame, type PlanDiff } from './diff.ts'
import { type ProblemReport, problemJson } from './problems-json.ts'

/** What `diff --format json` gives; times in seconds, objectives as a plan writes them. */
export interface DiffReport extends Omit<PlanDiff, 'findings'> {
  readonly schemaVersion: 1
  readonly same: boolean
  readonly findings: { readonly added: readonly ProblemReport[]; readonly removed: readonly ProblemReport[] }
  readonly summary: Readonly<
    Record<'errors' | 'warnings' | 'notes', { readonly added: number; readonly removed: number }>
  >
}

export function diffJson(diff: PlanDiff): DiffReport {
  const { added, removed } = diff.findings
  const of = (severity: Severity) => ({
    added: added.filter((one) => one.severity === severity).length,
    removed: removed.filter((one) => one.severity === severity).length,
  })
  return {
    schemaVersion: 1,
    same: isSame(diff),
    ...diff,
    findings: { added: added.map(problemJson), removed: removed.map(problemJson) },
    summary: { errors: of('error'), warnings: of('warning'), notes: of('note') },
  }
}
