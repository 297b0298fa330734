import type { Problem } from '#diagnostics'
import type { Declared } from './importer.ts'
import { maskedText } from './masks.ts'
import { hidden, namesSecret, verdictOn } from './secret-keys.ts'
import { emptyObject, isList, isObject, textOf, Unknown, type Value, type ValueObject } from './value.ts'

export { hidden } from './secret-keys.ts'

/**
 * The same without what is secret in it: what is marked so, what stands under a key that says so, what such a flag of a
 * command is given, and what a text of settings or an address holds. What is taken out becomes unknown, so that it is
 * never kept, compared or printed. Where nothing is secret, it is the very same value.
 * @param marked the marks of a Terraform plan or state, of the same shape; true where a value is secret
 */
export function withoutSecrets(value: Value, marked?: Value): Value {
  return new Cleaner().clean(value, false, marked)
}

/** The same for what is passed on under a name that says that all of it is secret; its names and switches stay. */
export function withoutAnySecret(value: Value): Value {
  return new Cleaner().clean(value, true)
}

/**
 * What an importer has declared, without secrets, whatever the format. What is unknown loses the words by which it is
 * written where those are part of a secret: whoever looks for references in them has done so by now.
 */
export function declaredWithoutSecrets(declared: Declared): Declared {
  const kind = declared.type.slice(declared.type.lastIndexOf('/') + 1)
  const cleaner = new Cleaner({ valued: namesSecret(kind), unknowns: true })
  const strings = kind.toLowerCase() === 'config' && /\/connectionstrings$/i.test(textOf(declared.name) ?? '')
  const body = cleaner.clean(declared.body, strings)
  return body === declared.body ? declared : { ...declared, body }
}

/** What is wrong with an input, without what its words repeat of a secret, such as the address of a template. */
export function problemsWithoutSecrets(problems: readonly Problem[]): readonly Problem[] {
  return problems.map((problem) => {
    const detail = maskedText(problem.detail)
    return detail === problem.detail ? problem : { ...problem, detail }
  })
}

/** Under which a resource that is a secret has it. */
const valueKey = /^(values?|result|data|string_?data|contents?)$/i

/** A switch may be called after the secret that it switches on. */
const switchWord = /^(|true|false|yes|no|on|off|enabled?|disabled?|require[ds]?|optional|none|allow(ed)?|deny)$/i

/** What is smaller is done before anything is remembered. */
const few = 1000

class Cleaner {
  #visited = 0
  /** What was cleaned already, where there is much of it: a value may be part of many others. */
  readonly #seen = [new Map<object, Value>(), new Map<object, Value>()] as const
  readonly #valued: boolean
  readonly #unknowns: boolean

  /**
   * @param valued whether it is a secret itself that is described, so that its value is one
   * @param unknowns whether the words in place of what is unknown are cleaned too
   */
  constructor({ valued = false, unknowns = false } = {}) {
    this.#valued = valued
    this.#unknowns = unknowns
  }

  /** @param below whether it stands below a key that says that it is secret */
  clean(value: Value, below: boolean, marked?: Value): Value {
    if (marked === true) return hidden
    if (typeof value === 'string') return below ? (switchWord.test(value) ? value : hidden) : maskedText(value)
    if (typeof value === 'number') return below ? hidden : value
    if (typeof value !== 'object' || value === null) return value
    if (value instanceof Unknown) return this.#unknowns ? unknownWithout(value, below) : value
    if (marked !== undefined) return this.#inside(value, below, marked)
    if (++this.#visited < few) return this.#inside(value, below, undefined)
    const seen = this.#seen[below ? 1 : 0]
    const known = seen.get(value)
    if (known !== undefined) return known
    const cleaned = this.#inside(value, below, undefined)
    seen.set(value, cleaned)
    return cleaned
  }

  #inside(value: readonly Value[] | ValueObject, below: boolean, marked: Value | undefined): Value {
    return isList(value) ? this.#list(value, below, marked) : this.#object(value as ValueObject, below, marked)
  }

  #list(value: readonly Value[], below: boolean, marked: Value | undefined): Value {
    let result: Value[] | undefined
    for (let i = 0; i < value.length; i++) {
      const one = value[i] ?? null
      const after = typeof one === 'string' && isSecretFlag(value[i - 1])
      const cleaned = after ? hidden.text : this.clean(one, below, isList(marked) ? marked[i] : undefined)
      if (cleaned !== one) (result ??= [...value])[i] = cleaned
    }
    return result ?? value
  }

  #object(value: ValueObject, below: boolean, marked: Value | undefined): Value {
    let result: Record<string, Value> | undefined
    const pair = isSecretPair(value)
    for (const key of Object.keys(value)) {
      const one = value[key] ?? null
      const cleaned = this.#under(key, one, below, pair, isObject(marked) ? marked[key] : undefined)
      if (cleaned !== one) (result ??= Object.assign(emptyObject(), value))[key] = cleaned
    }
    return result ?? value
  }

  #under(key: string, one: Value, below: boolean, pair: boolean, marked: Value | undefined): Value {
    // What may be done with secrets is a list of words such as `get`.
    if (key === 'permissions' && !below && marked === undefined) return one
    if ((this.#valued || pair) && valueKey.test(key)) return this.clean(one, true, marked)
    const verdict = verdictOn(key)
    return this.clean(one, verdict === 'secret' || (below && verdict !== 'plain'), marked)
  }
}

/** A setting is often written as a pair: a name that says what it is, and its value; or it is marked as a secret. */
function isSecretPair(value: ValueObject): boolean {
  const name = value['name'] ?? value['Name'] ?? value['key']
  if (typeof name === 'string' && namesSecret(name)) return true
  return ['secret', 'isSecret', 'isEncrypted', 'encrypted', 'sensitive'].some((key) => value[key] === true)
}

function isSecretFlag(value: Value | undefined): boolean {
  return typeof value === 'string' && value.startsWith('-') && /^--?[a-z][\w-]*$/i.test(value) && namesSecret(value)
}

function unknownWithout(value: Unknown, below: boolean): Unknown {
  if (below) return hidden
  const text = maskedText(value.text)
  return text === value.text ? value : new Unknown(value.why, text)
}
