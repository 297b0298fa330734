import { formatDuration } from '#units'
import { counted } from './figures.ts'
import type { MatrixMiss, MatrixRow } from './matrix.ts'

/** Why a pair misses what is expected of its strategy, in sentences; undefined where it does not. */
export function missWords(row: MatrixRow): string | undefined {
  if (row.met) return undefined
  const failed = row.failed > 0 ? [`${counted(row.failed, 'drill')} of ${row.runs} failed.`] : []
  const missed = row.misses.filter(({ tier }) => row.expected.includes(tier)).map((miss) => `${told(miss, row.runs)}.`)
  const { runs, failed: broken, lost } = row.failback ?? { runs: 0, failed: 0, lost: 0 }
  const back = [
    ...(broken > 0 ? [`${counted(broken, 'way')} back of ${runs} failed.`] : []),
    ...(lost > 0 ? [`Going back lost ${counted(lost, 'write')}.`] : []),
  ]
  return [...failed, ...missed, ...back].join(' ')
}

function told({ tier, flow, of, runs, worst, target }: MatrixMiss, all: number): string {
  const found = worst === undefined ? 'is not known or never came' : `was ${formatDuration(short(worst))} at worst`
  const often = all === 1 ? '' : ` in ${runs} of ${all} drills`
  return `The ${of.toUpperCase()} of ${flow} (tier ${tier}) ${found}, against ${formatDuration(target)}${often}`
}

function short(value: number): number {
  return Number(value.toPrecision(3))
}
