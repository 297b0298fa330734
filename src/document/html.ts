import { escaped, htmlTable, page, plainLines } from '#markup'
import { renderSVG } from 'uqr'
import { barsSvg } from './bars.ts'
import { sentence } from './lines.ts'
import { addressed, dialled, stampWords, whenWords } from './markdown.ts'
import type { Block, Card, Document, Line, Section, Span } from './model.ts'
import { keyOf, type PageData } from './page-data.ts'
import { css, printed } from './sheet.ts'

/** What lets a page carry its runbook out by itself. */
export interface Offline {
  /** The script, and the base64 of its SHA-256, by which the page lets it in and no other. */
  readonly script: string
  readonly hash: string
  readonly data: PageData
}

/**
 * The document as one page that needs nothing else: no server, no network, and to be read no script either. It is printed
 * a sheet for each part that is handed to somebody, and every sheet says what it belongs to.
 */
export function htmlOf(document: Document, offline?: Offline): string {
  const { title, sections, stamp } = document
  const body = [
    `<a class="skip" href="#${sections[0]?.id ?? ''}">To the first part</a>`,
    head(document),
    ...(offline === undefined ? [] : ['<aside id="muster-bar" aria-label="The run" hidden></aside>']),
    `<nav aria-label="Parts"><ol>${sections.map(({ id, title: name }) => `<li><a href="#${id}">${escaped(name)}</a></li>`).join('')}</ol></nav>`,
    '<main>',
    ...sections.map((section, at) => sectionHtml(section, at > 0 && document.live !== undefined)),
    '</main>',
    ...(offline === undefined ? [] : [scripts(offline)]),
  ].join('\n')
  return page(title, body, css + printed(stampWords(stamp).join('  ·  ')), offline?.hash)
}

/** Inside of a data block nothing may look like its end. */
function scripts({ script, data }: Offline): string {
  const island = JSON.stringify(data).replace(
    /[<>&\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
  return `<script type="application/json" id="muster-data">${island}</script>\n<script>${script}</script>`
}

function head({ title, subtitle, stamp, live }: Document): string {
  return `<header>
${live === undefined ? '' : codeOf(live)}<h1>${escaped(title)}</h1>
<p>${escaped(subtitle)}</p>
<p class="stamp${stamp.needsVerified ? ' needs' : ''}">${stampWords(stamp).map(escaped).join(' · ')}</p>
</header>`
}

/** The code of the live run's address, to be photographed; drawn once, and shown again on every sheet. */
function codeOf(live: string): string {
  const svg = renderSVG(live, { border: 2 })
  const box = /viewBox="0 0 (\d+) (\d+)"/.exec(svg)?.[0] ?? ''
  const inside = svg.replace(/^<svg [^>]*>/, '').replace(/<\/svg>\s*$/, '')
  return `<figure class="code"><svg ${box} role="img" aria-label="Code of the address of the live run"><symbol id="muster-code" ${box}>${inside}</symbol><use href="#muster-code"/></svg><figcaption>The live run: ${span({ link: live })}</figcaption></figure>\n`
}

/** @param coded whether a sheet shows the code of the live run again; the first one lies below it anyhow */
function sectionHtml({ id, title, sheet, blocks }: Section, coded: boolean): string {
  const name = `${id}-title`
  const code = coded && sheet === true ? '<svg class="again" aria-hidden="true"><use href="#muster-code"/></svg>' : ''
  return `<section id="${id}" aria-labelledby="${name}"${sheet === true ? ' class="sheet"' : ''}>${code}<h2 id="${name}">${escaped(title)}</h2>\n${blocks.map(blockHtml).join('\n')}\n</section>`
}

function blockHtml(block: Block): string {
  switch (block.is) {
    case 'text':
      return `<p>${lineHtml(block.line)}</p>`
    case 'warning':
      return `<p class="warning">${lineHtml(block.line)}</p>`
    case 'list': {
      const tag = block.ordered === true ? 'ol' : 'ul'
      return `<${tag}>${block.items.map((item) => `<li>${lineHtml(item)}</li>`).join('')}</${tag}>`
    }
    case 'checks':
      return `<ul class="checks">${block.items.map(({ id, line }) => `<li data-check="${escaped(id)}"><span class="box" aria-hidden="true"></span>${lineHtml(line)}</li>`).join('')}</ul>`
    case 'table':
      return htmlTable(
        block.heads.map(escaped),
        block.rows.map((row) => row.map(lineHtml)),
      )
    case 'message':
      return `<figure class="message"><figcaption>${escaped(block.title)}</figcaption><blockquote>${plainLines(block.text).map(escaped).join('<br>')}</blockquote></figure>`
    case 'fields':
      return `<dl class="fields">${block.fields.map(({ id, label }) => `<div data-field="${escaped(id)}"><dt>${escaped(label)}</dt><dd></dd></div>`).join('')}</dl>`
    case 'bars':
      return `<figure>${barsSvg(block.title, block.bars)}</figure>`
    case 'card':
      return cardHtml(block.card)
  }
}

function cardHtml(card: Card): string {
  const part = (name: string, lines: readonly Line[]): string =>
    lines.length === 0 ? '' : `<p><b>${name}</b> ${lines.map(lineHtml).join(' ')}</p>`
  const classes = ['card', card.kind, ...(card.time.critical ? ['critical'] : [])].join(' ')
  return `<article class="${classes}" id="step-${card.number}" data-step="${escaped(keyOf(card.direction, card.step))}" data-number="${card.number}" aria-labelledby="step-${card.number}-title">
<h3 id="step-${card.number}-title"><span class="number">${card.number}</span> ${escaped(card.title)}</h3>
<p class="soft">${escaped(sentence(card.objective))} <code>${escaped(card.step)}</code></p>
<p><b>Who</b> ${lineHtml(card.owner)}. <b>When</b> ${escaped(whenWords(card))}.</p>
${card.only === undefined ? '' : `<p class="only">${escaped(card.only)}</p>`}
${card.warnings.map((line) => `<p class="warning">${lineHtml(line)}</p>`).join('')}
<ol>${card.does.map((line) => `<li>${lineHtml(line)}</li>`).join('')}</ol>
${card.commands.map((command) => `<pre tabindex="0"><code>${plainLines(command).map(escaped).join('\n')}</code></pre>`).join('\n')}
${part('You should see', card.expect)}
${part('If not', card.otherwise)}
<dl class="fields">${['Began', 'Done', 'By', 'Seen'].map((label) => `<div data-field="${label.toLowerCase()}"><dt>${label}</dt><dd></dd></div>`).join('')}</dl>
</article>`
}

function lineHtml(line: Line): string {
  return line.map(span).join('')
}

function span(one: Span): string {
  if (typeof one === 'string') return escaped(one)
  if ('strong' in one) return `<strong>${escaped(one.strong)}</strong>`
  if ('code' in one) return `<code>${escaped(one.code)}</code>`
  if ('phone' in one) return `<a href="tel:${dialled(one.phone)}">${escaped(one.phone)}</a>`
  if ('mail' in one) return `<a href="mailto:${escaped(addressed(one.mail))}">${escaped(one.mail)}</a>`
  if ('link' in one) return `<a href="${escaped(one.link)}">${escaped(one.link)}</a>`
  return `<a href="#${escaped(one.to)}">${escaped(one.text)}</a>`
}
