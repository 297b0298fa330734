import type { LedgerCount } from '#evidence'
import type { LedgerEntry } from './load.ts'

/**
 * Compares what clients were told with what the survivor holds.
 * @param entries every write that was sent to the store before the survivor was read
 * @param present keys in the survivor, one entry a row
 * @param except keys to leave out
 */
export function reconciled(
  component: string,
  entries: readonly LedgerEntry[],
  present: readonly string[],
  except: ReadonlySet<string>,
): LedgerCount {
  const rows = new Map<string, number>()
  for (const key of present) rows.set(key, (rows.get(key) ?? 0) + 1)
  const counted = entries.filter(([key]) => !except.has(key))
  const lost = counted.filter(([key, acknowledged]) => acknowledged && !rows.has(key))
  const times = lost.flatMap(([, , committedAt]) => committedAt ?? [])
  return {
    component,
    acknowledged: counted.filter(([, acknowledged]) => acknowledged).length,
    lost: lost.length,
    unackedSurvivors: counted.filter(([key, acknowledged]) => !acknowledged && rows.has(key)).length,
    duplicates: counted.filter(([key]) => (rows.get(key) ?? 0) > 1).length,
    ...(times.length > 0 ? { oldestLostAt: times.reduce((a, b) => Math.min(a, b)) } : {}),
    lostKeys: lost.map(([key]) => key),
  }
}
