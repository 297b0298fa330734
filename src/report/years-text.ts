import { plain } from '#markup'
import type { FlowYears, Ranged, Years } from '#simulation'
import { formatDuration, formatShare } from '#units'
import { count, odds } from './figures.ts'
import { type Cell, listed, table, wrapped } from './layout.ts'
import { paint, type Style, sign, type Tone } from './style.ts'

/**
 * Flows over many years for a person: availability against the SLO, what is lost and by what, the odds of losing all
 * regions, which scenario answers what, and what the figures rest on.
 * @returns text that ends with a line feed
 */
export function yearsText(name: string, years: Years, style: Style): string {
  const blocks = [
    [
      `${paint(style, 'bold', `${count(years.years)} years of ${plain(name)}`)}, seed ${years.seed}`,
      ...wrapped(years.label, style.width),
    ],
    flowTable(years, style),
    causes(years, style),
    coincidence(years, style),
    rates(years, style),
    answers(years, style),
    [paint(style, 'bold', 'What the figures rest on and leave out'), ...listed(years.caveats, style)],
  ]
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`
}

function nameOf({ workload, flow }: FlowYears): string {
  return plain(workload === undefined ? flow : `${workload} / ${flow}`)
}

function flowTable({ flows }: Years, style: Style): readonly string[] {
  const header = dim(
    'flow',
    'availability',
    '95 % interval',
    'SLO',
    '',
    'years met',
    'lost a year',
    'data a year',
    'outages',
  )
  const none = sign(style, 'none')
  const rows = flows.map((flow): readonly Cell[] => [
    nameOf(flow),
    available(flow.availability.mean),
    range(flow.availability, available, style),
    flow.target === undefined ? none : formatShare(flow.target),
    flow.target === undefined ? '' : verdict(flow.availability.mean >= flow.target),
    flow.probabilityMet === undefined ? none : { text: odds(flow.probabilityMet), tone: toneOf(flow.probabilityMet) },
    lost(flow.lostHoursPerYear * 3600),
    flow.lostDataSecondsPerYear === undefined ? 'unknown' : lost(flow.lostDataSecondsPerYear),
    `${Number(flow.outagesPer100Years.toPrecision(3))} in 100`,
  ])
  return table([header, ...rows], style, [1, 3, 5, 6, 7, 8])
}

function causes({ flows }: Years, style: Style): readonly string[] {
  const touched = flows.filter(({ byClass }) => byClass.length > 0)
  if (touched.length === 0) return ['No event of these classes touches any flow.']
  return [
    paint(style, 'bold', 'What the lost time comes from'),
    ...table(
      touched.map((flow) => [
        '',
        nameOf(flow),
        flow.byClass
          .toSorted((a, b) => b.share - a.share)
          .map(({ class: of, share }) => `${of} ${odds(share)}`)
          .join(', '),
      ]),
      style,
    ),
  ]
}

function coincidence({ flows }: Years, style: Style): readonly string[] {
  const several = flows.flatMap(({ allRegionsLost, ...flow }) =>
    allRegionsLost ? [{ ...flow, lost: allRegionsLost }] : [],
  )
  if (several.length === 0) return []
  const chance = (value: Ranged): string => `${rare(value.mean)} (${range(value, rare, style)})`
  return [
    `${paint(style, 'bold', 'All regions at once')}, the chance a year with its 95 % interval`,
    ...table(
      [
        dim('', 'flow', 'by one event', 'by coincidence', 'the second one during the recovery'),
        ...several.map((flow) => [
          '',
          nameOf(flow),
          chance(flow.lost.together),
          chance(flow.lost.byCoincidence),
          flow.secondDuringRecovery ? chance(flow.secondDuringRecovery) : sign(style, 'none'),
        ]),
      ],
      style,
    ),
  ]
}

function rates({ rates: used }: Years, style: Style): readonly string[] {
  return [
    paint(style, 'bold', 'Rates'),
    ...table(
      used.map(({ class: of, rate, unit, band, source, asOf }) => [
        '',
        of,
        `${figure(rate)} ${unit === 'share' ? 'of them' : unit}`,
        band ? `${figure(band[0])}${sign(style, 'dash')}${figure(band[1])}` : '',
        source === undefined ? 'given' : `${source}, ${asOf}`,
      ]),
      style,
    ),
  ]
}

function answers({ answers: all }: Years, style: Style): readonly string[] {
  if (all.length === 0) return []
  return [
    paint(style, 'bold', 'What answers what'),
    ...all.flatMap(({ event, scenario, because, workloads }) => {
      const who =
        workloads.length > 3
          ? `${workloads.slice(0, 3).join(', ')} and ${workloads.length - 3} more`
          : workloads.join(', ')
      const what = scenario ?? 'nothing: its flows wait for the end of the incident'
      return wrapped(`${event}: ${what}${because === undefined ? '' : ` (${because})`}; ${who}`, style.width, '  ')
    }),
  ]
}

function dim(...words: readonly string[]): readonly Cell[] {
  return words.map((text) => ({ text, tone: 'dim' as const }))
}

function verdict(isMet: boolean): Cell {
  return isMet ? { text: 'met', tone: 'green' } : { text: 'missed', tone: 'red' }
}

function toneOf(probability: number): Tone {
  return probability >= 0.95 ? 'green' : probability >= 0.5 ? 'yellow' : 'red'
}

/** As many nines as tell it from 1, at most nine digits. */
function available(share: number): string {
  if (share >= 1) return '100%'
  const gone = 100 - share * 100
  const digits = Math.min(9, Math.max(2, 1 - Math.floor(Math.log10(gone))))
  const text = (share * 100).toFixed(digits)
  return Number(text) === 100 ? `>99.${'9'.repeat(digits)}%` : `${Number(text)}%`
}

function range({ low, high }: Ranged, write: (value: number) => string, style: Style): string {
  return `${write(low)}${sign(style, 'dash')}${write(high)}`
}

/** A small chance with two digits that count. */
function rare(chance: number): string {
  return chance === 0 ? '0' : chance < 0.001 ? chance.toExponential(1) : odds(chance)
}

function figure(value: number): string {
  return String(Number(value.toPrecision(3)))
}

function lost(seconds: number): string {
  return seconds === 0 ? '0s' : seconds < 0.001 ? '<1ms' : formatDuration(rounded(seconds))
}

/** To what a person reads of a duration: whole minutes above an hour, whole seconds above a minute. */
function rounded(seconds: number): number {
  if (seconds >= 3600) return Math.round(seconds / 60) * 60
  return seconds >= 60 ? Math.round(seconds) : Number(seconds.toPrecision(3))
}
