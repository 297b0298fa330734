import { CST, Lexer } from 'yaml'
import type { Place, Problem } from '#diagnostics'
import { problem } from './trouble.ts'

/** Bytes of UTF-8 that a plan may have; a scalar of ten times that took a parser seconds. */
export const byteLimit = 1_000_000
/** YAML tokens that a plan may have, all its files together: some ten thousand lines, read in half a second. */
export const tokenLimit = 60_000
/** Problems of a text that are shown; the rest is counted. */
export const problemLimit = 1000
/** Levels of nesting that a plan may have; the deepest key of the format lies at eight. */
const depthLimit = 60

/** A text with its lines; offsets count UTF-16 units of `text`, which has no byte order mark. */
export interface Source {
  readonly file: string
  readonly text: string
  /** The place between two offsets; the end is exclusive. */
  place(start: number, end: number): Place
}

/** Prepares a text for parsing: drops a byte order mark, and finds lines. */
export function sourceOf(given: string, file: string): Source {
  const text = given.startsWith('\uFEFF') ? given.slice(1) : given
  // Most texts have no problem, and then nobody asks for a line.
  let starts: readonly number[] | undefined
  const at = (offset: number): [number, number] => {
    starts ??= lineStarts(text)
    let low = 0
    let high = starts.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle - 1
    }
    return [low + 1, offset - (starts[low] ?? 0) + 1]
  }
  return {
    file,
    text,
    place(start, end) {
      const [line, column] = at(start)
      const [endLine, endColumn] = at(Math.max(start, end))
      return { file, line, column, endLine, endColumn }
    },
  }
}

/** Where each line begins; a carriage return that stands alone ends none, and is refused elsewhere. */
function lineStarts(text: string): readonly number[] {
  const starts = [0]
  for (let end = text.indexOf('\n'); end !== -1; end = text.indexOf('\n', end + 1)) starts.push(end + 1)
  return starts
}

/** Whether the text has more bytes of UTF-8 than a plan may have; looks at no more of it than it must. */
export function tooLarge(text: string): boolean {
  if (text.length > byteLimit) return true
  if (text.length * 3 <= byteLimit) return false
  let bytes = 0
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
  }
  return bytes > byteLimit
}

/** What a plan may not contain, escaped or not: control characters, lone surrogates, and marks that reorder text. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const forbidden =
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u0084\u0086-\u009F\u202A-\u202E\u2066-\u2069\uFEFF\uFFFE\uFFFF]|\r(?!\n)|\p{Surrogate}/gu

/** What whoever reads a file puts in place of bytes that are no UTF-8. */
const replacement = '\uFFFD'

/** What no file of a plan may contain as it stands. */
const forbiddenInFiles = new RegExp(`${forbidden.source}|${replacement}`, 'gu')

/** The first forbidden character of a text as `U+0000`, or undefined. */
export function forbiddenCharacter(text: string): string | undefined {
  const found = text.match(forbidden)?.[0]?.codePointAt(0)
  return found === undefined ? undefined : `U+${found.toString(16).toUpperCase().padStart(4, '0')}`
}

/** More runs of forbidden characters than this are no slips: the file is not a text in UTF-8. */
const forbiddenLimit = 20

/** The source with every forbidden character replaced, and a problem for each run of them; refused where they abound. */
export function withoutForbidden(source: Source): Scan & { readonly source: Source } {
  const problems: Problem[] = []
  let end = -1
  for (const match of source.text.matchAll(forbiddenInFiles)) {
    const start = match.index
    if (start !== end) {
      const more = problems.length === forbiddenLimit ? ', and more such characters follow' : ''
      const what = `${forbiddenCharacter(match[0]) ?? 'U+FFFD, or bytes that are no UTF-8,'} stands here${more}.`
      problems.push(problem('forbidden-character', source.place(start, start + 1), what))
      if (more) return { source, problems, refused: true, count: 0 }
    }
    end = start + 1
  }
  const text = problems.length > 0 ? source.text.replace(forbidden, replacement) : source.text
  return { source: { ...source, text }, problems, refused: false, count: 0 }
}

/** A text of the plan as messages quote it: in quotes, on one line, at most 60 characters. */
export function shown(text: string): string {
  const line = text.replace(/\s+/g, ' ')
  return `"${line.length > 60 ? `${line.slice(0, 59)}…` : line}"`
}

/** What is known of a text before anything recursive sees it. */
export interface Scan {
  readonly problems: readonly Problem[]
  /** Whether the text must not be parsed. */
  readonly refused: boolean
  /** YAML tokens, as far as they were read. */
  readonly count: number
}

/**
 * Reads the tokens of a text once, without recursion: counts them, measures nesting, finds what plans do not use.
 * @remarks Nesting is over-estimated where the text is not well-formed, and never under-estimated by more than a
 * constant factor. Brackets in quotes, comments and block texts do not count, for the lexer is the parser's own.
 */
export function scan(source: Source): Scan {
  const problems: Problem[] = []
  const nesting = new Nesting()
  let offset = 0
  let lineStart = 0
  let count = 0
  let scalar = false
  for (const token of new Lexer().lex(source.text)) {
    const type: string | null = scalar ? 'plain-scalar' : CST.tokenType(token)
    scalar = type === 'scalar'
    if (scalar || type === 'doc-mode') continue
    if (type === 'flow-error-end') {
      nesting.closeAll()
      continue
    }
    const place = () => source.place(offset, offset + token.length)
    if (++count > tokenLimit)
      return {
        problems: [problem('file-too-large', place(), `The file has more than ${tokenLimit} words and marks.`)],
        refused: true,
        count,
      }
    if (nesting.add(type, offset - lineStart) > depthLimit)
      return {
        problems: [problem('nesting-too-deep', place(), `More than ${depthLimit} levels are open here.`)],
        refused: true,
        count,
      }
    if (type === 'anchor') problems.push(problem('yaml-anchor', place(), `${shown(token)} is an anchor.`))
    if (type === 'alias') problems.push(problem('yaml-alias', place(), `${shown(token)} is an alias.`))
    if (type === 'tag') problems.push(problem('yaml-tag', place(), `${shown(token)} is a tag.`))
    if (type === 'directive-line') problems.push(problem('yaml-directive', place(), `${shown(token)} is a directive.`))
    // So many are no slips, and nobody would see what follows.
    if (problems.length > problemLimit) return { problems, refused: true, count }
    offset += token.length
    if (type === 'newline') lineStart = offset
  }
  return { problems, refused: false, count }
}

/** Counts levels: columns of block indicators and keys, open brackets, and keys in a row on one line. */
class Nesting {
  readonly #columns: number[] = []
  /** Open brackets; each with how many keys follow one another in it without a comma. */
  readonly #open: Array<{ readonly closes: string; keys: number }> = []
  #extraKeys = 0
  #lineKeys = 0
  #atLineStart = true

  add(type: string | null, column: number): number {
    const inner = this.#open.at(-1)
    if (type === 'flow-map-start') this.#open.push({ closes: 'flow-map-end', keys: 0 })
    else if (type === 'flow-seq-start') this.#open.push({ closes: 'flow-seq-end', keys: 0 })
    else if (inner) {
      if (type === inner.closes) {
        this.#extraKeys -= Math.max(0, inner.keys - 1)
        this.#open.pop()
      } else if (type === 'comma') {
        this.#extraKeys -= Math.max(0, inner.keys - 1)
        inner.keys = 0
      } else if (type === 'map-value-ind' || type === 'explicit-key-ind') {
        if (++inner.keys > 1) this.#extraKeys++
      }
      return this.#depth()
    }
    if (type === 'newline') {
      this.#atLineStart = true
      this.#lineKeys = 0
      return 0
    }
    if (type === 'space' || type === 'comment') return 0
    if (type === 'map-value-ind') this.#lineKeys++
    if (this.#atLineStart) {
      while ((this.#columns.at(-1) ?? -1) >= column) this.#columns.pop()
      this.#columns.push(column)
      this.#atLineStart = type === 'seq-item-ind' || type === 'explicit-key-ind' || type === 'map-value-ind'
    }
    return this.#depth()
  }

  closeAll(): void {
    this.#open.length = 0
    this.#extraKeys = 0
  }

  #depth(): number {
    return this.#columns.length + this.#open.length + this.#extraKeys + Math.max(0, this.#lineKeys - 1)
  }
}
