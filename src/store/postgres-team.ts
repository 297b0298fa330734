import pg from 'pg'
import { Failure } from '#diagnostics'
import type { Clock } from '#execution'
import { seconds } from '#units'
import { migrations } from './postgres-migrations.ts'

/** For how long a server that does not answer is tried again. Less than a lease's life, so that a holder keeps its run. */
const patience = seconds(10)
const tryEvery = seconds(0.2)

/** Numbers the advisory lock under which the schema changes: "muster" as bytes. */
const migrationLock = 0x6d7573746572

/** States of a server that pass by themselves: restarting, out of connections, a standby, a lock, a deadlock, a lost connection. */
const passing = ['57P01', '57P02', '57P03', '57P05', '53300', '25006', '25P03', '55P03', '40P01', '57014']
/** What PostgreSQL calls its own data damaged. */
const damage = ['XX001', 'XX002']

type Row = Readonly<Record<string, unknown>>
export type Query = (sql: string, values?: readonly unknown[]) => Promise<readonly Row[]>

/** A PostgreSQL database that a team shares. */
export interface Team {
  /**
   * Does work in one transaction, whose commit is on stable storage on return. Where the connection is lost, it is done
   * again over a new one, with `again` set: what came before may be stored, even though nobody has said so. Whoever
   * locks a row first then waits until that is settled.
   * @throws Failure `unreachable` where the server has not answered for ten seconds, or refuses
   */
  write<T>(work: (query: Query, again: boolean) => Promise<T>): Promise<T>
  /** Does work on one state of the database. @throws Failure `unreachable` */
  read<T>(work: (query: Query) => Promise<T>): Promise<T>
  close(): Promise<void>
}

/** @throws Failure `usage` where the address is none; it is never shown whole, for it may hold a password */
export function openTeam(address: string, clock: Clock): Team {
  const shown = shownOf(address)
  const pool = new pg.Pool({
    application_name: 'muster',
    max: 4,
    connectionTimeoutMillis: 5000,
    idleTimeoutMillis: 10_000,
    allowExitOnIdle: true,
    keepAlive: true,
    // The server gives up before we do, so that what we gave up is not stored much later; and we do before a holder's
    // lease is over.
    lock_timeout: 5000,
    statement_timeout: 7000,
    idle_in_transaction_session_timeout: 7000,
    query_timeout: 8000,
    connectionString: address,
  })
  // A connection that breaks at rest is replaced; one that breaks at work fails its query.
  pool.on('error', () => undefined)
  pool.on('connect', (client) => void client.on('error', () => undefined))
  let ready: Promise<void> | undefined

  const once = async <T>(begin: string, work: (query: Query) => Promise<T>): Promise<T> => {
    const client = await told(pool.connect())
    let sound = false
    try {
      await told(client.query(begin))
      const result = await work(async (sql, values = []) => (await told(client.query<Row>(sql, [...values]))).rows)
      await told(client.query('commit'))
      sound = true
      return result
    } catch (error) {
      // A connection that had trouble is closed, and the server takes back what was under way.
      sound = !(error instanceof Trouble) && (await client.query('rollback').then(yes, no))
      throw error
    } finally {
      client.release(!sound)
    }
  }
  const patiently = async <T>(work: (again: boolean) => Promise<T>): Promise<T> => {
    const until = clock.monotonic() + patience
    for (let again = false; ; again = true) {
      try {
        return await work(again)
      } catch (error) {
        if (!(error instanceof Trouble)) throw error
        if (!passes(error.cause) || clock.monotonic() >= until) throw inWords(shown, error.cause)
        await clock.sleep(tryEvery)
      }
    }
  }
  const migrated = async (): Promise<void> => {
    ready ??= patiently(() => once('begin', (query) => migrate(query, shown)))
    try {
      await ready
    } catch (error) {
      ready = undefined
      throw error
    }
  }

  return {
    async write(work) {
      await migrated()
      const begin = 'begin; set local synchronous_commit to on'
      return patiently((again) => once(begin, (query) => work(query, again)))
    },
    async read(work) {
      await migrated()
      return patiently(() => once('begin isolation level repeatable read read only', work))
    },
    close: () => pool.end(),
  }
}

/** The connection or the server had trouble; all else that is thrown in a transaction was found by whoever does the work. */
class Trouble extends Error {}

async function told<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer
  } catch (cause) {
    throw new Trouble('trouble', { cause })
  }
}

const yes = (): boolean => true
const no = (): boolean => false

/** Host and database of an address, without whoever may enter. */
function shownOf(address: string): string {
  try {
    const { host, pathname } = new URL(address)
    const database = decodeURIComponent(pathname.slice(1))
    if (host !== '' && database !== '') return `${host}/${database}`
  } catch {
    // It is no URL; what it is instead is not shown.
  }
  throw new Failure(
    'usage',
    'The address of the store is no address of a PostgreSQL database: postgres://USER@HOST:PORT/DATABASE, with the password in PGPASSWORD or in it.',
  )
}

function codeOf(error: unknown): string {
  const { code } = error as { code?: unknown }
  return typeof code === 'string' ? code : ''
}

/** Whether the same may succeed in a while: the server said so, or said nothing. */
function passes(error: unknown): boolean {
  return !(error instanceof pg.DatabaseError) || passing.includes(codeOf(error))
}

function inWords(shown: string, error: unknown): Failure {
  // Where several addresses of a host were tried, there is a code alone.
  const message = [(error as Error).message, codeOf(error)].find((text) => text !== '')
  if (damage.includes(codeOf(error)))
    return new Failure('corrupt', `The store at ${shown} is damaged: ${message}. Put a backup of the database back.`, {
      cause: error,
    })
  return new Failure(
    'unreachable',
    `The store at ${shown} cannot be reached: ${message}. Check the address (MUSTER_STORE, or store in muster.config.yaml) and the server. What was being written may be there or not; resuming the run finds out.`,
    { cause: error },
  )
}

/** Runs the steps that the database has not seen yet, one opener at a time. */
async function migrate(query: Query, shown: string): Promise<void> {
  const [server] = await query(`select current_setting('fsync') as fsync, to_regclass('muster.migration') as known`)
  if (server?.['fsync'] === 'off')
    throw new Failure(
      'refused',
      `The server of the store at ${shown} runs with fsync off, so that it may forget what it has confirmed. Set fsync = on.`,
    )
  if (server?.['known'] === null) {
    await query('select pg_advisory_xact_lock($1)', [migrationLock])
    await query('create schema if not exists muster')
    await query(
      'create table if not exists muster.migration (version integer primary key, at timestamptz not null default now())',
    )
  }
  const [newest] = await query('select coalesce(max(version), 0) as version from muster.migration')
  const before = Number(newest?.['version'])
  if (before === migrations.length) return
  if (before > migrations.length)
    throw new Failure(
      'corrupt',
      `The store at ${shown} was written by a newer Muster (format ${before}, this one knows ${migrations.length}).`,
    )
  await query('select pg_advisory_xact_lock($1)', [migrationLock])
  // Somebody else may have been quicker.
  const [now] = await query('select coalesce(max(version), 0) as version from muster.migration')
  let version = Number(now?.['version'])
  for (const sql of migrations.slice(version)) {
    await query(sql)
    version += 1
    await query('insert into muster.migration (version) values ($1)', [version])
  }
}
