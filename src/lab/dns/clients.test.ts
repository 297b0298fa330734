import { afterEach, expect, test, vi } from 'vitest'
import type { Happening } from '../happenings.ts'
import { call } from '../http.ts'
import { monotonic } from '../monotonic.ts'
import { partsFor } from '../testing/machine.ts'
import { act, shop } from '../testing/services.ts'
import { type SentBy, staleUse } from './stale.ts'

// Patience for a machine with other work; nothing here asserts how long anything takes.
vi.setConfig({ testTimeout: 120_000 })

let open: Awaited<ReturnType<typeof shop>> | undefined
afterEach(async () => {
  await open?.end()
  open = undefined
})

const pause = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1000))

test.for([
  { by: "the lab's own server", part: undefined },
  { by: 'Knot', part: 'knot' },
] as const)(
  'clients stay with the region that they are connected to, and follow the name with each new connection, answered by $by',
  async ({ part }, context) => {
    open = await shop({ dns: { component: 'door', ttl: 1, automatic: false, floor: 0 }, ...partsFor(part, context) })
    for (const services of [open.east, open.west]) {
      await services.provision()
      await services.start()
    }
    const control = await open.traffic()
    for (const region of ['east', 'west']) await open.front.healthy(region)
    const clients = await open.load()
    const sentSince = async (from: number): Promise<readonly SentBy[]> =>
      (await call<{ clients: SentBy[] }>(clients, 'GET', `/sent?from=${from}`)).clients
    const regionsSince = async (from: number) =>
      new Set((await sentSince(from)).flatMap(({ sent }) => sent.filter(({ ok }) => ok).map(({ to }) => to)))

    const began = monotonic()
    await expect.poll(() => regionsSince(began), { timeout: 20_000 }).toEqual(new Set(['east']))
    await pause(0.5)

    const moved = monotonic()
    await act(control, 'route', { region: 'west' })
    await expect.poll(() => regionsSince(moved), { timeout: 20_000 }).toContain('west')
    const onlyWest = async () => (await pause(0.3), [...(await regionsSince(monotonic() - 0.2))].join())
    await expect.poll(onlyWest, { timeout: 30_000 }).toBe('west')
    const { events } = await call<{ events: Happening[] }>(control, 'GET', `/events?after=${moved}`)
    const stale = staleUse(events, await sentSince(moved))
    // East lives, so that whoever was connected was answered there.
    expect(stale?.answered).toBeGreaterThan(0)
    expect(stale?.forSeconds).toBeGreaterThan(0)
    expect(stale?.of).toBe(20)

    // A region whose gateway is gone breaks every connection, and whoever comes is refused until the name leads elsewhere.
    const [gateway] = open.front.processes('west')
    if (!gateway) throw new Error('West has no gateway.')
    process.kill(gateway.pid, 'SIGKILL')
    await pause(0.5)
    const broken = monotonic()
    await pause(0.5)
    expect((await regionsSince(broken)).size).toBe(0)
    await act(control, 'route', { region: 'east' })
    await expect.poll(() => regionsSince(broken), { timeout: 20_000 }).toEqual(new Set(['east']))
  },
)
