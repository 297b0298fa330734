import { withPlaceholders } from '../placeholders.ts'
import { namesSecret } from '../secret-keys.ts'
import { withoutAnySecret } from '../secrets.ts'
import { isObject, textOf, Unknown, type Value, valueOf } from '../value.ts'

/** Where the value of a parameter comes from. */
export interface ParameterSource {
  /** The template's own declarations. */
  readonly declared: Value
  /** Values by name in lower case, from a file of parameters or from the template around this one. */
  readonly passed: ReadonlyMap<string, Value>
  /** What a person has said, by name. */
  readonly said: Readonly<Record<string, string>>
}

/**
 * The value of a parameter before its default: what was said, then what was passed; undefined where neither is there.
 * @remarks A secret is unknown whatever is passed for it, or stands as its default, so that none is ever kept or printed.
 *   What is declared as no secret counts as one where its name says so
 */
export function passedFor(name: string, { declared, passed, said }: ParameterSource): Value | undefined {
  const declaration = valueOf(declared, name)
  const type = textOf(valueOf(declaration, 'type'))?.toLowerCase() ?? ''
  const named = namesSecret(name) && !isChoice(declaration)
  const secret = type.startsWith('secure') || (named && (type === 'string' || type === ''))
  const key = name.toLowerCase()
  const own = Object.entries(said).find(([one]) => one.toLowerCase() === key)
  const value = own ? typed(own[1], type) : passed.get(key)
  // A default of nothing is no secret, and conditions ask for it.
  const empty = type === 'string' && valueOf(declaration, 'defaultValue') === ''
  if (secret && (value !== undefined || !empty))
    return new Unknown(`the parameter ${name} is a secret, and is not read`, `{${name}}`)
  if (value === undefined) return undefined
  const plain = own ? value : withPlaceholders(value, name)
  return named ? withoutAnySecret(plain) : plain
}

/** Whether the template names the values that a parameter may have, so that none of them is a secret. */
function isChoice(declaration: Value | undefined): boolean {
  return valueOf(declaration, 'allowedValues') !== undefined
}

/** A value from the command line: JSON where the type is not a text and it is JSON. */
export function typed(text: string, type: string): Value {
  if (type === 'string') return text
  try {
    return JSON.parse(text) as Value
  } catch {
    return text
  }
}

/** The parameters of a file of parameters, by name in lower case; undefined where the text is none. */
export function parametersOf(file: Value): ReadonlyMap<string, Value> | undefined {
  const schema = valueOf(file, '$schema')
  const parameters = valueOf(file, 'parameters')
  if (typeof schema !== 'string' || !/deploymentParameters\.json/i.test(schema) || !isObject(parameters))
    return undefined
  return new Map(Object.entries(parameters).map(([name, entry]) => [name.toLowerCase(), entryOf(name, entry)]))
}

/** What one entry of such a file says. */
function entryOf(name: string, entry: Value): Value {
  if (valueOf(entry, 'reference') !== undefined)
    return new Unknown(`the parameter ${name} lies in a key vault`, `{${name}}`)
  return valueOf(entry, 'value') ?? null
}
