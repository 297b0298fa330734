import { firstUnknown, isList, isObject, Unknown, type Value } from '../../value.ts'
import { depthOf, limits } from '../../limits.ts'
import { toNumber, toText, toTruth } from './convert.ts'
import { type HclFunction, known, open } from './function.ts'
import { Encoded, Fault, faultIn, weightOf, wordsOf } from './made.ts'

/** The first that is there and no empty text. */
const coalesce = open((args, { name, budget }) => {
  for (const one of args) {
    if (one instanceof Unknown) return one instanceof Fault ? one : new Unknown(one.why, wordsOf(name, args, budget))
    if (one !== null && one !== '') return one
  }
  return new Fault('every value is null or empty', '{coalesce}')
})

/** The first that Terraform would take. */
const first = open((args) => args.find((one) => faultIn(one) === undefined) ?? args.at(-1) ?? null)

const can = open(([one = null], { name, budget }) => {
  if (faultIn(one)) return false
  budget.spend(weightOf(one))
  const unknown = firstUnknown(one)
  return unknown ? new Unknown(unknown.why, wordsOf(name, [one], budget)) : true
})

function encoded([value = null]: readonly Value[], budget: { spend: (steps: number) => void }): Value {
  budget.spend(weightOf(value))
  const unknown = firstUnknown(value)
  return unknown ? new Encoded(value, unknown) : JSON.stringify(sorted(value))
}

/** The same with keys in the order in which Terraform writes them. */
function sorted(value: Value): Value {
  if (isList(value)) return value.map(sorted)
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key] ?? null)]),
  )
}

const decoded = open(([text = null]) => {
  if (text instanceof Encoded) return text.value
  if (text instanceof Unknown) return text instanceof Fault ? text : new Unknown(text.why, `{jsondecode(${text.text})}`)
  if (typeof text !== 'string' || depthOf(text) > limits.depth)
    return new Fault('jsondecode is asked of no text that it could read', '{json}')
  try {
    return JSON.parse(text) as Value
  } catch {
    return new Fault('jsondecode is asked of what is no JSON', '{json}')
  }
})

function ofNumber(evaluate: (...numbers: number[]) => number): HclFunction {
  return known((args) => {
    const numbers = args.map(toNumber)
    const wrong = numbers.find((one) => one instanceof Unknown)
    if (wrong instanceof Unknown) return wrong
    const result = evaluate(...(numbers as number[]).slice(0, 3))
    return Number.isFinite(result) ? result : new Fault('there is no such number', '{number}')
  })
}

/** What kind of value it is; null stays null. */
const converted = (to: (value: Value) => Value) => known(([value = null]) => (value === null ? null : to(value)))

/** Conditions, numbers, kinds of values and JSON. */
export const logicFunctions = {
  coalesce,
  try: first,
  can,
  jsonencode: open((args, { budget }) => {
    const fault = args.map(faultIn).find((one) => one !== undefined)
    return fault ?? encoded(args, budget)
  }),
  jsondecode: decoded,
  tostring: converted(toText),
  tonumber: converted(toNumber),
  tobool: converted(toTruth),
  nonsensitive: open(([value = null]) => value),
  sensitive: open(() => new Unknown('it is a secret, and is not read', '{secret}')),
  abs: ofNumber(Math.abs),
  floor: ofNumber(Math.floor),
  ceil: ofNumber(Math.ceil),
  signum: ofNumber(Math.sign),
  pow: ofNumber((base = 0, power = 0) => base ** power),
  log: ofNumber((of = 0, base = Math.E) => Math.log(of) / Math.log(base)),
  parseint: known(([text = '', base = 10]) => {
    const [word, radix] = [toText(text), toNumber(base)]
    if (word instanceof Unknown) return word
    const number = typeof radix === 'number' && radix >= 2 && radix <= 36 ? Number.parseInt(word, radix) : Number.NaN
    return Number.isNaN(number) ? new Fault('parseint is asked of what is no number', '{parseint}') : number
  }),
} satisfies Record<string, HclFunction>
