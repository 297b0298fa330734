import { columns } from '#markup'
import type { FlowForecast, Influence, Odds } from '#simulation'
import { formatDuration } from '#units'
import { odds } from './figures.ts'
import { axisOfRuns, binsOf, columnsOf, shareBeyond } from './forecast-runs.ts'
import { change, influenceWords } from './forecast-words.ts'
import { padded, table } from './layout.ts'
import { fitted } from './segments.ts'
import { paint, type Style, sign, type Tone } from './style.ts'
import { place, rowsOf, type TimeAxis, ticks } from './time-axis.ts'

const mostColumns = 72
const rows = 5
const indent = '  '

/** A time that a picture marks. */
export interface Mark {
  readonly seconds: number
  readonly label: string
}

/**
 * How the recovery times of the runs spread, as columns over a time axis, with the targets as lines through them.
 * @param targets at most a few; the runs beyond the only one are shown in red
 * @returns lines, or none where the forecast has no distribution
 */
export function spreadBlock(rto: Odds, targets: readonly Mark[], style: Style): readonly string[] {
  const bins = binsOf(rto)
  if (bins.length === 0) return []
  const axis = axisOfRuns(
    rto,
    targets.map(({ seconds }) => seconds),
  )
  const width = Math.min(mostColumns, style.width - 4)
  const column = (seconds: number): number => Math.min(width - 1, Math.round(place(axis, seconds) * (width - 1)))
  const seen = targets.filter(({ seconds }) => seconds <= axis.to)
  const lines = new Set(seen.map(({ seconds }) => column(seconds)))
  const limit = targets.length === 1 && seen[0] ? column(seen[0].seconds) : width
  const beyond = shareBeyond(bins, axis.to, rto.censoredShare)
  const marks = [{ seconds: rto.p50, label: 'p50' }, { seconds: rto.p95, label: 'p95' }, ...seen].filter(
    ({ seconds }) => seconds <= axis.to,
  )
  return [
    ...chart(columnsOf(bins, axis, width), lines, limit, style),
    indent + ruler(axis, width, column, style),
    indent + scale(axis, width, column),
    ...labels(marks, width, column, style),
    ...targets
      .filter((target) => !seen.includes(target))
      .map(({ label }) => `${indent}${label}: far to the right of what is drawn`),
    ...(beyond >= 0.0005 ? [`${indent}${odds(beyond)} of the runs take longer than ${formatDuration(axis.to)}`] : []),
  ]
}

function chart(shares: readonly number[], lines: ReadonlySet<number>, limit: number, style: Style): readonly string[] {
  const cells = (style.unicode ? ' ▁▂▃▄▅▆▇█' : ' .:#').split('')
  const most = Math.max(...shares)
  const levels = shares.map((share) => {
    const level = Math.round((share / most) * rows * (cells.length - 1))
    return share > 0 ? Math.max(1, level) : 0
  })
  return Array.from({ length: rows }, (_, index) => {
    const below = (rows - 1 - index) * (cells.length - 1)
    const signs = levels.map((level, column) =>
      lines.has(column) ? sign(style, 'limit') : (cells[Math.max(0, Math.min(cells.length - 1, level - below))] ?? ' '),
    )
    return `${indent}${tinted(signs, limit, style)}`
  })
}

/** A row of the chart: what lies beyond the target in another tone. */
function tinted(signs: readonly string[], limit: number, style: Style): string {
  const part = (from: number, to: number, tone: Tone): string => {
    const text = signs.slice(from, to).join('')
    return text.trim() === '' ? text : paint(style, tone, text)
  }
  const text = part(0, limit, 'cyan') + (signs[limit] ?? '') + part(limit + 1, signs.length, 'red')
  return style.colour ? text : text.trimEnd()
}

function ruler(axis: TimeAxis, width: number, column: (seconds: number) => number, style: Style): string {
  const cells = Array.from({ length: width }, () => sign(style, 'rule'))
  for (const label of spaced(axis, width, column)) cells[label.column] = sign(style, 'tick')
  return cells.join('')
}

function scale(axis: TimeAxis, width: number, column: (seconds: number) => number): string {
  let line = ''
  for (const { from, text } of spaced(axis, width, column)) line = padded(line, from) + text
  return line
}

/** The ticks whose labels have room beside each other. */
function spaced(axis: TimeAxis, width: number, column: (seconds: number) => number) {
  let end = -2
  return ticks(axis).flatMap((seconds) => {
    const text = formatDuration(seconds)
    const from = Math.max(0, Math.min(width - text.length, column(seconds) - Math.floor(text.length / 2)))
    if (from < end + 2) return []
    end = from + text.length
    return [{ from, text, column: column(seconds) }]
  })
}

function labels(
  marks: readonly Mark[],
  width: number,
  column: (seconds: number) => number,
  style: Style,
): readonly string[] {
  const texts = marks.map(({ seconds, label }) => {
    const [at, size] = [column(seconds), columns(label) + 1]
    const left = at + size > width && at + 1 - size >= 0
    const text = left ? label + sign(style, 'up') : sign(style, 'up') + label
    return { from: left ? at + 1 - size : at, text, size }
  })
  const places = rowsOf(texts.map(({ from, size }) => ({ from, to: from + size + 1 })))
  return Array.from({ length: Math.max(0, ...places.map((row) => row + 1)) }, (_, row) => {
    const own = texts.filter((_, index) => places[index] === row).sort((a, b) => a.from - b.from)
    return indent + own.reduce((line, { from, text }) => padded(line, from) + text, '')
  })
}

/** What each phase takes of the recovery time, one bar after the other as they come. */
export function phasesBlock(phases: FlowForecast['phases'], style: Style): readonly string[] {
  const shown = (phases ?? []).filter(({ share }) => share > 0)
  const width = Math.max(10, Math.min(40, style.width - 34))
  let before = 0
  const lines = shown.map(({ phase, share, p50 }) => {
    const [from, to] = [Math.round(before * width), Math.round((before + share) * width)]
    before += share
    const start = Math.min(from, width - 1)
    return [
      '',
      phase,
      odds(share),
      formatDuration(p50),
      `${' '.repeat(start)}${sign(style, 'full').repeat(Math.max(1, to - start))}`,
    ]
  })
  return table(lines, style, [2, 3])
}

const mostInfluences = 6

/**
 * The inputs that matter most: for each a bar from the median in the fifth of the runs in which it was lowest to that
 * in which it was highest, around the median of all.
 */
export function tornadoBlock({ tornado = [], rto }: FlowForecast, style: Style): readonly string[] {
  const shown = tornado.slice(0, mostInfluences)
  if (shown.length === 0) return []
  const all = [rto.p50, ...shown.flatMap(({ low, high }) => [low.p50, high.p50])]
  const [least, most] = [Math.min(...all), Math.max(...all)]
  const names = shown.map((influence) => fitted([influenceWords(influence)], Math.floor(style.width * 0.4), style))
  const figures = style.width >= 90
  const taken = 2 + Math.max(...names.map(columns)) + 2 + 9 + 2 + 9 + (figures ? 20 : 0)
  const width = Math.max(8, Math.min(40, style.width - taken))
  const column = (seconds: number): number =>
    most === least ? Math.floor(width / 2) : Math.round(((seconds - least) / (most - least)) * (width - 1))
  const lines = shown.map((influence, index) => [
    '',
    names[index] ?? '',
    formatDuration(influence.low.p50),
    arms(influence, rto.p50, width, column, style),
    formatDuration(influence.high.p50),
    figures ? change(influence) : '',
  ])
  return table(lines, style, [2])
}

function arms(
  { low, high }: Influence,
  median: number,
  width: number,
  column: (seconds: number) => number,
  style: Style,
): string {
  const middle = column(median)
  const covers = (seconds: number, cell: number): boolean =>
    cell >= Math.min(middle, column(seconds)) && cell <= Math.max(middle, column(seconds))
  return Array.from({ length: width }, (_, cell) => {
    if (cell === middle) return sign(style, 'limit')
    if (covers(high.p50, cell)) return sign(style, 'above')
    return covers(low.p50, cell) ? sign(style, 'below') : sign(style, 'empty')
  }).join('')
}
