import { isList, isObject, Unknown, type Value } from '../value.ts'

/** A call as words, for what is unknown, without the slashes that part an id: `{uniqueString({resourceGroup().id})}`. */
export function wordsOf(name: string, args: readonly Value[]): string {
  return `{${name}(${args.map(words).join(', ').replaceAll('/', ':')})}`
}

/** A value as words. */
export function words(value: Value): string {
  if (value instanceof Unknown) return value.text
  if (typeof value === 'string') return value
  if (isList(value)) return `[${value.length}]`
  return isObject(value) ? '{}' : String(value)
}

/** Unknown for the reason of the first unknown among some; undefined where all are known. */
export function blocked(args: readonly Value[], text: () => string): Unknown | undefined {
  const unknown = args.find((one) => one instanceof Unknown)
  return unknown instanceof Unknown ? new Unknown(unknown.why, text()) : undefined
}

/** A value as a number; NaN where it is none. An object without inherited keys cannot even be asked. */
export function numeric(value: Value | undefined): number {
  if (typeof value === 'number') return value
  return typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN
}
