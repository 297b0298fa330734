import type { LedgerCount } from '#evidence'
import type { Marker } from './diary.ts'

/**
 * Holds acknowledged markers against those that are there.
 * @param acknowledged in the order of their numbers
 * @param except numbers that an earlier count has already found lost
 * @param every how often one is written, in seconds
 * @returns `error` is how much older than the oldest lost marker a lost write may be: the time since the marker before
 * it was sent; without one before it that is there, nobody knows. Where none is lost it is the interval, for what was
 * written after the last marker nobody knows of.
 */
export function counted(
  component: string,
  acknowledged: readonly Marker[],
  there: ReadonlySet<number>,
  except: ReadonlySet<string>,
  every: number,
): LedgerCount {
  const asked = reckoned(acknowledged, except)
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
    ...(oldest && !before ? { unbounded: true } : {}),
  }
}

/** The markers that a count is about. */
export function reckoned(acknowledged: readonly Marker[], except: ReadonlySet<string>): readonly Marker[] {
  return acknowledged.filter(({ sequence }) => !except.has(String(sequence)))
}

/**
 * The same, once it is known when customers began to go without: where nothing is lost, a write may be that came after
 * the last marker before that. Without such a marker, and where nobody knows when it was, anything may be.
 * @param asked the markers that the count is about, all of which are there where none is lost
 */
export function boundedBy(count: LedgerCount, asked: readonly Marker[], began: number | undefined): LedgerCount {
  if (count.lost > 0 || count.error === undefined) return count
  const last = began === undefined ? undefined : asked.findLast(({ at }) => at <= began)
  if (began === undefined || !last) return { ...count, unbounded: true }
  return { ...count, error: Math.max(count.error, began - last.sent) }
}
