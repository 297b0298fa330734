import { inCode, markdown as escaped, plain, plainLines, table } from '#markup'
import { clock, sentence, spanWords } from './lines.ts'
import type { Block, Card, Document, Line, Section, Span, Stamp } from './model.ts'

/** The document as Markdown for a wiki, a pages site or a reader in a terminal. Ends with a line feed. */
export function markdownOf(document: Document): string {
  const { title, subtitle, stamp, live, sections } = document
  return [
    `# ${escaped(title)}\n`,
    `\n${escaped(subtitle)}\n`,
    `\n${stampLine(stamp)}\n`,
    ...(live === undefined ? [] : [`\nThe live run: ${spanText({ link: live })}\n`]),
    '\n',
    ...sections.map(({ id, title: name }) => `- [${escaped(name)}](#${id})\n`),
    ...sections.flatMap((section) => [...sectionLines(section), `\n${stampLine(stamp)}\n`]),
  ].join('')
}

/** What stands on every sheet, in one line. */
function stampLine(stamp: Stamp): string {
  return `<sub>${stampWords(stamp).map(escaped).join(' · ')}</sub>`
}

/** The parts of the stamp, the plan first. */
export function stampWords({ plan, version, scenario, commit, digest, date, proven }: Stamp): readonly string[] {
  return [
    plan,
    ...(version === undefined ? [] : [`version ${version}`]),
    scenario,
    ...(commit === undefined ? [] : [`commit ${commit}`]),
    `digest ${digest.replace(/^sha256:/, '').slice(0, 12)}`,
    date,
    proven,
  ]
}

function sectionLines({ id, title, blocks }: Section): readonly string[] {
  return [`\n---\n\n<a id="${id}"></a>\n\n## ${escaped(title)}\n`, ...blocks.flatMap(blockLines)]
}

function blockLines(block: Block): readonly string[] {
  switch (block.is) {
    case 'text':
      return [`\n${lineText(block.line)}\n`]
    case 'warning':
      return [`\n> **!** ${lineText(block.line)}\n`]
    case 'list':
      return [
        '\n',
        ...block.items.map((item, at) => `${block.ordered === true ? `${at + 1}.` : '-'} ${lineText(item)}\n`),
      ]
    case 'checks':
      return ['\n', ...block.items.map(({ line }) => `- [ ] ${lineText(line)}\n`)]
    case 'table':
      return table(
        block.heads.map(escaped),
        block.rows.map((row) => row.map(lineText)),
      )
    case 'message':
      return [`\n**${escaped(block.title)}**\n\n`, ...quotedLines(block.text)]
    case 'fields':
      return ['\n', ...block.fields.map(({ label }) => `- ${escaped(label)}: \\_\\_\\_\\_\\_\\_\\_\\_\n`)]
    case 'bars':
      // The table of who does what when says the same.
      return []
    case 'card':
      return cardLines(block.card)
  }
}

function cardLines(card: Card): readonly string[] {
  const part = (head: string, lines: readonly Line[]): readonly string[] =>
    lines.length === 0 ? [] : [`- **${head}** ${lines.map(lineText).join(' ')}\n`]
  return [
    `\n<a id="step-${card.number}"></a>\n\n### ${card.number} ${escaped(card.title)}\n`,
    `\n${escaped(sentence(card.objective))} \`${plain(card.step)}\`\n\n`,
    ...part('Who:', [card.owner]),
    `- **When:** ${escaped(whenWords(card))}\n`,
    ...(card.only === undefined ? [] : part('Only:', [[card.only]])),
    ...part('Mind:', card.warnings),
    ...(card.does.length === 0 ? [] : ['\n', ...card.does.map((line, at) => `${at + 1}. ${lineText(line)}\n`)]),
    ...card.commands.map((command) => `\n${fenced(command)}\n`),
    ...(card.expect.length + card.otherwise.length === 0 ? [] : ['\n']),
    ...part('You should see:', card.expect),
    ...part('If not:', card.otherwise),
    '\nBegan \\_\\_\\_\\_\\_\\_ Done \\_\\_\\_\\_\\_\\_ By \\_\\_\\_\\_\\_\\_ Seen \\_\\_\\_\\_\\_\\_\\_\\_\\_\\_\n',
  ]
}

/** When a step begins, what it waits for, and how long it takes, as far as is known. */
export function whenWords({ time: { begins, takes, basis }, after }: Card): string {
  const waits = after.length === 0 ? '' : `after ${after.join(', ')}`
  const at = begins === undefined ? (waits === '' ? 'if needed' : '') : clock(begins)
  const how = takes === undefined ? 'nobody knows how long it takes' : `takes ${spanWords(takes)} (${basis})`
  return [at, waits, how].filter((word) => word !== '').join('; ')
}

/** The very words, line by line: what begins a line is no list and no heading, and every line ends where it ends. */
function quotedLines(text: string): readonly string[] {
  const lines = plainLines(text)
  return lines.map((line, at) => {
    const words = escaped(line.trimStart())
      .replace(/^([-+]|\d+(?=[.)])|=+$)/, '\\$1')
      .replace(/^\\(\d+)/, '$1\\')
    return `> ${words}${at < lines.length - 1 && words !== '' ? '\\' : ''}\n`
  })
}

/** A fence that is longer than any within. */
function fenced(command: string): string {
  const lines = plainLines(command)
  const longest = Math.max(2, ...[...command.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}sh\n${lines.join('\n')}\n${fence}`
}

function lineText(line: Line): string {
  return line.map(spanText).join('')
}

function spanText(span: Span): string {
  if (typeof span === 'string') return escaped(span)
  if ('strong' in span) return strong(span.strong)
  if ('code' in span) return inCode(span.code)
  if ('phone' in span) return `[${escaped(span.phone)}](tel:${dialled(span.phone)})`
  if ('mail' in span) return `[${escaped(span.mail).replaceAll('&#8203;', '')}](mailto:${addressed(span.mail)})`
  if ('link' in span) return `<${plain(span.link).replaceAll('\\', '%5C')}>`
  return `[${escaped(span.text)}](#${span.to})`
}

/** Spaces stay outside of the stars, inside of which they would end them. */
function strong(text: string): string {
  const inside = text.trim()
  if (inside === '') return ''
  return `${/^\s/.test(text) ? ' ' : ''}**${escaped(inside)}**${/\s$/.test(text) ? ' ' : ''}`
}

/** What a telephone is told: digits, and a plus sign in front. */
export function dialled(phone: string): string {
  const isFromAbroad = phone.trim().startsWith('+')
  // The zero in brackets is dialled at home alone.
  return (isFromAbroad ? '+' : '') + (isFromAbroad ? phone.replace(/\(0+\)/g, '') : phone).replace(/\D/g, '')
}

/** An address of mail as a link has it: nothing in it ends the link. */
export function addressed(mail: string): string {
  return encodeURIComponent(plain(mail)).replace('%40', '@')
}
