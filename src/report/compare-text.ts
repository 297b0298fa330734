import { plain } from '#markup'
import { formatDuration } from '#units'
import { type CompareRow, type CompareSpread, type CompareView, compareCaveats } from './compare.ts'
import { missingIn } from './compare-json.ts'
import { count, counted } from './figures.ts'
import { type Cell, listed, table } from './layout.ts'
import { paint, type Style, sign } from './style.ts'

/** The comparison for a person: figures first, then what each waits for, and what the figures say. Ends with a line feed. */
export function compareText(view: CompareView, style: Style): string {
  const blocks = [
    figures(view, style),
    overhead(view, style),
    [
      paint(style, 'bold', 'What each guarantees'),
      ...listed(
        view.systems.map(({ system, guarantees }) => `${plain(system)}: ${plain(guarantees)}`),
        style,
      ),
    ],
    [paint(style, 'bold', 'How each is set'), ...listed(settings(view), style)],
    absent(view, style),
    [paint(style, 'bold', 'What the figures are'), ...listed(compareCaveats(view), style)],
  ]
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`
}

function figures({ rows }: CompareView, style: Style): readonly string[] {
  if (rows.length === 0) return ['No run yet.']
  const head = ['system', 'settings', 'fault', 'runs', 'downtime', 'worst', 'one client', 'led after', 'lost', 'worst']
  return [
    paint(style, 'bold', 'Downtime and loss, median and worst'),
    ...table(
      [
        [...head, 'acknowledged', 'writes/s', 'both wrote'].map((text): Cell => ({ text, tone: 'dim' })),
        ...rows.map((row) => line(row, style)),
      ],
      style,
      [3, 4, 5, 6, 7, 8, 9, 10, 11],
    ),
  ]
}

function line(row: CompareRow, style: Style): readonly Cell[] {
  const { system, settings: set, fault, runs, splitBrain } = row
  return [
    plain(system),
    plain(set),
    plain(fault),
    count(runs),
    seconds(row.downtime.median),
    seconds(row.downtime.worst),
    seconds(row.clientGap.median),
    seconds(row.detect.median),
    whole(row.lost.median),
    whole(row.lost.worst),
    count(row.acknowledged),
    whole(row.writesPerSecond.median),
    splitBrain === 0
      ? sign(style, 'none')
      : { text: `in ${splitBrain} of ${runs}, up to ${whole(row.splitWrites.worst)} writes`, tone: 'red' },
  ]
}

function overhead({ overheads }: CompareView, style: Style): readonly string[] {
  if (overheads.length === 0) return []
  const head = ['settings', 'fault', 'beside', 'downtime'].map((text): Cell => ({ text, tone: 'dim' }))
  return [
    `${paint(style, 'bold', 'Muster with a witness beside the others')}, medians`,
    ...table(
      [
        head,
        ...overheads.map(({ settings: set, fault, against, share }): readonly Cell[] => [
          plain(set),
          plain(fault),
          plain(against),
          shareWords(share),
        ]),
      ],
      style,
    ),
  ]
}

/** `3.2% longer` */
function shareWords(share: number): string {
  const size = `${Number((Math.abs(share) * 100).toFixed(1))}%`
  return share > 0 ? `${size} longer` : share < 0 ? `${size} shorter` : 'the same'
}

function settings({ paces, versions }: CompareView): readonly string[] {
  return [
    ...Object.entries(paces).map(
      ([name, { ttl, loop, timeout }]) =>
        `${plain(name)}: a silent leader counts as lost after ${ttl}s, a look every ${loop}s, ${timeout}s for an answer`,
    ),
    ...Object.entries(versions).map(
      ([system, each]) =>
        `${plain(system)}: ${Object.entries(each)
          .map(([name, version]) => `${plain(name)} ${plain(version)}`)
          .join(', ')}`,
    ),
  ]
}

function absent(view: CompareView, style: Style): readonly string[] {
  const missing = missingIn(view)
  const items = [
    ...view.troubles.map(({ system, settings: set, fault, why }) => `${system}, ${set}, ${fault}: ${why}`),
    ...missing.map(
      ({ system, settings: set, fault }) => `${plain(system)}, ${plain(set)}, ${plain(fault)}: no run yet`,
    ),
    ...(view.outdated > 0 ? [`${counted(view.outdated, 'earlier run')} left out, measured in another way.`] : []),
  ]
  return items.length === 0 ? [] : [paint(style, 'bold', 'Not there'), ...listed(items, style)]
}

/** Three digits that count, for a tenth of a second is what systems differ in; `?` where it is not known, or never came. */
function seconds(value: number | undefined): string {
  if (value === undefined) return '?'
  const shown = Number(value.toPrecision(3))
  return shown >= 1 && shown < 120 ? `${shown}s` : formatDuration(shown)
}

function whole(value: CompareSpread['median']): string {
  return value === undefined ? '?' : count(Math.round(value))
}
