import { isList, isObject, Unknown, type Value } from '../../value.ts'
import type { Budget } from './budget.ts'
import { toNumber, toText, toTruth } from './convert.ts'
import { type Calling, type HclFunction, known, open } from './function.ts'
import { asSet, equal, Fault, isSet, keyOf, made, wordsOf } from './made.ts'

/** A function of a list in which, too, everything is known. */
function ofKnown(evaluate: (all: readonly Value[], calling: Calling) => Value): HclFunction {
  return known(([all = null], calling) => {
    if (!isList(all)) return noList(calling)
    const unknown = all.find((one) => one instanceof Unknown)
    return unknown instanceof Unknown
      ? new Unknown(unknown.why, wordsOf(calling.name, [all], calling.budget))
      : evaluate(all, calling)
  })
}

/** A function of one list. */
function ofList(evaluate: (all: readonly Value[], rest: readonly Value[], calling: Calling) => Value): HclFunction {
  return known(([all = null, ...rest], calling) => (isList(all) ? evaluate(all, rest, calling) : noList(calling)))
}

function noList({ name }: Calling): Fault {
  return new Fault(`${name} is asked of what is no list`, `{${name}}`)
}

/** The members of a list, each once; of unknown ones, those with the same words are the same. */
export function onceEach(all: readonly Value[], budget: Budget): readonly Value[] {
  const seen = new Set<string>()
  return all.filter((one) => {
    const key = one instanceof Unknown ? `?${one.text}` : (keyOf(one, budget) ?? `#${budget.numberOf(one as object)}`)
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

/** A set of some members, in Terraform's order where they are texts. */
export function setOf(all: readonly Value[], budget: Budget): readonly Value[] {
  const members = onceEach(all, budget)
  const texts = members.every((one) => typeof one === 'string')
  return asSet(texts ? [...(members as readonly string[])].sort() : members)
}

function concat(args: readonly Value[], calling: Calling): Value {
  return args.every(isList) ? args.flat() : noList(calling)
}

/** How many: of a set with unknown members it is unknown, since some may be the same. */
function length([value = null]: readonly Value[], calling: Calling): Value {
  if (typeof value === 'string') return Array.from(value).length
  if (isObject(value)) return Object.keys(value).length
  if (!isList(value)) return noList(calling)
  const unknown = isSet(value) && value.length > 1 ? value.find((one) => one instanceof Unknown) : undefined
  return unknown instanceof Unknown
    ? new Unknown(unknown.why, wordsOf('length', [value], calling.budget))
    : value.length
}

function contains(all: readonly Value[], [wanted = null]: readonly Value[], { budget }: Calling): Value {
  const answers = all.map((one) => equal(one, wanted, budget))
  if (answers.includes(true)) return true
  const at = answers.indexOf(undefined)
  if (at < 0) return false
  const unknown = all[at]
  const why = unknown instanceof Unknown ? unknown.why : 'a part of what is looked through is unknown'
  return new Unknown(why, wordsOf('contains', [all, wanted], budget))
}

function index(all: readonly Value[], [wanted = null]: readonly Value[], { budget }: Calling): Value {
  for (const [i, one] of all.entries()) {
    const same = equal(one, wanted, budget)
    if (same === true) return i
    if (same === undefined)
      return new Unknown('a part of what is looked through is unknown', wordsOf('index', [all, wanted], budget))
  }
  return new Fault('index finds no such member', '{index}')
}

function element(all: readonly Value[], [at = 0]: readonly Value[], calling: Calling): Value {
  const number = toNumber(at)
  if (number instanceof Unknown) return number
  if (all.length === 0) return new Fault('element is asked of an empty list', `{${calling.name}}`)
  return all[((number % all.length) + all.length) % all.length] ?? null
}

function slice(all: readonly Value[], [from = 0, to = 0]: readonly Value[]): Value {
  if (typeof from !== 'number' || typeof to !== 'number' || from < 0 || to < from || to > all.length)
    return new Fault('slice is asked for places that are not there', '{slice}')
  return all.slice(from, to)
}

function flatten(all: readonly Value[], calling: Calling): Value {
  const result: Value[] = []
  for (const one of all) {
    if (one instanceof Unknown) return new Unknown(one.why, wordsOf('flatten', [all], calling.budget))
    const inner = isList(one) ? flatten(one, calling) : one
    if (inner instanceof Unknown) return inner
    if (isList(inner)) for (const each of inner) result.push(each)
    else result.push(inner)
  }
  return result
}

function range(args: readonly Value[], { budget }: Calling): Value {
  const numbers = args.map(toNumber)
  const wrong = numbers.find((one) => one instanceof Unknown)
  if (wrong instanceof Unknown) return wrong
  const [first = 0, second, third] = numbers as number[]
  const [start, end] = second === undefined ? [0, first] : [first, second]
  const step = third ?? (end < start ? -1 : 1)
  const count = step === 0 ? 0 : Math.max(0, Math.ceil((end - start) / step))
  return Array.from({ length: budget.turns(count, 'A range') }, (_, i) => start + i * step)
}

function product(args: readonly Value[], calling: Calling): Value {
  if (!args.every(isList)) return noList(calling)
  const lists = args as ReadonlyArray<readonly Value[]>
  calling.budget.spend(lists.reduce((count, one) => count * Math.max(1, one.length), lists.length))
  const all = lists.reduce<ReadonlyArray<readonly Value[]>>(
    (sofar, list) => sofar.flatMap((before) => list.map((one) => made([...before, one], calling.budget))),
    [[]],
  )
  return lists.every(isSet) ? asSet(all) : all
}

/** Sets by which members of the first are kept. */
function kept(keep: (inOthers: readonly boolean[]) => boolean): HclFunction {
  return known((args, { name, budget }) => {
    if (!args.every(isList)) return new Fault(`${name} is asked of what is no set`, `{${name}}`)
    const [first = [], ...others] = (args as ReadonlyArray<readonly Value[]>).map((all) =>
      all.map((one) => [one, keyOf(one, budget)] as const),
    )
    if ([first, ...others].flat().some(([, key]) => key === undefined))
      return new Unknown('a member is unknown', wordsOf(name, args, budget))
    const keys = others.map((all) => new Set(all.map(([, key]) => key)))
    return setOf(
      first.filter(([, key]) => keep(keys.map((one) => one.has(key)))).map(([one]) => one),
      budget,
    )
  })
}

function truths(decides: boolean): HclFunction {
  return ofKnown((all) => {
    const answers = all.map(toTruth)
    return answers.find((one) => one instanceof Unknown) ?? (answers.includes(decides) ? decides : !decides)
  })
}

function numbersIn(reduce: (a: number, b: number) => number): HclFunction {
  return known((args) => {
    const numbers = args.map(toNumber)
    const wrong = numbers.find((one) => one instanceof Unknown)
    if (wrong instanceof Unknown) return wrong
    return numbers.length === 0 ? new Fault('there is no number', '{?}') : (numbers as number[]).reduce(reduce)
  })
}

function chunks(all: readonly Value[], [size = 1]: readonly Value[]): Value {
  const step = typeof size === 'number' && size > 0 ? Math.trunc(size) : Math.max(1, all.length)
  return Array.from({ length: Math.ceil(all.length / step) }, (_, i) => all.slice(i * step, (i + 1) * step))
}

/** The first list that is not empty. */
const coalescelist = open((args, { name, budget }) => {
  for (const one of args) {
    if (one instanceof Unknown) return one instanceof Fault ? one : new Unknown(one.why, wordsOf(name, args, budget))
    if (isList(one) && one.length > 0) return one
  }
  return new Fault('every list is empty', '{coalescelist}')
})

/** Lists and sets: made, cut, asked. */
export const listFunctions = {
  concat: known(concat),
  length: known(length),
  contains: ofList(contains),
  index: ofList(index),
  element: ofList(element),
  slice: ofList(slice),
  chunklist: ofList(chunks),
  distinct: ofList((all, _, { budget }) => onceEach(all, budget)),
  flatten: ofList((all, _, calling) => flatten(all, calling)),
  reverse: ofList((all) => [...all].reverse()),
  sort: ofKnown((all) => {
    const texts = all.map(toText)
    return texts.find((one) => one instanceof Unknown) ?? (texts as string[]).sort()
  }),
  compact: ofKnown((all) => all.filter((one) => one !== null && one !== '')),
  coalescelist,
  range: known(range),
  toset: ofList((all, _, { budget }) => setOf(all, budget)),
  tolist: ofList((all) => [...all]),
  setunion: known((args, calling) => {
    const all = concat(args, calling)
    return isList(all) ? setOf(all, calling.budget) : all
  }),
  setsubtract: kept((others) => !others.includes(true)),
  setintersection: kept((others) => !others.includes(false)),
  setproduct: known(product),
  one: ofList((all) => (all.length > 1 ? new Fault('one() is asked of several', '{one}') : (all[0] ?? null))),
  alltrue: truths(false),
  anytrue: truths(true),
  sum: ofKnown((all) => {
    const numbers = all.map(toNumber)
    return numbers.find((one) => one instanceof Unknown) ?? (numbers as number[]).reduce((a, b) => a + b, 0)
  }),
  min: numbersIn((a, b) => Math.min(a, b)),
  max: numbersIn((a, b) => Math.max(a, b)),
} satisfies Record<string, HclFunction>
