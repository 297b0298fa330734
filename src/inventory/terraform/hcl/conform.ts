import { emptyObject, isList, isObject, Unknown, type Value } from '../../value.ts'
import type { Budget } from './budget.ts'
import { toNumber, toText, toTruth } from './convert.ts'
import type { Expression } from './expression.ts'
import { setOf } from './functions-lists.ts'
import { made } from './made.ts'

/** Evaluates the default of an attribute that may be left out. */
type Run = (expression: Expression) => Value

/**
 * A value as the type of its variable makes it: numbers as texts and the reverse, sets without doubles, attributes that
 * were left out with their defaults.
 * @returns the value as it is where it does not fit: Terraform itself refuses it then
 */
export function conform(value: Value, type: Expression, budget: Budget, run: Run): Value {
  if (value === null || value instanceof Unknown) return value
  return budget.inside(() => made(conformed(value, type, budget, run), budget))
}

function conformed(value: Value, type: Expression, budget: Budget, run: Run): Value {
  if (type.kind === 'name') return plain(value, type.name)
  if (type.kind !== 'call') return value
  const [inner] = type.args
  if (inner === undefined) return value
  const each = (one: Value) => conform(one, inner, budget, run)
  switch (type.name) {
    case 'list':
      return isList(value) ? value.map(each) : value
    case 'set':
      return isList(value) ? setOf(value.map(each), budget) : value
    case 'map':
      return isObject(value) ? mapped(value, each) : value
    case 'tuple':
      return isList(value) && inner.kind === 'list'
        ? value.map((one, i) => conform(one, inner.members[i] ?? any, budget, run))
        : value
    case 'object':
      return isObject(value) && inner.kind === 'object' ? shaped(value, inner, budget, run) : value
    case 'optional':
      return each(value)
    default:
      return value
  }
}

const any: Expression = { kind: 'literal', value: null }

const primitives: ReadonlyMap<string, (value: Value) => Value> = new Map<string, (value: Value) => Value>([
  ['string', toText],
  ['number', toNumber],
  ['bool', toTruth],
])

function plain(value: Value, name: string): Value {
  const converted = primitives.get(name)?.(value) ?? value
  return converted instanceof Unknown ? value : converted
}

function mapped(value: Value, each: (one: Value) => Value): Value {
  const result = emptyObject()
  if (isObject(value)) for (const [key, one] of Object.entries(value)) result[key] = each(one)
  return result
}

/** An object with the attributes of its type, and no others. */
function shaped(value: Value, { entries }: Extract<Expression, { kind: 'object' }>, budget: Budget, run: Run): Value {
  const result = emptyObject()
  for (const [key, type] of entries) {
    if (key.kind !== 'literal') return value
    const name = String(key.value)
    const said = isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined
    const otherwise = type.kind === 'call' && type.name === 'optional' ? type.args[1] : undefined
    const one = (said ?? null) === null && otherwise ? run(otherwise) : (said ?? null)
    result[name] = conform(one, type, budget, run)
  }
  return result
}
