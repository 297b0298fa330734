import { byPlace, type Problem, type Severity } from '#diagnostics'
import { canonical, sha256 } from '#digest'

const levels: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', note: 'note' }

/**
 * Problems as a SARIF 2.1.0 log with one run, as a value.
 * @param version of Muster, as `tool.driver.version`
 * @remarks Relative files stay relative, under `%SRCROOT%`. A fingerprint rests on code, file and detail, not on the
 *   line, so that a finding keeps its identity when lines above it are added.
 */
export function problemsSarif(problems: readonly Problem[], version: string): object {
  const sorted = problems.toSorted(byPlace)
  const codes = [...new Set(sorted.map((problem) => problem.code))].toSorted()
  const seen = new Map<string, number>()
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Muster', version, rules: codes.map((code) => rule(code, sorted)) } },
        columnKind: 'utf16CodeUnits',
        results: sorted.map((problem) => {
          const base = sha256(canonical([problem.code, problem.place.file, problem.detail]))
          const nth = seen.get(base) ?? 0
          seen.set(base, nth + 1)
          return result(problem, codes.indexOf(problem.code), `${base}:${nth}`)
        }),
      },
    ],
  }
}

function rule(code: string, problems: readonly Problem[]): object {
  const own = problems.filter((problem) => problem.code === code)
  const tags = [...new Set(own.flatMap((problem) => problem.requirements))].toSorted()
  return {
    id: code,
    shortDescription: { text: own[0]?.summary ?? code },
    help: { text: `muster explain ${code}` },
    defaultConfiguration: { level: levels[own[0]?.severity ?? 'error'] },
    ...(tags.length > 0 && { properties: { tags } }),
  }
}

function result({ code, severity, place, detail, fix }: Problem, ruleIndex: number, fingerprint: string): object {
  const { line, column, endLine, endColumn } = place
  return {
    ruleId: code,
    ruleIndex,
    level: levels[severity],
    message: { text: `${detail}\n${fix}` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: artifact(place.file),
          region: { startLine: line, startColumn: column, endLine, endColumn },
        },
      },
    ],
    partialFingerprints: { 'musterProblem/v1': fingerprint },
  }
}

function artifact(file: string): object {
  const path = file.replaceAll('\\', '/').replaceAll(/\p{Cs}/gu, '\ufffd')
  const encoded = path.split('/').map(encodeURIComponent).join('/')
  if (path.startsWith('/')) return { uri: `file://${encoded}` }
  if (/^[A-Za-z]:\//.test(path)) return { uri: `file:///${path.slice(0, 2)}${encoded.slice(4)}` }
  return { uri: encoded.replace(/^(?:\.\/)+/, ''), uriBaseId: '%SRCROOT%' }
}
