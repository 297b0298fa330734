import { byPlace, type Problem } from '#diagnostics'
import { escaped } from './markup.ts'
import { plainLines } from './plain.ts'

/**
 * Problems as JUnit XML: a suite per file, a case per problem. Errors are failures; a warning or note passes and says
 * itself in `system-out`, since it does not fail a check either. Without problems there is one case, which passes.
 */
export function problemsJunit(problems: readonly Problem[]): string {
  const sorted = problems.toSorted(byPlace)
  const suites = [...new Set(sorted.map((problem) => problem.place.file))].map((file) => {
    const own = sorted.filter((problem) => problem.place.file === file)
    return suite(file, own.map(testCase), failures(own))
  })
  if (suites.length === 0)
    suites.push(suite('muster check', ['    <testcase classname="muster" name="no problems" />\n'], 0))
  const all = `tests="${Math.max(1, problems.length)}" failures="${failures(problems)}" errors="0"`
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="muster check" ${all}>\n${suites.join('')}</testsuites>\n`
}

function failures(problems: readonly Problem[]): number {
  return problems.filter((problem) => problem.severity === 'error').length
}

function suite(name: string, cases: readonly string[], failed: number): string {
  const counts = `tests="${cases.length}" failures="${failed}" errors="0"`
  return `  <testsuite name="${escaped(name)}" ${counts}>\n${cases.join('')}  </testsuite>\n`
}

function testCase({ code, severity, place, summary, detail, fix }: Problem): string {
  const where = `${place.file}:${place.line}:${place.column}`
  const name = `classname="${escaped(code)}" name="${escaped(`${where} ${summary}`)}"`
  const text = [`${where}: ${severity} [${code}]`, ...plainLines(detail), ...plainLines(fix)].map(escaped).join('\n')
  const body =
    severity === 'error'
      ? `<failure type="${escaped(code)}" message="${escaped(summary)}">${text}</failure>`
      : `<system-out>${text}</system-out>`
  return `    <testcase ${name}>\n      ${body}\n    </testcase>\n`
}
