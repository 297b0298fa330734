import { columns, plain } from '#markup'
import { formatDuration } from '#units'
import { count, counted } from './figures.ts'
import { type Cell, listed, table, wrapped } from './layout.ts'
import { type MatrixFailback, type MatrixFigure, type MatrixRow, type MatrixView, matrixCaveats } from './matrix.ts'
import { missWords } from './matrix-words.ts'
import { madeOf } from './parts.ts'
import { paint, type Style, sign } from './style.ts'

/** Columns that a part of a strategy's name may take in the head of the grid. */
const headWidth = 15

/**
 * The matrix for a person: first the grid of median recovery times and losses, then each strategy with its drills, what
 * was missed, the price, and what is not there. Ends with a line feed.
 */
export function matrixText(view: MatrixView, style: Style): string {
  const blocks = [
    ...grids(view, style),
    ...view.strategies.map((strategy) => details(strategy, view, style)),
    missed(view, style),
    prices(view, style),
    absent(view, style),
    [paint(style, 'bold', 'What the figures are'), ...listed([...madeOf(view.parts), ...matrixCaveats], style)],
  ]
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`
}

/** As many strategies side by side as the width has room for. */
function grids(view: MatrixView, style: Style): ReadonlyArray<readonly string[]> {
  const names = Math.max(...view.disasters.map((name) => columns(plain(name))), 0)
  const aside = Math.max(1, Math.floor((style.width - names) / (headWidth + 4)))
  const parts = Array.from({ length: Math.ceil(view.strategies.length / aside) }, (_, index) =>
    view.strategies.slice(index * aside, (index + 1) * aside),
  )
  return parts.map((strategies, index) => [
    ...(index === 0
      ? [
          paint(style, 'bold', 'Median recovery time and loss of the worst flow'),
          ...wrapped(
            `${sign(style, 'ok')} every tier that the strategy is for was kept in every drill, ${sign(style, 'bad')} not, ${sign(style, 'none')} no drill yet, ${sign(style, 'empty')} no machine can rehearse it`,
            style.width,
          ),
        ]
      : []),
    ...table([...heads(strategies), ...view.disasters.map((one) => gridRow(one, strategies, view, style))], style),
  ])
}

/** Names over several lines, broken where they have a hyphen. */
function heads(strategies: readonly string[]): ReadonlyArray<readonly Cell[]> {
  const parts = strategies.map((name) => brokenUp(plain(name)))
  const lines = Math.max(...parts.map((lines) => lines.length), 0)
  return Array.from({ length: lines }, (_, line) => [
    '',
    ...parts.map((part): Cell => ({ text: part[line] ?? '', tone: 'dim' })),
  ])
}

function brokenUp(name: string): readonly string[] {
  const lines: string[] = []
  for (const part of name.split('-')) {
    const last = lines.at(-1)
    if (last !== undefined && columns(`${last}-${part}`) <= headWidth) lines[lines.length - 1] = `${last}-${part}`
    else lines.push(part)
  }
  return lines
}

function gridRow(disaster: string, strategies: readonly string[], view: MatrixView, style: Style): readonly Cell[] {
  return [
    plain(disaster),
    ...strategies.map((strategy): Cell => {
      const row = rowOf(view, strategy, disaster)
      if (row)
        return {
          text: `${sign(style, row.met ? 'ok' : 'bad')} ${middle(row.rto)} / ${middle(row.rpo)}`,
          tone: row.met ? 'green' : 'red',
        }
      const isUnsupported = view.unsupported.some((one) => one.strategy === strategy && one.disaster === disaster)
      return { text: sign(style, isUnsupported ? 'empty' : 'none'), tone: 'dim' }
    }),
  ]
}

function details(strategy: string, view: MatrixView, style: Style): readonly string[] {
  const rows = view.disasters.flatMap((disaster) => rowOf(view, strategy, disaster) ?? [])
  const [first] = rows
  if (!first) return []
  const none = sign(style, 'none')
  return [
    `${paint(style, 'bold', plain(strategy))}, for ${tierWords(first.expected)}`,
    ...table(
      [
        dim(
          '',
          'disaster',
          'drills',
          'RTO',
          'worst',
          'forecast',
          'RPO',
          'worst',
          'forecast',
          'tiers kept',
          'back',
          'writes/s',
        ),
        ...rows.map((row): readonly Cell[] => [
          { text: sign(style, row.met ? 'ok' : 'bad'), tone: row.met ? 'green' : 'red' },
          plain(row.disaster),
          `${row.runs}${row.failed > 0 ? `, ${row.failed} failed` : ''}${row.broken > 0 ? `, ${row.broken} broke off` : ''}`,
          middle(row.rto),
          seconds(row.rto.worst),
          band(row.rto, style),
          middle(row.rpo),
          seconds(row.rpo.worst),
          band(row.rpo, style),
          keptTiers(row) || none,
          row.failback === undefined ? none : backWords(row.failback),
          row.throughput === undefined ? none : `${count(Math.round(row.throughput.before))}${after(row, style)}`,
        ]),
      ],
      style,
      [3, 4, 5, 6, 7, 8],
    ),
  ]
}

/** How long customers wait on the way back, or what is wrong with it. */
function backWords({ failed, missing, lost, unsettled, uncounted, median }: MatrixFailback): string {
  if (failed + missing > 0) return `${failed + missing} failed`
  if (lost > 0) return `lost ${count(lost)}`
  if (unsettled > 0) return `${count(unsettled)} unsettled`
  return uncounted > 0 ? 'not counted' : seconds(median)
}

function missed(view: MatrixView, style: Style): readonly string[] {
  const items = view.rows.flatMap((row) => {
    const words = missWords(row)
    return words === undefined ? [] : [`${plain(row.strategy)}, ${plain(row.disaster)}: ${words}`]
  })
  return items.length === 0 ? [] : [paint(style, 'bold', 'Missed'), ...listed(items, style)]
}

function prices({ prices: all, comparedWith }: MatrixView, style: Style): readonly string[] {
  if (all.length === 0) return []
  const none = sign(style, 'none')
  return [
    `${paint(style, 'bold', 'Price')} on an ordinary day; throughput beside that of ${plain(comparedWith)}`,
    ...table(
      [
        dim('', 'strategy', 'writes/s', 'share', 'footprint'),
        ...all.map(({ strategy, throughput, relative, footprint }) => [
          '',
          plain(strategy),
          throughput === undefined ? none : count(Math.round(throughput)),
          relative === undefined ? none : `${Math.round(relative * 100)}%`,
          [
            counted(footprint.instances, 'instance'),
            counted(footprint.servers, 'server'),
            ...(footprint.vaults > 0 ? [counted(footprint.vaults, 'vault')] : []),
          ].join(', '),
        ]),
      ],
      style,
      [2, 3],
    ),
  ]
}

/** What is not in the grid, and why. */
function absent({ missing, unsupported, troubles, outdated }: MatrixView, style: Style): readonly string[] {
  const items = [
    ...troubles.map(({ strategy, disaster, why, run, earlier }) =>
      [
        `${plain(strategy)}, ${plain(disaster)}`,
        ...(run === undefined ? [] : [`, ${earlier ? 'earlier drill' : 'drill'} ${plain(run)}`]),
        `: ${why}`,
      ].join(''),
    ),
    ...unsupported.map(({ strategy, disaster, reason }) => `${plain(strategy)}, ${plain(disaster)}: ${reason}`),
    ...(missing.length > 0 ? [`${counted(missing.length, 'pair')} without a drill yet.`] : []),
    ...(outdated > 0
      ? [
          `${counted(outdated, 'earlier drill')} left out, for the plan is another one since (its digest has changed), or they were judged by other rules.`,
        ]
      : []),
  ]
  return items.length === 0 ? [] : [paint(style, 'bold', 'Not there'), ...listed(items, style)]
}

function rowOf(view: MatrixView, strategy: string, disaster: string): MatrixRow | undefined {
  return view.rows.find((row) => row.strategy === strategy && row.disaster === disaster)
}

function keptTiers({ tiers }: MatrixRow): string {
  return Object.keys(tiers)
    .filter((tier) => tiers[tier])
    .join(' ')
}

function tierWords(tiers: readonly number[]): string {
  return tiers.length === 1 ? `tier ${tiers[0]}` : `tiers ${tiers.join(', ')}`
}

function after({ throughput }: MatrixRow, style: Style): string {
  return throughput === undefined ? '' : `${style.unicode ? ' → ' : ' to '}${count(Math.round(throughput.after))}`
}

function middle({ median }: MatrixFigure): string {
  return seconds(median)
}

function band({ forecast }: MatrixFigure, style: Style): string {
  return forecast ? `${seconds(forecast.p50)}${sign(style, 'dash')}${seconds(forecast.p95)}` : 'unknown'
}

/** Three digits that count are what a person reads; `?` where it is not known, or never came. */
function seconds(value: number | undefined): string {
  return value === undefined ? '?' : formatDuration(Number(value.toPrecision(3)))
}

function dim(...words: readonly string[]): readonly Cell[] {
  return words.map((text) => ({ text, tone: 'dim' as const }))
}
