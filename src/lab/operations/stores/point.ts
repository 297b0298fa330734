import { HttpFailure } from '../../http.ts'
import { type Restorable, newestWhole } from '../../data/backups.ts'
import { identifier, onServer, type ServerAddress } from '../../postgres/sql.ts'
import { isPrimary } from '../../postgres/access.ts'
import type { Region } from '../../region.ts'
import type { Site } from '../../site.ts'

/** A point that a region's server can be brought back to. */
export interface Point extends Restorable {
  /** Replay stops just before this transaction commits; absent where it goes to the end of the log. */
  readonly before?: string
  /** When that was, or when the last of the log came, in milliseconds since 1970. */
  readonly at: number
  /** Rows of each store that were committed after the point, as the log of the old server says; unknown where it is gone. */
  readonly later?: Readonly<Record<string, number>>
  /** Rows of each store that were committed before it and stand in that log, which need not be all; unknown likewise. */
  readonly earlier?: Readonly<Record<string, number>>
}

/** The first transaction that did to orders what nobody who uses them does. */
interface Trouble {
  readonly transaction: string
  /** Where its commit lies in the log. */
  readonly lsn: string
  readonly at: number
  readonly later: Readonly<Record<string, number>>
  readonly earlier: Readonly<Record<string, number>>
}

/**
 * Chooses the newest point that can be restored: where a server of the region runs, the one before the first transaction
 * that dropped a table or changed rows, which are only ever added; otherwise the end of the log that was shipped.
 * @throws HttpFailure 409 where no backup is whole
 */
export async function choose(site: Site, region: Region): Promise<Point> {
  const { address } = region.server.cluster
  const lives = region.server.runs() && (await isPrimary(address))
  if (!lives) {
    const found = await newestWhole(site, region)
    return { ...found, at: found.lastAt }
  }
  const [trouble] = await Promise.all([firstTrouble(address, site.spec.stores), shippedUpToNow(region)])
  const found = await newestWhole(site, region, trouble?.lsn)
  return trouble
    ? { ...found, before: trouble.transaction, at: trouble.at, later: trouble.later, earlier: trouble.earlier }
    : { ...found, at: found.lastAt }
}

/** Waits until everything that was written so far lies in the vault. @throws HttpFailure 503 after 30 s */
export async function shippedUpToNow({ name, server, archive }: Region): Promise<void> {
  const archived = () =>
    onServer(server.cluster.address, 'postgres', async (query) => {
      const [row] = await query('select last_archived_wal as name from pg_stat_archiver')
      return String(row?.name ?? '')
    })
  const wanted = await onServer(server.cluster.address, 'postgres', async (query) => {
    // In a segment that has just begun, nothing but its header was written, which is 40 bytes long.
    const [row] = await query('select pg_walfile_name(pg_switch_wal() - 40) as name')
    return String(row?.name)
  })
  for (const until = performance.now() + 30_000; performance.now() < until; ) {
    if ((await archived()) >= wanted && (await archive.status()).waiting === 0) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  const { waiting, trouble } = await archive.status()
  throw new HttpFailure(
    503,
    'unreachable',
    `${waiting} segments of the log in ${name} do not reach the vault within 30 s${trouble === undefined ? '' : `: ${trouble}`}.`,
  )
}

/** Reads the log of a server that still runs, from where it begins. */
async function firstTrouble(address: ServerAddress, stores: readonly string[]): Promise<Trouble | undefined> {
  return await onServer(address, 'postgres', async (query) => {
    const databases = await query('select oid::text, datname as name from pg_database where datname = any($1)', [
      [...stores],
    ])
    await query('create extension if not exists pg_walinspect')
    await query('drop table if exists pg_temp.log')
    await query(`create temporary table log as ${logSince}`)
    await query('analyze log')
    const wrong = await query(firstWrong, [databases.map(({ oid }) => oid)])
    const [first] = wrong
    if (!first) return undefined
    const written = await query(writtenAround, [first.lsn])
    const rowsOf = (side: 'earlier' | 'later') =>
      Object.fromEntries(
        databases.map(({ oid, name }) => [name, Number(written.find(({ database }) => database === oid)?.[side] ?? 0)]),
      )
    return {
      transaction: String(first.transaction),
      lsn: String(first.lsn),
      at: (first.at as Date).getTime(),
      later: rowsOf('later'),
      earlier: rowsOf('earlier'),
    }
  })
}

/** From the oldest segment that is still there. */
const logSince = `
  select start_lsn, xid::text as transaction, resource_manager as manager, record_type as type, description, block_ref,
    (regexp_match(block_ref, 'rel \\d+/(\\d+)/(\\d+)'))[1] as database,
    (regexp_match(block_ref, 'rel \\d+/(\\d+)/(\\d+)'))[2]::bigint as relation
  from pg_get_wal_records_info(
    (select ('0/0'::pg_lsn + (('x' || substr(min(name), 9, 8))::bit(32)::bigint * 4294967296
        + ('x' || substr(min(name), 17, 8))::bit(32)::bigint * (pg_size_bytes(current_setting('wal_segment_size')))))
     from pg_ls_waldir() where name ~ '^[0-9A-F]{24}$'),
    pg_current_wal_flush_lsn())
  where resource_manager in ('Transaction', 'Heap')`

/** User tables have numbers from 16384 on. */
const firstWrong = `
  with commits as (select * from log where manager = 'Transaction' and type like 'COMMIT%'),
    changed as materialized (
      select transaction from log where manager = 'Heap' and type ~ '^(UPDATE|HOT_UPDATE|DELETE|TRUNCATE)'
        and database = any($1) and relation >= 16384
      union
      select transaction from commits
        where exists (select from unnest($1::text[]) as one where description ~ ('rels:.* base/' || one || '/'))
    )
  select transaction, start_lsn::text as lsn,
    substring(description from '^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d[.\\d]*')::timestamp at time zone 'UTC' as at
  from commits where transaction in (select transaction from changed) order by start_lsn limit 1`

const writtenAround = `
  select written.database, count(*) filter (where done.start_lsn < $1::pg_lsn)::integer as earlier,
    count(*) filter (where done.start_lsn > $1::pg_lsn)::integer as later
  from log written join log done on done.transaction = written.transaction
  where written.manager = 'Heap' and written.type like 'INSERT%' and written.relation >= 16384
    and done.manager = 'Transaction' and done.type like 'COMMIT%'
  group by written.database`

/** What was found out about a store's rows. */
export interface Proof {
  readonly rows: number
  /** Rows whose checksum does not hold. */
  readonly unsound: number
  /** When the newest was written, RFC 3339 in UTC; absent where there is none. */
  readonly newest?: string
}

/** Reads every row. @throws HttpFailure 409 where the table is gone */
export async function proved(address: ServerAddress, store: string): Promise<Proof> {
  return await onServer(address, store, async (query) => {
    const [table] = await query(`select to_regclass('public.orders') is not null as there`)
    if (table?.there !== true)
      throw new HttpFailure(409, 'refused', `${store} has no table ${identifier('orders')} any more.`)
    const [row] = await query(
      `select count(*)::integer as rows, max(at) as newest,
         count(*) filter (where sum is distinct from order_sum(key, amount))::integer as unsound from orders`,
    )
    return {
      rows: Number(row?.rows),
      unsound: Number(row?.unsound),
      ...(row?.newest ? { newest: (row.newest as Date).toISOString() } : {}),
    }
  })
}

/** Milliseconds by which what a clock said in one place may be ahead of another. */
const clocksDiffer = 1000

/**
 * What speaks against what was found in a restored store; undefined where nothing does.
 * @param isWritten whether there are customers who write to it; they have done so before any disaster
 * @param point what it was to be brought back to; undefined where it was brought back to none
 */
export function refusal(
  { rows, unsound, newest }: Proof,
  store: string,
  isWritten: boolean,
  point?: Pick<Point, 'at' | 'before' | 'earlier'>,
): string | undefined {
  const expected = point?.earlier?.[store] ?? 0
  if (unsound > 0) return `${unsound} of ${rows} rows of ${store} are not as they were written.`
  if (rows === 0 && isWritten) return `${store} is empty, and customers have written to it.`
  if (rows < expected)
    return `${store} has ${rows} rows, and the log of the server before shows ${expected} from before the point.`
  // The end of the log is no fixed point: what arrived after it was chosen is replayed too.
  if (point?.before !== undefined && newest !== undefined && Date.parse(newest) > point.at + clocksDiffer)
    return `${store} has a row of ${newest}, which is after the point, ${new Date(point.at).toISOString()}.`
  return undefined
}
