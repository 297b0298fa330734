import { escaped } from '#markup'
import type { FlowForecast, Forecast, Odds } from '#simulation'
import { formatDuration } from '#units'
import { odds } from './figures.ts'
import { alike, targetsOf } from './forecast-groups.ts'
import { phasesPicture } from './forecast-phases-svg.ts'
import { cut, drawn, left, type Picture, pictureCss, units, wide, widthOf } from './forecast-picture.ts'
import { axisOfRuns, type Bin, binsOf, shareBeyond } from './forecast-runs.ts'
import { tornadoPicture } from './forecast-tornado-svg.ts'
import { intervalWords, oddsWords } from './forecast-words.ts'
import { place, rowsOf, type TimeAxis, ticks } from './time-axis.ts'

const span = wide - 2 * left
const chartHeight = 150
const labelHeight = 20
/** How much wider bold letters are. */
const boldness = 1.15

/** A time that a picture marks: an objective, or what was measured. */
export interface Marked {
  readonly seconds: number
  readonly label: string
  readonly kind: 'limit' | 'mark' | 'found'
}

/**
 * How the recovery times of a flow spread, with its target, p50 and p95.
 * @param marks further times to mark, such as what a drill measured
 * @returns a whole SVG document without a declaration, so that a page can hold it
 */
export function forecastSvg(flow: FlowForecast, marks: readonly Marked[] = [], id = 'muster-spread'): string {
  return `${drawn(spreadPicture(flow.flow, flow.rto, [...targetMarks([flow]), ...marks]), id)}\n`
}

/** All pictures of forecasts as one SVG document, one below the other; flows that are alike are drawn once. */
export function forecastsSvg(forecasts: readonly Forecast[]): string {
  const pictures = forecasts.flatMap((forecast) =>
    alike(forecast.flows).flatMap((group) => {
      const [first] = group
      if (first.criticalPath.length === 0) return []
      const names = `${forecast.scenario}: ${group.map(({ flow }) => flow).join(', ')}`
      return [spreadPicture(names, first.rto, targetMarks(group)), phasesPicture(first), tornadoPicture(first)]
    }),
  )
  const shown = pictures.filter((picture) => picture !== undefined)
  let y = 0
  const parts = shown.map((picture, index) => {
    const part = drawn(picture, `muster-${index}`, '', y)
    y += picture.height
    return part
  })
  const height = Math.max(40, y)
  const about = shown.length === 0 ? 'No flow to forecast' : 'Forecast of recovery times'
  return [
    `<svg class="muster-forecast" xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${wide} ${height}" width="100%">`,
    `<title>${about}</title><style>${pictureCss}</style><rect class="ground" width="${wide}" height="${height}" />`,
    ...(shown.length === 0 ? [`<text class="title" x="${left}" y="26">${about}</text>`] : parts),
    '</svg>\n',
  ].join('\n')
}

/** The targets of flows that are drawn as one, each named with its flows where they differ. */
export function targetMarks(group: readonly [FlowForecast, ...FlowForecast[]]): readonly Marked[] {
  const targets = targetsOf(group)
  return targets.map(({ seconds, flows }) => ({
    seconds,
    label: `target ${formatDuration(seconds)}${targets.length > 1 ? ` (${cut(flows.join(', '), 40)})` : ''}`,
    kind: 'limit',
  }))
}

/**
 * The picture of a spread. What lies beyond the target has another colour where there is one target only.
 * @param names whose recovery it is; foreign text
 */
export function spreadPicture(names: string, rto: Odds, marks: readonly Marked[]): Picture {
  const bins = binsOf(rto)
  const axis = axisOfRuns(
    rto,
    marks.map(({ seconds }) => seconds),
  )
  const x = (seconds: number): number => units(left + place(axis, seconds) * span)
  const all: readonly Marked[] = [
    { seconds: rto.p50, label: `p50 ${formatDuration(rto.p50)}`, kind: 'mark' },
    { seconds: rto.p95, label: `p95 ${formatDuration(rto.p95)}`, kind: 'mark' },
    ...marks,
  ]
  const seen = all.filter(({ seconds }) => seconds <= axis.to)
  const beyond = shareBeyond(bins, axis.to, rto.censoredShare)
  const outside = [
    ...marks.filter(({ seconds }) => seconds > axis.to).map(({ label }) => `${label} lies beyond`),
    ...(bins.length > 0 && beyond >= 0.0005 ? [`${odds(beyond)} take longer than ${formatDuration(axis.to)}`] : []),
  ].join('; ')
  const labels = labelled(seen, x)
  const top = 44 + (outside === '' ? 0 : 18) + Math.max(1, ...labels.map(({ row }) => row + 1)) * labelHeight
  const bottom = top + chartHeight
  return {
    title: `Recovery time of ${names}`,
    description: described(rto, marks, outside),
    height: bottom + 56,
    body: [
      ...(outside === ''
        ? []
        : [`<text class="soft small" x="${left + span}" y="46" text-anchor="end">${escaped(outside)}</text>`]),
      ...scale(axis, bottom, top, x),
      ...columns(bins, axis, marks, bottom, x),
      ...labels.map(({ seconds, kind, row }) => {
        const at = x(seconds)
        return `<line class="${kind}" x1="${at}" y1="${top - 2 - row * labelHeight}" x2="${at}" y2="${bottom}" />`
      }),
      ...labels.map(({ label, kind, row, from }) => {
        const weight = kind === 'mark' ? 'over' : 'over strong'
        return `<text class="${weight}" x="${from}" y="${top - 6 - row * labelHeight}">${escaped(label)}</text>`
      }),
      `<text class="soft small" x="${left}" y="${bottom + 46}">time since the fault${axis.logarithmic ? ', equal steps are equal ratios' : ''}; the area of the columns is the share of the runs</text>`,
    ],
  }
}

/** Labels beside their lines, or before them at the right end, in rows in which none covers another. */
function labelled(marks: readonly Marked[], x: (seconds: number) => number) {
  const sorted = [...marks].sort((a, b) => b.seconds - a.seconds)
  const reaches = sorted.map(({ seconds, label, kind }) => {
    const [at, size] = [x(seconds), widthOf(label) * (kind === 'mark' ? 1 : boldness)]
    const from = at + 6 + size <= left + span ? at + 6 : Math.max(left, at - 6 - size)
    return { from: units(from), to: from + size + 10, stem: at }
  })
  const rows = rowsOf(reaches)
  return sorted.map((mark, index) => ({ ...mark, row: rows[index] ?? 0, from: reaches[index]?.from ?? left }))
}

/** Columns whose area is their share, split where the only target lies. */
function columns(
  bins: readonly Bin[],
  axis: TimeAxis,
  marks: readonly Marked[],
  bottom: number,
  x: (seconds: number) => number,
): readonly string[] {
  const shown = bins.filter(({ from, to }) => from < axis.to && to > axis.from)
  const limits = marks.filter(({ kind }) => kind === 'limit')
  const limit = limits.length === 1 ? limits[0]?.seconds : undefined
  // A column narrower than this could not be seen.
  const thickness = ({ from, to }: Bin): number => Math.max(2, x(to) - x(from))
  const heights = shown.map((bin) => insideShare(bin, axis) / thickness(bin))
  const most = Math.max(...heights)
  return shown.flatMap((bin, index) => {
    const height = units(((heights[index] ?? 0) / most) * chartHeight)
    const box = (kind: string, start: number, width: number): string =>
      `<rect class="${kind}" x="${start}" y="${units(bottom - height)}" width="${units(width)}" height="${height}" />`
    const [start, end] = [x(bin.from), x(bin.from) + thickness(bin)]
    if (limit === undefined || bin.to <= limit) return [box('met', start, end - start)]
    if (bin.from >= limit) return [box('beyond', start, end - start)]
    const middle = Math.min(end, x(limit))
    return [box('met', start, middle - start), box('beyond', middle, end - middle)]
  })
}

/** What of a bin's share is drawn where the axis ends within it. */
function insideShare({ from, to, share }: Bin, axis: TimeAxis): number {
  return to <= axis.to || to === from ? share : (share * (axis.to - from)) / (to - from)
}

/** A line with ticks at round times, as many as their labels leave room for, and faint lines above them. */
function scale(axis: TimeAxis, bottom: number, top: number, x: (seconds: number) => number): readonly string[] {
  let end = -1
  const shown = ticks(axis).flatMap((seconds) => {
    const label = formatDuration(seconds)
    const [at, half] = [x(seconds), widthOf(label) / 2]
    const middle = Math.max(left + half - 6, Math.min(left + span - half, at))
    if (middle - half < end + 12) return []
    end = middle + half
    return [
      `<line class="grid" x1="${at}" y1="${top}" x2="${at}" y2="${bottom}" /><line class="axis" x1="${at}" y1="${bottom}" x2="${at}" y2="${bottom + 6}" /><text class="soft" x="${units(middle)}" y="${bottom + 24}" text-anchor="middle">${label}</text>`,
    ]
  })
  return [...shown, `<line class="axis" x1="${left}" y1="${bottom}" x2="${left + span}" y2="${bottom}" />`]
}

function described(rto: Odds, marks: readonly Marked[], outside: string): string {
  const { p5, p50, p95, target, within } = rto
  const from = p5 === undefined ? '' : `p5 ${formatDuration(p5)}, `
  const met = target === undefined ? undefined : oddsWords(rto)
  const known =
    within?.probabilityMet === undefined ? '' : `, from so many runs ${intervalWords(within.probabilityMet)}`
  return [
    `${from}p50 ${formatDuration(p50)}, p95 ${formatDuration(p95)}.`,
    ...(marks.length > 0 ? [`${marks.map(({ label }) => label).join(', ')}.`] : []),
    ...(met === undefined || target === undefined ? [] : [`Odds of ${formatDuration(target)}: ${met}${known}.`]),
    ...(outside === '' ? [] : [`${outside}.`]),
  ].join(' ')
}
