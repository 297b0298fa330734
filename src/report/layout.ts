import { columns, plainLines } from '#markup'
import { paint, type Style, type Tone } from './style.ts'

/** A cell of a table: plain text, with the tone that it is shown in. */
export type Cell = string | { readonly text: string; readonly tone: Tone }

/** The text with spaces to the right until it is as wide as asked. */
export function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - columns(text)))
}

/**
 * Rows as aligned columns, two spaces apart, without spaces at the ends of lines.
 * @param rows an empty row gives an empty line; rows may differ in length
 * @param right indexes of columns that are aligned to the right
 */
export function table(
  rows: ReadonlyArray<readonly Cell[]>,
  style: Style,
  right: readonly number[] = [],
): readonly string[] {
  const widths: number[] = []
  for (const row of rows)
    for (const [index, cell] of row.entries()) widths[index] = Math.max(widths[index] ?? 0, columns(textOf(cell)))
  return rows.map((row) => {
    const last = row.findLastIndex((cell) => textOf(cell) !== '')
    return row
      .slice(0, last + 1)
      .map((cell, index) => {
        const text = textOf(cell)
        const gap = ' '.repeat(Math.max(0, (widths[index] ?? 0) - columns(text)))
        const shown = typeof cell === 'string' ? cell : paint(style, cell.tone, cell.text)
        if (right.includes(index)) return gap + shown
        return index === last ? shown : shown + gap
      })
      .join('  ')
  })
}

function textOf(cell: Cell): string {
  return typeof cell === 'string' ? cell : cell.text
}

/**
 * A foreign text made plain and wrapped at spaces.
 * @param width columns for a line, its indent included
 * @returns lines, each with the indent; a line that begins with a space is one to copy, so it is not broken
 */
export function wrapped(text: string, width: number, indent = ''): readonly string[] {
  return plainLines(text).flatMap((line) => {
    if (line.startsWith(' ')) return [indent + line]
    const lines: string[] = []
    let current = ''
    for (const word of line.split(' ').filter((part) => part !== '')) {
      const longer = current === '' ? word : `${current} ${word}`
      if (current !== '' && columns(indent + longer) > width) {
        lines.push(indent + current)
        current = word
      } else current = longer
    }
    return [...lines, current === '' ? '' : indent + current]
  })
}

/** A label, then a text wrapped beside it, in a tone if asked: the label's column is as wide as given. */
export function labelled(label: string, text: string, width: number, style: Style, tone?: Tone): readonly string[] {
  const indent = ' '.repeat(width)
  return wrapped(text, style.width, indent).map((line, index) => {
    const own = line.slice(width)
    const shown = tone === undefined ? own : paint(style, tone, own)
    return (index === 0 ? paint(style, 'bold', padded(label, width)) : indent) + shown
  })
}

/** Items as a list, each wrapped with a hanging indent. */
export function listed(items: readonly string[], style: Style): readonly string[] {
  return items.flatMap((item) =>
    wrapped(item, style.width, '    ').map((line, index) => (index === 0 ? `  - ${line.slice(4)}` : line)),
  )
}
