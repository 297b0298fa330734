import { byPlace, type Severity } from '#diagnostics'
import { plain, plainLines } from '#markup'
import type { Findings } from './findings.ts'

const commands: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  unknown: 'notice',
  note: 'notice',
}

/**
 * Open findings as workflow commands, which GitHub shows as annotations beside the lines of a change; what is accepted
 * is no annotation.
 * @returns one command a line, or an empty text where there are none
 * @remarks A foreign text can begin no command of its own: line breaks are escaped. Source: the toolkit's escapes for
 *   data and for properties. Columns are left out of ranges over several lines, for which GitHub takes none.
 */
export function problemsGithub({ problems }: Findings): string {
  return problems
    .toSorted(byPlace)
    .map(({ code, severity, place, summary, detail, fix }) => {
      const lastLine = place.endColumn === 1 && place.endLine > place.line ? place.endLine - 1 : place.endLine
      const properties = {
        file: place.file,
        line: place.line,
        endLine: lastLine,
        ...(lastLine === place.line && { col: place.column, endColumn: Math.max(place.column, place.endColumn - 1) }),
        title: `${summary} [${code}]`,
      }
      const listed = Object.entries(properties).map(([name, value]) => `${name}=${property(String(value))}`)
      const message = [...plainLines(detail), ...plainLines(fix)].join('\n')
      return `::${commands[severity]} ${listed.join(',')}::${data(message)}\n`
    })
    .join('')
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function property(text: string): string {
  return data(plain(text)).replaceAll(':', '%3A').replaceAll(',', '%2C')
}
