import { limits } from '../limits.ts'
import { emptyObject, isList, isObject, Unknown, type Value, valueOf } from '../value.ts'
import { compared } from './functions-logic.ts'
import type { ArmFunction } from './scope.ts'
import { blocked, numeric, words, wordsOf } from './words.ts'

/** A function of a first argument that is known as a whole; its members may be unknown. */
function of(name: string, result: (all: Value, args: readonly Value[]) => Value | undefined): ArmFunction {
  return (args) => {
    const [all = null] = args
    if (all instanceof Unknown) return new Unknown(all.why, wordsOf(name, args))
    return result(all, args) ?? new Unknown(`${name} is asked of what has no members`, wordsOf(name, args))
  }
}

/** How many members, keys or characters something has; undefined where it has none by its kind. */
function size(all: Value): number | undefined {
  if (typeof all === 'string' || isList(all)) return all.length
  return isObject(all) ? Object.keys(all).length : all === null ? 0 : undefined
}

const cut = (name: string, range: (n: number) => [number, number?]) =>
  of(name, (all, args) => {
    const [, n = 0] = args
    if (n instanceof Unknown) return new Unknown(n.why, wordsOf(name, args))
    const [from, to] = range(Math.max(0, numeric(n) || 0))
    return typeof all === 'string' || isList(all) ? all.slice(from, to) : undefined
  })

const contains = of('contains', (all, args) => {
  const [, what = null] = args
  if (what instanceof Unknown) return new Unknown(what.why, wordsOf('contains', args))
  if (typeof all === 'string') return all.includes(words(what))
  if (isObject(all)) return valueOf(all, words(what)) !== undefined
  if (!isList(all)) return undefined
  const answers = all.map((one) => compared(one, what))
  if (answers.includes(true)) return true
  return blocked(all, () => wordsOf('contains', args)) ?? false
})

const union: ArmFunction = (args) => {
  const open = blocked(args, () => wordsOf('union', args))
  if (open) return open
  if (args.every(isList)) {
    const result: Value[] = []
    for (const one of args.flat()) if (!result.some((other) => compared(one, other) === true)) result.push(one)
    return result
  }
  return args.reduce<Value>((sum, one) => merged(sum, one, true), emptyObject())
}

function merged(a: Value, b: Value, deep: boolean): Value {
  if (!isObject(a) || !isObject(b)) return b
  const result = Object.assign(emptyObject(), a)
  for (const [key, value] of Object.entries(b))
    result[key] = deep && Object.hasOwn(a, key) ? merged(a[key] ?? null, value, true) : value
  return result
}

const intersection: ArmFunction = (args) => {
  const open = blocked(args, () => wordsOf('intersection', args))
  if (open) return open
  const [first = null, ...others] = args
  if (isList(first))
    return first.filter((one) => others.every((all) => isList(all) && all.some((two) => compared(one, two) === true)))
  const result = emptyObject()
  for (const [key, value] of Object.entries(isObject(first) ? first : {}))
    if (others.every((all) => compared(valueOf(all, key) ?? null, value) === true)) result[key] = value
  return result
}

const createObject: ArmFunction = (args) => {
  const result = emptyObject()
  for (let i = 0; i + 1 < args.length; i += 2) result[words(args[i] ?? '')] = args[i + 1] ?? null
  return result
}

const indexOf = (name: string, find: (text: string, what: string) => number, last: boolean) =>
  of(name, (all, args) => {
    const [, what = null] = args
    if (what instanceof Unknown) return new Unknown(what.why, wordsOf(name, args))
    if (typeof all === 'string') return find(all.toLowerCase(), words(what).toLowerCase())
    if (!isList(all)) return undefined
    const found = all.map((one) => compared(one, what) === true)
    return last ? found.lastIndexOf(true) : found.indexOf(true)
  })

/** Lists and objects: made, cut, searched. */
export const listFunctions = {
  array: ([value = null]) => (isList(value) ? value : [value]),
  createArray: (args) => args,
  createObject,
  length: of('length', size),
  empty: of('empty', (all) => {
    const count = size(all)
    return count === undefined ? undefined : count === 0
  }),
  contains,
  first: of('first', (all) => (typeof all === 'string' ? all.slice(0, 1) : isList(all) ? (all[0] ?? null) : undefined)),
  last: of('last', (all) => (typeof all === 'string' ? all.slice(-1) : isList(all) ? (all.at(-1) ?? null) : undefined)),
  take: cut('take', (n) => [0, n]),
  skip: cut('skip', (n) => [n]),
  range: (args) => {
    const open = blocked(args, () => wordsOf('range', args))
    const [start = 0, count = 0] = args.map((one) => numeric(one) || 0)
    return open ?? Array.from({ length: Math.min(Math.max(0, count), limits.turns) }, (_, i) => start + i)
  },
  flatten: of('flatten', (all) => (isList(all) ? all.flat() : undefined)),
  union,
  intersection,
  shallowMerge: ([all = null]) =>
    isList(all)
      ? (blocked(all, () => wordsOf('shallowMerge', [all])) ??
        all.reduce<Value>((sum, one) => merged(sum, one, false), emptyObject()))
      : (blocked([all], () => wordsOf('shallowMerge', [all])) ?? all),
  items: of('items', (all) =>
    isObject(all)
      ? Object.keys(all)
          .sort()
          .map((key) => ({ key, value: all[key] ?? null }))
      : undefined,
  ),
  objectKeys: of('objectKeys', (all) => (isObject(all) ? Object.keys(all).sort() : undefined)),
  indexOf: indexOf('indexOf', (text, what) => text.indexOf(what), false),
  lastIndexOf: indexOf('lastIndexOf', (text, what) => text.lastIndexOf(what), true),
  indexFromEnd: of('indexFromEnd', (all, [, n = 1]) =>
    isList(all) ? (all.at(-(numeric(n) || 1)) ?? null) : undefined,
  ),
  tryIndexFromEnd: of('tryIndexFromEnd', (all, [, n = 1]) =>
    isList(all) ? (all.at(-(numeric(n) || 1)) ?? null) : undefined,
  ),
} satisfies Record<string, ArmFunction>
