import { createServer } from 'node:http'
import pg from 'pg'

/**
 * A small service that takes orders: `node service.ts PORT DATABASE-URL…`. It knows nothing of Muster, and uses the first
 * of its databases that takes writes.
 */
const [, , port, ...urls] = process.argv

async function withDatabase<T>(work: (client: pg.Client) => Promise<T>): Promise<T> {
  let refusal: unknown
  for (const url of urls)
    try {
      return await withOne(url, work)
    } catch (error) {
      refusal = error
    }
  throw refusal
}

async function withOne<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 1000, query_timeout: 1500 })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end().catch(() => undefined)
  }
}

const doing: Readonly<Record<string, () => Promise<unknown>>> = {
  'GET /health': () => withDatabase((client) => client.query('select 1')),
  'GET /checkout': () => withDatabase((client) => client.query('insert into orders default values')),
  'POST /verify': () =>
    withDatabase(async (client) => {
      await client.query('begin')
      await client.query('insert into orders default values')
      await client.query('rollback')
    }),
}

createServer((request, response) => {
  const work = doing[`${request.method} ${request.url}`]
  const answer = (status: number, body: unknown): void =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  if (!work) return answer(404, { error: 'not here' })
  work().then(
    () => answer(200, { done: true }),
    (error: Error) => answer(503, { error: error.message }),
  )
}).listen(Number(port), '127.0.0.1')
