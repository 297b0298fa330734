import { fromMarkdown } from 'mdast-util-from-markdown'
import type { SourceFile } from '../json.ts'
import { beyond } from '../limits.ts'

/** Characters of a runbook that people write; the longest books of them have a tenth. */
const textLimit = 1024 * 1024
/** Characters of lines that follow one another without an empty one. */
const blockLimit = 64 * 1024
/** Characters of a section from which on it ends at the next place where it may. */
const sectionSize = 4096
/** Lists and quotations within each other on one line. */
const depthLimit = 40

type Root = ReturnType<typeof fromMarkdown>
/** A block of Markdown. */
export type Block = Root['children'][number]

/** Blocks that belong together, with the number of lines before them. */
export interface Section {
  readonly blocks: readonly Block[]
  readonly linesBefore: number
}

/**
 * The blocks of a text, in its order. It is read a section at a time, since the time that reading takes grows with the
 * square of the length; a link whose address stands in another section stays as it is written.
 * @throws Failure `usage` for a text that is too long, or nested too deeply
 */
export function sectionsOf({ name, text }: SourceFile): readonly Section[] {
  if (text.length > textLimit) beyond(`${name} has ${text.length} characters`, textLimit)
  const lines = withoutFrontMatter(text).split(/\r\n|\n|\r/)
  const starts = startsOf(lines, name)
  try {
    return starts.map((start, i) => ({
      blocks: fromMarkdown(lines.slice(start, starts[i + 1]).join('\n')).children,
      linesBefore: start,
    }))
  } catch (error) {
    if (error instanceof RangeError) beyond(`${name} is nested deeper than anybody writes`, depthLimit)
    throw error
  }
}

/**
 * The lines at which sections start: the first, every heading, and now and then a line that stands at the left after an
 * empty one, which ends whatever is open. None stands in a block of commands or in a comment.
 */
function startsOf(lines: readonly string[], name: string): readonly number[] {
  const starts = [0]
  let fence: string | undefined
  let comment = false
  let paragraph = 0
  let section = 0
  lines.forEach((line, i) => {
    section += line.length + 1
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1]
    if (fence !== undefined) {
      if (mark?.startsWith(fence) === true && line.trim() === mark) fence = undefined
      return
    }
    const free = !comment && (isHeading(line) || (section > sectionSize && paragraph === 0 && /^\S/.test(line)))
    if (free && i > 0) {
      starts.push(i)
      section = line.length
    }
    fence = mark
    if (comment || line.includes('<!--')) comment = line.lastIndexOf('-->') < line.lastIndexOf('<!--')
    paragraph = line.trim() === '' ? 0 : paragraph + line.length
    if (paragraph > blockLimit) beyond(`${name} has a paragraph of more characters than anybody reads`, blockLimit)
    if (depthOf(line) > depthLimit) beyond(`${name} has more lists within lists than anybody reads`, depthLimit)
  })
  return starts
}

function isHeading(line: string): boolean {
  return /^#{1,6}(\s|$)/.test(line)
}

/** How many marks of lists and quotations stand before the text of a line. */
function depthOf(line: string): number {
  const marks = /[ \t]*(?:>|[-*+](?=[ \t])|\d{1,9}[.)](?=[ \t]))/y
  let depth = 0
  while (depth <= depthLimit && marks.test(line)) depth++
  return depth
}

/** Data of a site's generator before the text, as empty lines, so that places stay right. */
function withoutFrontMatter(text: string): string {
  const found = /^\uFEFF?---[ \t]*\r?\n[\s\S]*?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$)/.exec(text)?.[0]
  if (found === undefined || !/^\uFEFF?---[ \t]*\r?\n\s*[\w-]+:/.test(found)) return text.replace(/^\uFEFF/, '')
  return found.replaceAll(/[^\r\n]/g, '') + text.slice(found.length)
}
