import { ruleOf } from '#checks'
import { byPlace, type Problem, type Severity } from '#diagnostics'
import { canonical, sha256 } from '#digest'
import type { Findings } from './findings.ts'

const levels: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', unknown: 'note', note: 'note' }

/**
 * Findings as a SARIF 2.1.0 log with one run, as a value.
 * @param version of Muster, as `tool.driver.version`
 * @remarks Relative files stay relative, under `%SRCROOT%`. A fingerprint rests on code, file and detail, not on the
 *   line, so that a finding keeps its identity when lines above it are added. What is accepted is a result with a
 *   suppression of kind `inSource`, for it stands in the plan itself.
 */
export function problemsSarif({ problems, suppressed }: Findings, version: string): object {
  const acceptance = new Map(suppressed.map(({ problem, by, because, until }) => [problem, { by, because, until }]))
  const sorted = [...problems, ...acceptance.keys()].toSorted(byPlace)
  const ofCode = new Map<string, Problem[]>()
  for (const problem of sorted) {
    const own = ofCode.get(problem.code)
    if (own) own.push(problem)
    else ofCode.set(problem.code, [problem])
  }
  const codes = [...ofCode.keys()].toSorted()
  const indexOf = new Map(codes.map((code, index) => [code, index]))
  const seen = new Map<string, number>()
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Muster', version, rules: codes.map((code) => rule(code, ofCode.get(code) ?? [])) } },
        columnKind: 'utf16CodeUnits',
        results: sorted.map((problem) => {
          const base = sha256(canonical([problem.code, problem.place.file, problem.detail]))
          const nth = seen.get(base) ?? 0
          seen.set(base, nth + 1)
          const accepted = acceptance.get(problem)
          return {
            ...result(problem, indexOf.get(problem.code) ?? 0, `${base}:${nth}`),
            ...(accepted && { suppressions: [suppression(accepted)] }),
          }
        }),
      },
    ],
  }
}

function rule(code: string, own: readonly Problem[]): object {
  const tags = [...new Set(own.flatMap((problem) => problem.requirements))].toSorted()
  const why = ruleOf(code)?.why
  return {
    id: code,
    shortDescription: { text: own[0]?.summary ?? code },
    ...(why !== undefined && { fullDescription: { text: why } }),
    help: { text: `muster explain ${code}` },
    defaultConfiguration: { level: levels[own[0]?.severity ?? 'error'] },
    ...(tags.length > 0 && { properties: { tags } }),
  }
}

function suppression({
  by,
  because,
  until,
}: {
  readonly by: string
  readonly because: string
  readonly until: string
}) {
  return {
    kind: 'inSource',
    status: 'accepted',
    justification: because,
    properties: { acceptedBy: by, acceptedUntil: until },
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
