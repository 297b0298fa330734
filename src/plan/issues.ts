import { z } from 'zod'
import { nearest, type Place, type Problem } from '#diagnostics'
import { kinds } from './kinds.ts'
import { planSchema } from './schema/index.ts'
import { shown } from './source.ts'
import { problem } from './trouble.ts'
import { deepest, type Path, type Written } from './written.ts'

/** What an issue means for the plan: the problem to show, and the smallest part that cannot stay. */
export interface Finding {
  readonly problem: Problem
  readonly cut: Path
}

/** A kind of file: its schema, and what to call it in a sentence. */
export interface Format {
  readonly schema: z.core.$ZodType
  readonly called: string
}

export const planFormat: Format = { schema: planSchema, called: 'plan' }

/** The part of a schema that a path leads to; undefined where the format ends before. */
export function schemaAt(path: Path, root: z.core.$ZodType = planSchema): z.core.$ZodType | undefined {
  let schema: z.core.$ZodType | undefined = root
  for (const part of path) {
    schema = unwrapped(schema)
    if (schema instanceof z.ZodObject) schema = (schema.shape as Record<string, z.core.$ZodType>)[part]
    else if (schema instanceof z.ZodRecord) schema = schema.valueType
    else if (schema instanceof z.ZodArray) schema = schema.element
    else return undefined
  }
  return unwrapped(schema)
}

function unwrapped(given: z.core.$ZodType | undefined): z.core.$ZodType | undefined {
  let schema = given
  while (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) schema = schema.unwrap()
  return schema
}

/**
 * Turns what the schema says about a value into problems and the parts that cannot stay.
 * @param path the issue's path as written
 * @param root tells where and what each value is
 */
export function findings(
  issue: z.core.$ZodIssue,
  path: Path,
  root: Written,
  format: Format = planFormat,
): readonly Finding[] {
  const { at, depth } = deepest(root, path)
  if (depth < path.length) return [missing(path, at, format)]
  const only = (found: Problem): readonly Finding[] => [{ problem: found, cut: path }]
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => {
        const where = path.length === 0 ? `a ${format.called}` : named(path)
        return { problem: unknownKey(key, keysAt(path, format), where, at), cut: [...path, key] }
      })
    case 'invalid_key':
      return [
        { problem: unfit(issue.issues[0]?.message ?? 'name', String(path.at(-1)), at.key ?? at.place), cut: path },
        ...beneath(path, at, root, format),
      ]
    case 'invalid_value':
      return only(notOneOf(issue.values, at))
    case 'invalid_union': {
      const values = issue.errors.flat().map((one) => (one.code === 'invalid_value' ? one.values : undefined))
      return only(
        values.every((value) => value !== undefined)
          ? notOneOf(values.flat(), at)
          : wrongType('a text, a number, true or false', at),
      )
    }
    case 'too_small':
      return only(
        issue.origin === 'number' ? outOfRange(at, `It must be ${issue.minimum} at least.`) : empty(path, at, format),
      )
    case 'too_big':
      if (issue.origin === 'number') return only(outOfRange(at, `It may be ${issue.maximum} at most.`))
      return only(problem('too-long', at.place, `The text has ${String(at.scalar).length} characters.`))
    case 'invalid_type':
      if (at.scalar === null) return only(empty(path, at, format))
      if (kinds[issue.message] && typeof at.scalar === 'number') return only(unfit(issue.message, at.scalar, at.place))
      return only(wrongType(kinds[issue.message]?.called ?? words[issue.expected] ?? issue.expected, at))
    default:
      return only(unfit(issue.message, at.scalar as string | number, at.place))
  }
}

/** A record's value under an ill-formed name is not looked at by the schema; its own problems are shown all the same. */
function beneath(path: Path, at: Written, root: Written, format: Format): readonly Finding[] {
  const schema = schemaAt(path, format.schema)
  const result = schema && z.safeParse(schema, bare(at))
  if (!result || result.success) return []
  return result.error.issues.flatMap((issue) => findings(issue, [...path, ...(issue.path as Path)], root, format))
}

/** The plain value of an entry, nothing left out. */
export function bare(entry: Written): unknown {
  if (entry.map) return Object.fromEntries([...entry.map].map(([key, inner]) => [key, bare(inner)]))
  return entry.list?.map(bare) ?? entry.scalar
}

function missing(path: Path, parent: Written, { schema, called }: Format): Finding {
  const key = path.at(-1) as string
  const kind = words[expectedOf(schemaAt(path, schema))] ?? ''
  return {
    problem: problem(
      'missing-key',
      parent.key ?? parent.place,
      path.length > 1 ? `${named(path.slice(0, -1))} has no ${shown(key)}.` : `The ${called} has no ${shown(key)}.`,
      kind ? `Add ${shown(key)}, ${kind}.` : `Add ${shown(key)}.`,
    ),
    cut: path.length === 1 ? path : path.slice(0, -1),
  }
}

function expectedOf(schema: z.core.$ZodType | undefined): string {
  return schema?._zod.def.type ?? ''
}

function keysAt(path: Path, format: Format): readonly string[] {
  const schema = schemaAt(path, format.schema)
  return schema instanceof z.ZodObject ? Object.keys(schema.shape as object) : []
}

/** @param where what does not have the key, for a sentence */
export function unknownKey(key: string, allowed: readonly string[], where: string, parent: Written): Problem {
  const near = nearest(
    key,
    allowed.filter((candidate) => !parent.map?.has(candidate)),
  )
  return problem(
    'unknown-key',
    parent.map?.get(key)?.key ?? parent.place,
    `${shown(key)} is not a key of ${where}.`,
    `${near ? `Did you mean ${shown(near)}? ` : ''}Allowed: ${allowed.join(', ')}.`,
  )
}

function outOfRange({ place, scalar }: Written, limit: string): Problem {
  return problem('out-of-range', place, `${String(scalar)} cannot be used here. ${limit}`)
}

/** A required key cannot be removed, and a list needs an item rather than a value. */
function empty(path: Path, at: Written, format: Format): Problem {
  const write = at.list ? 'Add at least one item' : 'Write the value'
  const what = `${named(path)} ${at.scalar === null ? 'has no value' : 'is empty'}.`
  return problem(
    'empty-value',
    at.key ?? at.place,
    what,
    isOptional(path, format) ? `${write}, or remove the key.` : `${write}.`,
  )
}

function isOptional(path: Path, format: Format): boolean {
  const owner = schemaAt(path.slice(0, -1), format.schema)
  const shape = owner instanceof z.ZodObject ? (owner.shape as Record<string, z.core.$ZodType>) : undefined
  return shape?.[path.at(-1) ?? ''] instanceof z.ZodOptional
}

function notOneOf(values: readonly unknown[], at: Written): Problem {
  const allowed = `Allowed: ${values.join(', ')}.`
  if (at.scalar === null) return problem('empty-value', at.place, 'Nothing is written here.', allowed)
  if (at.scalar === undefined)
    return wrongType(values.length === 1 ? `the text ${values.join()}` : `one of ${values.join(', ')}`, at)
  const near = nearest(String(at.scalar), values.map(String)) ?? shorter(String(at.scalar), values.map(String))
  if (near === String(at.scalar)) {
    const quotes = typeof at.scalar === 'string' ? 'without' : 'in'
    return problem('not-one-of', at.place, `${shown(near)} has the wrong type here.`, `Write ${near} ${quotes} quotes.`)
  }
  const guess = near ? `Did you mean ${shown(near)}? ` : ''
  return problem('not-one-of', at.place, `${shown(String(at.scalar))} is not allowed here.`, `${guess}${allowed}`)
}

/** The one value that is the beginning of a longer word, or continues a shorter one. */
function shorter(word: string, values: readonly string[]): string | undefined {
  const lower = word.toLowerCase()
  const near = values.filter((value) => lower.length > 2 && (lower.startsWith(value) || value.startsWith(lower)))
  return near.length === 1 ? near[0] : undefined
}

function unfit(word: string, value: string | number, place: Place): Problem {
  const kind = kinds[word]
  if (!kind) return problem('wrong-type', place, `${shown(String(value))} cannot be used here.`)
  const near = kind.near(value)
  const unit = typeof value === 'number' && near !== undefined ? units[word] : undefined
  const what = unit ? `${value} has no ${unit}.` : `${shown(String(value))} is not ${kind.called}.`
  return problem(kind.code, place, what, near === undefined ? kind.fix : `Write ${near} if that is what it means.`)
}

/** What a plain number lacks. */
const units: Readonly<Record<string, string>> = {
  duration: 'unit',
  size: 'unit',
  rate: 'unit',
  share: 'percent sign',
  money: 'currency',
}

function wrongType(expected: string, at: Written): Problem {
  const { scalar } = at
  const number = `the ${typeof scalar === 'boolean' ? 'truth value' : 'number'} ${String(scalar)}`
  const found = at.map ? 'a map' : at.list ? 'a list' : typeof scalar === 'string' ? 'a text' : number
  const what = `${capital(expected)} is expected here, and this is ${found}.`
  return problem('wrong-type', at.place, what, instead(expected, at))
}

function instead(expected: string, { scalar }: Written): string {
  const found = String(scalar)
  if (scalar !== undefined && expected === words.array) return `Write it as a list: [${found}].`
  if (scalar !== undefined && expected === words.string) return `Put it in quotes: "${found}".`
  if (expected === words.boolean && /^(yes|on|y)$/i.test(found)) return 'Write true.'
  if (expected === words.boolean && /^(no|off|n)$/i.test(found)) return 'Write false.'
  return `Write ${expected} instead.`
}

const words: Readonly<Record<string, string>> = {
  string: 'a text',
  object: 'a map of keys and values',
  record: 'a map of names and what they stand for',
  array: 'a list',
  boolean: 'true or false',
  number: 'a number',
  int: 'a whole number',
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** The last names of a path, for a sentence: `"rto" of "default"`. */
function named(path: Path): string {
  const [last, owner] = [path.at(-1), path.at(-2)]
  if (typeof last === 'number') return `Item ${last + 1} of ${shown(String(owner))}`
  return shown(String(last))
}
