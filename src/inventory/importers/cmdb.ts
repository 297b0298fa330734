import type { Problem } from '#diagnostics'
import { componentOfClass } from '../cmdb/classes.ts'
import { type Column, columnsOf, type Field } from '../cmdb/columns.ts'
import { type Row, rowsOf } from '../cmdb/rows.ts'
import type { Declared, Imported, Importer } from '../importer.ts'
import type { SourceFile } from '../json.ts'
import { withoutSecrets } from '../secrets.ts'
import { troubled } from '../trouble.ts'
import { emptyObject, Unknown, type Value } from '../value.ts'
import { startOf } from '../yaml.ts'

/** Exports of a database of systems, as a table with a header. What its columns do not say is unknown. */
export const cmdb: Importer = {
  format: 'csv',
  title: 'Tables of systems, such as the export of a CMDB',
  files: ['.csv', '.tsv'],
  howToGet:
    'Export the list of systems as CSV with a header; name is needed, and type, region, owner, tier and depends on are read.',
  read,
}

/** One system, before others are looked for. */
interface Item {
  readonly name: string
  readonly fields: ReadonlyMap<Field, string>
  readonly body: Value
  readonly row: Row
}

function read(files: readonly SourceFile[]): Imported {
  const problems: Problem[] = []
  const found: Item[] = []
  for (const file of files) {
    const before = problems.length
    const [header, ...rows] = rowsOf(file, problems)
    if (!header) {
      if (problems.length === before)
        problems.push(troubled('input-empty', startOf(file.name), `${file.name} has no rows.`))
      continue
    }
    const columns = columnsOf(header.cells)
    if (!columns.some(({ field }) => field === 'name')) problems.push(nameless(file, header, columns))
    else {
      if (rows.length === 0) problems.push(troubled('input-empty', header.place, `${file.name} has only a header.`))
      for (const row of rows) {
        const item = itemOf(row, columns, file, problems)
        if (item) found.push(item)
      }
    }
  }
  const byWord = new Map<string, string>()
  for (const { name, fields } of found)
    for (const word of [name, fields.get('id')])
      if (word !== undefined && !byWord.has(word.toLowerCase())) byWord.set(word.toLowerCase(), name)
  return { declared: found.map((one) => declare(one, byWord, problems)), problems }
}

function nameless(file: SourceFile, { place }: Row, columns: readonly Column[]): Problem {
  const found = columns.map(({ header }) => header).join(', ')
  return troubled(
    'input-of-another-format',
    place,
    `The first row of ${file.name} has no column for names, only ${found.slice(0, 200)}.`,
    'Give the table a header, with a column called name.',
  )
}

function itemOf(row: Row, columns: readonly Column[], file: SourceFile, problems: Problem[]): Item | undefined {
  const { cells, place } = row
  if (cells.slice(columns.length).some((one) => one.trim() !== '')) {
    problems.push(
      troubled(
        'input-unreadable',
        place,
        `The row has ${cells.length} cells, and the header of ${file.name} ${columns.length}.`,
        'Put a cell in quotes that contains what parts cells.',
      ),
    )
    return undefined
  }
  const fields = new Map<Field, string>()
  const body = emptyObject()
  columns.forEach(({ field, header, unit }, i) => {
    const cell = cells[i]?.trim() ?? ''
    if (cell === '') return
    const text = unit !== undefined && /^\d+(\.\d+)?$/.test(cell) ? `${cell}${unit}` : cell
    if (field !== undefined) fields.set(field, text)
    body[field ?? header] = text
  })
  const name = fields.get('name')
  if (name === undefined) {
    problems.push(troubled('name-missing', place, `A row of ${file.name} has no name.`))
    return undefined
  }
  return { name, fields, body: withoutSecrets(body), row }
}

function declare(
  { name, fields, body, row: { place } }: Item,
  byWord: ReadonlyMap<string, string>,
  problems: Problem[],
): Declared {
  const said = fields.get('type')
  const type = said === undefined ? 'item' : (componentOfClass(said) ?? said.replaceAll('/', ' '))
  const needs = (fields.get('dependsOn') ?? '')
    .split(/[;|\n]+/)
    .flatMap((one) => (one.trim() === '' ? [] : [one.trim()]))
  const gone = needs.filter((one) => !byWord.has(one.toLowerCase()))
  if (gone.length > 0)
    problems.push(
      troubled('reference-outside', place, `${name} depends on what is not in the table: ${gone.join(', ')}.`),
    )
  return {
    type: `cmdb/${type}`,
    name,
    address: name,
    location: fields.get('location') ?? new Unknown('the table names no region for it', `{region of ${name}}`),
    body,
    dependsOn: [],
    mentions: needs.map((one) => ['depends on', byWord.get(one.toLowerCase()) ?? one] as const),
    place,
  }
}
