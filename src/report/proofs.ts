import { plain } from '#markup'
import { counted } from './figures.ts'
import { type Cell, table, wrapped } from './layout.ts'
import { paint, type Style, sign } from './style.ts'

/** A run, and what it found in a sentence, where it found it by looking. */
interface Found {
  readonly run: string
  readonly says?: string
}

/** What the lab has shown of one topic; `by` and `fault`, or `not`. */
export interface ProofRow {
  readonly topic: string
  readonly says: string
  readonly requirements: readonly string[]
  readonly by?: string
  /** The fault that makes it say no, seeded by a test. */
  readonly fault?: string
  /** Why a lab cannot show it. */
  readonly not?: string
  /** The newest run that shows it, and the newest that shows that it does not hold. */
  readonly shown?: Found
  readonly refuted?: Found
  /** What the newest run says that says anything; absent where none does. */
  readonly newest?: boolean
}

/** One row for each topic, in the order of the catalog. */
export interface ProofsView {
  readonly rows: readonly ProofRow[]
}

/** The proofs for a person: what is shown by what, in which run, and what no lab can show. Ends with a line feed. */
export function proofsText({ rows }: ProofsView, style: Style): string {
  const header = ['', 'topic', 'last shown in'].map((text): Cell => ({ text, tone: 'dim' }))
  const can = rows.filter(({ by }) => by !== undefined)
  const heads = table([header, ...can.map((row) => [state(row, style), row.topic, plain(row.shown?.run ?? '')])], style)
  const told = can.flatMap(({ by = '', fault = '' }, index) => [
    heads[index + 1] ?? '',
    ...wrapped(by, style.width, indent),
    ...wrapped(`no: ${fault}`, style.width, indent).map((line) => paint(style, 'dim', line)),
  ])
  const against = can.flatMap(({ topic, newest, refuted }) =>
    newest === false && refuted ? [['', topic, plain(refuted.run), plain(refuted.says ?? 'It did not hold.')]] : [],
  )
  const cannot = rows.flatMap(({ topic, not }) => (not === undefined ? [] : [['', topic, not]]))
  const shown = can.filter(({ newest }) => newest === true).length
  return `${[
    ...heads.slice(0, 1),
    ...told,
    ...(against.length === 0 ? [] : ['', paint(style, 'bold', 'Refuted by the newest run'), ...table(against, style)]),
    '',
    paint(style, 'bold', 'Not shown by a lab'),
    ...table(cannot, style),
    '',
    `Shown by its newest run: ${shown} of ${counted(can.length, 'topic')} that a lab can show. Nothing of it proves anything about a workload.`,
  ].join('\n')}\n`
}

const indent = '     '

function state({ newest }: ProofRow, style: Style): Cell {
  if (newest === undefined) return { text: sign(style, 'none'), tone: 'dim' }
  return newest ? { text: sign(style, 'ok'), tone: 'green' } : { text: sign(style, 'bad'), tone: 'red' }
}

/** The proofs as data. */
export function proofsJson({ rows }: ProofsView) {
  return { schemaVersion: 1 as const, subject: 'lab' as const, proofs: rows }
}
