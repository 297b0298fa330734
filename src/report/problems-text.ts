import { byPlace, type Place, type Problem, type Severity } from '#diagnostics'
import { wrapped } from './layout.ts'
import { columns, plain } from './plain.ts'
import { tallyWords } from './problems-tally.ts'
import { paint, type Style, sign, type Tone } from './style.ts'

const tones: Readonly<Record<Severity, Tone>> = { error: 'red', warning: 'yellow', note: 'cyan' }

/**
 * Problems for a person at a terminal: place, code and summary, the line with its fault marked, why, what to write
 * instead, and a tally at the end.
 * @param sources text of each file by its name in a problem's place; a file that is not there is shown without its line
 * @returns text that ends with a line feed, by file, line and column
 */
export function problemsText(problems: readonly Problem[], sources: ReadonlyMap<string, string>, style: Style): string {
  if (problems.length === 0) return `${paint(style, 'green', 'No problems.')}\n`
  const linesOf = new Map([...sources].map(([file, text]) => [file, text.split(/\r\n|[\n\r]/)]))
  const blocks = problems.toSorted(byPlace).map((problem) => {
    const { place, severity, code, summary } = problem
    const where = paint(style, 'bold', `${plain(place.file)}:${place.line}:${place.column}:`)
    return [
      `${where} ${paint(style, tones[severity], severity)} [${plain(code)}] ${paint(style, 'bold', plain(summary))}`,
      ...frame(place, linesOf.get(place.file)?.[place.line - 1], severity, style),
      ...wrapped(problem.detail, style.width, '  '),
      ...wrapped(problem.fix, style.width, '  '),
    ].join('\n')
  })
  return `${blocks.join('\n\n')}\n\n${tallyWords(problems)}\n`
}

/**
 * The line with its fault marked below; none where the line is not known. Columns of a place count UTF-16 units, those
 * of a terminal do not, so each part is measured after it is made plain.
 */
function frame(place: Place, line: string | undefined, severity: Severity, style: Style): readonly string[] {
  if (line === undefined) return []
  const end = place.endLine > place.line ? line.length : place.endColumn - 1
  let before = plain(line.slice(0, place.column - 1))
  const marked = plain(line.slice(place.column - 1, end))
  const rest = plain(line.slice(Math.max(end, place.column - 1)))
  const number = String(place.line).padStart(5)
  const room = Math.max(20, style.width - number.length - 3)
  const most = Math.floor(room * 0.6)
  if (columns(before + marked + rest) > room && columns(before) > most)
    before = sign(style, 'ellipsis') + before.slice(-most)
  const shown = cut(before + marked + rest, room, style)
  const carets = Math.max(1, Math.min(columns(marked.trimEnd()), room - columns(before)))
  return [
    `${paint(style, 'dim', `${number} |`)} ${shown}`.trimEnd(),
    `${paint(style, 'dim', `${' '.repeat(number.length)} |`)} ${' '.repeat(columns(before))}${paint(style, tones[severity], '^'.repeat(carets))}`,
  ]
}

function cut(text: string, room: number, style: Style): string {
  return columns(text) <= room ? text : text.slice(0, room - 1) + sign(style, 'ellipsis')
}
