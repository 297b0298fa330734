import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { listen, messageOf } from '../http.ts'
import { monotonic } from '../monotonic.ts'
import { createEntries } from './entries.ts'

export interface CacheSettings {
  readonly host: string
  readonly port: number
}

/** What a cache has answered since it was started or emptied. */
export interface CacheCounts {
  readonly entries: number
  readonly hits: number
  readonly misses: number
}

/** Entries that it has room for. */
const room = 10_000
const largestValue = 1_000_000

/**
 * A region's cache: a process of the lab's own that keeps what was used last in memory and loses it when it ends. `GET`,
 * `PUT` (with `?ttl=` in seconds) and `DELETE` of `/entries/KEY`; `POST /empty`; `GET /counts`.
 */
export async function cache({ host, port }: CacheSettings): Promise<object> {
  const entries = createEntries(room)
  let counts = { hits: 0, misses: 0 }
  const answer = async (request: IncomingMessage): Promise<readonly [number, string | Buffer]> => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://cache')
    const key = pathname.startsWith('/entries/') ? decodeURIComponent(pathname.slice('/entries/'.length)) : undefined
    const content = await contentOf(request)
    const now = monotonic()
    if (key === undefined) {
      if (request.method === 'GET' && pathname === '/counts')
        return [200, JSON.stringify({ entries: entries.size(now), ...counts } satisfies CacheCounts)]
      if (request.method !== 'POST' || pathname !== '/empty') return [404, '']
      entries.empty()
      counts = { hits: 0, misses: 0 }
      return [200, '{}']
    }
    switch (request.method) {
      case 'GET': {
        const value = entries.get(key, now)
        counts = value ? { ...counts, hits: counts.hits + 1 } : { ...counts, misses: counts.misses + 1 }
        return value ? [200, value] : [404, '']
      }
      case 'PUT':
        entries.set(key, content, now + Number(searchParams.get('ttl') ?? Number.POSITIVE_INFINITY))
        return [200, '']
      case 'DELETE':
        return [entries.remove(key) ? 200 : 404, '']
      default:
        return [405, '']
    }
  }
  const respond = async (request: IncomingMessage, response: ServerResponse) => {
    const [status, body] = await answer(request).catch((error) => [413, messageOf(error)] as const)
    response.writeHead(status).end(body)
  }
  const server = createServer((request, response) => void respond(request, response))
  server.keepAliveTimeout = 60_000
  await listen(server, port, host)
  return {}
}

async function contentOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > largestValue) throw new Error(`A value has at most ${largestValue} bytes.`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
