import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Clock, systemClock } from '#execution'
import { seconds } from '#units'
import { watching } from './probes.ts'

let status = 200
let asked = 0
/** Held back while it is set. */
let hanging = false
const server = createServer((_, response) => {
  asked += 1
  if (!hanging) response.writeHead(status, { location: '/elsewhere' }).end()
})
let http = ''
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  http = `http://127.0.0.1:${(server.address() as AddressInfo).port}/health`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

/** A clock that a test moves on. */
function moved(): Clock & { on(by: number): void } {
  let now = 1000
  return { ...systemClock, monotonic: () => now, on: (by) => void (now += by) }
}

const anywhere = () => undefined
const probe = (url = http) => ({ shop: { http: url, every: seconds(10), timeout: seconds(5) } })
/** An answer that is under way comes in. */
const shortly = () => new Promise((resolve) => setTimeout(resolve, 100))

describe('facts from probes', () => {
  test('without probes there are none', async () => {
    expect(await watching({}, moved(), anywhere)()).toEqual({})
  })

  test('the first answer is waited for, and the next is not asked for before its time', async () => {
    const clock = moved()
    const facts = watching(probe(), clock, anywhere)
    const before = asked
    expect(await facts()).toEqual({ 'probes.shop.failing': false, 'probes.shop.failingFor': 0 })
    clock.on(9)
    await facts()
    expect(asked - before).toBe(1)
    clock.on(1)
    await facts()
    await shortly()
    expect(asked - before).toBe(2)
  })

  test('it is remembered since when it fails, until it succeeds again', async () => {
    const clock = moved()
    const facts = watching(probe(), clock, anywhere)
    status = 503
    expect(await facts()).toEqual({ 'probes.shop.failing': true, 'probes.shop.failingFor': 0 })
    clock.on(12)
    // The answer of twelve seconds ago is recent enough not to be waited for.
    expect(await facts()).toEqual({ 'probes.shop.failing': true, 'probes.shop.failingFor': 12 })
    await shortly()
    clock.on(8)
    expect(await facts()).toEqual({ 'probes.shop.failing': true, 'probes.shop.failingFor': 20 })
    status = 200
    clock.on(100)
    // One that is long past says nothing of now: the new one is waited for.
    expect(await facts()).toEqual({ 'probes.shop.failing': false, 'probes.shop.failingFor': 0 })
    status = 503
    clock.on(100)
    expect(await facts()).toEqual({ 'probes.shop.failing': true, 'probes.shop.failingFor': 0 })
    status = 200
  })

  test('a redirect is no answer', async () => {
    status = 302
    expect(await watching(probe(), moved(), anywhere)()).toMatchObject({ 'probes.shop.failing': true })
    status = 200
  })

  test('nobody there fails, and so does an answer that does not come in time', async () => {
    const nobody = watching(probe('http://127.0.0.1:9/health'), moved(), anywhere)
    expect(await nobody()).toMatchObject({ 'probes.shop.failing': true })
    hanging = true
    const slow = { shop: { http, every: seconds(10), timeout: seconds(0.2) } }
    expect(await watching(slow, moved(), anywhere)()).toMatchObject({ 'probes.shop.failing': true })
    hanging = false
  })

  test('those who ask at once share one probe', async () => {
    const facts = watching(probe(), moved(), anywhere)
    const before = asked
    const [first, second] = await Promise.all([facts(), facts()])
    expect(first).toEqual(second)
    expect(asked - before).toBe(1)
  })

  test('what may not be asked is unknown, and not failing', async () => {
    const before = asked
    expect(await watching(probe(), moved(), () => 'it is not to be asked.')()).toEqual({})
    expect(asked).toBe(before)
  })
})
