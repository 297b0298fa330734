import type { Evidence, FlowResult, Verdict } from '#evidence'
import { columns, plain } from '#markup'
import type { Odds } from '#simulation'
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
import { calledText } from './called.ts'
import { besideText } from './drill-beside.ts'
import { harmText } from './drill-harm.ts'
import { count, counted, durationOr, range } from './figures.ts'
import { type Cell, labelled, listed, padded, table } from './layout.ts'
import { madeOf } from './parts.ts'
import { paint, type Style, sign, type Tone } from './style.ts'
import { walkText } from './walk-text.ts'

const barWidth = 32
const labelWidth = 11

/**
 * A drill for the terminal, and for whoever photographs it: measured against forecast and target per flow, where the
 * time went, the way back, the verdict in words, and where the proof lies.
 * @returns text that ends with a line feed
 */
export function drillText(result: DrillResult, style: Style): string {
  const { evidence, failback } = result
  const blocks = [
    heading(result, style),
    ...(result.walks ?? []).flatMap((walk) => walkText(walk, style)),
    figures(result, style),
    phases(evidence, style),
    harmText(evidence, labelWidth, style),
    carried(evidence, style),
    fenced(result, style),
    conflicts(evidence, style),
    stale(evidence, style),
    besideText(evidence, labelWidth, style),
    failback === undefined ? [] : wayBack(failback, style),
    calledText([...(evidence.people ?? []), ...(failback?.people ?? [])], style),
    [
      ...labelled('Verdict', verdictWords(evidence), labelWidth, style, verdictTone(evidence.verdict)),
      ...labelled('Subject', subjectWords(evidence), labelWidth, style),
      ...madeOf(evidence.parts).flatMap((sentence) => labelled('Lab', sentence, labelWidth, style)),
    ],
    list('Deviations', both(result, 'deviations'), style),
    list('Gaps', unasked(result), style),
    table([bold('Evidence', plain(result.evidencePath)), bold('Journal', plain(result.journalHead))], style),
  ]
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`
}

function bold(name: string, text: string): readonly Cell[] {
  return [{ text: padded(name, labelWidth - 2), tone: 'bold' }, text]
}

function list(name: string, items: readonly string[], style: Style): readonly string[] {
  return items.length === 0 ? [] : [paint(style, 'bold', name), ...listed(items, style)]
}

/** The gaps but for those that stand among the questions of a walk already. */
function unasked(result: DrillResult): readonly string[] {
  const asked = new Set((result.walks ?? []).flatMap(({ questions }) => questions))
  return both(result, 'gaps').filter((gap) => !asked.has(gap))
}

function heading({ run, evidence }: DrillResult, style: Style): readonly string[] {
  const { kind, plan, scenario, direction, target, subject, startedAt } = evidence
  const word = kind === 'drill' ? paint(style, 'cyan', 'REHEARSAL') : paint(style, 'red', 'REAL EVENT')
  const what = `${plain(plan.name)}, ${plain(scenario)}, ${direction} on ${plain(target)} (${subject})`
  return [`${word}  ${paint(style, 'bold', what)}`, `run ${plain(run)}, started ${plain(startedAt)}`]
}

function figures(result: DrillResult, style: Style): readonly string[] {
  const { flows } = result.evidence
  const head = (name: string, last: string) =>
    [name, 'measured', `forecast p50${sign(style, 'dash')}p95`, 'target', '', last].map(
      (text): Cell => ({ text, tone: 'dim' }),
    )
  const rows = (clock: 'rto' | 'rpo') =>
    flows.map((flow) => {
      const forecast = forecastOf(result, flow.flow)
      return row(flow, clock, forecast?.[clock], notRestored(result, flow.rto), style)
    })
  return table([head('RTO', ''), ...rows('rto'), [], head('RPO', 'lost / acknowledged writes'), ...rows('rpo')], style)
}

function row(
  flow: FlowResult,
  clock: 'rto' | 'rpo',
  forecast: Partial<Odds> | undefined,
  absent: string,
  style: Style,
): readonly Cell[] {
  const figure = flow[clock]
  const none = sign(style, 'none')
  return [
    plain(flow.flow),
    durationOr(figure.measured, clock === 'rto' ? absent : 'not measured'),
    forecast === undefined ? none : range(forecast, style),
    durationOr(figure.target, none),
    mark(figure, style),
    clock === 'rpo' ? losses(flow) : exactness(flow),
  ]
}

function exactness({ rto }: FlowResult): string {
  return rto.error === undefined ? '' : `known to within ${formatDuration(rto.error)}`
}

function losses({ rpo }: FlowResult): string {
  if (rpo.method === 'none') return 'no ledger'
  return [
    `${count(rpo.lost)} / ${count(rpo.acknowledged)}${rpo.method === 'heartbeat' ? ' markers' : ''}`,
    ...(rpo.error === undefined ? [] : [`at most ${formatDuration(rpo.error)} more than measured`]),
    ...(rpo.wrong ? [`${count(rpo.wrong)} of them there and wrong`] : []),
    ...(rpo.unreconciled ? [`${count(rpo.unreconciled)} on the other side alone`] : []),
    ...(rpo.unackedSurvivors > 0 ? [`${count(rpo.unackedSurvivors)} unacknowledged survived`] : []),
    ...(rpo.duplicates > 0 ? [`${count(rpo.duplicates)} twice`] : []),
  ].join(', ')
}

/** Met, missed, or not judged though there is a target; nothing where there is none. */
function mark({ met, target }: { readonly met?: boolean; readonly target?: number }, style: Style): Cell {
  if (met === true) return { text: `${sign(style, 'ok')} met`, tone: 'green' }
  if (met === false) return { text: `${sign(style, 'bad')} missed`, tone: 'red' }
  return target === undefined ? '' : { text: `${sign(style, 'unknown')} not judged`, tone: 'yellow' }
}

function phases({ flows }: Evidence, style: Style): readonly string[] {
  const longest = Math.max(0, ...flows.map(({ rto }) => total(rto.phases)))
  const shown = flows.filter(({ rto }) => rto.phases !== undefined)
  if (longest === 0) return []
  const indent = Math.max(...shown.map(({ flow }) => columns(plain(flow)))) + 2
  return [
    paint(style, 'bold', 'Where the time went'),
    ...shown.flatMap(({ flow, rto }) => {
      const words = phaseNames.flatMap((name) =>
        rto.phases?.[name] === undefined ? [] : [`${sign(style, name)} ${name} ${formatDuration(rto.phases[name])}`],
      )
      const also = [
        ...(rto.fromDeclaration === undefined ? [] : [`${formatDuration(rto.fromDeclaration)} from the declaration`]),
        ...(rto.validated === undefined ? [] : [`verified ${formatDuration(rto.validated)} after the fault`]),
      ]
      return [
        padded(plain(flow), indent) + bar(rto.phases, longest, style),
        `${' '.repeat(indent)}${words.join('  ')}`,
        ...(also.length > 0 ? [' '.repeat(indent) + paint(style, 'dim', also.join(', '))] : []),
      ]
    }),
  ]
}

function total(phases: FlowResult['rto']['phases']): number {
  return phaseNames.reduce((sum, name) => sum + (phases?.[name] ?? 0), 0)
}

/** Each phase ends where its time ends on the common scale, so rounding never adds up. */
function bar(phases: FlowResult['rto']['phases'], longest: number, style: Style): string {
  let until = 0
  let text = ''
  for (const name of phaseNames) {
    until += phases?.[name] ?? 0
    const end = Math.round((until / longest) * barWidth)
    text += sign(style, name).repeat(Math.max(0, end - text.length))
  }
  return text
}

function carried({ sustained }: Evidence, style: Style): readonly string[] {
  if (sustained === undefined) return []
  const { wanted, lasted, unmeasured, flows } = sustained
  const silent = unmeasured > 0 ? `, ${formatDuration(unmeasured)} of it unmeasured` : ''
  return [
    ...labelled(
      'Carried',
      `The other side carried the load for ${formatDuration(lasted)} of ${formatDuration(wanted)}${silent}.`,
      labelWidth,
      style,
    ),
    ...table(
      flows.map(({ flow, requests, failed, longest }): readonly Cell[] => [
        '',
        plain(flow),
        `${count(requests - failed)} of ${count(requests)} served`,
        `longest pause ${formatDuration(longest)}`,
      ]),
      style,
    ),
  ]
}

/** Who came past what leads customers, there and back. */
function fenced({ evidence, failback }: DrillResult, style: Style): readonly string[] {
  return [...(evidence.fences ?? []), ...(failback?.fences ?? [])].flatMap(({ region, component, tried, taken }) =>
    labelled(
      'Fence',
      `${plain(region)} took ${count(taken)} of ${counted(tried, 'write')} of ${plain(component)} that came past the entry while it was fenced.`,
      labelWidth,
      style,
      taken > 0 ? 'red' : undefined,
    ),
  )
}

function conflicts({ conflicts = [] }: Evidence, style: Style): readonly string[] {
  return conflicts.flatMap(({ component, region, kinds }) => {
    const counted = Object.entries(kinds ?? {}).map(([kind, times]) => `${count(times)} ${plain(kind)}`)
    const words = kinds === undefined ? 'not counted' : counted.length === 0 ? 'none' : counted.join(', ')
    const text = `${plain(component)} in ${plain(region)}: ${words}.`
    return labelled('Conflicts', text, labelWidth, style, counted.length > 0 ? 'red' : undefined)
  })
}

function stale({ stale }: Evidence, style: Style): readonly string[] {
  if (stale === undefined) return []
  const { clients, of, requests, answered, forSeconds } = stale
  const words =
    forSeconds === undefined
      ? 'Nobody used an old address once another was given.'
      : `${count(clients)} of ${counted(of, 'client')} used an old address, for ${formatDuration(forSeconds)} at the ` +
        `longest; ${count(answered)} of ${counted(requests, 'request')} were answered there.`
  return labelled('Names', words, labelWidth, style)
}

function wayBack(failback: Evidence, style: Style): readonly string[] {
  const rows = failback.flows.map((flow): readonly Cell[] => [
    '',
    plain(flow.flow),
    flow.rto.measured === undefined ? 'pause not measured' : `${formatDuration(flow.rto.measured)} pause`,
    lossWords(flow),
    flow.rto.met === false || flow.rpo.met === false ? mark({ met: false }, style) : mark(flow.rto, style),
  ])
  const words = `${verdictWords(failback)} Run ${failback.run}.`
  return [...labelled('Failback', words, labelWidth, style, verdictTone(failback.verdict)), ...table(rows, style)]
}

function verdictTone(verdict: Verdict): Tone {
  return isGood(verdict) ? 'green' : 'red'
}
