import type { Place } from '#diagnostics'
import type { Attribute, Block, Body } from './block.ts'
import type { Expression } from './expression.ts'

/** A variable that a module declares. */
export interface Variable {
  readonly type?: Expression
  readonly default?: Expression
  readonly secret: boolean
  /** Whether null is passed as null, and not replaced by the default. */
  readonly nullable: boolean
  readonly place: Place
}

/** A resource that a module declares, or reads by `data`. */
export interface ResourceBlock {
  readonly kind: 'resource'
  readonly data: boolean
  readonly type: string
  readonly name: string
  readonly body: Body
  readonly place: Place
}

/** A module that another one uses. */
export interface CallBlock {
  readonly kind: 'call'
  readonly name: string
  readonly body: Body
  readonly place: Place
}

/** What the files of one folder declare together. */
export interface Configuration {
  readonly folder: string
  readonly variables: ReadonlyMap<string, Variable>
  readonly locals: ReadonlyMap<string, Attribute>
  readonly outputs: ReadonlyMap<string, Block>
  /** By address, without the module's own: `azurerm_subnet.main`, `data.azurerm_subnet.main`. */
  readonly resources: ReadonlyMap<string, ResourceBlock>
  readonly calls: ReadonlyMap<string, CallBlock>
  /** Whether the folder may have files that were not found, or has one that could not be read. */
  readonly partial: boolean
}

/** What some files declare together. The first of a name counts. */
export function configurationOf(folder: string, bodies: readonly Body[], partial: boolean): Configuration {
  const variables = new Map<string, Variable>()
  const locals = new Map<string, Attribute>()
  const outputs = new Map<string, Block>()
  const resources = new Map<string, ResourceBlock>()
  const calls = new Map<string, CallBlock>()
  const add = <T>(map: Map<string, T>, name: string, one: T) => {
    if (!map.has(name)) map.set(name, one)
  }
  for (const block of bodies.flatMap((body) => body.blocks)) {
    const [first = '', second = ''] = block.labels
    const { body, place } = block
    if (block.type === 'variable') add(variables, first, variableOf(block))
    else if (block.type === 'locals') for (const one of body.attributes.values()) add(locals, one.name, one)
    else if (block.type === 'output') add(outputs, first, block)
    else if (block.type === 'module') add(calls, first, { kind: 'call', name: first, body, place })
    else if (block.type === 'resource' || block.type === 'data') {
      const data = block.type === 'data'
      const address = `${data ? 'data.' : ''}${first}.${second}`
      add(resources, address, { kind: 'resource', data, type: first, name: second, body, place })
    }
  }
  return { folder, variables, locals, outputs, resources, calls, partial }
}

function variableOf({ body, place }: Block): Variable {
  const [type, usual, sensitive, nullable] = ['type', 'default', 'sensitive', 'nullable'].map(
    (name) => body.attributes.get(name)?.value,
  )
  return {
    ...(type && { type }),
    ...(usual && { default: usual }),
    // Whatever is not plainly false counts as a secret.
    secret: sensitive !== undefined && !isFalse(sensitive),
    nullable: nullable === undefined || !isFalse(nullable),
    place,
  }
}

function isFalse(expression: Expression): boolean {
  return expression.kind === 'literal' && expression.value === false
}

/** The folder of a local module, as it is written; undefined for one that lies elsewhere. */
export function localSource({ body }: CallBlock): string | undefined {
  const source = sourceOf(body)
  return source !== undefined && /^\.\.?(\/|$)/.test(source) ? source : undefined
}

/** From where a module is taken, as it is written. */
export function sourceOf(body: Body): string | undefined {
  const source = body.attributes.get('source')?.value
  return source?.kind === 'literal' && typeof source.value === 'string' ? source.value : undefined
}
