import type { LedgerCount } from '#evidence'
import type { LedgerEntry } from './load.ts'

/** A row of a store; `sound` where its checksum holds. */
export interface StoredRow {
  readonly key: string
  readonly amount: number
  readonly sound: boolean
}

/**
 * Compares what clients were told with what the survivor holds. A write that the survivor holds with another content than
 * the client sent is as lost as one that it does not hold.
 * @param entries every write that was sent to the store before the survivor was read
 * @param rows of the survivor
 * @param except keys to leave out
 * @param elsewhere keys that the other side holds, where it lived on apart
 */
export function reconciled(
  component: string,
  entries: readonly LedgerEntry[],
  rows: readonly StoredRow[],
  except: ReadonlySet<string>,
  elsewhere?: ReadonlySet<string>,
): LedgerCount {
  const present = new Map<string, StoredRow[]>()
  for (const row of rows) present.set(row.key, [...(present.get(row.key) ?? []), row])
  const counted = entries.filter(([key]) => !except.has(key))
  const acknowledged = counted.filter(([, known]) => known)
  const isRight = ([key, , , , amount]: LedgerEntry): boolean =>
    present.get(key)?.some((row) => row.sound && row.amount === amount) === true
  const missing = acknowledged.filter((entry) => !isRight(entry))
  const isElsewhere = ([key]: LedgerEntry): boolean => !present.has(key) && elsewhere?.has(key) === true
  const lost = missing.filter((entry) => !isElsewhere(entry))
  const times = lost.flatMap(([, , committedAt]) => committedAt ?? [])
  return {
    component,
    acknowledged: acknowledged.length,
    lost: lost.length,
    wrong: lost.filter(([key]) => present.has(key)).length,
    ...(elsewhere === undefined ? {} : { unreconciled: missing.length - lost.length }),
    unackedSurvivors: counted.filter(([key, known]) => !known && present.has(key)).length,
    duplicates: counted.filter(([key]) => (present.get(key)?.length ?? 0) > 1).length,
    ...(times.length > 0
      ? {
          oldestLostAt: times.reduce((a, b) => Math.min(a, b)),
          newestLostAt: times.reduce((a, b) => Math.max(a, b)),
        }
      : {}),
    lostKeys: lost.map(([key]) => key),
  }
}
