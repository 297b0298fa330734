import { type ParseErrorCode, printParseErrorCode, visit } from 'jsonc-parser'
import type { Place } from '#diagnostics'
import { beyond, depthOf, limits } from './limits.ts'
import { emptyObject, type Value } from './value.ts'

/** A file as it was read. */
export interface SourceFile {
  /** Its path, as people know it. */
  readonly name: string
  readonly text: string
}

/** A JSON text as values, and where each object and list of it begins, or a key in it. */
export interface JsonText {
  readonly value: Value
  readonly placeOf: (part: Value, key?: string) => Place
}

/** What is wrong with a text that is no JSON, and where. */
export interface NoJson {
  readonly place: Place
  readonly what: string
}

/**
 * Reads JSON with comments, as Resource Manager does.
 * @returns the values, or the first thing that is wrong with the text
 * @throws Failure `usage` for a text that is too long or too deep
 */
export function parseJson({ name, text }: SourceFile): JsonText | NoJson {
  if (text.length > limits.text) beyond(`${name} has ${text.length} characters`, limits.text)
  const deep = `${name} has more brackets within brackets than anything that is deployed`
  if (depthOf(text) > limits.depth) beyond(deep, limits.depth)
  const lines = lineStarts(text)
  const starts = new Map<Value, number>()
  const root: Value[] = []
  const open: Array<{ readonly list?: Value[]; readonly object?: Record<string, Value>; key: string }> = []
  let wrong: { readonly code: ParseErrorCode; readonly offset: number; readonly length: number } | undefined
  const add = (value: Value) => {
    const around = open.at(-1)
    if (!around) root.push(value)
    else if (around.list) around.list.push(value)
    else if (around.object) around.object[around.key] = value
  }
  try {
    visit(
      text.charCodeAt(0) === 0xfeff ? ` ${text.slice(1)}` : text,
      {
        onObjectBegin: (offset) => {
          const object = emptyObject()
          starts.set(object, offset)
          add(object)
          open.push({ object, key: '' })
        },
        onObjectEnd: () => void open.pop(),
        onArrayBegin: (offset) => {
          const list: Value[] = []
          starts.set(list, offset)
          add(list)
          open.push({ list, key: '' })
        },
        onArrayEnd: () => void open.pop(),
        onObjectProperty: (key) => {
          const around = open.at(-1)
          if (around) around.key = key
        },
        onLiteralValue: (value: string | number | boolean | null) => add(value),
        onError: (code, offset, length) => {
          wrong ??= { code, offset, length }
        },
      },
      { disallowComments: false, allowTrailingComma: true },
    )
  } catch (error) {
    if (error instanceof RangeError) beyond(deep, limits.depth)
    throw error
  }
  const place = (offset: number, length: number) => placeIn(name, lines, offset, length)
  if (wrong) return { place: place(wrong.offset, wrong.length), what: meant(printParseErrorCode(wrong.code)) }
  const [value] = root
  if (value === undefined) return { place: place(0, 0), what: 'the file is empty' }
  return {
    value,
    placeOf: (part, key) => {
      const start = starts.get(part) ?? 0
      const found = key === undefined ? undefined : keyFrom(text, start, key)
      return found === undefined ? place(start, 1) : place(found, key?.length ?? 0)
    },
  }
}

/** The offset of a key's name in the object that starts at an offset, whatever its case; undefined where it has none. */
function keyFrom(text: string, start: number, key: string): number | undefined {
  let depth = 0
  for (let i = start; i < text.length; i++) {
    const mark = text[i]
    if (mark === '"') {
      const from = i + 1
      i = from
      while (i < text.length && text[i] !== '"') i += text[i] === '\\' ? 2 : 1
      const named = depth === 1 && text.slice(from, i).toLowerCase() === key.toLowerCase()
      if (named && /^\s*:/.test(text.slice(i + 1, i + 40))) return from
    } else if (mark === '{' || mark === '[') depth++
    else if ((mark === '}' || mark === ']') && --depth === 0) return undefined
  }
  return undefined
}

/** Whether a text was read. */
export function isJson(read: JsonText | NoJson): read is JsonText {
  return 'value' in read
}

/** The place of a stretch of a file, by the offsets at which its lines start. */
export function placeIn(file: string, lines: readonly number[], offset: number, length: number): Place {
  const at = (point: number) => {
    let low = 0
    let high = lines.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((lines[middle] ?? 0) <= point) low = middle
      else high = middle - 1
    }
    return { line: low + 1, column: point - (lines[low] ?? 0) + 1 }
  }
  const [start, end] = [at(offset), at(offset + length)]
  return { file, ...start, endLine: end.line, endColumn: end.column }
}

/** The offset at which each line of a text starts. */
export function lineStarts(text: string): readonly number[] {
  const starts = [0]
  for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) starts.push(i + 1)
  return starts
}

/** `PropertyNameExpected` as `property name expected`. */
function meant(code: string): string {
  return code.replaceAll(/(?<=.)([A-Z])/g, ' $1').toLowerCase()
}
