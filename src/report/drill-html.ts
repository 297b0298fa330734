import type { Evidence, FlowResult, Verdict } from '#evidence'
import { escaped, htmlList, htmlTable, page, section } from '#markup'
import { formatDuration } from '#units'
import {
  both,
  type DrillResult,
  forecastOf,
  isGood,
  lossWords,
  notRestored,
  phaseNames,
  subjectWords,
  verdictWords,
} from './drill-result.ts'
import { calledHead, calledRow } from './called.ts'
import { durationOr, range } from './figures.ts'
import { forecastSvg } from './forecast-svg.ts'

/** A link to another drill. */
export interface DrillLink {
  /** A path of the same server; escaped here. */
  readonly href: string
  readonly label: string
}

/**
 * A drill as a page of its own, to be served or to lie beside its evidence.
 * @param svg the picture, as `drillSvg` made it: markup, taken as it is
 * @param others links to other drills, newest first; none where the page stands alone
 */
export function drillHtml(result: DrillResult, svg: string, others: readonly DrillLink[] = []): string {
  const { run, evidence, failback } = result
  const { plan, scenario, direction, target, subject, startedAt, finishedAt } = evidence
  const title = `${plan.name}: ${scenario}, ${direction} on ${target}`
  const body = [
    '<header>',
    evidence.kind === 'drill' ? '<p class="kind">Rehearsal</p>' : '<p class="kind real">Real event</p>',
    `<h1>${escaped(title)}</h1>`,
    `<p class="soft">Run <code>${escaped(run)}</code>, ${moment(startedAt)} to ${moment(finishedAt)}, subject: ${escaped(subject)}</p>`,
    `<p class="verdict ${tone(evidence.verdict)}">${escaped(verdictWords(evidence))}</p>`,
    `<p>${escaped(subjectWords(evidence))}</p>`,
    '</header>',
    '<main>',
    `<figure>${svg}</figure>`,
    section('Recovery time', recoveryTable(result)),
    section('Loss', lossTable(result)),
    called(evidence),
    failback === undefined ? '' : section('Failback', wayBack(failback)),
    againstForecast(result),
    list('Deviations', both(result, 'deviations')),
    list('Gaps', both(result, 'gaps')),
    section(
      'Proof',
      `<p>Evidence <code>${escaped(result.evidencePath)}</code><br>Journal head <code>${escaped(result.journalHead)}</code></p>`,
    ),
    '</main>',
    navigation(others),
  ]
  return page(title, body.filter((part) => part !== '').join('\n'))
}

function moment(instant: string): string {
  return `<time datetime="${escaped(instant)}">${escaped(instant)}</time>`
}

function tone(verdict: Verdict): string {
  return isGood(verdict) ? 'met' : 'missed'
}

function recoveryTable(result: DrillResult): string {
  const head = [
    'Flow',
    'Measured',
    'Forecast p50\u2013p95',
    'Target',
    'Judged',
    'From declaration',
    'Validated',
    'Where the time went',
  ]
  const rows = result.evidence.flows.map(({ flow, rto }) => [
    escaped(flow),
    `${durationOr(rto.measured, notRestored(result, rto))}${rto.error === undefined ? '' : `, to within ${formatDuration(rto.error)}`}`,
    predicted(result, flow, 'rto'),
    durationOr(rto.target, '\u2013'),
    mark(rto),
    durationOr(rto.fromDeclaration, '\u2013'),
    durationOr(rto.validated, '\u2013'),
    phaseNames
      .flatMap((name) => (rto.phases?.[name] === undefined ? [] : [`${name} ${formatDuration(rto.phases[name])}`]))
      .join('<br>'),
  ])
  return htmlTable(head, rows)
}

function lossTable(result: DrillResult): string {
  const head = ['Flow', 'Measured', 'Forecast p50\u2013p95', 'Target', 'Judged', 'Writes']
  const rows = result.evidence.flows.map((flow) => [
    escaped(flow.flow),
    durationOr(flow.rpo.measured, 'not measured'),
    predicted(result, flow.flow, 'rpo'),
    durationOr(flow.rpo.target, '\u2013'),
    mark(flow.rpo),
    lossWords(flow),
  ])
  return htmlTable(head, rows)
}

function predicted(result: DrillResult, flow: string, clock: 'rto' | 'rpo'): string {
  const forecast = forecastOf(result, flow)
  return forecast === undefined ? '\u2013' : range(forecast[clock], { unicode: true })
}

function mark({ met, target }: { readonly met?: boolean; readonly target?: number }): string {
  if (met === undefined) return target === undefined ? '' : '? not judged'
  return met ? '<span class="met">\u2713 met</span>' : '<span class="missed">\u2717 missed</span>'
}

function wayBack(failback: Evidence): string {
  const rows = failback.flows.map((flow: FlowResult) => [
    escaped(flow.flow),
    durationOr(flow.rto.measured, 'not measured'),
    mark(flow.rto),
    lossWords(flow),
    mark(flow.rpo),
  ])
  const verdict = `<p class="${tone(failback.verdict)}">${escaped(verdictWords(failback))} Run <code>${escaped(failback.run)}</code></p>`
  return `${verdict}\n${htmlTable(['Flow', 'Pause', 'RTO', 'Writes', 'RPO'], rows)}`
}

/** Where the measured recovery times lie in what had been forecast; nothing where no spread was forecast. */
function againstForecast(result: DrillResult): string {
  const pictures = result.evidence.flows.flatMap(({ flow, rto }, index) => {
    const forecast = forecastOf(result, flow)
    if (forecast?.rto.distribution === undefined || rto.measured === undefined) return []
    const measured = {
      seconds: rto.measured,
      label: `measured ${formatDuration(rto.measured)}`,
      kind: 'found',
    } as const
    return [`<figure>${forecastSvg(forecast, [measured], `muster-spread-${index}`)}</figure>`]
  })
  return pictures.length === 0 ? '' : section('Measured against the forecast', pictures.join('\n'))
}

/** Who was called out and how soon they answered; nothing where nobody was. */
function called({ people = [] }: Evidence): string {
  if (people.length === 0) return ''
  const rows = people.map((one) => calledRow(one).map((cell) => escaped(cell)))
  return section('People called', htmlTable(calledHead, rows))
}

function list(title: string, items: readonly string[]): string {
  return items.length === 0 ? '' : section(title, htmlList(items))
}

function navigation(others: readonly DrillLink[]): string {
  if (others.length === 0) return ''
  const links = others.map(({ href, label }) => `<li><a href="${escaped(href)}">${escaped(label)}</a></li>`)
  return `<nav aria-label="Other drills"><h2>Other drills</h2>\n<ul>${links.join('\n')}</ul></nav>`
}
