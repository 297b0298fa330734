import { beyond, limits } from '../../limits.ts'
import { isList, isObject, Unknown, type Value } from '../../value.ts'
import type { Budget } from './budget.ts'

/** Characters of one text, and values in one value, each counted wherever it stands. */
const largest = 2_000_000

/** A value that Terraform would refuse: a key or a place in a list that is not there, or a text that is no number. */
export class Fault extends Unknown {}

/** Something of which single members can be asked, and which is otherwise unknown as long as nothing is deployed. */
export abstract class Open extends Unknown {
  /** Whether it is one thing, and not perhaps several or none. */
  abstract readonly single: boolean
  abstract member(name: string): Value
  /** What stands under a key or a number in brackets. */
  abstract item(key: Value): Value
}

/** A text of JSON of which the value is known as far as its parts are. */
export class Encoded extends Unknown {
  readonly value: Value

  constructor(value: Value, unknown: Unknown) {
    super(unknown.why, `jsonencode(${unknown.text})`)
    this.value = value
  }
}

interface Shape {
  /** How many values it is, each counted wherever it stands. */
  readonly weight: number
  readonly depth: number
  readonly fault: Fault | undefined
}

const flat: Shape = { weight: 1, depth: 0, fault: undefined }
const shapes = new WeakMap<object, Shape>()
const sets = new WeakSet<object>()

/** A list or an object that was made, where it is within the limits. Values that share parts can grow beyond measure. */
export function made<T extends Value>(value: T, budget: Budget): T {
  if (typeof value === 'string') budget.spend(notTooLong(value.length) >> 4)
  else if ((isList(value) || isObject(value)) && !shapes.has(value)) {
    shapeOf(value)
    budget.spend(isList(value) ? value.length : Object.keys(value).length)
  }
  return value
}

/** How many characters a text is to have, where that is within the limit. */
export function notTooLong(length: number): number {
  if (length > largest) beyond(`A text has ${length} characters`, largest)
  return length
}

function shapeOf(value: Value): Shape {
  if (value instanceof Fault) return { weight: 1, depth: 0, fault: value }
  if (typeof value === 'string') return { weight: 1 + (value.length >> 4), depth: 0, fault: undefined }
  if (!isList(value) && !isObject(value)) return flat
  const there = shapes.get(value)
  if (there) return there
  let [weight, depth] = [1, 0]
  let fault: Fault | undefined
  for (const one of isList(value) ? value : Object.values(value)) {
    const shape = shapeOf(one)
    weight += shape.weight
    depth = Math.max(depth, shape.depth)
    fault ??= shape.fault
  }
  if (weight > largest) beyond('A value is larger than any that people write', largest)
  if (depth >= limits.depth)
    beyond('A value has more brackets within brackets than any that people write', limits.depth)
  const shape = { weight, depth: depth + 1, fault }
  shapes.set(value, shape)
  return shape
}

/** How many values a value is, each counted wherever it stands. */
export function weightOf(value: Value): number {
  return shapeOf(value).weight
}

/** What in a value Terraform would refuse; undefined where it is sound. */
export function faultIn(value: Value): Fault | undefined {
  return shapeOf(value).fault
}

/** A list without an order, in which no value stands twice. */
export function asSet(members: readonly Value[]): readonly Value[] {
  sets.add(members)
  return members
}

/** Whether a list is a set. */
export function isSet(value: Value): boolean {
  return isList(value) && sets.has(value)
}

/** How long a list's words may be before its number stands for them. */
const longest = 200

/** A value as words; the same words stand for the same value. */
export function words(value: Value, budget: Budget): string {
  if (value instanceof Unknown) return value.text
  if (typeof value === 'string') return value
  if (!isList(value) && !isObject(value)) return String(value)
  if (weightOf(value) > longest) return `{${isList(value) ? 'list' : 'object'} ${budget.numberOf(value)}}`
  const text = JSON.stringify(value, (_, one: Value) => (one instanceof Unknown ? one.text : one))
  return text.length > longest ? `{${isList(value) ? 'list' : 'object'} ${budget.numberOf(value)}}` : text
}

/** A call as words, without the slashes that part an id. */
export function wordsOf(name: string, args: readonly Value[], budget: Budget): string {
  return `{${name}(${args
    .map((one) => words(one, budget))
    .join(', ')
    .replaceAll('/', ':')})}`
}

/** A canonical text of a known value, by which equal ones are found; undefined where something in it is unknown. */
export function keyOf(value: Value, budget: Budget): string | undefined {
  if (value instanceof Unknown) return undefined
  budget.spend(weightOf(value))
  return canonical(value)
}

function canonical(value: Value): string | undefined {
  if (value instanceof Unknown) return undefined
  if (isList(value)) {
    const parts = value.map(canonical)
    return parts.includes(undefined) ? undefined : `[${parts.join(',')}]`
  }
  if (!isObject(value)) return JSON.stringify(value)
  const parts = Object.keys(value)
    .sort()
    .map((key) => {
      const part = canonical(value[key] ?? null)
      return part === undefined ? undefined : `${JSON.stringify(key)}:${part}`
    })
  return parts.includes(undefined) ? undefined : `{${parts.join(',')}}`
}

/** Whether two values are equal, as Terraform compares them; undefined where that is not known. */
export function equal(a: Value, b: Value, budget: Budget): boolean | undefined {
  if (a instanceof Unknown || b instanceof Unknown)
    return a instanceof Unknown && b instanceof Unknown && a.text === b.text ? true : undefined
  budget.spend()
  if (isList(a) && isList(b)) {
    if (a.length !== b.length) return false
    return every(a.map((one, i) => () => equal(one, b[i] ?? null, budget)))
  }
  if (isObject(a) && isObject(b)) {
    const keys = Object.keys(a)
    if (keys.length !== Object.keys(b).length || keys.some((key) => !Object.hasOwn(b, key))) return false
    return every(keys.map((key) => () => equal(a[key] ?? null, b[key] ?? null, budget)))
  }
  return a === b
}

function every(answers: ReadonlyArray<() => boolean | undefined>): boolean | undefined {
  let result: boolean | undefined = true
  for (const answer of answers) {
    const one = answer()
    if (one === false) return false
    if (one === undefined) result = undefined
  }
  return result
}

/** Words before which things stand that are asked for by name, such as `var` and `module.stamp`. */
export class Namespace extends Open {
  readonly single: boolean
  readonly member: (name: string) => Value

  constructor(text: string, member: (name: string) => Value, single = true) {
    super(`${text} is not a value by itself`, text)
    this.member = member
    this.single = single
  }

  item(key: Value): Value {
    if (key instanceof Unknown) return new Unknown(key.why, `${this.text}[${key.text}]`)
    return this.single && typeof key === 'string' ? this.member(key) : this
  }
}
