/**
 * What an input does not say: why, and the words by which it is written there. Two of the same words mean the same thing,
 * so that names that nobody knows yet can still be told to belong together.
 */
export class Unknown {
  /** A full sentence without a full stop. */
  readonly why: string
  /** How it is written where a text is wanted, such as `{parameters.location}`. */
  readonly text: string

  constructor(why: string, text: string) {
    this.why = why
    this.text = text.length > 1000 ? `${text.slice(0, 999)}…` : text
  }
}

/** What an input says, evaluated as far as it can be. */
export type Value = string | number | boolean | null | Unknown | readonly Value[] | ValueObject

/** An object of an input; its keys are those of the input. */
export interface ValueObject {
  readonly [key: string]: Value
}

/** Whether something of an input is an object with keys. */
export function isObject(value: Value | undefined): value is ValueObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Unknown)
}

/** Whether something of an input is a list. */
export function isList(value: Value | undefined): value is readonly Value[] {
  return Array.isArray(value)
}

/** An empty object without inherited keys, for keys that come from outside. */
export function emptyObject(): Record<string, Value> {
  return Object.create(null) as Record<string, Value>
}

/**
 * What stands under a key, whatever its upper and lower case, as Resource Manager reads it; undefined where nothing does.
 */
export function valueOf(value: Value | undefined, key: string): Value | undefined {
  if (value instanceof Unknown) return new Unknown(value.why, `${value.text}.${key}`)
  if (!isObject(value)) return undefined
  if (Object.hasOwn(value, key)) return value[key]
  const wanted = key.toLowerCase()
  const found = Object.keys(value).find((one) => one.toLowerCase() === wanted)
  return found === undefined ? undefined : value[found]
}

/** What stands under a path of keys, such as `sku.name`; null counts as not said. */
export function at(value: Value | undefined, path: string): Value | undefined {
  let here = value
  for (const key of path.split('.')) here = valueOf(here, key)
  return here ?? undefined
}

/** A text, or the words in place of one that is unknown; undefined where nothing is said. */
export function textOf(value: Value | undefined): string | undefined {
  if (value instanceof Unknown) return value.text
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined
}

/** What it says, read as one kind of thing; undefined where it says nothing, or something else. */
export type Said<T> = T | Unknown | undefined

/** A text, as it is said. */
export function said(value: Value | undefined): Said<string> {
  return typeof value === 'string' || value instanceof Unknown ? value : undefined
}

/** A number, as it is said; a text that is one counts. */
export function number(value: Value | undefined): Said<number> {
  if (typeof value === 'number' || value instanceof Unknown) return value
  return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : undefined
}

/** Yes or no, as it is said; the words that Azure uses for them count. */
export function yes(value: Value | undefined): Said<boolean> {
  if (typeof value === 'boolean' || value instanceof Unknown) return value
  if (typeof value !== 'string') return undefined
  const word = value.toLowerCase()
  if (['true', 'enabled', 'enable', 'on', 'alwayson', 'locked', 'unlocked'].includes(word)) return true
  return ['false', 'disabled', 'disable', 'off'].includes(word) ? false : undefined
}

/** The members of a list; undefined where there is none. A list of which it is not known what is in it is unknown. */
export function list(value: Value | undefined): Said<readonly Value[]> {
  return isList(value) || value instanceof Unknown ? value : undefined
}

/** The members of a list that are known. */
export function items(value: Value | undefined): readonly Value[] {
  return isList(value) ? value : []
}

/** Whether the value, or anything in it, is unknown; the first of it. */
export function firstUnknown(value: Value | undefined): Unknown | undefined {
  if (value instanceof Unknown) return value
  const inside = isList(value) ? value : isObject(value) ? Object.values(value) : []
  for (const one of inside) {
    const found = firstUnknown(one)
    if (found) return found
  }
  return undefined
}
