import { byPlace, type Problem } from '#diagnostics'
import { escaped, plainLines } from '#markup'
import type { Findings } from './findings.ts'

/** A case: a problem, and how it was accepted where somebody did. */
interface Case {
  readonly problem: Problem
  readonly accepted?: string
}

/**
 * Findings as JUnit XML: a suite per file, a case per finding. Errors are failures; a warning or note passes and says
 * itself in `system-out`, since it does not fail a check either; what is accepted is skipped, with the reason. Without
 * findings there is one case, which passes.
 */
export function problemsJunit({ problems, suppressed }: Findings): string {
  const cases: readonly Case[] = [
    ...problems.map((problem) => ({ problem })),
    ...suppressed.map(({ problem, by, because, until }) => ({
      problem,
      accepted: `accepted until ${until} by ${by}: ${because}`,
    })),
  ].toSorted((a, b) => byPlace(a.problem, b.problem))
  const files = new Map<string, Case[]>()
  for (const one of cases) {
    const own = files.get(one.problem.place.file)
    if (own) own.push(one)
    else files.set(one.problem.place.file, [one])
  }
  const suites = [...files].map(([file, own]) => suite(file, own.map(testCase), own))
  if (suites.length === 0)
    suites.push(suite('muster check', ['    <testcase classname="muster" name="no problems" />\n'], []))
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="muster check" ${counts(Math.max(1, cases.length), cases)}>\n${suites.join('')}</testsuites>\n`
}

function counts(tests: number, cases: readonly Case[]): string {
  const failures = cases.filter(
    ({ problem, accepted }) => problem.severity === 'error' && accepted === undefined,
  ).length
  const skipped = cases.filter(({ accepted }) => accepted !== undefined).length
  return `tests="${tests}" failures="${failures}" errors="0" skipped="${skipped}"`
}

function suite(name: string, lines: readonly string[], cases: readonly Case[]): string {
  return `  <testsuite name="${escaped(name)}" ${counts(lines.length, cases)}>\n${lines.join('')}  </testsuite>\n`
}

function testCase({ problem: { code, severity, place, summary, detail, fix }, accepted }: Case): string {
  const where = `${place.file}:${place.line}:${place.column}`
  const name = `classname="${escaped(code)}" name="${escaped(`${where} ${summary}`)}"`
  const text = [`${where}: ${severity} [${code}]`, ...plainLines(detail), ...plainLines(fix)].map(escaped).join('\n')
  const body =
    accepted !== undefined
      ? `<skipped message="${escaped(accepted)}" />`
      : severity === 'error'
        ? `<failure type="${escaped(code)}" message="${escaped(summary)}">${text}</failure>`
        : `<system-out>${text}</system-out>`
  return `    <testcase ${name}>\n      ${body}\n    </testcase>\n`
}
