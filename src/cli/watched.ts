import type { JournalRecord, Muster, Watcher } from '#muster'
import type { Context } from './context.ts'
import { liveOf } from './live.ts'

/**
 * Drives a run before the eyes of whoever sits at the terminal, which is given back whatever comes of it.
 * @param earlier of a run that is taken up: what happened before
 */
export async function watched<T>(
  context: Context,
  muster: Muster,
  earlier: readonly JournalRecord[],
  work: (watcher: Watcher) => Promise<T>,
): Promise<T> {
  const watcher = liveOf(context, { estimates: muster.estimatesOf, earlier })
  try {
    return await work(watcher)
  } finally {
    watcher.close()
  }
}
