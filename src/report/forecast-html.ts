import { escaped, htmlList, htmlTable, page, section } from '#markup'
import type { FlowForecast, Forecast, Odds } from '#simulation'
import { formatDuration } from '#units'
import { count, durationOr, odds } from './figures.ts'
import { alike, type Group, notesOf, sharedCaveats } from './forecast-groups.ts'
import { phasesPicture } from './forecast-phases-svg.ts'
import { drawn, type Picture, pictureCss } from './forecast-picture.ts'
import { binsOf } from './forecast-runs.ts'
import { spreadPicture, targetMarks } from './forecast-svg.ts'
import { tornadoPicture } from './forecast-tornado-svg.ts'
import {
  change,
  headline,
  influenceWords,
  intervalWords,
  leastOdds,
  oddsWords,
  restWords,
  timesOf,
  timeWords,
} from './forecast-words.ts'

const css = [
  'h3{font-size:1rem;margin:1.5rem 0 .25rem}.lead{font-size:1.125rem;font-weight:700;margin:.25rem 0 .75rem}',
  'details{margin:-.5rem 0 1rem}summary{cursor:pointer;color:var(--soft)}details td,details th{padding:.15rem .75rem .15rem 0}',
  'td{font-variant-numeric:tabular-nums}thead th{color:var(--soft);font-weight:400}.doubtful{color:var(--ink);font-weight:700}',
  '@media print{details{display:none}figure,tr,li{break-inside:avoid}h2,h3,.lead{break-after:avoid}body{padding:0;font-size:10pt}}',
  pictureCss,
].join('')

const dash = '\u2013'

/**
 * Forecasts as one page of its own: for each scenario a sentence that says it all, the figures, and for flows that are
 * alike pictures of how the recovery time spreads, where it goes and what it depends on, each also as a table.
 * @returns a page that loads nothing and runs nothing; forecasts and flows in the order given
 */
export function forecastHtml(forecasts: readonly Forecast[]): string {
  const [first] = forecasts
  if (first === undefined) return page('Forecast', '<main><h1>Forecast</h1>\n<p>No scenario to forecast.</p></main>')
  const { target, runs, seed } = first
  const title = `Forecast of recovery on ${target}`
  const shared = sharedCaveats(forecasts)
  const body = [
    '<header>',
    `<h1>${escaped(title)}</h1>`,
    `<p class="soft">${count(runs)} simulated runs of each scenario, seed ${seed}. The same plan, measurements and seed give the same page.</p>`,
    '</header>',
    ...(forecasts.length > 1 ? [contents(forecasts)] : []),
    '<main>',
    ...forecasts.map((forecast, index) => scenario(forecast, index, shared)),
    shared.length === 0 ? '' : section('What all of these figures rest on and leave out', htmlList(shared)),
    '</main>',
  ]
  return page(title, body.filter((part) => part !== '').join('\n'), css)
}

function contents(forecasts: readonly Forecast[]): string {
  const links = forecasts.map(
    (forecast, index) =>
      `<li><a href="#scenario-${index}">${escaped(forecast.scenario)}</a>: ${escaped(headline(forecast))}</li>`,
  )
  return `<nav aria-label="Scenarios"><ul>${links.join('\n')}</ul></nav>`
}

function scenario(forecast: Forecast, index: number, shared: readonly string[]): string {
  const own = forecast.caveats.filter((caveat) => !shared.includes(caveat))
  return [
    `<section id="scenario-${index}"><h2>${escaped(forecast.scenario)}</h2>`,
    `<p class="lead">${escaped(headline(forecast))}</p>`,
    ...(forecast.flows.length === 0 ? [] : [overview(forecast)]),
    ...alike(forecast.flows).map((group, place) => details(group, forecast, `muster-${index}-${place}`)),
    ...(own.length === 0 ? [] : [`<h3>What the figures rest on and leave out</h3>\n${htmlList(own)}`]),
    '</section>',
  ].join('\n')
}

function overview({ flows, horizon }: Forecast): string {
  const times = timesOf(flows)
  const rows = flows.flatMap(({ flow, rto, rpo }) =>
    (
      [
        ['RTO', rto],
        ['RPO', rpo],
      ] as const
    ).map(([clock, figure]) => [
      clock === 'RTO' ? escaped(flow) : `<span class="soft">${escaped(flow)}</span>`,
      clock,
      ...times.map((name) => time(figure, name, horizon)),
      durationOr(figure.target, dash),
      chances(figure),
    ]),
  )
  return htmlTable(['Flow', 'Clock', ...times, 'Target', 'Odds'], rows)
}

/** A quantile, and how sure it is where that shows. */
function time(figure: Partial<Odds>, name: 'p5' | 'p50' | 'p95', horizon: number | undefined): string {
  const seconds = figure[name]
  if (seconds === undefined) return figure.p50 === undefined ? 'unknown' : dash
  const words = (value: number): string => escaped(timeWords(value, figure, horizon))
  const ends = name === 'p5' ? [] : (figure.within?.[name].map(words) ?? [])
  const known = new Set(ends).size > 1 ? ` <span class="soft">(${ends.join(' to ')})</span>` : ''
  return `${words(seconds)}${known}`
}

function chances(figure: Partial<Odds>): string {
  const [words, least] = [oddsWords(figure), leastOdds(figure)]
  if (words === undefined || least === undefined) return dash
  const tone = least >= 0.95 ? 'met' : least >= 0.5 ? 'doubtful' : 'missed'
  const interval = figure.oddsRange === undefined ? figure.within?.probabilityMet : undefined
  const known =
    interval !== undefined && interval[1] - interval[0] > 0.01
      ? ` <span class="soft">(${escaped(intervalWords(interval))})</span>`
      : ''
  return `<span class="${tone}">${escaped(words)}</span>${known}`
}

function details(group: Group, forecast: Forecast, id: string): string {
  const [first] = group
  const names = group.map(({ flow }) => flow).join(', ')
  const notes = notesOf(group, forecast)
  if (first.criticalPath.length === 0) return `<p>${escaped(`The scenario does not touch ${names}.`)}</p>`
  const spread = binsOf(first.rto).length === 0 ? undefined : spreadPicture(names, first.rto, targetMarks(group))
  return [
    `<h3>${escaped(names)}</h3>`,
    ...(group.length > 1 ? [`<p class="soft">They recover alike; drawn for ${escaped(first.flow)}.</p>`] : []),
    figure(spread, `${id}-spread`, spreadTable(first)),
    ...(notes.length === 0 ? [] : [htmlList(notes)]),
    figure(phasesPicture(first), `${id}-phases`, phasesTable(first)),
    path(first, forecast.target),
    figure(tornadoPicture(first), `${id}-tornado`, tornadoTable(first)),
  ]
    .filter((part) => part !== '')
    .join('\n')
}

/** A picture, and what it shows as a table that opens on demand. */
function figure(picture: Picture | undefined, id: string, table: string): string {
  if (picture === undefined) return ''
  return `<figure>${drawn(picture, id, '')}</figure>\n<details><summary>The same as a table</summary>${table}</details>`
}

function spreadTable({ rto }: FlowForecast): string {
  const rows = binsOf(rto).map(({ from, to, share }) => [
    `${formatDuration(from)} to ${formatDuration(to)}`,
    escaped(odds(share)),
  ])
  return htmlTable(['Recovery time', 'Share of the runs'], rows)
}

function phasesTable({ phases = [] }: FlowForecast): string {
  const rows = phases.map(({ phase, share, p50 }) => [phase, escaped(odds(share)), formatDuration(p50)])
  return htmlTable(['Phase', 'Share', 'In half of the runs'], rows)
}

function tornadoTable({ tornado = [] }: FlowForecast): string {
  const rows = tornado.map((influence) => [
    escaped(influenceWords(influence)),
    formatDuration(influence.low.p50),
    formatDuration(influence.high.p50),
    escaped(change(influence) || dash),
  ])
  return htmlTable(['Input', 'Median in its lowest fifth', 'In its highest fifth', 'Odds'], rows)
}

function path({ criticalPath, measuredShare }: FlowForecast, target: string): string {
  const rows = criticalPath.map(({ step, share, p50 }) => [
    `<code>${escaped(step)}</code>`,
    escaped(odds(share)),
    formatDuration(p50),
  ])
  const table = htmlTable(['Step on the critical path', 'Share of the runs', 'Takes in half of those'], rows)
  return `${table}\n<p>${escaped(restWords(measuredShare, target))}</p>`
}
