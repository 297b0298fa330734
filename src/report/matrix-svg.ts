import { escaped } from '#markup'
import { formatDuration } from '#units'
import { cut, units, widthOf } from './forecast-picture.ts'
import { type MatrixFigure, type MatrixRow, type MatrixView, matrixCaveats } from './matrix.ts'
import { place, type TimeAxis, ticks } from './time-axis.ts'

const wide = 960
const left = 32
const nameWidth = 190
const lineHeight = 20
/** From a panel's top to its first line, and from its last line to the next panel. */
const panel = { head: 26, foot: 44 }

/** Where the two scales lie. */
const fields = [
  { of: 'rto', title: 'recovery time', from: left + nameWidth, span: 350 },
  { of: 'rpo', title: 'loss', from: left + nameWidth + 380, span: wide - 2 * left - nameWidth - 380 },
] as const

type Field = (typeof fields)[number]

/** Colours without CSS variables, which many viewers of pictures do not know. */
const css = [
  '.muster-matrix{font:14px system-ui,sans-serif}.muster-matrix text{fill:#111827}.muster-matrix .soft{fill:#4b5563}',
  '.muster-matrix .small{font-size:12px}.muster-matrix .strong{font-weight:700}',
  '.muster-matrix .title{font-size:18px;font-weight:700}.muster-matrix .ground{fill:#fff}',
  '.muster-matrix .axis{stroke:#6b7280;stroke-width:1}.muster-matrix .grid{stroke:#e5e7eb;stroke-width:1}',
  '.muster-matrix .band{fill:#bfdbfe}.muster-matrix .middle{stroke:#6b7280;stroke-width:1.5}.muster-matrix .met{fill:#1d4ed8}',
  '.muster-matrix .missed{fill:none;stroke:#b45309;stroke-width:2.5}',
  '@media screen and (prefers-color-scheme:dark){.muster-matrix text{fill:#f3f4f6}.muster-matrix .soft{fill:#d1d5db}',
  '.muster-matrix .ground{fill:#111827}.muster-matrix .axis{stroke:#9ca3af}.muster-matrix .grid{stroke:#374151}',
  '.muster-matrix .band{fill:#1e3a8a}.muster-matrix .middle{stroke:#9ca3af}.muster-matrix .met{fill:#93c5fd}.muster-matrix .missed{stroke:#f59e0b}}',
].join('')

/**
 * The matrix as a picture: for each disaster the strategies below each other, and of each pair every measured time as a
 * point over its forecast: a band from p5 to p95, with a line at p50. A filled point is of a pair that keeps what is expected, a ring of
 * one that does not.
 * @returns a whole SVG document without a declaration; it loads nothing, runs nothing, and says the same without colour
 */
export function matrixSvg(view: MatrixView): string {
  const axes = { rto: axisOf(view.rows, 'rto'), rpo: axisOf(view.rows, 'rpo') }
  const panels = view.disasters
    .map((disaster) => ({ disaster, rows: rowsOf(view, disaster) }))
    .filter(({ rows }) => rows.length > 0)
  let top = 96
  const parts = panels.flatMap(({ disaster, rows }) => {
    const drawn = drawnPanel(disaster, rows, top, axes)
    top += panel.head + rows.length * lineHeight + panel.foot
    return drawn
  })
  const height = top + 8
  const title = 'Every strategy against every disaster, in the lab'
  return [
    `<svg class="muster-matrix" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${wide} ${height}" width="100%" role="img" aria-labelledby="muster-title muster-desc">`,
    `<title id="muster-title">${title}</title>`,
    `<desc id="muster-desc">${escaped([...view.rows.map(described), ...matrixCaveats].join(' '))}</desc>`,
    `<style>${css}</style><rect class="ground" width="${wide}" height="${height}" />`,
    `<text class="title" x="${left}" y="34">${title}</text>`,
    `<text class="soft small" x="${left}" y="56">Point: the worst flow of one drill; filled where the pair keeps every tier that its strategy is for, a ring where it does not.</text>`,
    `<text class="soft small" x="${left}" y="74">Band: p5 to p95 of the forecast, with a line at p50. Equal steps are equal ratios; what is shorter than the scale lies at its beginning.</text>`,
    ...(panels.length === 0 ? [`<text x="${left}" y="98">No drill yet</text>`] : parts),
    '</svg>\n',
  ].join('\n')
}

function rowsOf(view: MatrixView, disaster: string): readonly MatrixRow[] {
  return view.strategies.flatMap(
    (strategy) => view.rows.find((row) => row.strategy === strategy && row.disaster === disaster) ?? [],
  )
}

/** One scale for all panels, so that they can be compared; from 10 ms on, for less is not seen of a drill. */
function axisOf(rows: readonly MatrixRow[], of: 'rto' | 'rpo'): TimeAxis {
  const all = rows.flatMap((row) => [...row[of].measured, row[of].forecast?.p95 ?? 0])
  return { from: 0.01, to: Math.max(1, ...all) * 1.2, logarithmic: true }
}

function drawnPanel(
  disaster: string,
  rows: readonly MatrixRow[],
  top: number,
  axes: Readonly<Record<Field['of'], TimeAxis>>,
): readonly string[] {
  const bottom = top + panel.head + rows.length * lineHeight
  return [
    `<text class="strong" x="${left}" y="${top + 14}">${escaped(cut(disaster, 60))}</text>`,
    ...fields.flatMap((field) => [
      `<text class="soft small" x="${field.from}" y="${top + 14}">${field.title}</text>`,
      ...scale(axes[field.of], field, top + panel.head - 4, bottom),
    ]),
    ...rows.flatMap((row, index) => {
      const y = top + panel.head + index * lineHeight + lineHeight / 2
      return [
        `<text class="small" x="${left}" y="${y + 4}">${escaped(cut(row.strategy, 31))}</text>`,
        ...fields.flatMap((field) => points(row[field.of], row.met, axes[field.of], field, y)),
      ]
    }),
  ]
}

function points(figure: MatrixFigure, isMet: boolean, axis: TimeAxis, field: Field, y: number): readonly string[] {
  const x = (seconds: number): number => units(field.from + place(axis, seconds) * field.span)
  const { forecast } = figure
  const from = x(forecast?.p5 ?? forecast?.p50 ?? 0)
  const band = forecast
    ? [
        `<rect class="band" x="${from}" y="${y - 6}" width="${units(Math.max(3, x(forecast.p95) - from))}" height="12" />`,
        `<line class="middle" x1="${x(forecast.p50)}" y1="${y - 6}" x2="${x(forecast.p50)}" y2="${y + 6}" />`,
      ]
    : []
  return [
    ...band,
    ...figure.measured.map(
      (seconds) => `<circle class="${isMet ? 'met' : 'missed'}" cx="${x(seconds)}" cy="${y}" r="4" />`,
    ),
  ]
}

function scale(axis: TimeAxis, { from, span }: Field, top: number, bottom: number): readonly string[] {
  let end = -1
  const marks = ticks(axis).flatMap((seconds) => {
    const shortest = seconds === axis.from ? '≤' : ''
    const [at, label] = [units(from + place(axis, seconds) * span), `${shortest}${formatDuration(seconds)}`]
    const half = widthOf(label) / 2
    if (at - half < end + 4 || at + half > from + span + 12) return []
    end = at + half
    return [
      `<line class="grid" x1="${at}" y1="${top}" x2="${at}" y2="${bottom}" /><text class="soft small" x="${at}" y="${bottom + 18}" text-anchor="middle">${label}</text>`,
    ]
  })
  return [...marks, `<line class="axis" x1="${from}" y1="${bottom}" x2="${from + span}" y2="${bottom}" />`]
}

function described({ strategy, disaster, runs, rto, rpo, met }: MatrixRow): string {
  const of = ({ median }: MatrixFigure): string =>
    median === undefined ? 'not known' : formatDuration(Number(median.toPrecision(3)))
  return `${strategy}, ${disaster}: ${met ? 'met' : 'missed'}; recovery time ${of(rto)}, loss ${of(rpo)}, ${runs} ${runs === 1 ? 'drill' : 'drills'}.`
}
