import { columns, plain } from '#markup'
import type { FlowForecast, Forecast, Odds } from '#simulation'
import { formatDuration } from '#units'
import { count, durationOr, odds } from './figures.ts'
import { phasesBlock, spreadBlock, tornadoBlock } from './forecast-blocks.ts'
import { alike, type Group, notesOf, sharedCaveats, targetsOf } from './forecast-groups.ts'
import { headline, leastOdds, oddsWords, restWords, type Times, timesOf, timeWords } from './forecast-words.ts'
import { type Cell, listed, table, wrapped } from './layout.ts'
import { paint, type Style, sign, type Tone } from './style.ts'

const barWidth = 24
const leastBar = 8
const shownSteps = 6

/**
 * Forecasts for a person: a sentence that says it all, then per flow the recovery time and the loss with their odds, how
 * they spread, what the time hangs on, how much of it was ever measured, and what the figures leave out.
 * @returns text that ends with a line feed; forecasts and flows in the order given
 */
export function forecastText(forecasts: readonly Forecast[], style: Style): string {
  if (forecasts.length === 0) return 'No scenario to forecast.\n'
  const shared = sharedCaveats(forecasts)
  const blocks = forecasts.map((forecast) => [
    ...one(forecast, style),
    ...caveats(
      'What the figures rest on and leave out',
      forecast.caveats.filter((caveat) => !shared.includes(caveat)),
      style,
    ),
  ])
  const last = caveats('What all of these figures rest on and leave out', shared, style)
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n${last.map((line) => `${line}\n`).join('')}`
}

function one(forecast: Forecast, style: Style): readonly string[] {
  const { scenario, target, runs, seed, flows } = forecast
  const title = `Forecast of ${plain(scenario)} on ${plain(target)}`
  return [
    ...headed(title, `, ${count(runs)} simulated runs, seed ${seed}`, style),
    ...wrapped(headline(forecast), style.width),
    ...(flows.length === 0 ? [] : ['', ...overview(forecast, style)]),
    ...alike(flows).flatMap((group) => ['', ...details(group, forecast, style)]),
  ]
}

function caveats(title: string, items: readonly string[], style: Style): readonly string[] {
  return items.length > 0 ? ['', paint(style, 'bold', title), ...listed(items, style)] : []
}

/** The bars take what room the figures leave, and none if that is too little; p5 is left out where it has none. */
function overview(forecast: Forecast, style: Style): readonly string[] {
  const all = timesOf(forecast.flows)
  const bare = overviewOf(forecast, all, { ...style, colour: false })
  const fits = bare.every((line) => columns(line) <= style.width)
  return overviewOf(forecast, fits ? all : ['p50', 'p95'], style)
}

function overviewOf({ flows, horizon }: Forecast, times: Times, style: Style): readonly string[] {
  const header: readonly Cell[] = ['flow', 'clock', ...times, 'target', 'odds'].map((text) => ({ text, tone: 'dim' }))
  const rows = flows.flatMap(({ flow, rto, rpo }) => [
    { figure: rto, cells: [plain(flow), 'RTO', ...cells(rto, times, horizon, style)] },
    { figure: rpo, cells: ['', 'RPO', ...cells(rpo, times, horizon, style)] },
  ])
  const right = [2, 3, 4, 5, 6].slice(0, times.length + 2)
  const bare = table([header, ...rows.map((row) => row.cells)], { ...style, colour: false }, right)
  const width = Math.min(barWidth, style.width - 2 - Math.max(...bare.map(columns)))
  const shown =
    width < leastBar ? rows : rows.map((row) => ({ ...row, cells: [...row.cells, bar(row.figure, width, style)] }))
  return table([header, ...shown.map((row) => row.cells)], style, right)
}

function cells(figure: Partial<Odds>, times: Times, horizon: number | undefined, style: Style): readonly Cell[] {
  const none = sign(style, 'none')
  const absent = figure.p50 === undefined ? 'unknown' : none
  const least = leastOdds(figure)
  return [
    ...times.map((name) => {
      const seconds = figure[name]
      return seconds === undefined ? absent : timeWords(seconds, figure, horizon)
    }),
    durationOr(figure.target, none),
    least === undefined ? none : { text: oddsWords(figure) ?? none, tone: toneOf(least) },
  ]
}

function toneOf(probability: number): Tone {
  return probability >= 0.95 ? 'green' : probability >= 0.5 ? 'yellow' : 'red'
}

/** From 0 to the larger of target and p95: full up to the median, half up to p95, a mark where the target lies. */
function bar({ p50, p95, target }: Partial<Odds>, width: number, style: Style): string {
  if (p50 === undefined || p95 === undefined) return ''
  const longest = Math.max(p95, target ?? 0)
  if (longest === 0) return ''
  const cell = (value: number) => Math.round((value / longest) * width)
  const cellsOf = Array.from({ length: width }, (_, index) =>
    sign(style, index < cell(p50) ? 'full' : index < cell(p95) ? 'half' : 'empty'),
  )
  if (target !== undefined) cellsOf[Math.max(0, cell(target) - 1)] = sign(style, 'limit')
  return cellsOf.join('')
}

function details(group: Group, forecast: Forecast, style: Style): readonly string[] {
  const [first] = group
  const names = group.map(({ flow }) => plain(flow)).join(', ')
  if (first.criticalPath.length === 0) return wrapped(`The scenario does not touch ${names}.`, style.width)
  const targets = targetsOf(group)
  const marks = targets.map(({ seconds, flows }) => ({
    seconds,
    label: `target ${formatDuration(seconds)}${targets.length > 1 ? ` (${plain(flows.join(', '))})` : ''}`,
  }))
  const about = `in ${count(forecast.runs)} runs${group.length > 1 ? `, drawn for ${plain(first.flow)}` : ''}`
  const sections = [
    block(`Recovery time of ${names}`, about, spreadBlock(first.rto, marks, style), style),
    listed(notesOf(group, forecast), style),
    block('Where its time goes', 'share, and how long in half of the runs', phasesBlock(first.phases, style), style),
    path(first, names, forecast.target, style),
    block('What matters most', fifths, tornadoBlock(first, style), style),
  ]
  return sections.filter((lines) => lines.length > 0).flatMap((lines, index) => (index === 0 ? lines : ['', ...lines]))
}

const fifths = 'median recovery time in the runs in which each was in its lowest fifth, and in its highest'

function block(title: string, about: string, lines: readonly string[], style: Style): readonly string[] {
  return lines.length === 0 ? [] : [...headed(title, `: ${about}`, style), ...lines]
}

/** A bold title and what follows it, wrapped; a title that does not fit on one line is not bold. */
function headed(title: string, rest: string, style: Style): readonly string[] {
  const [head = '', ...others] = wrapped(`${title}${rest}`, style.width)
  return [head.startsWith(title) ? paint(style, 'bold', title) + head.slice(title.length) : head, ...others]
}

function path(first: FlowForecast, names: string, target: string, style: Style): readonly string[] {
  const { criticalPath, measuredShare } = first
  const steps = criticalPath.slice(0, shownSteps)
  const more = criticalPath.length - steps.length
  const lines = [
    ...table(
      steps.map(({ step, share, p50 }) => ['', odds(share), plain(step), formatDuration(p50)]),
      style,
      [1, 3],
    ),
    ...(more > 0 ? [`  and ${more} more`] : []),
    ...wrapped(restWords(measuredShare, target), style.width, '  '),
  ]
  return block(`Critical path of ${names}`, 'the share of runs in which a step lay on it', lines, style)
}
