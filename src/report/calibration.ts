import type { Accuracy, Calibration } from '#simulation'
import { counted, odds } from './figures.ts'
import { present } from './json.ts'
import { type Cell, listed, table } from './layout.ts'
import { plain } from './plain.ts'
import { paint, type Style, sign } from './style.ts'

/** What the figures are, in sentences. */
const caveats = [
  'A drill counts once for each figure, by the flow that came to the most. A forecast is the one that was made just before its drill, so that early ones knew less.',
  'A band goes from p5 to p95, so that of many good forecasts about nine in ten hold. Late is how much later, or larger, than its p50 the middle value was. Wide is the band over what was measured, p5 to p95; of fewer than five drills it is left out.',
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
  const lines = rows.flatMap(({ plan, scenario, target, drills: count, rto, rpo }) => [
    [plain(plan), plain(scenario), plain(target), String(count), 'RTO', ...figures(rto, style)],
    ['', '', '', '', 'RPO', ...figures(rpo, style)],
  ])
  const all = [
    ['all', '', '', String(drills), 'RTO', ...figures(calibration.rto, style)],
    ['', '', '', '', 'RPO', ...figures(calibration.rpo, style)],
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

function figures({ values, within, bias, width }: Accuracy, style: Style): readonly Cell[] {
  const none = sign(style, 'dash')
  return [
    values === 0 ? none : `${within} of ${values}`,
    bias === undefined ? none : `${bias < 0 ? '-' : ''}${odds(Math.abs(bias))}`,
    width === undefined ? none : `${Number(width.toPrecision(2))}x`,
  ]
}

/** What `evidence calibration --format json` gives: shares of 1, and what there is too little of is left out. */
export function calibrationJson({ drills, rto, rpo, rows }: Calibration) {
  return {
    schemaVersion: 1 as const,
    drills,
    rto: accuracyJson(rto),
    rpo: accuracyJson(rpo),
    rows: rows.map((row) => ({ ...row, rto: accuracyJson(row.rto), rpo: accuracyJson(row.rpo) })),
    caveats,
  }
}

/** How right forecasts were, as data. */
export type CalibrationReport = ReturnType<typeof calibrationJson>

function accuracyJson({ values, within, bias, width }: Accuracy) {
  return present({ values, within, bias, width })
}
