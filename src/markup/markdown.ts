import { plain, plainLines } from './plain.ts'

/** Rows as a table, its cells already Markdown; nothing where there are none. Begins with an empty line. */
export function table(heads: readonly string[], rows: ReadonlyArray<readonly string[]>): readonly string[] {
  if (rows.length === 0) return []
  return ['\n', ...[heads, heads.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |\n`)]
}

/** A table behind its heading, which a reader opens; nothing where it is empty. */
export function folded(heading: string, content: readonly string[]): readonly string[] {
  return content.length === 0 ? [] : [`\n<details><summary>${heading}</summary>\n`, ...content, '\n</details>\n']
}

/** A foreign text as words: nothing in it is markup, a link's bracket, or a mention that would call somebody. */
export function markdown(text: string): string {
  return plain(text)
    .replace(/[\\`*_{}[\]#|!~$]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('@', '@&#8203;')
}

/** A foreign text of several lines, in one cell. */
export function lines(text: string): string {
  return plainLines(text).map(markdown).join('<br>')
}

/** Inside a code span nothing can be escaped, so what would end the span or the cell is replaced. */
export function inCode(text: string): string {
  return `\`${plain(text).replaceAll('`', "'").replaceAll('|', '\u00a6')}\``
}
