import { byPlace, type Problem, type Severity } from '#diagnostics'
import { type Findings, inOrder } from './findings.ts'
import { type Tally, tally } from './problems-tally.ts'

/** A problem as data. Lines and columns count from 1, the end is exclusive. */
export interface ProblemReport {
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
}

/** What `check --format json` gives. */
export interface ProblemsReport {
  readonly schemaVersion: 1
  readonly problems: readonly ProblemReport[]
  /** Findings that somebody has accepted, with the last day for which that holds, YYYY-MM-DD. */
  readonly suppressed: ReadonlyArray<
    ProblemReport & { readonly by: string; readonly because: string; readonly until: string }
  >
  readonly summary: Tally
}

/** Findings as data, by file, line and column. */
export function problemsJson(found: Findings): ProblemsReport {
  return {
    schemaVersion: 1,
    problems: found.problems.toSorted(byPlace).map(problemJson),
    suppressed: inOrder(found.suppressed).map(({ problem, by, because, until }) => ({
      ...problemJson(problem),
      by,
      because,
      until,
    })),
    summary: tally(found),
  }
}

/** One problem as data. */
export function problemJson({ code, severity, place, summary, detail, fix, requirements }: Problem): ProblemReport {
  return {
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
  }
}
