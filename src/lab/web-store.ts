import { readFile } from 'node:fs/promises'
import pg from 'pg'
import type { Address } from './addresses.ts'
import { messageOf } from './http.ts'

/** How stores are reached. */
export interface StoreAccess {
  readonly region: string
  readonly database: Address
  /** A file with `{user, password}`, read at each new connection, so that a new password needs no restart. */
  readonly credentials: string
}

/** One store as a web service uses it. */
export interface Store {
  readonly name: string
  /** For the customers' requests. */
  query(statement: pg.QueryConfig): Promise<pg.QueryResultRow[]>
  /** Writes, reads back and rolls back. @throws where any of it fails */
  verify(): Promise<void>
  /** Why it cannot take writes, or undefined where it can. */
  ails(): Promise<string | undefined>
  /** Looks at the newest rows and at the next few in the order of keys. @returns what is wrong, or undefined */
  unsound(): Promise<string | undefined>
  /** Ends its connections once they are no longer used. */
  close(): void
}

/** Milliseconds: shorter than a client's patience, so that the service answers before the client gives up. */
const queryTimeout = 900
/** Longer, for a connection is of use to the next request too; a server that is down refuses at once. */
const connectTimeout = 3000
/** Connections to one store that are kept open, also to a standby, so that a promotion finds them ready. */
const kept = 4
const keepEvery = 500
/** One for each client that an instance has, and some more. */
const most = 12
/** Rows that one look takes: of the newest of each flow, and of all in turn. */
const looked = { newest: 20, inTurn: 200 }

/** The statement that places an order: `$1` to `$5` are its key, flow, client, region and amount. */
export const place = `insert into orders (key, flow, client, region, amount, sum)
  values ($1, $2, $3, $4, $5::integer, order_sum($1, $5::integer))`

/** @param writing the flows that write to it */
export function openStore(name: string, writing: readonly string[], access: StoreAccess): Store {
  const work = poolOf(name, access, most)
  // Apart, so that a health check never waits behind the customers.
  const health = poolOf(name, access, 1)
  const keeping = setInterval(() => void keep(work), keepEvery)
  let last = ''
  return {
    name,
    query: (statement) => query(work, statement),
    verify: () => verify(health, access.region),
    async ails() {
      try {
        const [row] = await query(
          health,
          `select pg_is_in_recovery() as standby, current_setting('transaction_read_only') as ro`,
        )
        if (row?.['standby']) return `${name} is a standby`
        return row?.['ro'] === 'off' ? undefined : `${name} is read-only`
      } catch (error) {
        return `${name} does not answer: ${messageOf(error)}`
      }
    },
    async unsound() {
      try {
        const rows = await query(health, {
          name: 'look',
          text: look,
          values: [last, looked.inTurn, writing, looked.newest],
        })
        const inTurn = rows.filter(({ newest }) => newest === false)
        last = inTurn.length < looked.inTurn ? '' : String(inTurn.at(-1)?.['key'])
        const wrong = rows.filter(({ sound }) => sound !== true)
        return wrong.length === 0
          ? undefined
          : `${wrong.length} of ${rows.length} rows of ${name} are not what was written, ${String(wrong[0]?.['key'])} among them`
      } catch (error) {
        return `${name} cannot be looked at: ${messageOf(error)}`
      }
    },
    close() {
      clearInterval(keeping)
      for (const pool of [work, health]) void pool.end().catch(() => {})
    },
  }
}

/** `$1` is the key after which it goes on, `$2` and `$4` how many rows it takes, `$3` the flows that write. */
const look = `
  (select key, sum = order_sum(key, amount) as sound, false as newest from orders where key > $1 order by key limit $2)
  union all
  select recent.key, recent.sum = order_sum(recent.key, recent.amount), true
    from unnest($3::text[]) as flows (flow),
    lateral (select key, sum, amount from orders where orders.flow = flows.flow order by at desc limit $4) recent`

function poolOf(store: string, { region, database, credentials }: StoreAccess, max: number): pg.Pool {
  const made = new pg.Pool({
    ...database,
    user: 'app',
    password: async () => (JSON.parse(await readFile(credentials, 'utf8')) as { password: string }).password,
    database: store,
    max,
    idleTimeoutMillis: 0,
    connectionTimeoutMillis: connectTimeout,
    query_timeout: queryTimeout,
    application_name: `web-${region}`,
  })
  // A connection that breaks, idle or in use, is replaced by the next request; without a listener it would end the process.
  made.on('error', () => {})
  made.on('connect', (client) => client.on('error', () => {}))
  return made
}

/** Opens what is missing of the kept connections; where that fails, the next turn tries again. */
async function keep(pool: pg.Pool): Promise<void> {
  if (pool.totalCount >= kept || pool.waitingCount > 0) return
  const missing = Array.from({ length: kept - pool.totalCount }, () => pool.connect())
  for (const result of await Promise.allSettled(missing)) if (result.status === 'fulfilled') result.value.release()
}

/** Runs one statement; a connection on which it failed is thrown away, for it may be half dead. */
async function query(pool: pg.Pool, statement: string | pg.QueryConfig): Promise<pg.QueryResultRow[]> {
  const client = await pool.connect()
  try {
    const { rows } = await client.query(statement)
    client.release()
    return rows
  } catch (error) {
    client.release(true)
    throw error
  }
}

/** Nothing of it remains. */
async function verify(pool: pg.Pool, region: string): Promise<void> {
  const key = `verify-${region}-${process.hrtime.bigint()}`
  const client = await pool.connect()
  try {
    await client.query('begin')
    await client.query(place, [key, 'verify', 'verify', region, 1])
    const { rows } = await client.query('select key from orders where key = $1', [key])
    await client.query('rollback')
    if (rows.length !== 1) throw new Error('it did not give back what was written')
    client.release()
  } catch (error) {
    client.release(true)
    throw error
  }
}
