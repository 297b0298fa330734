import type { ConflictsCounted } from '#evidence'
import { onServer } from '../postgres/sql.ts'
import type { Region } from '../region.ts'

// What happens where two regions change the same row at once, as the servers that apply the changes count it.

type Counts = Pick<ConflictsCounted, 'kinds' | 'errors'>

/** What was counted for subscriptions that are no more, by store. */
const past = new WeakMap<Region, Map<string, Counts>>()

/** Keeps what was counted for a subscription that was taken away. */
export function remember(region: Region, store: string, counts: Counts): void {
  const known = past.get(region) ?? new Map<string, Counts>()
  known.set(store, added(known.get(store), counts))
  past.set(region, known)
}

/**
 * What a region's server has counted of a store since the lab began, or since the server was killed, for then it forgets.
 * A conflict shows up a second or so after it happened.
 */
export async function conflictsAt(region: Region, store: string): Promise<ConflictsCounted> {
  const now = await onServer(region.server.cluster.address, store, countedIn)
  return { component: store, region: region.name, ...added(past.get(region)?.get(store), now) }
}

/** All that was counted, conflicts alone where the server tells them from other errors. */
export function totalOf({ kinds, errors }: Counts): number {
  return kinds === undefined ? errors : Object.values(kinds).reduce((sum, count) => sum + count, 0)
}

/** What the subscriptions of a database have counted. */
export async function countedIn(
  query: (text: string) => Promise<ReadonlyArray<Record<string, unknown>>>,
): Promise<Counts> {
  const rows = await query(
    `select key, sum(value::bigint)::integer as count
     from pg_stat_subscription_stats as stats join pg_subscription on oid = subid
       cross join jsonb_each_text(to_jsonb(stats)) as counted
     where (key = 'apply_error_count' or key like 'confl%')
       and subdbid = (select oid from pg_database where datname = current_database())
     group by key order by key`,
  )
  const counts = rows.map(({ key, count }) => [String(key).replace(/^confl_/, ''), Number(count)] as const)
  const kinds = counts.filter(([key]) => key !== errorCount)
  return {
    // Before PostgreSQL 18 no server counts conflicts.
    ...(kinds.length === 0 && counts.length > 0
      ? {}
      : { kinds: Object.fromEntries(kinds.filter(([, count]) => count > 0)) }),
    errors: counts.find(([key]) => key === errorCount)?.[1] ?? 0,
  }
}

const errorCount = 'apply_error_count'

function added(one: Counts | undefined, other: Counts): Counts {
  if (one === undefined) return other
  const errors = one.errors + other.errors
  const { kinds } = other
  if (one.kinds === undefined || kinds === undefined) return { ...one, ...other, errors }
  const sums = { ...one.kinds }
  for (const [kind, count] of Object.entries(kinds)) sums[kind] = (sums[kind] ?? 0) + count
  return { kinds: sums, errors }
}
