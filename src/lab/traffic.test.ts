import { once } from 'node:events'
import { connect } from 'node:net'
import { afterEach, describe, expect, type TestContext, test, vi } from 'vitest'
import type { Address } from './addresses.ts'
import { call, type Control } from './http.ts'
import type { Counts, Gap } from './load.ts'
import { monotonic } from './monotonic.ts'
import { partsFor, type Replaced } from './testing/machine.ts'
import { act, ask, shop } from './testing/services.ts'
import type { TrafficStatus } from './router.ts'

// Patience for a machine with other work; nothing here asserts how long anything takes.
vi.setConfig({ testTimeout: 120_000 })

type Shop = Awaited<ReturnType<typeof shop>>
let open: Shop | undefined
afterEach(async () => {
  await open?.end()
  open = undefined
})

async function entered(change: Parameters<typeof shop>[0] = {}): Promise<Shop & { control: Control }> {
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
  return { ...started, control }
}

async function opened(change: Parameters<typeof shop>[0] = {}): Promise<Shop & { control: Control; clients: Control }> {
  const started = await entered(change)
  return { ...started, clients: await started.load() }
}

const statusOf = (control: Control) => call<TrafficStatus>(control, 'GET', '/status')
const pause = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1000))

/** An entry over two regions of which nobody is a customer yet; the first is routed, and no probe moves anybody. */
async function acted(part: Replaced | undefined, context: TestContext, change: Parameters<typeof shop>[0] = {}) {
  const started = await entered({ ...change, ...partsFor(part, context) })
  return { ...started, at: started.addresses.clients }
}

/** The region that a new connection leads to. */
async function leads(at: Address): Promise<string> {
  const answered = await ask(at, 'browse').catch(() => undefined)
  return answered ? (JSON.parse(answered.text) as { region: string }).region : 'nowhere'
}

/** A customer who is connected and asks for nothing, until he asks and does not wait for the answer. */
async function connected({ host, port }: Address) {
  const socket = connect({ host, port })
  let isCut = false
  const cut = new Promise<void>((resolve) => {
    socket.on('error', () => {}).on('close', () => resolve(void (isCut = true)))
  })
  await once(socket, 'connect')
  socket.resume()
  const giveUp = () => socket.write('GET /alive HTTP/1.1\r\nhost: shop\r\n\r\n', () => socket.destroy())
  return { cut, isCut: () => isCut, giveUp }
}

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

/** What carries customers' connections: the lab's own proxy, or a program in its place. All of them do the same. */
describe.each([
  { by: "the lab's own proxy", part: undefined },
  { by: 'HAProxy', part: 'haproxy' },
] as const)('customers led by $by', ({ part }) => {
  const spread = { spread: true, instances: { full: 3, first: 3, second: 3 } }

  test('they leave the region that dies by themselves, and come back unless it is fenced', async (context) => {
    const { control, clients, east } = await opened({ ...spread, ...partsFor(part, context) })
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

  test('a full side carries everybody, a smaller one visibly does not, and grows without a break', async (context) => {
    const { clients, east } = await opened({ ...partsFor(part, context), instances: { full: 3, first: 3, second: 1 } })
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

  test('nobody gets to a region that is fenced, or anywhere while all are held, and who is there is cut off', async (context) => {
    const { control, at } = await acted(part, context)
    const inEast = await connected(at)
    expect(await leads(at)).toBe('east')
    await act(control, 'fence', { region: 'east' })
    await inEast.cut
    expect(await leads(at)).toBe('nowhere')
    expect(await statusOf(control)).toMatchObject({ shares: {}, fenced: ['east'], connections: { east: 0, west: 0 } })

    expect(await act(control, 'route', { region: 'west' })).toMatchObject({ routed: 'west', shares: { west: 1 } })
    expect(await leads(at)).toBe('west')
    await act(control, 'unfence', { region: 'east' })
    expect(await leads(at)).toBe('west')

    const inWest = await connected(at)
    await expect.poll(async () => (await statusOf(control)).connections?.['west'], { timeout: 20_000 }).toBe(1)
    expect(await act(control, 'hold', {})).toMatchObject({ routed: null, held: true, shares: {} })
    await inWest.cut
    expect(await leads(at)).toBe('nowhere')
    await act(control, 'release', {})
    expect(await leads(at)).toBe('west')
  })

  test('customers are shared by instances, and follow what leaves and comes', async (context) => {
    const { control, at, east, front } = await acted(part, context, { instances: { full: 3, first: 1, second: 3 } })
    expect(await act(control, 'share', { regions: ['east', 'west'] })).toMatchObject({
      shares: { east: 0.25, west: 0.75 },
      instances: { east: 1, west: 3 },
    })
    const forty = await Promise.all(Array.from({ length: 40 }, () => connected(at)))
    const there = async () => (await statusOf(control)).connections ?? {}
    await expect.poll(async () => Object.values(await there()).reduce((a, b) => a + b), { timeout: 20_000 }).toBe(40)
    expect(Math.abs(((await there())['east'] ?? 0) - 10)).toBeLessThan(5)

    // An instance that leaves keeps those who are there, gets nobody any more, and a fence still reaches them.
    const before = await there()
    await front.announce('east', [])
    expect(await there()).toEqual(before)
    expect(forty.filter((one) => one.isCut())).toEqual([])
    expect(await leads(at)).toBe('west')
    await act(control, 'fence', { region: 'east' })
    await expect.poll(() => forty.filter((one) => one.isCut()).length, { timeout: 20_000 }).toBe(before['east'])
    expect(await there()).toMatchObject({ east: 0, west: before['west'] })

    await act(control, 'route', { region: 'east' })
    await east.scaleTo(2)
    expect(await statusOf(control)).toMatchObject({ shares: { east: 1 }, instances: { east: 2 } })
    expect(await leads(at)).toBe('east')
  })

  test('whoever has given up on an instance that stands still is gone, and holds no fence up', async (context) => {
    const { control, at, east } = await acted(part, context)
    for (const { pid } of east.processes()) process.kill(pid, 'SIGSTOP')
    const five = await Promise.all(Array.from({ length: 5 }, () => connected(at)))
    const there = async () => (await statusOf(control)).connections?.['east']
    await expect.poll(there, { timeout: 20_000 }).toBe(5)
    for (const one of five.slice(1)) one.giveUp()
    await act(control, 'fence', { region: 'east' })
    await five[0]?.cut
    await expect.poll(there, { timeout: 20_000 }).toBe(0)
  })

  test('who comes to an instance that does not take connections is led to another, or turned away', async (context) => {
    const { control, at, east } = await acted(part, context, { instances: { full: 3, first: 3, second: 1 } })
    const [first, ...others] = east.processes()
    for (const { pid } of others) process.kill(pid, 'SIGKILL')
    await expect.poll(() => east.running(), { timeout: 20_000 }).toBe(1)
    for (let times = 0; times < 12; times++) expect(await leads(at)).toBe('east')
    if (first) process.kill(first.pid, 'SIGKILL')
    await expect.poll(() => east.running(), { timeout: 20_000 }).toBe(0)
    for (let times = 0; times < 4; times++) expect(await leads(at)).toBe('nowhere')
    await east.start()
    await expect.poll(() => leads(at), { timeout: 20_000 }).toBe('east')
    await act(control, 'route', { region: 'west' })
    expect(await leads(at)).toBe('west')
  })
})
