import Papa from 'papaparse'
import type { Place, Problem } from '#diagnostics'
import { lineStarts, placeIn, type SourceFile } from '../json.ts'
import { beyond, limits } from '../limits.ts'
import { troubled } from '../trouble.ts'

/** One row of a table, with as many cells as the file gives it. */
export interface Row {
  readonly cells: readonly string[]
  readonly place: Place
}

/**
 * The rows of a file of CSV that are not empty, the header first. A cell in quotes may go over several lines; what cannot
 * be read ends the table, and a problem tells where.
 * @throws Failure `usage` for a text that is too long, or has too many rows
 */
export function rowsOf({ name, text }: SourceFile, problems: Problem[]): readonly Row[] {
  if (text.length > limits.text) beyond(`${name} has ${text.length} characters`, limits.text)
  // Papaparse leaves a byte order mark out of its offsets.
  const whole = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text
  const said = /^sep=(.)\r?\n/.exec(whole)
  const before = said?.[0].length ?? 0
  const table = whole.slice(before)
  const lines = lineStarts(whole)
  const rows: Row[] = []
  let start = before
  Papa.parse(table, {
    delimiter: said?.[1] ?? delimiterOf(table),
    step: ({ data, errors, meta }, parser) => {
      const place = placeIn(name, lines, start, 1)
      start = before + meta.cursor
      const [error] = errors
      if (error) {
        problems.push(
          troubled('input-unreadable', place, `${name} is no table from here on: ${error.message.toLowerCase()}.`),
        )
        parser.abort()
      } else if (data.some((one) => one.trim() !== '')) rows.push({ cells: data, place })
      if (rows.length > limits.resources)
        beyond(`${name} has more rows than anybody keeps of systems`, limits.resources)
    },
  })
  return rows
}

/** What parts the cells of the header: a table may be written by people of any country. */
function delimiterOf(table: string): string {
  const header = table.slice(0, table.indexOf('\n') >>> 0).replaceAll(/"[^"]*"/g, '')
  const counted = [',', ';', '\t', '|'].map((one) => [one, header.split(one).length] as const)
  return counted.reduce((most, one) => (one[1] > most[1] ? one : most))[0]
}
