import type { Place, Problem } from '#diagnostics'
import type { JsonText } from '../json.ts'
import { troubled } from '../trouble.ts'
import { at, isList, isObject, items, textOf, type Value, valueOf } from '../value.ts'
import { startOf } from '../yaml.ts'

/** One entity of a catalogue. */
export interface Entity {
  readonly kind: string
  readonly namespace: string
  /** With its namespace where that is not the default one; undefined where it has none. */
  readonly name: string | undefined
  /** `kind:namespace/name` in lower case. */
  readonly ref: string
  readonly value: Value
  readonly place: Place
}

/** An edge as one end of it tells it. */
interface Relation {
  readonly by: string
  /** What the other end calls the edge, where it begins there. */
  readonly inverse?: string
  readonly ref: string
}

/** An entity; undefined where a document is none, and then problems tell. */
export function entityOf(value: Value, document: JsonText, file: string, problems: Problem[]): Entity | undefined {
  const version = textOf(valueOf(value, 'apiVersion'))
  const kind = textOf(valueOf(value, 'kind'))
  const place = isObject(value) || isList(value) ? document.placeOf(value) : startOf(file)
  if (version === undefined || kind === undefined || !version.includes('backstage.io/')) {
    const found = version === undefined ? 'no apiVersion' : `the apiVersion ${version}`
    const at = version === undefined ? place : document.placeOf(value, 'apiVersion')
    problems.push(
      troubled(
        'input-of-another-format',
        at,
        `${file} has a document with ${found} here; one of backstage.io is expected.`,
      ),
    )
    return undefined
  }
  const own = textOf(valueOf(valueOf(value, 'metadata'), 'name'))
  const namespace = (textOf(valueOf(valueOf(value, 'metadata'), 'namespace')) ?? 'default').toLowerCase()
  if (own === undefined) problems.push(troubled('name-missing', place, `A ${kind} has no name under metadata.`))
  return {
    kind,
    namespace,
    name: own === undefined || namespace === 'default' ? own : `${namespace}/${own}`,
    ref: `${kind}:${namespace}/${own ?? ''}`.toLowerCase(),
    value,
    place,
  }
}

/** Fields that tell an edge: the kind that a name alone means, and what the edge is called from its beginning. */
const fields: Readonly<Record<string, { readonly kind: string; readonly inverse?: string }>> = {
  dependsOn: { kind: 'component' },
  providesApis: { kind: 'api' },
  consumesApis: { kind: 'api' },
  subcomponentOf: { kind: 'component' },
  dependencyOf: { kind: 'component', inverse: 'dependsOn' },
  apiConsumedBy: { kind: 'component', inverse: 'consumesApis' },
  apiProvidedBy: { kind: 'component', inverse: 'providesApis' },
}

/** The same edges as a running catalogue lists them. */
const listed: Readonly<Record<string, string>> = { providesApi: 'providesApis', consumesApi: 'consumesApis' }

/** The edges that an entity tells, those that begin at the other end among them. */
export function relationsOf({ value, namespace }: Entity, byRef: ReadonlyMap<string, unknown>): readonly Relation[] {
  const spec = at(value, 'spec')
  const own = Object.entries(fields).flatMap(([by, { kind }]) => {
    const said = valueOf(spec, by)
    return (isList(said) ? items(said) : [said]).flatMap((one) => {
      const text = textOf(one ?? undefined)
      return text === undefined ? [] : [{ by, ref: refOf(text, kind, namespace, byRef) }]
    })
  })
  const others = items(at(value, 'relations')).flatMap((one) => {
    const type = textOf(at(one, 'type')) ?? ''
    const by = listed[type] ?? type
    const target = textOf(at(one, 'targetRef'))
    const kind = fields[by]?.kind
    return target === undefined || kind === undefined ? [] : [{ by, ref: refOf(target, kind, namespace, byRef) }]
  })
  return [...own, ...others].map(({ by, ref }) => {
    const inverse = fields[by]?.inverse
    return inverse === undefined ? { by, ref } : { by, inverse, ref }
  })
}

/** `kind:namespace/name` in full. A name alone that no component has may be that of a resource. */
function refOf(text: string, kind: string, namespace: string, byRef: ReadonlyMap<string, unknown>): string {
  const [, saidKind, saidNamespace, name = ''] = /^(?:([^:/]*):)?(?:([^/]*)\/)?(.*)$/s.exec(text.toLowerCase()) ?? []
  const of = (one: string) => `${one}:${saidNamespace ?? namespace}/${name}`
  const usual = of(saidKind ?? kind)
  const resource = of('resource')
  return saidKind === undefined && kind === 'component' && !byRef.has(usual) && byRef.has(resource) ? resource : usual
}
