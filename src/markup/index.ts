/**
 * markup: foreign text as text, and what stands around it in a terminal, in Markdown and in HTML.
 *
 * In: text of a plan, of a step's output, of anybody. Out: the same as words that steer no terminal, open no tag and call
 * nobody; and the frames that we make ourselves: tables, lists, whole pages with a policy that lets nothing in.
 */
export { columns, plain, plainLines } from './plain.ts'
export { escaped } from './escaped.ts'
export { folded, inCode, lines, markdown, table } from './markdown.ts'
export { htmlList, htmlTable, section } from './html-parts.ts'
export { page, pagePolicy } from './page.ts'
