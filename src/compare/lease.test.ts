import { connect, createServer, type Socket } from 'node:net'
import { afterEach, expect, test, vi } from 'vitest'
import { type Control, listen, serve } from '#lab'
import { keepLease, type Role } from './lease.ts'
import { witness } from './witness.ts'

// The lease is long and the patience short, so that a slow machine changes nothing that is asserted.
const pace = { ttl: 120, loop: 0.05, timeout: 0.5 }
const token = 'of-the-test'
const stops: Array<() => void> = []
afterEach(() => stops.splice(0).forEach((stop) => stop()))

async function opened(ttl = pace.ttl) {
  const front = await serve('127.0.0.1', 0, [token], () => ({}))
  const ready = await witness({ token, host: '127.0.0.1', port: 0, heldPort: 0, ttl, front: { url: front.url, token } })
  const control: Control = { url: ready.url, token }
  return { control, held: async () => (await fetch(ready.held)).status === 200 }
}

/** A line to a witness that can fall silent: connections stay, and nothing passes. */
async function line(to: string): Promise<{ readonly control: Control; silence(): void }> {
  const { hostname, port } = new URL(to)
  let silent = false
  const server = createServer((near: Socket) => {
    const far = connect(Number(port), hostname)
    near
      .on('data', (data) => silent || far.write(data))
      .on('error', () => {})
      .on('close', () => far.destroy())
    far
      .on('data', (data) => silent || near.write(data))
      .on('error', () => {})
      .on('close', () => silent || near.destroy())
  })
  await listen(server, 0, '127.0.0.1')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('It listens nowhere.')
  return { control: { url: `http://127.0.0.1:${address.port}`, token }, silence: () => void (silent = true) }
}

/** A server that is what it is told to be, until it is stopped. */
function kept(control: Control, first: Awaited<ReturnType<Role>>, holder = 'east') {
  const server = { is: first, stopped: false }
  const stop = () => void (server.stopped = true)
  stops.push(stop)
  const role: Role = () => Promise.resolve(server.is)
  const ended = keepLease({ holder, pace, witness: control, role, stop, runs: () => !server.stopped })
  return { server, ended }
}

test('a primary keeps the lease, and a standby asks for none', async () => {
  const { control, held } = await opened()
  const { server } = kept(control, 'standby')
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(await held()).toBe(false)
  server.is = 'primary'
  await vi.waitFor(async () => expect(await held()).toBe(true), 10_000)
  expect(server.stopped).toBe(false)
})

test('a primary that is refused is stopped', async () => {
  const { control } = await opened()
  const first = kept(control, 'primary', 'west')
  await vi.waitFor(async () => {
    const second = kept(control, 'primary', 'east')
    await second.ended
    expect(second.server.stopped).toBe(true)
  }, 10_000)
  expect(first.server.stopped).toBe(false)
})

test('a primary whose line falls silent is stopped while its lease still lasts at the witness', async () => {
  const { control, held } = await opened()
  const between = await line(control.url)
  const { server, ended } = kept(between.control, 'primary')
  await vi.waitFor(async () => expect(await held()).toBe(true), 10_000)
  expect(server.stopped).toBe(false)
  between.silence()
  await ended
  expect({ stopped: server.stopped, held: await held() }).toEqual({ stopped: true, held: true })
})

test('a server that does not answer is not vouched for: its lease runs out', async () => {
  const { control, held } = await opened(0.5)
  const { server } = kept(control, 'primary')
  await vi.waitFor(async () => expect(await held()).toBe(true), 10_000)
  server.is = undefined
  await vi.waitFor(async () => expect(await held()).toBe(false), 10_000)
})
