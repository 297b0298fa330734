import { present } from './json.ts'
import { type MatrixFigure, type MatrixRow, type MatrixView, matrixCaveats } from './matrix.ts'
import { missWords } from './matrix-words.ts'

/** What `lab matrix --format json` gives; times in seconds, shares 0 to 1, and what is not known is left out. */
export function matrixJson(view: MatrixView) {
  const { strategies, disasters, rows, missing, unsupported, troubles, outdated, prices, comparedWith, parts } = view
  return {
    schemaVersion: 1 as const,
    subject: 'lab' as const,
    strategies,
    disasters,
    rows: rows.map(rowJson),
    missing,
    unsupported,
    troubles,
    outdated,
    prices: prices.map(({ strategy, throughput, relative, footprint }) =>
      present({ strategy, throughput, relative, footprint }),
    ),
    comparedWith,
    ...present({ parts }),
    caveats: matrixCaveats,
  }
}

/** The matrix as data. */
export type MatrixReport = ReturnType<typeof matrixJson>

function rowJson(row: MatrixRow) {
  const {
    strategy,
    disaster,
    runs,
    drills,
    broken,
    failback,
    met,
    tiers,
    expected,
    failed,
    misses,
    throughput,
    steps,
  } = row
  return present({
    strategy,
    disaster,
    runs,
    drills,
    rto: figureJson(row.rto),
    rpo: figureJson(row.rpo),
    failback,
    met,
    tiers,
    expected,
    failed,
    broken,
    explained: missWords(row),
    misses,
    throughput,
    steps,
  })
}

function figureJson({ measured, median, worst, forecast }: MatrixFigure) {
  return present({ measured, median, worst, forecast })
}
