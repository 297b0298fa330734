import { isList, Unknown, type Value } from '../../value.ts'
import { limits } from '../../limits.ts'
import { toNumber, toText } from './convert.ts'
import { type Calling, type HclFunction, known, open } from './function.ts'
import { Fault, faultIn, notTooLong, weightOf, wordsOf } from './made.ts'

/** A function of known texts. */
function texts(evaluate: (...values: string[]) => Value): HclFunction {
  return known((args) => {
    const values = args.map(toText)
    const wrong = values.find((one) => one instanceof Unknown)
    return wrong instanceof Unknown ? wrong : evaluate(...(values as string[]).slice(0, 4))
  })
}

/** Texts put together, whatever of them is known: what is unknown stands in it by its words. */
export function together(parts: readonly Value[], mark = ''): Value {
  const values = parts.map(toText)
  const unknown = values.find((one) => one instanceof Fault) ?? values.find((one) => one instanceof Unknown)
  if (unknown instanceof Fault) return unknown
  const words = values.map((one) => (one instanceof Unknown ? one.text : one))
  notTooLong(words.reduce((length, one) => length + one.length + mark.length, 0))
  const text = words.join(mark)
  return unknown instanceof Unknown ? new Unknown(unknown.why, text) : text
}

const join = open(([by = '', ...lists], { name, budget }) => {
  const closed = lists.find((one) => !isList(one))
  if (closed instanceof Unknown)
    return closed instanceof Fault ? closed : new Unknown(closed.why, wordsOf(name, [by, ...lists], budget))
  if (closed !== undefined) return new Fault('join is asked of what is no list', '{join}')
  const mark = toText(by)
  if (mark instanceof Fault) return mark
  const parts = lists.flatMap((one) => (isList(one) ? one : []))
  const text = together(parts, mark instanceof Unknown ? mark.text : mark)
  return mark instanceof Unknown && typeof text === 'string' ? new Unknown(mark.why, text) : text
})

const verb = /%([-+ 0#]*)(\d*)(?:\.(\d+))?([vsdqtfgexXb%])/g

const format = open((args, { name, budget }) => {
  const [pattern = '', ...values] = args
  if (typeof pattern !== 'string')
    return pattern instanceof Fault
      ? pattern
      : new Unknown(pattern instanceof Unknown ? pattern.why : 'its pattern is no text', wordsOf(name, args, budget))
  const fault = values.map(faultIn).find((one) => one !== undefined)
  if (fault) return fault
  notTooLong(values.reduce<number>((length, one) => length + weightOf(one) * 16, pattern.length))
  let [next, unknown]: [number, Unknown | undefined] = [0, undefined]
  const text = pattern.replaceAll(verb, (...found: string[]) => {
    const [, flags = '', width = '', digits, letter = 'v'] = found
    if (letter === '%') return '%'
    const value = values[next++] ?? null
    if (value instanceof Unknown) unknown ??= value
    return padded(written(value, letter, digits), flags, Math.min(Number(width), 1000))
  })
  return unknown ? new Unknown((unknown as Unknown).why, text) : text
})

function written(value: Value, letter: string, digits: string | undefined): string {
  if (value instanceof Unknown) return value.text
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  if (letter === 'q') return JSON.stringify(text)
  if (typeof value !== 'number') return text
  if (letter === 'd') return String(Math.trunc(value))
  if (letter === 'x') return value.toString(16)
  if (letter === 'X') return value.toString(16).toUpperCase()
  if (letter === 'b') return value.toString(2)
  if (letter === 'f') return value.toFixed(Math.min(Number(digits ?? 6), 100))
  return text
}

function padded(text: string, flags: string, width: number): string {
  if (flags.includes('-')) return text.padEnd(width)
  return text.padStart(width, flags.includes('0') ? '0' : ' ')
}

function part(text: Value, from: Value, length: Value): Value {
  const [word, start, count] = [toText(text), toNumber(from), toNumber(length)]
  if (word instanceof Unknown) return word
  if (start instanceof Unknown) return start
  if (count instanceof Unknown) return count
  const letters = Array.from(word)
  const first = start < 0 ? letters.length + start : start
  return letters.slice(first, count < 0 ? undefined : first + count).join('')
}

/** Each member of lists put into a pattern. */
function formatList(args: readonly Value[], calling: Calling): Value {
  const count = args.find(isList)?.length ?? 0
  return Array.from({ length: calling.budget.turns(count, 'formatlist') }, (_, i) =>
    format.evaluate(
      args.map((one) => (isList(one) ? (one[i] ?? null) : one)),
      calling,
    ),
  )
}

/** A text in which another stands in place of a part; patterns between slashes are not read. */
function replaced(text = '', what = '', by = ''): Value {
  if (/^\/.*\/$/s.test(what) && what.length > 2)
    return new Unknown(
      'replace() by a pattern is not evaluated by Muster',
      `{replace(${text}, ${what}, ${by})}`.replaceAll('/', ':'),
    )
  if (what === '') return text
  const most = text.length + (text.length / what.length) * Math.max(0, by.length - what.length)
  return most > limits.made ? new Unknown('replace() makes too long a text', '{replace}') : text.replaceAll(what, by)
}

/** Letters taken away at the ends. */
function trimmed(text: string, letters: string): string {
  const left = Array.from(text)
  const away = new Set(letters)
  let [from, to] = [0, left.length]
  while (from < to && away.has(left[from] ?? '')) from++
  while (to > from && away.has(left[to - 1] ?? '')) to--
  return left.slice(from, to).join('')
}

/** Texts: made, cut, compared. */
export const textFunctions = {
  join,
  format,
  formatlist: known(formatList),
  split: texts((by = '', text = '') => (text === '' ? [''] : text.split(by))),
  replace: texts(replaced),
  lower: texts((text = '') => text.toLowerCase()),
  upper: texts((text = '') => text.toUpperCase()),
  title: texts((text = '') => text.replaceAll(/(?<![\p{L}\p{N}])\p{L}/gu, (letter) => letter.toUpperCase())),
  trimspace: texts((text = '') => text.trim()),
  trim: texts((text = '', letters = '') => trimmed(text, letters)),
  trimprefix: texts((text = '', start = '') => (text.startsWith(start) ? text.slice(start.length) : text)),
  trimsuffix: texts((text = '', end = '') =>
    end !== '' && text.endsWith(end) ? text.slice(0, text.length - end.length) : text,
  ),
  chomp: texts((text = '') => text.replace(/[\r\n]{1,2}$/, '')),
  startswith: texts((text = '', start = '') => text.startsWith(start)),
  endswith: texts((text = '', end = '') => text.endsWith(end)),
  basename: texts((path = '') => path.slice(path.lastIndexOf('/') + 1)),
  dirname: texts((path = '') => (path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '.')),
  strcontains: texts((text = '', part = '') => text.includes(part)),
  substr: known(([text = '', from = 0, length = 0]) => part(text, from, length)),
} satisfies Record<string, HclFunction>
