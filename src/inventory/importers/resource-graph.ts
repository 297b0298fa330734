import type { Place, Problem } from '#diagnostics'
import type { Declared, Imported, Importer } from '../importer.ts'
import type { JsonText, SourceFile } from '../json.ts'
import { beyond, limits } from '../limits.ts'
import { readable } from '../readable.ts'
import { troubled } from '../trouble.ts'
import { at, emptyObject, isList, isObject, items, textOf, type Value, valueOf } from '../value.ts'
import { idParts } from '../world.ts'

/**
 * What is deployed, as Azure tells of it: Resource Graph, `az … list` and PowerShell, whose keys differ in case and whose
 * properties may be flattened.
 */
export const resourceGraph: Importer = {
  format: 'azure',
  title: 'Exports of what is deployed: Resource Graph, az list, PowerShell',
  files: ['.json'],
  howToGet: 'az graph query --first 1000 -q "Resources" > resources.json',
  read,
}

function read(files: readonly SourceFile[]): Imported {
  const problems: Problem[] = []
  const declared: Declared[] = []
  for (const file of files) {
    const json = readable(file, problems)
    if (json) readOne(file, json, declared, problems)
  }
  return { declared, problems }
}

function readOne(file: SourceFile, json: JsonText, declared: Declared[], problems: Problem[]): void {
  const rows = rowsOf(json.value)
  const place = json.placeOf(json.value)
  if (!rows) {
    problems.push(
      troubled(
        'input-of-another-format',
        place,
        `${file.name} is no list of resources, nor an object with one under data or value.`,
      ),
    )
    return
  }
  if (rows.length === 0) problems.push(troubled('input-empty', place, `${file.name} lists nothing.`))
  const partial =
    at(json.value, 'resultTruncated') ??
    at(json.value, 'skip_token') ??
    at(json.value, '$skipToken') ??
    at(json.value, 'nextLink')
  if (partial !== undefined && !/^false$/i.test(textOf(partial) ?? ''))
    problems.push(
      troubled(
        'part-unread',
        place,
        `${file.name} says that there are more rows than it has.`,
        'Ask for the other pages too (--first 1000 --skip-token), and give all files together.',
      ),
    )
  const without: Place[] = []
  for (const row of rows) {
    if (typeOf(row) === undefined) without.push(json.placeOf(row))
    else add(row, json, declared)
  }
  const [first] = without
  if (first)
    problems.push(
      troubled(
        'input-of-another-format',
        first,
        `${file.name} has ${without.length} rows without the type of a resource.`,
        'Keep the columns id, name, type, location, sku, kind, zones, tags and properties in the query.',
      ),
    )
}

/** The rows of a list, whatever stands around them; a single resource is a list of one. */
function rowsOf(value: Value): readonly Value[] | undefined {
  if (isList(value)) return value
  for (const key of ['data', 'value', 'resources']) {
    const inside = valueOf(value, key)
    if (isList(inside)) return inside
    const rows = valueOf(inside, 'rows')
    const columns = valueOf(inside, 'columns')
    if (isList(rows) && isList(columns)) return table(columns, rows)
  }
  return typeOf(value) === undefined ? undefined : [value]
}

/** Resource Graph's answer as a table, as rows. */
function table(columns: readonly Value[], rows: readonly Value[]): readonly Value[] {
  const names = columns.map((one) => textOf(valueOf(one, 'name')) ?? '')
  return rows.map((row) => {
    const result = emptyObject()
    names.forEach((name, i) => {
      result[name] = items(row)[i] ?? null
    })
    return result
  })
}

function typeOf(row: Value): string | undefined {
  const type = textOf(valueOf(row, 'resourceType')) ?? textOf(valueOf(row, 'type'))
  const id = textOf(valueOf(row, 'resourceId')) ?? textOf(valueOf(row, 'id'))
  if (type?.includes('/') === true) return type
  return id === undefined ? undefined : idParts(id)?.type
}

/** The keys that say what a row is; the others are what is said of it. */
const outer = new Set([
  'id',
  'resourceid',
  'name',
  'resourcename',
  'type',
  'resourcetype',
  'location',
  'resources',
  'dependson',
])

function add(
  row: Value,
  json: JsonText,
  declared: Declared[],
  parent?: { readonly type: string; readonly name: string },
): void {
  if (declared.length >= limits.resources)
    beyond('The export has more resources than anybody deploys', limits.resources)
  const type = typeOf(row) ?? ''
  const own = textOf(valueOf(row, 'name')) ?? textOf(valueOf(row, 'resourceName')) ?? ''
  const id = textOf(valueOf(row, 'resourceId')) ?? textOf(valueOf(row, 'id'))
  const name = fullName(type, own, id, parent)
  const location = valueOf(row, 'location')
  const body = emptyObject()
  for (const [key, value] of Object.entries(isObject(row) ? row : {}))
    if (!outer.has(key.toLowerCase())) body[key.toLowerCase()] = value
  if (!isObject(body['properties'] ?? null)) body['properties'] = { ...body }
  // What is said of others is found by its id, and two of a name are told apart by theirs.
  if (id !== undefined) body['id'] = id
  declared.push({
    type,
    name,
    address: `${type} ${name}`,
    ...(typeof location === 'string' && location !== '' && { location }),
    body,
    dependsOn: [],
    place: json.placeOf(row),
  })
  for (const one of items(valueOf(row, 'resources')))
    if (typeOf(one) !== undefined) add(one, json, declared, { type, name })
}

/** A name with those of its parents, by the id where that has them. */
function fullName(
  type: string,
  own: string,
  id: string | undefined,
  parent?: { readonly type: string; readonly name: string },
): string {
  const segments = type.split('/').length - 1
  if (own.includes('/providers/')) return fullName(type, own.split('/').at(-1) ?? own, own, parent)
  if (own.split('/').length === segments) return own
  if (parent && type.toLowerCase().startsWith(`${parent.type.toLowerCase()}/`)) return `${parent.name}/${own}`
  const parts = id === undefined ? undefined : idParts(id)
  return parts?.type === type.toLowerCase() && parts.name.split('/').length === segments ? caseOf(parts.name, own) : own
}

/** The name of an id, whose last word keeps the case in which the row writes it. */
function caseOf(name: string, own: string): string {
  const start = name.slice(0, name.lastIndexOf('/') + 1)
  return `${start}${own}`
}
