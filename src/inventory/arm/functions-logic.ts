import { isList, isObject, Unknown, type Value } from '../value.ts'
import type { ArmFunction } from './scope.ts'
import { blocked, numeric, wordsOf } from './words.ts'

/** Whether two values are the same; undefined where that is not known. */
export function compared(a: Value, b: Value): boolean | undefined {
  if (a instanceof Unknown || b instanceof Unknown)
    return a instanceof Unknown && b instanceof Unknown && a.text === b.text ? true : undefined
  if (isList(a) && isList(b)) return a.length === b.length ? all(a.map((one, i) => compared(one, b[i] ?? null))) : false
  if (isObject(a) && isObject(b)) {
    const keys = Object.keys(a)
    if (keys.length !== Object.keys(b).length || keys.some((key) => !Object.hasOwn(b, key))) return false
    return all(keys.map((key) => compared(a[key] ?? null, b[key] ?? null)))
  }
  return a === b
}

function all(answers: ReadonlyArray<boolean | undefined>): boolean | undefined {
  return answers.includes(false) ? false : answers.includes(undefined) ? undefined : true
}

/** A function of numbers that are all known. */
function numbers(name: string, result: (...values: number[]) => Value): ArmFunction {
  return (args) => {
    const flat = args.length === 1 && isList(args[0]) ? args[0] : args
    const open = blocked(flat, () => wordsOf(name, args))
    if (open) return open
    const values = flat.map(numeric)
    if (values.some(Number.isNaN)) return new Unknown(`${name} is asked of what is no number`, wordsOf(name, args))
    return result(...values)
  }
}

/** A comparison of two numbers or two texts. */
function order(name: string, result: (less: boolean, same: boolean) => boolean): ArmFunction {
  return (args) => {
    const [a = null, b = null] = args
    if (typeof a === 'number' && typeof b === 'number') return result(a < b, a === b)
    if (typeof a === 'string' && typeof b === 'string') return result(a < b, a === b)
    return (
      blocked(args, () => wordsOf(name, args)) ?? new Unknown(`${name} compares what has no order`, wordsOf(name, args))
    )
  }
}

const toBoolean = (value: Value): Value =>
  value instanceof Unknown ? value : typeof value === 'string' ? value.toLowerCase() === 'true' : Boolean(value)

/** Yes and no, comparison and arithmetic. */
export const logicFunctions = {
  true: () => true,
  false: () => false,
  null: () => null,
  bool: ([value = null]) => toBoolean(value),
  not: ([value = null]) =>
    value instanceof Unknown ? new Unknown(value.why, wordsOf('not', [value])) : toBoolean(value) !== true,
  equals: (args) => {
    const [a = null, b = null] = args
    return (
      compared(a, b) ?? unsure(a, b) ?? new Unknown('a part of what is compared is unknown', wordsOf('equals', args))
    )
  },
  less: order('less', (less) => less),
  lessOrEquals: order('lessOrEquals', (less, same) => less || same),
  greater: order('greater', (less, same) => !less && !same),
  greaterOrEquals: order('greaterOrEquals', (less) => !less),
  add: numbers('add', (a = 0, b = 0) => a + b),
  sub: numbers('sub', (a = 0, b = 0) => a - b),
  mul: numbers('mul', (a = 0, b = 0) => a * b),
  div: numbers('div', (a = 0, b = 0) => (b === 0 ? new Unknown('it is divided by zero', '{div}') : Math.trunc(a / b))),
  mod: numbers('mod', (a = 0, b = 0) => (b === 0 ? new Unknown('it is divided by zero', '{mod}') : a % b)),
  min: numbers('min', (...values) => values.reduce((least, one) => Math.min(least, one), Number.MAX_SAFE_INTEGER)),
  max: numbers('max', (...values) => values.reduce((most, one) => Math.max(most, one), Number.MIN_SAFE_INTEGER)),
  int: numbers('int', (a = 0) => Math.trunc(a)),
  float: numbers('float', (a = 0) => a),
} satisfies Record<string, ArmFunction>

/** Why it is not known whether two values are the same, where one of them is unknown as a whole. */
function unsure(a: Value, b: Value): Unknown | undefined {
  return blocked([a, b], () => wordsOf('equals', [a, b]))
}
