import { plain, plainLines } from '#markup'
import { renderSVG } from 'uqr'
import { saidOf } from './bars.ts'
import { clock, sentence } from './lines.ts'
import { addressed, dialled, stampWords, whenWords } from './markdown.ts'
import type { Block, Card, Document, Line, Span } from './model.ts'

/** Words as a typesetter takes them: plain, strong, typed, or leading to an address or to another place of the document. */
type Words =
  | string
  | { readonly strong: string }
  | { readonly code: string }
  | { readonly href: string; readonly text: string }
  | { readonly to: string; readonly text: string }

/**
 * The document as data for a typesetter: every text is foreign and stays a text, nothing is left to work out, and every
 * place that something leads to is there.
 */
export function paperOf(document: Document): object {
  const { title, subtitle, stamp, live, sections } = document
  const places = new Set([
    ...sections.map(({ id }) => id),
    ...sections.flatMap(({ blocks }) => blocks.flatMap((one) => (one.is === 'card' ? `step-${one.card.number}` : []))),
  ])
  const line = (words: Line) => words.map((one) => wordsOf(one, places))
  return {
    title: plain(title),
    subtitle: plain(subtitle),
    stamp: plain(stampWords(stamp).join('  ·  ')),
    needs: stamp.needsVerified,
    ...(live !== undefined && { live: plain(live), code: renderSVG(live, { border: 2 }) }),
    sections: sections.map(({ id, title: name, sheet, blocks }) => ({
      id,
      title: plain(name),
      sheet: sheet === true,
      blocks: blocks.map((one) => blockOf(one, line)),
    })),
  }
}

type Lines = (line: Line) => readonly Words[]

function wordsOf(one: Span, places: ReadonlySet<string>): Words {
  if (typeof one === 'string') return plain(one)
  if ('strong' in one) return { strong: plain(one.strong) }
  if ('code' in one) return { code: plain(one.code) }
  if ('phone' in one) return { href: `tel:${dialled(one.phone)}`, text: plain(one.phone) }
  if ('mail' in one) return { href: `mailto:${addressed(one.mail)}`, text: plain(one.mail) }
  if ('link' in one) return { href: one.link, text: plain(one.link) }
  return places.has(one.to) ? { to: one.to, text: plain(one.text) } : plain(one.text)
}

function blockOf(block: Block, line: Lines): object {
  switch (block.is) {
    case 'text':
    case 'warning':
      return { is: block.is, line: line(block.line) }
    case 'list':
      return { is: 'list', ordered: block.ordered === true, items: block.items.map(line) }
    case 'checks':
      return { is: 'checks', items: block.items.map((one) => line(one.line)) }
    case 'table':
      return { is: 'table', heads: block.heads.map(plain), rows: block.rows.map((row) => row.map(line)) }
    case 'message':
      return { is: 'message', title: plain(block.title), lines: plainLines(block.text) }
    case 'fields':
      return { is: 'fields', labels: block.fields.map(({ label }) => plain(label)) }
    case 'bars': {
      const end = Math.max(...block.bars.map(({ ends }) => ends), 1e-9)
      return {
        is: 'bars',
        said: plain(saidOf(block.title, block.bars)),
        ticks: [0, 0.25, 0.5, 0.75, 1].map((share) => clock(share * end)),
        bars: block.bars.map(({ number, title, begins, ends, critical }) => ({
          label: plain(`${number} ${title}`),
          from: begins / end,
          share: (ends - begins) / end,
          critical,
        })),
      }
    }
    case 'card':
      return { is: 'card', ...cardOf(block.card, line) }
  }
}

function cardOf(card: Card, line: Lines): object {
  return {
    number: card.number,
    title: plain(card.title),
    step: plain(card.step),
    kind: card.kind,
    critical: card.time.critical,
    objective: plain(sentence(card.objective)),
    owner: line(card.owner),
    when: plain(whenWords(card)),
    ...(card.only !== undefined && { only: plain(card.only) }),
    warnings: card.warnings.map(line),
    does: card.does.map(line),
    commands: card.commands.map((one) => plainLines(one).join('\n')),
    expect: card.expect.map(line),
    otherwise: card.otherwise.map(line),
  }
}
