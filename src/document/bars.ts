import { escaped } from '#markup'
import { clock } from './lines.ts'
import type { Bar } from './model.ts'

const [width, left, row, head] = [900, 250, 20, 34]
const colours =
  '.bars{font:12px system-ui,sans-serif}.bars text{fill:currentColor}.bars .grid{stroke:currentColor;stroke-opacity:.25}.bars rect{fill:currentColor;fill-opacity:.3}.bars .critical{fill-opacity:1}'

/**
 * Who does what when, as bars from the beginning on; what the end waits for is filled. A step without a length is a line.
 * @returns an SVG that says the same in words to who cannot see it
 */
export function barsSvg(title: string, bars: readonly Bar[]): string {
  const end = Math.max(...bars.map(({ ends }) => ends), 1e-9)
  const height = head + bars.length * row + 8
  const x = (seconds: number): number => left + (seconds / end) * (width - left - 12)
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((share) => share * end)
  return [
    `<svg class="bars" viewBox="0 0 ${width} ${height}" role="img" aria-label="${escaped(saidOf(title, bars))}"><style>${colours}</style>`,
    ...ticks.map(
      (at, index) =>
        `<line class="grid" x1="${fixed(x(at))}" y1="${head - 12}" x2="${fixed(x(at))}" y2="${height - 4}"/><text x="${fixed(x(at))}" y="${head - 18}" text-anchor="${index === 0 ? 'start' : 'end'}">${clock(at)}</text>`,
    ),
    ...bars.map(({ number, title: what, begins, ends, critical }, at) => {
      const y = head + at * row
      return `<text x="0" y="${y + 12}">${escaped(short(`${number} ${what}`))}</text><rect${critical ? ' class="critical"' : ''} x="${fixed(x(begins))}" y="${y + 2}" width="${fixed(Math.max(2, x(ends) - x(begins)))}" height="12" rx="2"/>`
    }),
    '</svg>',
  ].join('')
}

/** The same in words, for who cannot see it: what the end waits for. */
export function saidOf(title: string, bars: readonly Bar[]): string {
  const said = bars
    .filter(({ critical }) => critical)
    .map(({ number, title: what, owner, ends }) => `${number} ${what}, ${owner}, done at ${clock(ends)}`)
  return `${title}. The end waits for: ${said.join('; ')}`
}

function short(text: string): string {
  const signs = Array.from(text)
  return signs.length > 38 ? `${signs.slice(0, 37).join('')}…` : text
}

function fixed(value: number): string {
  return String(Number(value.toFixed(1)))
}
