import { afterEach, expect, test, vi } from 'vitest'
import type { Pinned } from '#evidence'
import { call, type Control } from './http.ts'
import { monotonic } from './monotonic.ts'
import { act, ask, shop } from './testing/services.ts'

// Patience for a machine with other work; nothing here asserts how long anything takes.
vi.setConfig({ testTimeout: 120_000 })

let open: Awaited<ReturnType<typeof shop>> | undefined
afterEach(async () => {
  await open?.end()
  open = undefined
})

const pause = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1000))

/** Both regions serve, each by two instances, and nobody comes yet. */
async function opened(reaches = true) {
  const started = await shop(
    {
      spread: true,
      flows: [
        { id: 'checkout', data: 'writes', store: 'orders-db' },
        { id: 'browse', data: 'reads' },
      ],
    },
    reaches,
  )
  open = started
  for (const services of [started.east, started.west]) {
    await services.provision()
    await services.start()
  }
  return { ...started, control: await started.traffic() }
}

/** What each pinned client wrote since then: how often it was acknowledged, of how many. */
async function pinnedSince(load: Control, from: number): Promise<Record<string, readonly [number, number]>> {
  const { pinned } = await call<{ pinned: Pinned[] }>(load, 'GET', `/pinned?from=${from}`)
  return Object.fromEntries(
    pinned.map(({ region, writes }) => [region, [writes.filter(({ ok }) => ok).length, writes.length]]),
  )
}

test('whoever comes past the entry to a region that is fenced can read there and not write, until it is let in again', async () => {
  const { control, east, west } = await opened()
  const [first, second] = east.addresses()
  if (!first || !second) throw new Error('East has two instances.')
  await act(control, 'fence', { region: 'east' })
  for (const address of [first, second]) {
    expect(await ask(address, 'checkout')).toMatchObject({ status: 503, text: expect.stringContaining('fenced') })
    expect(await ask(address, 'browse')).toMatchObject({ status: 200 })
  }
  await east.scaleTo(3)
  for (const address of east.addresses()) expect(await ask(address, 'checkout')).toMatchObject({ status: 503 })
  for (const address of west.addresses()) expect(await ask(address, 'checkout')).toMatchObject({ status: 200 })
  await act(control, 'share', { regions: ['east', 'west'] })
  for (const address of east.addresses()) expect(await ask(address, 'checkout')).toMatchObject({ status: 200 })
})

test('a fence does not wait for a region that stands still, and that region obeys before it answers anybody', async () => {
  const { control, east, addresses } = await opened()
  for (const { pid } of east.processes()) process.kill(pid, 'SIGSTOP')
  const waiting = ask(addresses.regions['east']?.web ?? addresses.clients, 'checkout')
  await act(control, 'fence', { region: 'east' })
  for (const { pid } of east.processes()) process.kill(pid, 'SIGCONT')
  expect(await waiting).toMatchObject({ status: 503, text: expect.stringContaining('fenced') })
  const { events } = await call<{ events: { what: string }[] }>(control, 'GET', '/events?after=0')
  expect(events.map(({ what }) => what)).toContain('its services have not said that they refuse writes')
})

test('one client a region goes past the entry, is no customer, and sees a fence that reaches its service', async () => {
  const { control, load, east } = await opened()
  const clients = await load()
  const began = monotonic()
  await expect
    .poll(async () => (await pinnedSince(clients, began))['east']?.[0], { timeout: 20_000 })
    .toBeGreaterThan(2)
  await act(control, 'fence', { region: 'east' })
  const fencedAt = monotonic()
  await expect
    .poll(async () => (await pinnedSince(clients, fencedAt))['east']?.[1], { timeout: 20_000 })
    .toBeGreaterThan(2)
  const held = await pinnedSince(clients, fencedAt)
  expect(held['east']?.[0]).toBe(0)
  expect(held['west']?.[0]).toBeGreaterThan(0)
  // It is in the ledger, for what it is promised counts; and in nothing that tells how customers are served.
  const { entries } = await call<{ entries: [string][] }>(clients, 'POST', '/ledger', { body: { store: 'orders-db' } })
  expect(entries.some(([key]) => key.startsWith('pinned-east-orders-db-'))).toBe(true)
  for (const { pid } of east.processes()) process.kill(pid, 'SIGKILL')
  await pause(1)
  for (const path of ['/served', '/gaps', '/series?from=0'])
    expect(JSON.stringify(await call(clients, 'GET', path))).not.toContain('pinned')
})

test('where a fence reaches no service, the client that goes past the entry finds it out', async () => {
  const { control, load } = await opened(false)
  const clients = await load()
  await act(control, 'fence', { region: 'east' })
  const fencedAt = monotonic()
  await expect
    .poll(async () => (await pinnedSince(clients, fencedAt))['east']?.[0], { timeout: 20_000 })
    .toBeGreaterThan(2)
})
