import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { TerminalFailure } from '#diagnostics'
import type { World } from '#execution'
import { seconds } from '#units'
import { markersOf } from './markers.ts'
import type { Heartbeat } from './measuring.ts'

/** A store that takes markers over HTTP, two at a time when they are read. */
const kept: Array<{ run: string; sequence: number }> = []
const tokens: Array<string | undefined> = []
let server: Server
let url = ''

beforeAll(async () => {
  server = createServer((request, response) => {
    tokens.push(request.headers.authorization)
    const asked = new URL(request.url ?? '', 'http://localhost')
    let text = ''
    request.on('data', (part: Buffer) => {
      text += part.toString()
    })
    request.on('end', () => {
      if (request.method === 'POST') {
        kept.push(JSON.parse(text) as (typeof kept)[number])
        return response.writeHead(201).end('{}')
      }
      if (asked.pathname === '/wrong') return response.end('[]')
      if (request.method === 'DELETE') {
        const status = Number(asked.pathname.slice(1)) || 204
        if (status === 204) kept.splice(0, Infinity, ...kept.filter(({ run }) => run !== asked.searchParams.get('run')))
        return response.writeHead(status).end()
      }
      const [run, after] = [asked.searchParams.get('run'), Number(asked.searchParams.get('after'))]
      const all = kept.filter((one) => one.run === run && one.sequence > after).map(({ sequence }) => sequence)
      return response.end(JSON.stringify({ markers: all.sort((a, b) => a - b).slice(0, 2) }))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})
beforeEach(() => {
  kept.length = 0
  tokens.length = 0
})

const world = (address: string): World => ({
  endpoint: () => ({ url: address }),
  traffic() {
    throw new TerminalFailure('There is none.')
  },
  facts: async () => ({}),
})
const usual = { read: {}, every: seconds(1), timeout: seconds(1), mayCreate: false }
const markers = (heartbeat: Partial<Heartbeat>, address = url) =>
  markersOf(world(address), 'invoices', ['east', 'west'], { ...usual, ...heartbeat }, 'run-1')
const soon = (): AbortSignal => AbortSignal.timeout(5000)

describe('markers over HTTP', () => {
  test('are written with the run, read back in parts, and opened by the token', async () => {
    const one = markers({ write: `${url}/markers`, token: 'canary', read: { west: `${url}/markers` } })
    for (const sequence of [1, 2, 3, 5, 8]) await one.write(sequence, soon())
    kept.push({ run: 'run-2', sequence: 4 })
    expect(await one.read('west', soon())).toEqual(new Set([1, 2, 3, 5, 8]))
    expect(new Set(tokens)).toEqual(new Set(['Bearer canary']))
  })

  test('are deleted by run, and no others', async () => {
    kept.push({ run: 'run-1', sequence: 1 }, { run: 'run-2', sequence: 4 }, { run: 'run-1', sequence: 2 })
    expect(await markers({ write: `${url}/markers`, token: 'canary' }).forget(soon())).toBeUndefined()
    expect(kept).toEqual([{ run: 'run-2', sequence: 4 }])
    expect(tokens).toEqual(['Bearer canary'])
  })

  test('stay where the service knows no such request; any other answer is a failure, and it is asked once', async () => {
    for (const status of [404, 405, 501])
      expect(await markers({ write: `${url}/${status}` }).forget(soon())).toBe(new URL(url).host)
    await expect(markers({ write: `${url}/403` }).forget(soon())).rejects.toThrow('answered 403')
    await expect(markers({ write: `${url}/503` }).forget(soon())).rejects.toThrow('answered 503')
    expect(tokens).toHaveLength(5)
  })

  test('are not read where nobody says how, and what answers otherwise is no answer', async () => {
    await expect(markers({ write: `${url}/markers` }).read('west', soon())).rejects.toThrow(
      'heartbeats.invoices.read.west',
    )
    await expect(markers({ read: { west: `${url}/wrong` } }).read('west', soon())).rejects.toThrow(
      '{"markers": [numbers]}',
    )
  })

  test('are not written to a store that is neither named nor PostgreSQL, nor to one that takes no writes', async () => {
    await expect(markers({}, 'postgres://127.0.0.1:9/a').write(1, soon())).rejects.toThrow(
      'No server of invoices takes writes.',
    )
    const routed = { ...world(url), traffic: () => ({ url: 'http://127.0.0.1:9', token: 'none-needed' }) }
    await expect(markersOf(routed, 'invoices', ['east'], usual, 'run-1').write(1, soon())).rejects.toThrow(
      'does not answer',
    )
  })
})
