import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { systemClock } from '#execution'
import type { Runbook } from '#runbook'
import type { PlanTarget } from '../plan-target.ts'
import { apartOn } from './apart.ts'
import { openDiary } from './diary.ts'

/** How the copy of a service answers; the connection is cut where it is 0. */
let copy = 0
let server: Server
let url = ''
beforeAll(async () => {
  server = createServer((request, response) => {
    request.resume()
    if (request.url === '/orders') return void response.end('{}')
    if (copy === 0) return void request.socket.destroy()
    response.writeHead(copy).end('{}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})
beforeEach(() => {
  copy = 0
})

const runbook = {
  from: 'east',
  to: 'west',
  steps: [{ id: 'start', work: { kind: 'action', use: 'service.start', with: { component: 'api', region: 'west' } } }],
  stores: [],
} as unknown as Runbook

/** Sets a test apart up while the copy answers as it did before, and takes it down while it answers as it does after. */
async function tried(before: number, after: number): Promise<void> {
  const target = { name: 'copies', endpoint: () => ({ url }), refuses: () => undefined } as unknown as PlanTarget
  const diary = openDiary({ read: () => '', add: () => undefined }, systemClock.id)
  const takeDown = { has: { url: `${url}/orders`, token: 'none-needed' } }
  const apart = apartOn(target, { takeDown }, 'drill-1', diary, { clock: systemClock, environment: {}, directory: '/' })
  copy = before
  await apart.setUp(runbook)
  copy = after
  await apart.takeDown(runbook)
}

test('a copy that answers with errors is not gone, and what is left is told with how it answers', async () => {
  await expect(tried(0, 503)).rejects.toThrow('still there in west: api (answers with 503)')
  await expect(tried(0, 200)).rejects.toThrow('still there in west: api (answers with 200)')
  await expect(tried(0, 0)).resolves.toBeUndefined()
})

test('a door that answered for nobody before is no copy, but who serves behind it is', async () => {
  await expect(tried(503, 503)).resolves.toBeUndefined()
  await expect(tried(503, 200)).rejects.toThrow('still there in west: api (answers with 200)')
  await expect(tried(200, 503)).resolves.toBeUndefined()
})
