import { escaped } from '#markup'
import { formatDuration } from '#units'
import { type CompareRow, type CompareView, compareCaveats } from './compare.ts'
import { cut, units, widthOf } from './forecast-picture.ts'
import { place, type TimeAxis, ticks } from './time-axis.ts'

const wide = 820
const left = 32
const scaleFrom = left + 160
const span = wide - left - scaleFrom - 170
const lineHeight = 22
/** From a panel's top to its first line, and from its last line to the next panel. */
const panel = { head: 28, foot: 46 }

/** Colours without CSS variables, which many viewers of pictures do not know. */
const css = [
  '.muster-compare{font:14px system-ui,sans-serif}.muster-compare text{fill:#111827}.muster-compare .soft{fill:#4b5563}',
  '.muster-compare .small{font-size:12px}.muster-compare .strong{font-weight:700}',
  '.muster-compare .title{font-size:18px;font-weight:700}.muster-compare .ground{fill:#fff}',
  '.muster-compare .axis{stroke:#6b7280;stroke-width:1}.muster-compare .grid{stroke:#e5e7eb;stroke-width:1}',
  '.muster-compare .middle{stroke:#111827;stroke-width:2.5}.muster-compare .run{fill:#1d4ed8}',
  '.muster-compare .split{fill:none;stroke:#b45309;stroke-width:2.5}',
  '@media screen and (prefers-color-scheme:dark){.muster-compare text{fill:#f3f4f6}.muster-compare .soft{fill:#d1d5db}',
  '.muster-compare .ground{fill:#111827}.muster-compare .axis{stroke:#9ca3af}.muster-compare .grid{stroke:#374151}',
  '.muster-compare .middle{stroke:#f3f4f6}.muster-compare .run{fill:#93c5fd}.muster-compare .split{stroke:#f59e0b}}',
].join('')

/**
 * The comparison as a picture: for each settings and fault the systems below each other, each run a point on one scale of
 * downtime, with a line at the median. A ring is of a row in which both sides took writes at once.
 * @returns a whole SVG document without a declaration; it loads nothing, runs nothing, and says the same without colour
 */
export function compareSvg(view: CompareView): string {
  const { rows } = view
  const axis: TimeAxis = {
    from: 0.1,
    to: Math.max(1, ...rows.flatMap(({ measured }) => measured)) * 1.2,
    logarithmic: true,
  }
  const panels = [...new Set(rows.map(nameOf))].map((name) => ({
    name,
    rows: rows.filter((row) => nameOf(row) === name),
  }))
  let top = 96
  const parts = panels.flatMap((one) => {
    const drawn = drawnPanel(one.name, one.rows, top, axis)
    top += panel.head + one.rows.length * lineHeight + panel.foot
    return drawn
  })
  const height = top + 8
  const title = 'Downtime of a database that fails over'
  return [
    `<svg class="muster-compare" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${wide} ${height}" role="img" aria-labelledby="muster-title muster-desc">`,
    `<title id="muster-title">${title}</title>`,
    `<desc id="muster-desc">${escaped([...rows.map(described), ...compareCaveats(view)].join(' '))}</desc>`,
    `<style>${css}</style><rect class="ground" width="${wide}" height="${height}" />`,
    `<text class="title" x="${left}" y="34">${title}</text>`,
    `<text class="soft small" x="${left}" y="56">Point: one run; line: the median. A ring: both sides took writes at once in some run of the row.</text>`,
    `<text class="soft small" x="${left}" y="74">Who waits for the old primary is slower and safer; the picture ranks nobody. Equal steps are equal ratios.</text>`,
    ...(rows.length === 0 ? [`<text x="${left}" y="98">No run yet</text>`] : parts),
    '</svg>\n',
  ].join('\n')
}

function nameOf({ fault, settings }: CompareRow): string {
  return `${fault}, ${settings} settings`
}

function drawnPanel(name: string, rows: readonly CompareRow[], top: number, axis: TimeAxis): readonly string[] {
  const bottom = top + panel.head + rows.length * lineHeight
  return [
    `<text class="strong" x="${left}" y="${top + 14}">${escaped(cut(name, 60))}</text>`,
    ...scale(axis, top + panel.head - 4, bottom),
    ...rows.flatMap((row, index) => drawnRow(row, top + panel.head + index * lineHeight + lineHeight / 2, axis)),
  ]
}

function drawnRow(row: CompareRow, y: number, axis: TimeAxis): readonly string[] {
  const x = (seconds: number): number => units(scaleFrom + place(axis, seconds) * span)
  const { median } = row.downtime
  const middle =
    median === undefined
      ? []
      : [`<line class="middle" x1="${x(median)}" y1="${y - 8}" x2="${x(median)}" y2="${y + 8}" />`]
  return [
    `<text class="small" x="${left}" y="${y + 4}">${escaped(cut(row.system, 24))}</text>`,
    ...row.measured.map(
      (seconds) => `<circle class="${row.splitBrain > 0 ? 'split' : 'run'}" cx="${x(seconds)}" cy="${y}" r="4" />`,
    ),
    ...middle,
    `<text class="soft small" x="${scaleFrom + span + 16}" y="${y + 4}">${lostWords(row)}</text>`,
  ]
}

function lostWords({ lost }: CompareRow): string {
  return lost.median === undefined ? 'loss not known' : `${Math.round(lost.median)} writes lost`
}

function scale(axis: TimeAxis, top: number, bottom: number): readonly string[] {
  let end = -1
  const marks = ticks(axis).flatMap((seconds) => {
    const at = units(scaleFrom + place(axis, seconds) * span)
    const label = `${seconds === axis.from ? '≤' : ''}${formatDuration(seconds)}`
    const half = widthOf(label) / 2
    if (at - half < end + 4 || at + half > scaleFrom + span + 12) return []
    end = at + half
    return [
      `<line class="grid" x1="${at}" y1="${top}" x2="${at}" y2="${bottom}" /><text class="soft small" x="${at}" y="${bottom + 18}" text-anchor="middle">${label}</text>`,
    ]
  })
  return [...marks, `<line class="axis" x1="${scaleFrom}" y1="${bottom}" x2="${scaleFrom + span}" y2="${bottom}" />`]
}

function described(row: CompareRow): string {
  const { median } = row.downtime
  const time = median === undefined ? 'not known' : formatDuration(Number(median.toPrecision(3)))
  return `${row.system}, ${nameOf(row)}: downtime ${time}, ${lostWords(row)}, ${row.runs} ${row.runs === 1 ? 'run' : 'runs'}${row.splitBrain > 0 ? ', both sides took writes at once' : ''}.`
}
