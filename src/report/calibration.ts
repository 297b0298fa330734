import { plain } from '#markup'
import { type Accuracy, type Calibration, mostWidth, type OverallAccuracy } from '#simulation'
import { counted, odds } from './figures.ts'
import { present } from './json.ts'
import { type Cell, listed, table } from './layout.ts'
import { paint, type Style, sign } from './style.ts'

type Named = Pick<Calibration['rows'][number], 'plan' | 'digest' | 'decision'>

/** What the figures are, in sentences. */
const caveats = [
  'A drill counts once for each figure, by the flow that came to the most. A forecast is the one that was made just before its drill, so that early ones knew less, and none has seen what it is held against.',
  'A band goes from p5 to p95, so that of many good forecasts about nine in ten hold; beside it stands what that share may be in truth, given so few drills (Wilson, 95 %). A flow that never came back is longer than any band, and counts as not held.',
  `Late is how much later, or larger, than its p50 the middle value was. Wide is the middle band over what was measured, p5 to p95: more than ${mostWidth} says too little. Fewer than five drills are too few, and of five what was measured still spreads a third less than it would over many. Less than a millisecond counts as one, so that a forecast of nothing that comes to nothing is 1.`,
]

/** How right forecasts were, for a person. Ends with a line feed. */
export function calibrationText(calibration: Calibration, style: Style): string {
  const { drills, rows } = calibration
  if (drills === 0) return 'There is no drill to hold a forecast against. Make one:\n  muster drill --scenario ID\n'
  const head: readonly Cell[] = ['plan', 'scenario', 'target', 'drills', 'figure', 'held', 'late', 'wide'].map(
    (text) => ({
      text,
      tone: 'dim',
    }),
  )
  const lines = rows.flatMap(({ scenario, target, drills: count, rto, rpo, ...row }) => [
    [nameOf(row, rows), plain(scenario), plain(target), String(count), 'RTO', ...figures(rto, style)],
    ['', '', '', '', 'RPO', ...figures(rpo, style)],
  ])
  const all = [
    ['all', '', '', String(drills), 'RTO', ...overall(calibration.rto, style)],
    ['', '', '', '', 'RPO', ...overall(calibration.rpo, style)],
  ]
  return `${[
    paint(style, 'bold', `Forecasts against ${counted(drills, 'drill')}`),
    '',
    ...table([head, ...lines, [], ...all], style, [3]),
    '',
    paint(style, 'bold', 'What the figures are'),
    ...listed(caveats, style),
  ].join('\n')}\n`
}

/** The plan, with what tells it from another version of it, and from drills in which people decided. */
function nameOf({ plan, digest, decision }: Named, rows: Calibration['rows']): string {
  const versions = new Set(rows.filter((one) => one.plan === plan).map((one) => one.digest))
  const version = versions.size > 1 ? ` ${plain(digest.replace(/^sha256:/, '').slice(0, 8))}` : ''
  return `${plain(plan)}${version}${decision === 'people' ? ', people decide' : ''}`
}

function figures({ values, within, share, bias, width }: Accuracy, style: Style): readonly [string, string, string] {
  const none = sign(style, 'dash')
  const [low, high] = share ?? []
  return [
    low === undefined || high === undefined ? none : `${within} of ${values} (${odds(low)} to ${odds(high)})`,
    bias === undefined ? none : `${bias < 0 ? '-' : ''}${odds(Math.abs(bias))}`,
    width === undefined ? (values === 0 ? none : 'too few') : `${Number(width.toPrecision(2))}x`,
  ]
}

function overall(accuracy: OverallAccuracy, style: Style): readonly Cell[] {
  const { rows, narrow } = accuracy.widths
  const [held, late, wide] = figures(accuracy, style)
  return [held, late, rows === 0 ? wide : `${wide}, ${narrow} of ${rows} up to ${mostWidth}x`]
}

/** What `evidence calibration --format json` gives: shares of 1, and what there is too little of is left out. */
export function calibrationJson({ drills, rto, rpo, rows }: Calibration) {
  return {
    schemaVersion: 1 as const,
    drills,
    rto: { ...accuracyJson(rto), widths: rto.widths },
    rpo: { ...accuracyJson(rpo), widths: rpo.widths },
    rows: rows.map((row) => ({ ...row, rto: accuracyJson(row.rto), rpo: accuracyJson(row.rpo) })),
    caveats,
  }
}

/** How right forecasts were, as data. */
export type CalibrationReport = ReturnType<typeof calibrationJson>

function accuracyJson({ values, within, share, censored, bias, width }: Accuracy) {
  return present({ values, within, share, censored, bias, width })
}
