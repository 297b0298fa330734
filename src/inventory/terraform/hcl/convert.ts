import { isList, Unknown, type Value } from '../../value.ts'
import { Fault } from './made.ts'

/** A value as a text, as Terraform converts it. */
export function toText(value: Value): string | Unknown {
  if (value instanceof Unknown || typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return new Fault(`${kindOf(value)} is no text`, `{${kindOf(value)}}`)
}

/** A value as a number, as Terraform converts it. */
export function toNumber(value: Value): number | Unknown {
  if (value instanceof Unknown || typeof value === 'number') return value
  if (typeof value === 'string' && /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(value)) return Number(value)
  return new Fault(`${kindOf(value)} is no number`, `{${kindOf(value)}}`)
}

/** A value as yes or no, as Terraform converts it. */
export function toTruth(value: Value): boolean | Unknown {
  if (value instanceof Unknown || typeof value === 'boolean') return value
  if (value === 'true') return true
  return value === 'false' ? false : new Fault(`${kindOf(value)} is neither true nor false`, `{${kindOf(value)}}`)
}

/** What kind of value it is, in words. */
export function kindOf(value: Value): string {
  if (value === null) return 'null'
  if (isList(value)) return 'a list'
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return typeof value === 'string' ? `“${value.slice(0, 60)}”` : 'an object'
}
