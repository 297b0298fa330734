import type { Place, Problem } from '#diagnostics'
import type { Given } from '../importer.ts'
import type { JsonText, SourceFile } from '../json.ts'
import { troubled } from '../trouble.ts'
import { at, emptyObject, isList, isObject, items, textOf, type Value, valueOf } from '../value.ts'
import { documentsIn, startOf } from '../yaml.ts'
import type { Service } from './service.ts'

/** What the files of one project say together. */
export interface Project {
  readonly services: readonly Service[]
  readonly volumes: readonly Part[]
  readonly networks: readonly Part[]
}

/** A volume or a network. */
export interface Part {
  readonly name: string
  readonly value: Value
  readonly place: Place
}

/** Reads files as compose does: a later one adds to what an earlier one says of a service, and overrides it. */
export function projectOf(files: readonly SourceFile[], given: Given, problems: Problem[]): Project {
  const services = new Map<string, Service>()
  const volumes = new Map<string, Part>()
  const networks = new Map<string, Part>()
  const variables = new Map(Object.entries(given.values))
  const elsewhere = new Set<string>()
  let first: Place | undefined
  for (const file of files) {
    const documents = documentsIn(file, problems)
    if (documents?.length === 0)
      problems.push(troubled('input-empty', startOf(file.name), `${file.name} declares no service.`))
    for (const document of documents ?? []) {
      if (!isProject(document, file.name, problems)) continue
      first ??= document.placeOf(document.value)
      const parts = (key: string) => partsOf(valueOf(document.value, key), document)
      for (const part of parts('services')) {
        const value = filled(part.value, variables)
        const there = services.get(part.name)
        services.set(part.name, { ...part, value: there ? merged(there.value, value) : value })
      }
      for (const part of parts('volumes')) volumes.set(part.name, part)
      for (const part of parts('networks')) networks.set(part.name, part)
      for (const one of includes(valueOf(document.value, 'include'))) elsewhere.add(one)
    }
  }
  const whole = [...services.values()].map((one) => ({ ...one, value: extended(one.value, services, elsewhere) }))
  if (elsewhere.size > 0 && first)
    problems.push(troubled('part-unread', first, `Compose would read ${[...elsewhere].join(', ')} too.`))
  return { services: whole, volumes: [...volumes.values()], networks: [...networks.values()] }
}

function isProject({ value, placeOf }: JsonText, file: string, problems: Problem[]): boolean {
  if (isObject(valueOf(value, 'services')) || (isObject(value) && valueOf(value, 'include') !== undefined)) return true
  const isManifest = valueOf(value, 'apiVersion') !== undefined && valueOf(value, 'kind') !== undefined
  problems.push(
    troubled(
      'input-of-another-format',
      isObject(value) || isList(value) ? placeOf(value) : startOf(file),
      `${file} has no services at its top, so that it is no compose file.`,
      isManifest ? 'It looks like a manifest of Kubernetes; read it as one: muster import kubernetes FILE' : undefined,
    ),
  )
  return false
}

function partsOf(value: Value | undefined, document: JsonText): readonly Part[] {
  if (!isObject(value)) return []
  return Object.entries(value)
    .filter(([name]) => !name.startsWith('x-'))
    .map(([name, one]) => ({ name, value: one, place: document.placeOf(value, name) }))
}

function includes(value: Value | undefined): readonly string[] {
  return items(value).flatMap((one) => {
    const path = textOf(one) ?? textOf(at(one, 'path'))
    return path === undefined ? items(at(one, 'path')).flatMap((inner) => textOf(inner) ?? []) : [path]
  })
}

/** What is said later is added to lists and wins elsewhere. */
function merged(before: Value, after: Value): Value {
  if (isList(before) && isList(after)) return [...before, ...after]
  if (!isObject(before) || !isObject(after)) return after
  const result = emptyObject()
  for (const [key, value] of Object.entries(before)) result[key] = value
  for (const [key, value] of Object.entries(after))
    result[key] = Object.hasOwn(result, key) ? merged(result[key] ?? null, value) : value
  return result
}

/** With what the service that it extends says; one of another file is only noted. */
function extended(value: Value, services: ReadonlyMap<string, Service>, elsewhere: Set<string>, depth = 0): Value {
  const said = at(value, 'extends')
  const file = textOf(at(said, 'file'))
  if (file !== undefined) elsewhere.add(file)
  const base = file === undefined ? services.get(textOf(said) ?? textOf(at(said, 'service')) ?? '') : undefined
  if (!base || depth > 20) return value
  return merged(extended(base.value, services, elsewhere, depth + 1), value)
}

/**
 * `${NAME}`, `${NAME:-usual}` and `$NAME` with the values that a person says, or the usual ones; what has none stays as it
 * is written. The file `.env` is not read, since it is where secrets are kept.
 */
function filled(value: Value, variables: ReadonlyMap<string, string>): Value {
  if (typeof value === 'string') return value.includes('$') ? filledText(value, variables) : value
  if (isList(value)) return value.map((one) => filled(one, variables))
  if (!isObject(value)) return value
  const result = emptyObject()
  for (const [key, one] of Object.entries(value)) result[key] = filled(one, variables)
  return result
}

function filledText(text: string, variables: ReadonlyMap<string, string>): string {
  const pattern = /\$(?:\$|([a-z_]\w{0,100})|\{([a-z_]\w{0,100})(?::?-([^}]{0,500}))?(?::?[?+][^}]{0,500})?\})/gi
  return text.replaceAll(pattern, (all, bare?: string, braced?: string, usual?: string) => {
    if (all === '$$') return '$'
    return variables.get(bare ?? braced ?? '') ?? usual ?? all
  })
}
