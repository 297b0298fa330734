import { type Clock, openSession, type Store } from '#execution'
import type { Happening, JournalRecord } from '#journal'

/**
 * Writes into a run what somebody has found out about it, once, where nobody drives it.
 * @param by the role in which they say so
 * @param isThere whether it stands in these records already
 * @returns whether it is written there, now or before
 */
export async function recordedOnce(
  { store, clock }: { readonly store: Store; readonly clock: Clock },
  run: string,
  event: Happening,
  by: string,
  isThere: (record: JournalRecord) => boolean,
): Promise<boolean> {
  if ((await store.read(run)).some(isThere)) return true
  if (await store.lease(run)) return false
  const session = await openSession(store, run, clock, () => {})
  try {
    if (!session.records().some(isThere)) await session.record([event], { name: by, authn: 'stated' })
    return true
  } finally {
    await session.close()
  }
}
