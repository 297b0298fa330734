import type { FlowForecast, Forecast, Odds } from '#simulation'
import { formatDuration, formatShare } from '#units'
import { count, durationOr, odds } from './figures.ts'
import { type Cell, listed, table, wrapped } from './layout.ts'
import { plain } from './plain.ts'
import { paint, type Style, sign, type Tone } from './style.ts'

const barWidth = 24
const shownSteps = 6

/**
 * Forecasts for a person: per flow the recovery time and the loss with their odds, what the time hangs on, how much of
 * it was ever measured, and what the figures leave out.
 * @returns text that ends with a line feed; forecasts and flows in the order given
 */
export function forecastText(forecasts: readonly Forecast[], style: Style): string {
  if (forecasts.length === 0) return 'No scenario to forecast.\n'
  return `${forecasts.map((forecast) => one(forecast, style).join('\n')).join('\n\n')}\n`
}

function one(forecast: Forecast, style: Style): readonly string[] {
  const { scenario, target, runs, seed, flows, caveats } = forecast
  const title = `Forecast of ${plain(scenario)} on ${plain(target)}`
  return [
    `${paint(style, 'bold', title)}, ${count(runs)} simulated runs, seed ${seed}`,
    '',
    ...(flows.length === 0
      ? ['The plan has no flow to restore.']
      : table([header, ...flows.flatMap((flow) => rows(flow, style))], style, [2, 3, 4, 5])),
    ...alike(flows).flatMap((group) => ['', ...path(group, target, style)]),
    ...(caveats.length > 0
      ? ['', paint(style, 'bold', 'What the figures rest on and leave out'), ...listed(caveats, style)]
      : []),
  ]
}

const header: readonly Cell[] = ['flow', 'clock', 'p50', 'p95', 'target', 'odds', ''].map((text) => ({
  text,
  tone: 'dim',
}))

function rows({ flow, rto, rpo }: FlowForecast, style: Style): ReadonlyArray<readonly Cell[]> {
  return [
    [plain(flow), 'RTO', ...cells(rto, style)],
    ['', 'RPO', ...cells(rpo, style)],
  ]
}

function cells(figure: Partial<Odds>, style: Style): readonly Cell[] {
  const { p50, p95, target, probabilityMet } = figure
  const none = sign(style, 'none')
  return [
    durationOr(p50, 'unknown'),
    durationOr(p95, 'unknown'),
    durationOr(target, none),
    probabilityMet === undefined ? none : { text: odds(probabilityMet), tone: toneOf(probabilityMet) },
    bar(figure, style),
  ]
}

function toneOf(probability: number): Tone {
  return probability >= 0.95 ? 'green' : probability >= 0.5 ? 'yellow' : 'red'
}

/** From 0 to the larger of target and p95: full up to the median, half up to p95, a mark where the target lies. */
function bar({ p50, p95, target }: Partial<Odds>, style: Style): string {
  if (p50 === undefined || p95 === undefined) return ''
  const longest = Math.max(p95, target ?? 0)
  if (longest === 0) return ''
  const cell = (value: number) => Math.round((value / longest) * barWidth)
  const cellsOf = Array.from({ length: barWidth }, (_, index) =>
    sign(style, index < cell(p50) ? 'full' : index < cell(p95) ? 'half' : 'empty'),
  )
  if (target !== undefined) cellsOf[Math.max(0, cell(target) - 1)] = sign(style, 'limit')
  return cellsOf.join('')
}

/** Flows with the same critical path, together, so that it is told once; groups and flows in the order given. */
function alike(flows: readonly FlowForecast[]): ReadonlyArray<readonly [FlowForecast, ...FlowForecast[]]> {
  const groups = new Map<string, [FlowForecast, ...FlowForecast[]]>()
  for (const flow of flows) {
    const key = JSON.stringify([
      flow.criticalPath.map(({ step, share }) => [step, odds(share)]),
      flow.measuredShare.toFixed(2),
    ])
    const group = groups.get(key)
    if (group) group.push(flow)
    else groups.set(key, [flow])
  }
  return [...groups.values()]
}

function path(group: readonly [FlowForecast, ...FlowForecast[]], target: string, style: Style): readonly string[] {
  const [{ criticalPath, measuredShare }] = group
  const names = group.map(({ flow }) => plain(flow)).join(', ')
  if (criticalPath.length === 0) return wrapped(`The scenario does not touch ${names}.`, style.width)
  const steps = criticalPath.slice(0, shownSteps)
  const more = criticalPath.length - steps.length
  return [
    `${paint(style, 'bold', `Critical path of ${names}`)}, by the share of runs in which a step lay on it`,
    ...table(
      steps.map(({ step, share, p50 }) => ['', odds(share), plain(step), formatDuration(p50)]),
      style,
      [1, 3],
    ),
    ...(more > 0 ? [`  and ${more} more`] : []),
    ...wrapped(rest(measuredShare, target), style.width, '  '),
  ]
}

function rest(measuredShare: number, target: string): string {
  if (measuredShare === 0)
    return `None of its time rests on measurements of ${target}: it is declared or from the catalog until a drill replaces it.`
  const share = formatShare(Number(measuredShare.toFixed(2)))
  const others = measuredShare < 1 ? '; the rest is declared or from the catalog' : ''
  return `${share} of its time rests on measurements of ${target}${others}.`
}
