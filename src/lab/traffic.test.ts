import { afterEach, describe, expect, test, vi } from 'vitest'
import { call, type Control } from './http.ts'
import type { Counts, Gap } from './load.ts'
import { monotonic } from './monotonic.ts'
import { act, shop } from './testing/services.ts'
import type { TrafficStatus } from './router.ts'

// Patience for a machine with other work; nothing here asserts how long anything takes.
vi.setConfig({ testTimeout: 120_000 })

type Shop = Awaited<ReturnType<typeof shop>>
let open: Shop | undefined
afterEach(async () => {
  await open?.end()
  open = undefined
})

async function opened(change: Parameters<typeof shop>[0] = {}): Promise<Shop & { control: Control; clients: Control }> {
  open = await shop(change)
  const started = open
  await Promise.all(
    [started.east, started.west].map(async (services) => {
      await services.provision()
      await services.start()
    }),
  )
  const control = await started.traffic()
  for (const region of ['east', 'west']) await started.front.healthy(region)
  return { ...started, control, clients: await started.load() }
}

const statusOf = (control: Control) => call<TrafficStatus>(control, 'GET', '/status')
const pause = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1000))

/** What clients asked for and got from now on. */
async function counted(clients: Control, seconds: number) {
  const from = monotonic()
  await pause(seconds)
  const { clients: series } = await call<{ clients: { requests: { ok: boolean }[] }[] }>(
    clients,
    'GET',
    `/series?from=${from}`,
  )
  const requests = series.flatMap((client) => client.requests)
  return { asked: requests.length, served: requests.filter(({ ok }) => ok).length }
}

describe('customers are spread over two regions', () => {
  const spread = { spread: true, instances: { full: 3, first: 3, second: 3 } }

  test('they leave the one that dies by themselves, and come back unless it is fenced', async () => {
    const { control, clients, east } = await opened(spread)
    await pause(1.5)
    const { shares, instances, connections } = await statusOf(control)
    expect(shares).toEqual({ east: 0.5, west: 0.5 })
    expect(instances).toEqual({ east: 3, west: 3 })
    expect(Math.abs((connections?.['east'] ?? 0) - (connections?.['west'] ?? 0))).toBeLessThan(8)

    const at = monotonic()
    for (const { pid } of east.processes()) process.kill(pid, 'SIGKILL')
    await expect.poll(async () => (await statusOf(control)).shares, { timeout: 20_000 }).toEqual({ west: 1 })
    expect((await statusOf(control)).routed).toBe('west')
    const { asked, served } = await counted(clients, 1)
    expect(served / asked).toBeGreaterThan(0.99)

    await east.start()
    await expect
      .poll(async () => (await statusOf(control)).shares, { timeout: 20_000 })
      .toEqual({ east: 0.5, west: 0.5 })
    const { events } = await call<{ events: { what: string; regions: string[] }[] }>(
      control,
      'GET',
      `/events?after=${at}`,
    )
    const [first, ...others] = events.map(({ what, regions }) => [what, ...regions].join(' '))
    expect(first).toBe('customers leave by themselves east')
    // Its first instance may answer its probe before the others run.
    expect(others.toSorted()).toEqual(['3 instances east', 'customers may go there again east'])

    await act(control, 'fence', { region: 'east' })
    await pause(0.5)
    expect(await statusOf(control)).toMatchObject({ shares: { west: 1 }, connections: { east: 0 } })
    await expect(act(control, 'share', { regions: ['east', 'north'] })).rejects.toThrow('has no region north')
    expect(await act(control, 'share', { regions: ['east', 'west'] })).toMatchObject({ fenced: [] })
    await expect
      .poll(async () => (await statusOf(control)).connections?.['east'], { timeout: 20_000 })
      .toBeGreaterThan(0)

    // Where it stands still instead, nobody is held up for ever.
    await pause(1)
    for (const { pid } of east.processes()) process.kill(pid, 'SIGSTOP')
    const stopped = monotonic()
    await expect.poll(async () => (await statusOf(control)).shares, { timeout: 20_000 }).toEqual({ west: 1 })
    const still = await counted(clients, 1)
    expect(still.asked).toBeGreaterThan(0)
    expect(still.served / still.asked).toBeGreaterThan(0.9)
    const { clients: gaps } = await call<{ clients: Gap[] }>(clients, 'GET', `/gaps?from=${stopped}`)
    expect(gaps).toHaveLength(20)
    // Those who were there waited at least until a probe had failed.
    expect(Math.max(...gaps.map(({ seconds }) => seconds))).toBeGreaterThan(0.4)
    for (const { pid } of east.processes()) process.kill(pid, 'SIGCONT')
    await expect
      .poll(async () => (await statusOf(control)).shares, { timeout: 20_000 })
      .toEqual({ east: 0.5, west: 0.5 })
  })
})

test('a full side carries everybody, a smaller one visibly does not, and grows without a break', async () => {
  const { clients, east } = await opened({ instances: { full: 3, first: 3, second: 1 } })
  await pause(1)
  const full = await counted(clients, 2)
  expect(full.asked).toBeGreaterThan(100)
  expect(full.served / full.asked).toBeGreaterThan(0.99)

  await east.scaleTo(1)
  await pause(0.5)
  const one = await counted(clients, 1)
  expect(one.served / one.asked).toBeLessThan(0.8)

  await east.scaleTo(3)
  await pause(1.5)
  const again = await counted(clients, 1)
  expect(again.served / again.asked).toBeGreaterThan(0.99)
  const { writesPerSecond } = await call<Counts>(clients, 'GET', `/counts?from=${monotonic() - 1}`)
  expect(writesPerSecond).toBe(0)
})
