import { byPlace, type Place, type Problem, type Severity } from '#diagnostics'
import { columns, plain } from '#markup'
import { type Findings, inOrder, whatOf } from './findings.ts'
import { counted } from './figures.ts'
import { type Cell, table, wrapped } from './layout.ts'
import { tallyWords } from './problems-tally.ts'
import { toneOf } from './severity.ts'
import { paint, type Style, sign } from './style.ts'

/** What of the findings is told in full, and not only counted. */
export interface Telling {
  /** Usually yes. */
  readonly notes?: boolean
  /** Those that somebody has accepted; usually no. */
  readonly suppressed?: boolean
}

/**
 * Findings for a person at a terminal. Errors and warnings come first, by place: code and summary, the line with its
 * fault marked, why, what to write instead. Then what is unknown and notes, a line each, by code; and a tally at the end.
 * @param sources text of each file by its name in a problem's place; a file that is not there is shown without its line
 * @returns text that ends with a line feed
 */
export function problemsText(
  found: Findings,
  sources: ReadonlyMap<string, string>,
  style: Style,
  { notes = true, suppressed = false }: Telling = {},
): string {
  if (found.problems.length === 0 && found.suppressed.length === 0) return `${paint(style, 'green', 'No problems.')}\n`
  const linesOf = new Map([...sources].map(([file, text]) => [file, text.split(/\r\n|[\n\r]/)]))
  const sorted = found.problems.toSorted(byPlace)
  const graver = sorted.filter(({ severity }) => severity === 'error' || severity === 'warning')
  const hidden = !notes && sorted.some(({ severity }) => severity === 'note')
  const told = [
    ...graver.map((problem) => block(problem, linesOf.get(problem.place.file)?.[problem.place.line - 1], style)),
    ...shortBlocks(sorted, 'unknown', style),
    ...(notes ? shortBlocks(sorted, 'note', style) : []),
    ...(suppressed && found.suppressed.length > 0 ? [acceptedBlock(found, style)] : []),
    `${tallyWords(found)}${hidden ? ' (notes are not shown)' : ''}`,
  ]
  return `${told.join('\n\n')}\n`
}

function block(problem: Problem, line: string | undefined, style: Style): string {
  const { place, severity, code, summary } = problem
  const where = paint(style, 'bold', `${whereOf(place)}:`)
  return [
    `${where} ${paint(style, toneOf[severity], severity)} [${plain(code)}] ${paint(style, 'bold', plain(summary))}`,
    ...frame(place, line, severity, style),
    ...wrapped(problem.detail, style.width, '  '),
    ...wrapped(problem.fix, style.width, '  '),
  ].join('\n')
}

/** A block for each file that has some of a severity: a line each, those of one code together where the first of them stands. */
function shortBlocks(problems: readonly Problem[], severity: Severity, style: Style): readonly string[] {
  const files = new Map<string, Map<string, Problem[]>>()
  for (const note of problems) {
    if (note.severity !== severity) continue
    const codes = files.get(note.place.file) ?? new Map<string, Problem[]>()
    files.set(note.place.file, codes)
    const group = codes.get(note.code)
    if (group) group.push(note)
    else codes.set(note.code, [note])
  }
  return [...files].map(([file, codes]) => {
    const rows = [...codes].flatMap(([code, group]) =>
      group.map((note, index): readonly Cell[] => [
        '',
        `${note.place.line}:${note.place.column}`,
        { text: index === 0 ? plain(code) : '', tone: toneOf[severity] },
        plain(whatOf(note)),
      ]),
    )
    const heading = `${plain(file)}: ${counted(rows.length, severity)}`
    const hint = '`muster explain CODE` tells why, and what to add'
    return [`${paint(style, 'bold', heading)} (${hint})`, ...table(rows, style)].join('\n')
  })
}

function acceptedBlock({ suppressed }: Findings, style: Style): string {
  const lines = inOrder(suppressed).flatMap(({ problem, by, because, until }) => [
    `  ${whereOf(problem.place)}: ${problem.severity} [${plain(problem.code)}] ${plain(problem.summary)}`,
    ...hanging('', `Until ${until}, by ${by}: ${because}`, style),
  ])
  return [paint(style, 'bold', `${counted(suppressed.length, 'finding')} accepted`), ...lines].join('\n')
}

/** A text behind its place, wrapped below itself. */
function hanging(before: string, text: string, style: Style): readonly string[] {
  return wrapped(`${before}${text}`, style.width, '      ').map((line, index) => (index === 0 ? line.slice(2) : line))
}

function whereOf({ file, line, column }: Place): string {
  return `${plain(file)}:${line}:${column}`
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
    `${paint(style, 'dim', `${' '.repeat(number.length)} |`)} ${' '.repeat(columns(before))}${paint(style, toneOf[severity], '^'.repeat(carets))}`,
  ]
}

function cut(text: string, room: number, style: Style): string {
  return columns(text) <= room ? text : text.slice(0, room - 1) + sign(style, 'ellipsis')
}
