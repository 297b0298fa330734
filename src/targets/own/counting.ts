import type { LedgerCount } from '#evidence'
import type { Marker } from './diary.ts'

/**
 * Holds acknowledged markers against those that are there.
 * @param acknowledged in the order of their numbers
 * @param except numbers that an earlier count has already found lost
 * @param every how often one is written, in seconds
 * @returns `error` is how much older than the oldest lost marker a lost write may be: the time since the marker before
 * it was sent. Where none is lost it is the interval, for what was written after the last marker nobody knows of.
 */
export function counted(
  component: string,
  acknowledged: readonly Marker[],
  there: ReadonlySet<number>,
  except: ReadonlySet<string>,
  every: number,
): LedgerCount {
  const asked = acknowledged.filter(({ sequence }) => !except.has(String(sequence)))
  const known = new Set(acknowledged.map(({ sequence }) => sequence))
  const lost = asked.filter(({ sequence }) => !there.has(sequence))
  const oldest = lost.reduce<Marker | undefined>((first, one) => (first && first.at <= one.at ? first : one), undefined)
  const before = oldest && asked.findLast(({ sequence, at }) => there.has(sequence) && at < oldest.at)
  return {
    component,
    acknowledged: asked.length,
    lost: lost.length,
    unackedSurvivors: [...there].filter((one) => !known.has(one)).length,
    duplicates: 0,
    ...(oldest ? { oldestLostAt: oldest.at } : {}),
    lostKeys: lost.map(({ sequence }) => String(sequence)),
    error: oldest && before ? Math.max(every, oldest.at - before.sent) : every,
  }
}

/**
 * The same, once it is known when the fault was: where nothing is lost, a write may be that came after the last marker
 * before the fault.
 */
export function boundedBy(count: LedgerCount, acknowledged: readonly Marker[], t0: number | undefined): LedgerCount {
  if (count.lost > 0 || t0 === undefined || count.error === undefined) return count
  const last = acknowledged.findLast(({ at }) => at <= t0)
  return last ? { ...count, error: Math.max(count.error, t0 - last.sent) } : count
}
