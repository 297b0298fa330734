import type { Card, Document, Section } from './model.ts'
import { keyOf } from './page-data.ts'

/** Parts of a step whose change is told, and how. */
const parts: ReadonlyArray<readonly [keyof Card, string]> = [
  ['title', 'what it is called'],
  ['owner', 'who does it'],
  ['after', 'what it waits for'],
  ['does', 'what is done'],
  ['commands', 'what is typed'],
  ['expect', 'what is to be seen'],
  ['otherwise', 'what is done if it is not'],
  ['warnings', 'what to mind'],
  ['only', 'when it is done at all'],
]

/** What a reader of the older document has to know of the newer one, in sentences; times are left out. */
export function changesBetween(before: Document, after: Document): readonly string[] {
  const [old, now] = [cardsOf(before), cardsOf(after)]
  const gone = [...old.keys()].filter((id) => !now.has(id))
  const come = [...now.keys()].filter((id) => !old.has(id))
  return [
    ...come.map((id) => `New step: ${id} (${now.get(id)?.title ?? ''}).`),
    ...gone.map((id) => `No longer a step: ${id} (${old.get(id)?.title ?? ''}).`),
    ...[...now].flatMap(([id, card]) => {
      const was = old.get(id)
      const changed =
        was === undefined ? [] : parts.filter(([key]) => !same(was[key], card[key])).map(([, words]) => words)
      return changed.length === 0 ? [] : [`Step ${id}: changed is ${changed.join(', ')}.`]
    }),
    ...sectionsChanged(before.sections, after.sections),
  ]
}

function cardsOf({ sections }: Document): ReadonlyMap<string, Card> {
  return new Map(
    sections.flatMap(({ blocks }) =>
      blocks.flatMap((block) =>
        block.is === 'card' ? [[keyOf(block.card.direction, block.card.step), block.card]] : [],
      ),
    ),
  )
}

function sectionsChanged(before: readonly Section[], after: readonly Section[]): readonly string[] {
  const old = new Map(before.map((section) => [section.title, section]))
  const titles = new Set(after.map(({ title }) => title))
  return [
    ...after.flatMap((section) => {
      const was = old.get(section.title)
      if (was === undefined) return [`New part: ${section.title}.`]
      return same(withoutCards(was), withoutCards(section)) ? [] : [`Changed part: ${section.title}.`]
    }),
    ...before.filter(({ title }) => !titles.has(title)).map(({ title }) => `No longer a part: ${title}.`),
  ]
}

function withoutCards({ blocks }: Section): Section['blocks'] {
  return blocks.filter(({ is }) => is !== 'card' && is !== 'bars')
}

function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}
