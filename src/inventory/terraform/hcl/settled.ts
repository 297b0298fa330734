import { emptyObject, isList, isObject, Unknown, type Value, type ValueObject } from '../../value.ts'
import { Fault, faultIn } from './made.ts'

/** The same with what Terraform would refuse as unknown, each apart from every other: no two faults are one thing. */
export function settled(values: ValueObject, path: string): ValueObject {
  if (!faultIn(values)) return values
  const result = emptyObject()
  for (const [key, one] of Object.entries(values)) result[key] = one === undefined ? null : apart(one, `${path}.${key}`)
  return result
}

function apart(value: Value, path: string): Value {
  if (value instanceof Fault) return new Unknown(value.why, `{${path}}`)
  if (isList(value)) return value.map((one, i) => apart(one, `${path}[${i}]`))
  return isObject(value) ? settled(value, path) : value
}
