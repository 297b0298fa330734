import type { HclNode } from '../../hcl-syntax.ts'
import { lineStarts } from '../../json.ts'

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' }

/** What stands between quotes, with its escapes as what they mean. */
export function unescaped(text: string): string {
  return withMarks(
    text.replaceAll(
      /\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))/gs,
      (whole, short?: string, long?: string, letter = '') => {
        const code = Number.parseInt(short ?? long ?? '', 16)
        if (Number.isNaN(code)) return escapes[letter] ?? whole
        return code <= 0x10_ff_ff ? String.fromCodePoint(code) : whole
      },
    ),
  )
}

/** A text in which a doubled mark stands for one that opens no template. */
export function withMarks(text: string): string {
  return text.replaceAll(/\$\$\{/g, '${').replaceAll(/%%\{/g, '%{')
}

/** The whole text of a file, in which places are looked up. */
export interface Whole {
  readonly root: HclNode
  /** The offsets at which the lines of its text start. */
  readonly lines: readonly number[]
}

/** A file with the offsets of its lines, which are looked for once. */
export function wholeOf(root: HclNode): Whole {
  return { root, lines: lineStarts(root.text) }
}

function offsetIn({ root, lines }: Whole, line: number, column: number): number {
  if (line === root.place.line) return column - root.place.column
  return (lines[line - root.place.line] ?? root.text.length) + column - 1
}

/** What stands between two nodes of a file. */
export function between({ place: before }: HclNode, { place: after }: HclNode, whole: Whole): string {
  const from = offsetIn(whole, before.endLine, before.endColumn)
  return whole.root.text.slice(from, offsetIn(whole, after.line, after.column))
}

/** The operator between two operands, without comments. */
export function operatorBetween(left: HclNode, right: HclNode, whole: Whole): string {
  return between(left, right, whole)
    .replaceAll(/\/\*[\s\S]*?\*\/|(?:#|\/\/).*/g, '')
    .replaceAll(/[()\s]/g, '')
}

/**
 * The lines of an indented heredoc without what all of them are indented by.
 * @param parts its texts, and undefined for each value between them
 */
export function outdented(parts: ReadonlyArray<string | undefined>): ReadonlyArray<string | undefined> {
  let least = Number.POSITIVE_INFINITY
  let atStart = true
  for (const [i, part] of parts.entries()) {
    const lines = part?.split('\n') ?? []
    for (const [j, line] of lines.entries()) {
      const begins = j > 0 || atStart
      const last = j === lines.length - 1
      // A line with nothing but blanks counts only where a value follows on it.
      const counts = begins && (line.trim() !== '' || (last && i < parts.length - 1))
      if (counts) least = Math.min(least, line.length - line.trimStart().length)
    }
    atStart = part?.endsWith('\n') ?? false
  }
  if (least === 0 || !Number.isFinite(least)) return parts
  return parts.map((part, i) =>
    part
      ?.split('\n')
      .map((line, j) => (j > 0 || i === 0 ? line.slice(Math.min(least, line.length - line.trimStart().length)) : line))
      .join('\n'),
  )
}
