import { median } from '#units'
import {
  type Combination,
  type CompareRecord,
  faultNames,
  settingsNames,
  type SystemName,
  systemNames,
} from './model.ts'
import { method } from './settings.ts'

/** Median and worst of a figure; absent where it is not known of the middle, or of some, run. */
export interface Spread {
  readonly median?: number
  readonly worst?: number
}

/** What all runs of one combination have come to; times in seconds. */
export interface CompareRow extends Combination {
  readonly runs: number
  /** Of each run, in order; one that never ended is left out. */
  readonly measured: readonly number[]
  readonly downtime: Spread
  readonly clientGap: Spread
  readonly detect: Spread
  readonly lost: Spread
  /** Acknowledged writes, of all runs together. */
  readonly acknowledged: number
  /** Runs in which the old primary took writes after the new one had taken some. */
  readonly splitBrain: number
  readonly splitWrites: Spread
  readonly writesPerSecond: Spread
}

/** How much longer Muster with a witness takes than another system, as a share of that one's downtime. */
export interface Overhead extends Omit<Combination, 'system'> {
  readonly against: SystemName
  /** 0.1 is a tenth longer, below 0 is shorter. */
  readonly share: number
}

/** Whether a record was measured as records are measured now. */
export function counts(record: CompareRecord): boolean {
  return record.method === method
}

/** Every combination, so that the systems take turns. */
export const combinations: readonly Combination[] = settingsNames.flatMap((settings) =>
  faultNames.flatMap((fault) => systemNames.map((system) => ({ system, settings, fault }))),
)

export function isSame(a: Combination, b: Combination): boolean {
  return a.system === b.system && a.settings === b.settings && a.fault === b.fault
}

/** One row for each combination that has a run, in the order of the combinations. */
export function rowsOf(asked: readonly Combination[], records: readonly CompareRecord[]): readonly CompareRow[] {
  return asked.flatMap((combination) => {
    const runs = records.filter((record) => counts(record) && isSame(record, combination))
    if (runs.length === 0) return []
    const { system, settings, fault } = combination
    return [
      {
        system,
        settings,
        fault,
        runs: runs.length,
        measured: runs.flatMap(({ downtime }) => downtime ?? []),
        downtime: spread(runs.map(({ downtime }) => downtime)),
        clientGap: spread(runs.map(({ clientGap }) => clientGap)),
        detect: spread(runs.map(({ detect }) => detect)),
        lost: spread(runs.map(({ lost }) => lost)),
        acknowledged: runs.reduce((sum, { acknowledged }) => sum + acknowledged, 0),
        splitBrain: runs.filter(({ splitWrites }) => splitWrites > 0).length,
        splitWrites: spread(runs.map(({ splitWrites }) => splitWrites)),
        writesPerSecond: spread(runs.map(({ writesPerSecond }) => writesPerSecond)),
      },
    ]
  })
}

/** Muster with its witness beside each system that waits as it does; only where both have a median. */
export function overheadsOf(rows: readonly CompareRow[]): readonly Overhead[] {
  return rows.flatMap(({ system, settings, fault, downtime }) => {
    if (system === 'muster' || system === 'muster-unfenced' || !downtime.median) return []
    const ours = rows.find((row) => isSame(row, { system: 'muster', settings, fault }))?.downtime.median
    if (ours === undefined) return []
    return [{ settings, fault, against: system, share: Number((ours / downtime.median - 1).toFixed(4)) }]
  })
}

/** What is not known counts as longer than all that is. */
function spread(values: ReadonlyArray<number | undefined>): Spread {
  const known = values.map((value) => value ?? Number.POSITIVE_INFINITY)
  const [middle = Number.NaN, worst] = [median(known), Math.max(...known)]
  return {
    ...(Number.isFinite(middle) ? { median: Number(middle.toFixed(3)) } : {}),
    ...(Number.isFinite(worst) ? { worst } : {}),
  }
}
