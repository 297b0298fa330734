import { isJson, parseJson } from '../json.ts'
import { isObject, Unknown, type Value, valueOf } from '../value.ts'
import { evaluate } from './evaluate.ts'
import type { Expansion } from './expansion.ts'
import { type ParameterSource, parametersOf } from './parameters.ts'
import type { Scope } from './scope.ts'
import { words } from './words.ts'

/** A template within a template. */
export interface Nested {
  readonly template: Value
  /** Its parameters where it has a scope of its own; where not, it sees those of the template around it. */
  readonly source?: ParameterSource
  /** Where it stands, if that is a file of its own. */
  readonly at?: Pick<Expansion, 'file' | 'placeOf'>
}

/**
 * The template that a deployment within a template deploys.
 * @returns why it is not here, in words, where it is not; undefined where the deployment has none
 */
export function nestedOf(raw: Value, scope: Scope, expansion: Expansion): Nested | string | undefined {
  const properties = valueOf(raw, 'properties')
  const template = valueOf(properties, 'template')
  const passed = passedOn(valueOf(properties, 'parameters'), scope)
  if (isObject(template)) {
    const inner = /^inner$/i.test(words(valueOf(valueOf(properties, 'expressionEvaluationOptions'), 'scope') ?? ''))
    if (!inner) return { template }
    return { template, source: { declared: valueOf(template, 'parameters') ?? null, passed, said: {} } }
  }
  const link = valueOf(properties, 'templateLink')
  if (!isObject(link)) return undefined
  const path = evaluate(valueOf(link, 'relativePath') ?? null, scope)
  if (typeof path !== 'string') return elsewhere(link, scope)
  const name = beside(expansion.file, path)
  const text = name === undefined ? undefined : expansion.given.read(name)
  if (name === undefined || text === undefined) return `there is no file ${path} beside it`
  const read = parseJson({ name, text })
  if (!isJson(read)) return `${name} is no JSON in line ${read.place.line}: ${read.what}`
  const parameters = linkedParameters(properties, scope, expansion) ?? passed
  return {
    template: read.value,
    source: { declared: valueOf(read.value, 'parameters') ?? null, passed: parameters, said: {} },
    at: { file: name, placeOf: read.placeOf },
  }
}

function elsewhere(link: Value, scope: Scope): string {
  const uri = evaluate(valueOf(link, 'uri') ?? valueOf(link, 'id') ?? null, scope)
  return uri instanceof Unknown
    ? `where it lies is unknown, because ${uri.why}`
    : `it lies at ${words(uri)}, and nothing is fetched from there`
}

/** The parameters of a file beside the template, where one is named. */
function linkedParameters(
  properties: Value | undefined,
  scope: Scope,
  expansion: Expansion,
): ReadonlyMap<string, Value> | undefined {
  const path = evaluate(valueOf(valueOf(properties, 'parametersLink'), 'relativePath') ?? null, scope)
  const name = typeof path === 'string' ? beside(expansion.file, path) : undefined
  const text = name === undefined ? undefined : expansion.given.read(name)
  if (name === undefined || text === undefined) return undefined
  const read = parseJson({ name, text })
  return isJson(read) ? parametersOf(read.value) : undefined
}

/** What the template around it passes on, by name in lower case. */
function passedOn(parameters: Value | undefined, scope: Scope): ReadonlyMap<string, Value> {
  return new Map(
    Object.entries(isObject(parameters) ? parameters : {}).map(([name, entry]) => [
      name.toLowerCase(),
      valueOf(entry, 'reference') === undefined
        ? evaluate(valueOf(entry, 'value') ?? null, scope)
        : new Unknown(`the parameter ${name} lies in a key vault`, `{${name}}`),
    ]),
  )
}

/** A path beside a file, by slashes; undefined where it would leave every folder. */
export function beside(file: string, path: string): string | undefined {
  const parts = file.replaceAll('\\', '/').split('/').slice(0, -1)
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue
    if (part !== '..' || parts.at(-1) === '..') parts.push(part)
    else if (parts.pop() === undefined) return undefined
  }
  return parts.join('/')
}
