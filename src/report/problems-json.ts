import { byPlace, type Problem, type Severity } from '#diagnostics'
import { type Tally, tally } from './problems-tally.ts'

/** What `check --format json` gives. Lines and columns count from 1, the end is exclusive. */
export interface ProblemsReport {
  readonly schemaVersion: 1
  readonly problems: ReadonlyArray<{
    readonly code: string
    readonly severity: Severity
    readonly file: string
    readonly line: number
    readonly column: number
    readonly endLine: number
    readonly endColumn: number
    readonly summary: string
    readonly detail: string
    readonly fix: string
    readonly requirements: readonly string[]
  }>
  readonly summary: Tally
}

/** Problems as data, by file, line and column. */
export function problemsJson(problems: readonly Problem[]): ProblemsReport {
  return {
    schemaVersion: 1,
    problems: problems.toSorted(byPlace).map(({ code, severity, place, summary, detail, fix, requirements }) => ({
      code,
      severity,
      file: place.file,
      line: place.line,
      column: place.column,
      endLine: place.endLine,
      endColumn: place.endColumn,
      summary,
      detail,
      fix,
      requirements,
    })),
    summary: tally(problems),
  }
}
