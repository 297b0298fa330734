import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import pg from 'pg'
import { listen, messageOf } from './http.ts'
import { monotonic } from './monotonic.ts'

export interface WebSettings {
  readonly region: string
  readonly host: string
  readonly port: number
  /** PostgreSQL of the same region. */
  readonly database: { readonly host: string; readonly port: number; readonly user: string; readonly password: string }
  /** Names of the databases. */
  readonly stores: readonly string[]
  readonly flows: ReadonlyArray<{ readonly id: string; readonly data: 'reads' | 'writes'; readonly store?: string }>
}

/** Milliseconds: shorter than a client's patience, so that the service answers before the client gives up. */
const queryTimeout = 900
/** Longer, for a connection is of use to the next request too; a server that is down refuses at once. */
const connectTimeout = 3000
/** Connections to one store that are kept open, also to a standby, so that a promotion finds them ready. */
const kept = 4
const keepEvery = 500
/** Milliseconds for which a health answer may be given again. */
const healthAge = 50

type Answer = readonly [status: number, body: Readonly<Record<string, unknown>>]

/**
 * The web service of one region: serves every flow from its own region's PostgreSQL and from nowhere else.
 * `GET /health` is 200 only while every store accepts writes.
 */
export async function web(settings: WebSettings): Promise<Record<string, never>> {
  const pools = new Map(settings.stores.map((store) => [store, poolsOf(settings, store)]))
  const health = freshFor(healthAge, () => healthOf([...pools].map(([store, { health }]) => [store, health])))
  const answer = async (request: IncomingMessage): Promise<Answer> => {
    const path = `${request.method} ${request.url}`
    if (path === 'GET /health') return await health()
    if (path === 'POST /verify')
      return await verify(
        [...pools].map(([store, { health }]) => [store, health]),
        settings,
      )
    const flow = settings.flows.find(({ id }) => path === `POST /flow/${id}`)
    if (!flow) return [404, { error: `There is no ${path} here.` }]
    const { key, client } = await orderOf(request)
    const pool = flow.store === undefined ? undefined : pools.get(flow.store)?.work
    if (!pool) return [200, { key, region: settings.region }]
    if (flow.data === 'reads') {
      const rows = await query(pool, { name: 'recent', text: recent, values: [flow.id] })
      return [200, { key, region: settings.region, rows: rows.length }]
    }
    await query(pool, { name: 'place', text: place, values: [key, flow.id, client, settings.region] })
    // One statement is one transaction: its answer is the commit's.
    return [200, { key, region: settings.region, committedAt: monotonic() }]
  }
  const respond = async (request: IncomingMessage, response: ServerResponse) => {
    const [status, body] = await answer(request).catch((error): Answer => [503, { error: messageOf(error) }])
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  }
  const server = createServer((request, response) => void respond(request, response))
  server.keepAliveTimeout = 60_000
  await listen(server, settings.port, settings.host)
  return {}
}

const place = 'insert into orders (key, flow, client, region) values ($1, $2, $3, $4)'
const recent = 'select key from orders where flow = $1 order by at desc limit 10'

interface Pools {
  readonly work: pg.Pool
  /** Apart, so that a health check never waits behind the customers. */
  readonly health: pg.Pool
}

function poolsOf(settings: WebSettings, store: string): Pools {
  const pool = (max: number) => {
    const made = new pg.Pool({
      ...settings.database,
      database: store,
      max,
      idleTimeoutMillis: 0,
      connectionTimeoutMillis: connectTimeout,
      query_timeout: queryTimeout,
      application_name: `web-${settings.region}`,
    })
    // An idle connection that breaks is replaced by the next request; without a listener it would end the process.
    made.on('error', () => {})
    return made
  }
  const work = pool(12)
  setInterval(() => void keep(work), keepEvery)
  return { work, health: pool(1) }
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

async function healthOf(stores: ReadonlyArray<readonly [string, pg.Pool]>): Promise<Answer> {
  for (const [store, pool] of stores) {
    try {
      const [row] = await query(
        pool,
        `select pg_is_in_recovery() as standby, current_setting('transaction_read_only') as ro`,
      )
      if (row?.standby) return [503, { reason: `${store} is a standby` }]
      if (row?.ro !== 'off') return [503, { reason: `${store} is read-only` }]
    } catch (error) {
      return [503, { reason: `${store} does not answer: ${messageOf(error)}` }]
    }
  }
  return [200, { healthy: true }]
}

/** Writes to every store, reads it back and rolls back, so that nothing of it remains. */
async function verify(stores: ReadonlyArray<readonly [string, pg.Pool]>, settings: WebSettings): Promise<Answer> {
  for (const [store, pool] of stores) {
    const key = `verify-${settings.region}-${process.hrtime.bigint()}`
    let client: pg.PoolClient | undefined
    try {
      client = await pool.connect()
      await client.query('begin')
      await client.query(place, [key, 'verify', 'verify', settings.region])
      const { rows } = await client.query('select key from orders where key = $1', [key])
      await client.query('rollback')
      client.release()
      if (rows.length !== 1) return [503, { store, reason: `${store} did not give back what was written` }]
    } catch (error) {
      client?.release(true)
      return [503, { store, reason: `${store} cannot be written: ${messageOf(error)}` }]
    }
  }
  return [200, { verified: stores.map(([store]) => store) }]
}

/** Shares one answer among all who ask within its age, and among those who ask while it is being made. */
function freshFor(milliseconds: number, make: () => Promise<Answer>): () => Promise<Answer> {
  let made: Promise<Answer> | undefined
  return () => {
    if (made) return made
    made = make()
    const forget = () => setTimeout(() => (made = undefined), milliseconds)
    made.then(forget, forget)
    return made
  }
}

async function orderOf(request: IncomingMessage): Promise<{ key: string; client: string }> {
  let text = ''
  for await (const chunk of request.setEncoding('utf8')) text += chunk
  const { key, client } = JSON.parse(text) as { key?: unknown; client?: unknown }
  return { key: String(key), client: String(client) }
}
