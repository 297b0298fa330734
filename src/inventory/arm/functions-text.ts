import { isList, Unknown, type Value } from '../value.ts'
import type { ArmFunction } from './scope.ts'
import { blocked, words, wordsOf } from './words.ts'

/** A function of known texts; unknown where one of them is, with the words that `unknown` makes of them. */
function texts(
  name: string,
  result: (...values: string[]) => Value,
  unknown?: (...values: string[]) => string,
): ArmFunction {
  return (args) =>
    blocked(args, () => (unknown ? unknown(...args.map(words)) : wordsOf(name, args))) ?? result(...args.map(words))
}

/** Texts put together, whatever of them is known: what is unknown stands in it by its words. */
function together(args: readonly Value[], result: string): Value {
  return blocked(args, () => result) ?? result
}

const format: ArmFunction = ([pattern = '', ...args]) =>
  together(
    [pattern, ...args],
    words(pattern)
      .replaceAll(/\{(\d+)(?::[^}]*)?\}/g, (_, i: string) => words(args[Number(i)] ?? ''))
      .replaceAll('{{', '{')
      .replaceAll('}}', '}'),
  )

const concat: ArmFunction = (args) => {
  if (args.length > 0 && args.every(isList)) return args.flat()
  if (args.some(isList))
    return blocked(args, () => wordsOf('concat', args)) ?? new Unknown('lists and texts are put together', '{concat}')
  return together(args, args.map(words).join(''))
}

const split: ArmFunction = ([text = '', by = '']) => {
  const open = blocked([text, by], () => wordsOf('split', [text, by]))
  if (open) return open
  const marks = isList(by) ? by.map(words) : [words(by)]
  return marks.reduce<string[]>(
    (parts, mark) => (mark === '' ? parts : parts.flatMap((one) => one.split(mark))),
    [words(text)],
  )
}

const join: ArmFunction = ([parts = [], by = '']) => {
  if (!isList(parts)) return blocked([parts], () => wordsOf('join', [parts])) ?? words(parts)
  return together([...parts, by], parts.map(words).join(words(by)))
}

/** Whatever is known of it, a name that Azure makes from its arguments is the same wherever they are. */
function made(name: string): ArmFunction {
  return (args) => new Unknown(`${name} is computed by Azure when it is deployed`, wordsOf(name, args))
}

const replaceAll = (text: string, what: string, by: string) => (what === '' ? text : text.replaceAll(what, by))

const part = (text: string, start: string, length?: string) =>
  text.slice(Number(start), length === undefined ? undefined : Number(start) + Number(length))

/** A path beside an address, as Resource Manager joins them: behind its last slash. */
const joined = (base: string, path: string) =>
  `${base.endsWith('/') ? base : base.slice(0, base.lastIndexOf('/') + 1)}${path.replace(/^\//, '')}`

/** The value of a JSON text. */
function json(text: string): Value {
  try {
    return JSON.parse(text) as Value
  } catch {
    return new Unknown('json() is asked of what is no JSON', wordsOf('json', [text]))
  }
}

/** Texts: made, cut, compared. */
export const textFunctions = {
  concat,
  format,
  split,
  join,
  replace: texts('replace', (text = '', what = '', by = '') => replaceAll(text, what, by)),
  substring: texts('substring', (text = '', start = '0', length) => part(text, start, length)),
  toLower: texts(
    'toLower',
    (text = '') => text.toLowerCase(),
    (text = '') => text.toLowerCase(),
  ),
  toUpper: texts(
    'toUpper',
    (text = '') => text.toUpperCase(),
    (text = '') => text.toUpperCase(),
  ),
  trim: texts(
    'trim',
    (text = '') => text.trim(),
    (text = '') => text.trim(),
  ),
  startsWith: texts('startsWith', (text = '', start = '') => text.toLowerCase().startsWith(start.toLowerCase())),
  endsWith: texts('endsWith', (text = '', end = '') => text.toLowerCase().endsWith(end.toLowerCase())),
  padLeft: texts('padLeft', (text = '', width = '0', by = ' ') => text.padStart(Math.min(Number(width), 1000), by)),
  string: ([value = null]) =>
    typeof value === 'string' || value instanceof Unknown
      ? value
      : (blocked(isList(value) ? value : [], () => '{string}') ?? JSON.stringify(value)),
  json: texts('json', (text = '') => json(text)),
  base64: made('base64'),
  base64ToString: made('base64ToString'),
  base64ToJson: made('base64ToJson'),
  uri: texts('uri', (base = '', path = '') => joined(base, path)),
  uriComponent: texts('uriComponent', (text = '') => encodeURIComponent(text)),
  uriComponentToString: texts('uriComponentToString', (text = '') => safely(() => decodeURIComponent(text))),
  uniqueString: made('uniqueString'),
  guid: made('guid'),
  newGuid: made('newGuid'),
  utcNow: made('utcNow'),
  dateTimeAdd: made('dateTimeAdd'),
  dateTimeFromEpoch: made('dateTimeFromEpoch'),
  dateTimeToEpoch: made('dateTimeToEpoch'),
} satisfies Record<string, ArmFunction>

function safely(result: () => Value): Value {
  try {
    return result()
  } catch (error) {
    return new Unknown((error as Error).message, '{?}')
  }
}
