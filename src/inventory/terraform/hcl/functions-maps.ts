import { emptyObject, isList, isObject, Unknown, type Value } from '../../value.ts'
import { toText } from './convert.ts'
import { type Calling, type HclFunction, known, open } from './function.ts'
import { Fault, wordsOf } from './made.ts'

function merge(args: readonly Value[]): Value {
  const result = emptyObject()
  for (const one of args) {
    if (one === null) continue
    if (!isObject(one)) return new Fault('merge is asked of what is no object', '{merge}')
    Object.assign(result, one)
  }
  return result
}

/** What stands under a key, or else the default, which alone may be unknown. */
const lookup = open(([of = null, key = null, otherwise], { name, budget }) => {
  const [map, word] = [of, toText(key)]
  const unknown = [map, word].find((one) => one instanceof Unknown)
  if (unknown instanceof Fault) return unknown
  if (unknown instanceof Unknown) return new Unknown(unknown.why, wordsOf(name, [of, key], budget))
  if (isObject(map) && typeof word === 'string' && Object.hasOwn(map, word)) return map[word] ?? null
  return otherwise ?? new Fault('lookup finds no such key', '{lookup}')
})

function zipmap([keys = null, values = null]: readonly Value[], { name, budget }: Calling): Value {
  if (!isList(keys) || !isList(values) || keys.length !== values.length)
    return new Fault('zipmap is asked of lists that do not fit', '{zipmap}')
  const result = emptyObject()
  for (const [i, key] of keys.entries()) {
    const word = toText(key)
    if (word instanceof Unknown)
      return word instanceof Fault ? word : new Unknown(word.why, wordsOf(name, [keys, values], budget))
    result[word] = values[i] ?? null
  }
  return result
}

function keysOf(of: Value): readonly string[] | undefined {
  return isObject(of) ? Object.keys(of).sort() : undefined
}

/** The keys of an object by the members of what stands under them. */
function transpose([of = null]: readonly Value[], { name, budget }: Calling): Value {
  const result: Record<string, Value[]> = Object.create(null) as Record<string, Value[]>
  for (const key of keysOf(of) ?? []) {
    const values = isObject(of) ? of[key] : undefined
    if (!isList(values))
      return values instanceof Unknown && !(values instanceof Fault)
        ? new Unknown(values.why, wordsOf(name, [of], budget))
        : new Fault('transpose is asked of what is no object of lists', '{transpose}')
    for (const value of values) {
      const word = toText(value)
      if (word instanceof Unknown)
        return word instanceof Fault ? word : new Unknown(word.why, wordsOf(name, [of], budget))
      const there = result[word]
      if (there) there.push(key)
      else result[word] = [key]
    }
  }
  return result
}

/** Objects: made, asked. */
export const mapFunctions = {
  merge: known(merge),
  lookup,
  zipmap: known(zipmap),
  keys: known(([of = null]) => keysOf(of) ?? new Fault('keys is asked of what is no object', '{keys}')),
  values: known(([of = null]) =>
    isObject(of)
      ? (keysOf(of) ?? []).map((key) => of[key] ?? null)
      : new Fault('values is asked of what is no object', '{values}'),
  ),
  transpose: known(transpose),
  tomap: known(([of = null]) => (isObject(of) ? of : new Fault('tomap is asked of what is no object', '{tomap}'))),
} satisfies Record<string, HclFunction>
