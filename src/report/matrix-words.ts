import { formatDuration } from '#units'
import { counted } from './figures.ts'
import type { MatrixFailback, MatrixMiss, MatrixRow } from './matrix.ts'

/** Why a pair misses what is expected of its strategy, in sentences; undefined where it does not. */
export function missWords(row: MatrixRow): string | undefined {
  if (row.met) return undefined
  const failed = row.failed > 0 ? [`${counted(row.failed, 'drill')} of ${row.runs} failed.`] : []
  const missed = row.misses.filter(({ tier }) => row.expected.includes(tier)).map((miss) => `${told(miss, row.runs)}.`)
  const broken = row.broken > 0 ? [`${counted(row.broken, 'drill')} broke off and came to no verdict.`] : []
  return [...failed, ...broken, ...missed, ...(row.failback ? backWords(row.failback) : [])].join(' ')
}

function backWords({ runs, failed, missing, lost, unsettled, uncounted }: MatrixFailback): readonly string[] {
  return [
    ...(failed > 0 ? [`${counted(failed, 'way')} back of ${runs} failed.`] : []),
    ...(missing > 0 ? [`${counted(missing, 'way')} back could not be begun.`] : []),
    ...(lost > 0 ? [`Going back lost ${counted(lost, 'write')}.`] : []),
    ...(unsettled > 0
      ? [
          `After going back ${counted(unsettled, 'write')} of the other side ${unsettled === 1 ? 'was' : 'were'} not settled.`,
        ]
      : []),
    ...(uncounted > 0 ? [`What ${counted(uncounted, 'way')} back lost was not counted.`] : []),
  ]
}

function told({ tier, flow, of, runs, worst, target }: MatrixMiss, all: number): string {
  const found = worst === undefined ? 'is not known or never came' : `was ${formatDuration(short(worst))} at worst`
  const often = all === 1 ? '' : ` in ${runs} of ${all} drills`
  return `The ${of.toUpperCase()} of ${flow} (tier ${tier}) ${found}, against ${formatDuration(target)}${often}`
}

function short(value: number): number {
  return Number(value.toPrecision(3))
}
