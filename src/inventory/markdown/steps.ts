import type { Place } from '#diagnostics'
import type { WrittenStep } from '../importer.ts'
import { maskedText } from '../masks.ts'
import type { Block, Section } from './sections.ts'

interface Draft {
  readonly under: readonly string[]
  says: string
  readonly commands: string[]
  readonly place: Place
}

type ListItem = Extract<Block, { type: 'listItem' }>
type Code = Extract<Block, { type: 'code' }>

/** Makes steps of blocks, in their order. */
export class Steps {
  readonly #file: string
  readonly #headings: Array<{ readonly depth: number; readonly text: string }> = []
  readonly #found: Draft[] = []
  #linesBefore = 0
  /** The step to which commands belong that come next. */
  #last: Draft | undefined
  /** A paragraph that becomes a step if commands follow it. */
  #before: { readonly text: string; readonly place: Place } | undefined

  constructor(file: string) {
    this.#file = file
  }

  add({ blocks, linesBefore }: Section): void {
    this.#linesBefore = linesBefore
    for (const one of blocks) this.#block(one, [])
  }

  /** Secrets that stand in texts and commands are taken out. */
  all(): readonly WrittenStep[] {
    return this.#found.map(({ under, says, commands, place }) => ({
      under: under.map(maskedText),
      says: maskedText(says),
      commands: commands.map(maskedText),
      place,
    }))
  }

  #block(block: Block, around: readonly string[]): void {
    if (block.type === 'heading') {
      while ((this.#headings.at(-1)?.depth ?? 0) >= block.depth) this.#headings.pop()
      this.#headings.push({ depth: block.depth, text: plain(block) })
      this.#last = undefined
      this.#before = undefined
    } else if (block.type === 'list') for (const one of block.children) this.#item(one, around)
    else if (block.type === 'blockquote') for (const one of block.children) this.#block(one, around)
    else if (block.type === 'code') this.#code(block, around)
    else if (block.type === 'paragraph') {
      this.#last = undefined
      this.#before = { text: plain(block), place: this.#placeOf(block) }
    }
  }

  #item(item: ListItem, around: readonly string[]): void {
    const step = this.#step('', this.#placeOf(item), around)
    for (const one of item.children) {
      if (one.type === 'list') for (const inner of one.children) this.#item(inner, [...around, step.says])
      else if (one.type === 'code') step.commands.push(one.value)
      else step.says = `${step.says} ${this.#textOf(one, step)}`.replace(/^\s*\[[ x]\]\s+/i, '').trim()
    }
    // What follows a nested list still belongs to the item that it follows.
    this.#last = this.#found.at(-1)
    this.#before = undefined
  }

  /** The text of a block within an item; commands in a quotation within it are the item's too. */
  #textOf(block: Block, step: Draft): string {
    if (block.type !== 'blockquote') return plain(block)
    return block.children
      .map((one) => {
        if (one.type === 'code') step.commands.push(one.value)
        return one.type === 'code' ? '' : plain(one)
      })
      .join(' ')
  }

  /** Commands belong to the item before them, or make a step of the paragraph or the heading before them. */
  #code({ value, position }: Code, around: readonly string[]): void {
    if (!this.#last) {
      const heading = this.#headings.at(-1)?.text ?? ''
      const { text, place } = this.#before ?? { text: heading, place: this.#placeOf({ position }) }
      this.#last = this.#step(text, place, around)
    }
    this.#last.commands.push(value)
  }

  #step(says: string, place: Place, around: readonly string[]): Draft {
    const step = { under: [...this.#headings.map(({ text }) => text), ...around], says, commands: [], place }
    this.#found.push(step)
    return step
  }

  #placeOf({ position }: Pick<Block, 'position'>): Place {
    const { start = { line: 1, column: 1 }, end = start } = position ?? {}
    const line = (one: number) => one + this.#linesBefore
    const [from, to] = [line(start.line), line(end.line)]
    return { file: this.#file, line: from, column: start.column, endLine: to, endColumn: end.column }
  }
}

/** Text without marks; what is drawn is called by its description, and HTML stays as it is written. */
function plain(block: Block): string {
  return textIn(block).replaceAll(/\s+/g, ' ').trim()
}

function textIn(block: Block): string {
  if (block.type === 'image' || block.type === 'imageReference') return block.alt ?? ''
  if (block.type === 'break') return ' '
  if ('value' in block) return block.value
  if (!('children' in block)) return ''
  return block.children.map(textIn).join(block.type === 'listItem' || block.type === 'list' ? ' ' : '')
}
