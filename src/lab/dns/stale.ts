import type { StaleUse } from '#evidence'
import type { Happening } from '../happenings.ts'
import { answersNow } from './authority.ts'

/** What one client sent and where, in order; instants are seconds on the monotonic clock. */
export interface SentBy {
  readonly client: string
  readonly sent: ReadonlyArray<{ readonly at: number; readonly to: string; readonly ok: boolean }>
}

/**
 * What was sent to addresses that the zone did not give any more: by answers that resolvers kept, and by connections that
 * were never broken. Its age is since the change that took its region back, which need not be the first one.
 * @param happenings of the zone, in order; only since when it is asked about
 * @returns undefined where what the zone gives did not change
 */
export function staleUse(happenings: readonly Happening[], clients: readonly SentBy[]): StaleUse | undefined {
  const changes = happenings.filter(({ what }) => what === answersNow)
  const [first] = changes
  if (!first) return undefined
  const old = clients.map(({ sent }) => {
    let current = -1
    return sent.flatMap(({ at, to, ok }) => {
      while ((changes[current + 1]?.at ?? Number.POSITIVE_INFINITY) <= at) current++
      const given = changes.slice(0, current + 1).findLastIndex(({ regions }) => regions.includes(to))
      const takenBack = given < current ? changes[given + 1] : undefined
      return takenBack ? [{ at, ok, age: at - takenBack.at }] : []
    })
  })
  const all = old.flat()
  const largest = (values: readonly number[]): number => values.reduce((most, one) => Math.max(most, one), 0)
  return {
    since: first.at,
    clients: old.filter((sent) => sent.length > 0).length,
    of: clients.length,
    requests: all.length,
    answered: all.filter(({ ok }) => ok).length,
    ...(all.length === 0
      ? {}
      : { lastAt: largest(all.map(({ at }) => at)), forSeconds: largest(all.map(({ age }) => age)) }),
  }
}
