import type { Place, Problem } from '#diagnostics'
import { type Entity, entityOf, relationsOf } from '../backstage/entity.ts'
import type { Declared, Imported, Importer } from '../importer.ts'
import type { SourceFile } from '../json.ts'
import { beyond, limits } from '../limits.ts'
import { withoutSecrets } from '../secrets.ts'
import { troubled } from '../trouble.ts'
import { isList, isObject, items, Unknown, type Value, valueOf } from '../value.ts'
import { documentsIn, startOf } from '../yaml.ts'

/**
 * The catalogue of Backstage: entities, and who depends on whom. An edge that both of its ends tell counts once. What a
 * `$text` or a Location points to is not fetched.
 */
export const backstage: Importer = {
  format: 'backstage',
  title: 'Catalogues of Backstage',
  files: ['.yaml', '.yml', '.json'],
  howToGet:
    'The catalog-info.yaml of each repository, or all entities: curl BACKSTAGE/api/catalog/entities > catalog.json',
  read,
}

interface Edge {
  readonly by: string
  readonly to: string
}

function read(files: readonly SourceFile[]): Imported {
  const problems: Problem[] = []
  const entities: Entity[] = []
  const unread: Place[] = []
  for (const file of files) {
    const documents = documentsIn(file, problems)
    if (documents?.length === 0)
      problems.push(troubled('input-empty', startOf(file.name), `${file.name} declares no entity.`))
    for (const document of documents ?? [])
      for (const value of isList(document.value) ? items(document.value) : [document.value]) {
        const entity = entityOf(value, document, file.name, problems)
        if (!entity) continue
        entities.push(entity)
        if (entity.kind === 'Location' || pointsElsewhere(valueOf(value, 'spec') ?? null)) unread.push(entity.place)
      }
    if (entities.length > limits.resources)
      beyond('The catalogue has more entities than anybody keeps', limits.resources)
  }
  const edges = edgesOf(entities)
  const known = new Set(entities.map(({ ref }) => ref))
  for (const one of entities) problems.push(...outside(one, edges.get(one) ?? [], known))
  const [first] = unread
  if (first)
    problems.push(
      troubled(
        'part-unread',
        first,
        `${unread.length === 1 ? 'An entity says' : `${unread.length} entities say`} that something of it lies at another address ($text, $json, $yaml or targets).`,
      ),
    )
  return { declared: entities.map((one) => declare(one, edges.get(one) ?? [])), problems }
}

/** From each entity, with the edges that only their other end tells. */
function edgesOf(entities: readonly Entity[]): ReadonlyMap<Entity, readonly Edge[]> {
  const byRef = new Map<string, Entity>()
  for (const one of entities) if (!byRef.has(one.ref)) byRef.set(one.ref, one)
  const found = new Map<Entity, Map<string, Edge>>()
  const add = (from: Entity, by: string, to: string) => {
    const edges = found.get(from) ?? new Map<string, Edge>()
    found.set(from, edges.set(`${by} ${to}`, { by, to }))
  }
  for (const one of entities)
    for (const { by, inverse, ref } of relationsOf(one, byRef)) {
      const other = byRef.get(ref)
      if (inverse === undefined) add(one, by, ref)
      else if (other) add(other, inverse, one.ref)
      else add(one, by, ref)
    }
  return new Map([...found].map(([entity, edges]) => [entity, [...edges.values()]]))
}

function declare({ kind, name, ref, value, place }: Entity, edges: readonly Edge[]): Declared {
  const runs = kind === 'Component' || kind === 'Resource'
  return {
    type: `backstage/${kind}`,
    name: name ?? new Unknown('the entity has no name', '{name}'),
    address: ref,
    location: runs ? elsewhere : 'global',
    body: withoutSecrets(value),
    dependsOn: [],
    mentions: edges.map(({ by, to }) => [by, to] as const),
    place,
  }
}

const elsewhere = new Unknown('a catalogue does not say where its components run', '{region of the component}')

function outside({ ref, place }: Entity, edges: readonly Edge[], known: ReadonlySet<string>): readonly Problem[] {
  const gone = edges.filter(({ to }) => !known.has(to)).map(({ by, to }) => `${to} (${by})`)
  if (gone.length === 0) return []
  return [troubled('reference-outside', place, `${ref} refers to what is not declared here: ${gone.join(', ')}.`)]
}

/** Whether something in it is only the address of what it should be. */
function pointsElsewhere(value: Value, depth = 0): boolean {
  if (depth > 20) return false
  if (isList(value)) return value.some((one) => pointsElsewhere(one, depth + 1))
  if (!isObject(value)) return false
  return Object.entries(value).some(
    ([key, one]) => /^\$(text|json|yaml|openapi|asyncapi)$/.test(key) || pointsElsewhere(one, depth + 1),
  )
}
