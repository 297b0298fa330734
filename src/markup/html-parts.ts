import { escaped } from './escaped.ts'

/** A part of a page under its own heading. @param title not escaped here, nor is the body */
export function section(title: string, body: string): string {
  return `<section><h2>${title}</h2>\n${body}\n</section>`
}

/** A table whose first column names its rows; all cells are markup. */
export function htmlTable(head: readonly string[], rows: ReadonlyArray<readonly string[]>): string {
  const body = rows.map(([first = '', ...rest]) => `<tr><th scope="row">${first}</th>${cells('td', rest)}</tr>`)
  return `<div class="wide"><table><thead><tr>${cells('th scope="col"', head)}</tr></thead>\n<tbody>${body.join('\n')}</tbody></table></div>`
}

function cells(tag: string, contents: readonly string[]): string {
  return contents.map((content) => `<${tag}>${content}</${tag.split(' ')[0] ?? ''}>`).join('')
}

/** Foreign texts as a list. */
export function htmlList(items: readonly string[]): string {
  return `<ul>${items.map((item) => `<li>${escaped(item)}</li>`).join('')}</ul>`
}
