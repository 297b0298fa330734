import type { Combination, CompareRecord, SettingsName, SystemName } from './model.ts'
import { counts, isSame } from './rows.ts'

/** Seconds that a run usually takes, before one was measured: set-up, the wait for a fault to be noticed, clean-up. */
const usual: Readonly<Record<SettingsName, Readonly<Record<SystemName, number>>>> = {
  default: { patroni: 90, 'pg-auto-failover': 130, muster: 90, 'muster-unfenced': 80 },
  tuned: { patroni: 60, 'pg-auto-failover': 80, muster: 50, 'muster-unfenced': 45 },
}

/** Seconds that the next run of a combination will take: as long as its longest so far. */
export function lengthOf(combination: Combination, records: readonly CompareRecord[]): number {
  const took = records.flatMap((record) => (isSame(record, combination) ? [record.took] : []))
  return took.length > 0 ? Math.max(...took) : usual[combination.settings][combination.system]
}

/**
 * The combination whose turn it is: of those that have the fewest runs, the first, so that systems take turns and the
 * load of a machine falls on all alike.
 * @param broken runs of this call that came to nothing; after two a combination is left alone
 * @param runs that each is to have; without a limit where left out
 * @param left seconds
 */
export function nextTurn(
  asked: readonly Combination[],
  records: readonly CompareRecord[],
  broken: readonly Combination[],
  runs: number | undefined,
  left: number,
): Combination | undefined {
  const had = (one: Combination): number => records.filter((record) => counts(record) && isSame(record, one)).length
  const failed = (one: Combination): number => broken.filter((other) => isSame(other, one)).length
  return asked
    .filter((one) => failed(one) < 2 && (runs === undefined || had(one) < runs) && lengthOf(one, records) <= left)
    .toSorted((a, b) => had(a) + failed(a) - (had(b) + failed(b)))[0]
}
