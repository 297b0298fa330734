import { escaped } from '#markup'
import type { FlowForecast, Influence } from '#simulation'
import { formatDuration } from '#units'
import { cut, drawn, left, type Picture, units, wide, widthOf } from './forecast-picture.ts'
import { change, influenceWords } from './forecast-words.ts'

const rowHeight = 28
const first = 84
/** Where the bars begin and end; beside them stand the figures. */
const start = 300
const end = 650
const places = { low: 740, high: 830, odds: wide - left }

/** What a flow's recovery time depends on, as an SVG document; empty where the forecast does not say. */
export function tornadoSvg(flow: FlowForecast, id = 'muster-tornado'): string {
  const picture = tornadoPicture(flow)
  return picture === undefined ? '' : `${drawn(picture, id)}\n`
}

/** For each input a bar between the medians in its lowest and its highest fifth, around the median of all runs. */
export function tornadoPicture({ flow, tornado = [], rto }: FlowForecast): Picture | undefined {
  if (tornado.length === 0) return undefined
  const all = [rto.p50, ...tornado.flatMap(({ low, high }) => [low.p50, high.p50])]
  const [least, most] = [Math.min(...all), Math.max(...all)]
  const x = (seconds: number): number =>
    units(most === least ? (start + end) / 2 : start + ((seconds - least) / (most - least)) * (end - start))
  const bottom = first + tornado.length * rowHeight
  const middle = x(rto.p50)
  const median = `median ${formatDuration(rto.p50)}`
  const half = widthOf(median) / 2
  const at = units(Math.max(start - 40 + half, Math.min(end + 10 - half, middle)))
  return {
    title: `What the recovery time of ${flow} depends on most`,
    description: `${tornado.map(described).join('; ')}.`,
    height: bottom + 44,
    body: [
      `<text class="soft small" x="${at}" y="${first - 12}" text-anchor="middle">${median}</text>`,
      ...(['low', 'high'] as const).flatMap((kind) => [
        `<rect class="${kind}" x="${places[kind] - 60}" y="${first - 38}" width="12" height="12" />`,
        `<text class="soft small" x="${places[kind]}" y="${first - 28}" text-anchor="end">${kind}est</text>`,
        `<text class="soft small" x="${places[kind]}" y="${first - 12}" text-anchor="end">fifth</text>`,
      ]),
      ...(tornado.some((influence) => change(influence) !== '')
        ? [`<text class="soft small" x="${places.odds}" y="${first - 12}" text-anchor="end">odds</text>`]
        : []),
      ...tornado.map((influence, index) => row(influence, first + index * rowHeight, rto.p50, x)),
      `<line class="mark" x1="${middle}" y1="${first - 6}" x2="${middle}" y2="${bottom}" />`,
      `<text class="soft small" x="${left}" y="${bottom + 24}">median recovery time in the runs in which each was in its lowest fifth, and in its highest</text>`,
    ],
  }
}

function row(influence: Influence, y: number, median: number, x: (seconds: number) => number): string {
  const { low, high } = influence
  const name = influenceWords(influence)
  const arm = (kind: 'low' | 'high', seconds: number): string => {
    const [from, to] = [Math.min(x(median), x(seconds)), Math.max(x(median), x(seconds))]
    return `<rect class="${kind}" x="${from}" y="${y + 3}" width="${units(to - from)}" height="18" />`
  }
  // Where both lie on one side of the median, the longer bar must not cover the shorter.
  const arms =
    Math.abs(low.p50 - median) >= Math.abs(high.p50 - median)
      ? arm('low', low.p50) + arm('high', high.p50)
      : arm('high', high.p50) + arm('low', low.p50)
  return [
    `<g><title>${escaped(described(influence))}</title><text x="${left}" y="${y + 17}">${escaped(cut(name, 33))}</text>`,
    `<line class="grid" x1="${left}" y1="${y + 25}" x2="${wide - left}" y2="${y + 25}" />${arms}`,
    `<text x="${places.low}" y="${y + 17}" text-anchor="end">${formatDuration(low.p50)}</text>`,
    `<text x="${places.high}" y="${y + 17}" text-anchor="end">${formatDuration(high.p50)}</text>`,
    `<text class="soft" x="${places.odds}" y="${y + 17}" text-anchor="end">${change(influence)}</text></g>`,
  ].join('')
}

function described(influence: Influence): string {
  const { low, high } = influence
  const met = change(influence)
  return `${influenceWords(influence)}: ${formatDuration(low.p50)} in its lowest fifth, ${formatDuration(high.p50)} in its highest${met === '' ? '' : `, odds ${met}`}`
}
