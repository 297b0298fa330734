import { isList, isObject, Unknown, type Value, type ValueObject, valueOf } from '../value.ts'

/** The arguments of a resource or of a block of one. */
export class Arguments {
  readonly values: Value

  constructor(values: Value) {
    this.values = values
  }

  /** An argument; undefined where it is left out. */
  get(name: string): Value | undefined {
    return valueOf(this.values, name) ?? undefined
  }

  /** The first of some arguments that is said: providers have renamed some. */
  any(...names: readonly string[]): Value | undefined {
    for (const name of names) {
      const value = this.get(name)
      if (value !== undefined) return value
    }
    return undefined
  }

  /** Every block of a name. */
  blocks(name: string): readonly Arguments[] {
    const value = this.get(name)
    return (isList(value) ? value : isObject(value) ? [value] : []).map((one) => new Arguments(one))
  }

  /** The block of a name of which there is one; without arguments where there is none. */
  block(name: string): Arguments {
    return this.blocks(name)[0] ?? new Arguments(Object.create(null) as ValueObject)
  }

  /** The blocks of a name as something else; unknown where it is not known which there are. */
  each(name: string, as: (block: Arguments) => Value): Value | undefined {
    const value = this.get(name)
    return value === undefined || value instanceof Unknown ? value : this.blocks(name).map(as)
  }
}

/** An object of what is said; keys without a value are left out. */
export function object(entries: Readonly<Record<string, Value | undefined>>): ValueObject {
  const result: Record<string, Value> = Object.create(null) as Record<string, Value>
  for (const [key, value] of Object.entries(entries)) if (value !== undefined) result[key] = value
  return result
}

/** Yes and no by a word. */
export function worded(value: Value | undefined, yes: string, no: string): Value | undefined {
  return typeof value === 'boolean' ? (value ? yes : no) : value
}
