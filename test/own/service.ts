import { createServer } from 'node:http'
import pg from 'pg'

/**
 * A small service that takes orders, and markers from whoever has the token: `node service.ts PORT DATABASE-URL…`. It uses
 * the first of its databases that does what is asked, and gives five markers at a time.
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

interface Asked {
  readonly body: { readonly run?: string; readonly sequence?: number }
  readonly query: URLSearchParams
}

const doing: Readonly<Record<string, (asked: Asked) => Promise<unknown>>> = {
  'GET /health': () => withDatabase((client) => client.query('select 1')),
  'GET /checkout': () => withDatabase((client) => client.query('insert into orders default values')),
  'POST /verify': () =>
    withDatabase(async (client) => {
      await client.query('begin')
      await client.query('insert into orders default values')
      await client.query('rollback')
    }),
  'POST /markers': ({ body: { run, sequence } }) =>
    withDatabase((client) => client.query('insert into markers (run, sequence) values ($1, $2)', [run, sequence])),
  'GET /markers': ({ query }) =>
    withDatabase(async (client) => {
      const { rows } = await client.query<{ sequence: number }>(
        'select sequence from markers where run = $1 and sequence > $2 order by sequence limit 5',
        [query.get('run'), Number(query.get('after'))],
      )
      return { markers: rows.map(({ sequence }) => sequence) }
    }),
  'DELETE /markers': ({ query }) =>
    withDatabase((client) => client.query('delete from markers where run = $1', [query.get('run')])),
}
const inside = 'sEcret4manage'

createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost')
  const work = doing[`${request.method} ${pathname}`]
  const answer = (status: number, body: unknown): void =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  if (!work) return answer(404, { error: 'not here' })
  if (pathname === '/markers' && request.headers.authorization !== `Bearer ${inside}`)
    return answer(401, { error: 'no' })
  let text = ''
  request.on('data', (part: Buffer) => {
    text += part.toString()
  })
  request.on('end', () => {
    work({ body: (text === '' ? {} : JSON.parse(text)) as Asked['body'], query: searchParams }).then(
      (found) => answer(200, pathname === '/markers' && request.method === 'GET' ? found : { done: true }),
      (error: Error) => answer(503, { error: error.message }),
    )
  })
}).listen(Number(port), '127.0.0.1')
