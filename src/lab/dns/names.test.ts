import { randomBytes } from 'node:crypto'
import { createSocket } from 'node:dgram'
import { Resolver } from 'node:dns/promises'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Packet, TCPClient } from 'dns2'
import { afterEach, describe, expect, test, vi } from 'vitest'
import type { Address, Addresses } from '../addresses.ts'
import type { Happening } from '../happenings.ts'
import { call, HttpFailure, listen } from '../http.ts'
import { startKnot } from './knot/start.ts'
import { origin } from './names.ts'
import { createFront } from '../front.ts'
import { namesOperations } from '../operations/names.ts'
import type { Asked } from '../operations/operation.ts'
import { monotonic } from '../monotonic.ts'
import { makePlaces } from '../places.ts'
import { isAlive, signal } from '../processes.ts'
import { createRoster } from '../roster.ts'
import { defaultSpec, type LabDns, type LabSpec } from '../spec.ts'
import { freeBase } from '../testing/lab.ts'
import { partsFor } from '../testing/machine.ts'
import { act } from '../testing/services.ts'

// Patience for a machine with other work; nothing here asserts how long anything takes.
vi.setConfig({ testTimeout: 60_000 })

const dns: LabDns = { component: 'door', ttl: 2, automatic: false, floor: 0 }
let end: () => Promise<void> = async () => {}
afterEach(() => end())

/** The processes that lead by names, over regions in which nothing runs. */
async function zoned(change: Partial<LabDns> = {}, more: Partial<LabSpec> = {}) {
  const home = mkdtempSync(join(tmpdir(), 'muster-names-'))
  chmodSync(home, 0o755)
  const places = await makePlaces(home)
  const roster = createRoster(join(places.lab, 'logs'), () => {})
  end = async () => {
    await roster.end()
    rmSync(home, { recursive: true, force: true })
  }
  const base = await freeBase()
  const region = (index: number) => {
    const at = (offset: number): Address => ({ host: `127.0.${index + 1}.1`, port: base + offset })
    return { postgres: at(1 + 2 * index), web: at(2 + 2 * index), vault: at(5 + index) }
  }
  const addresses: Addresses = {
    clients: { host: '127.0.0.1', port: base },
    regions: { east: region(0), west: region(1) },
  }
  const spec = { ...defaultSpec, ...more, dns: { ...dns, ...change }, probe: { every: 0.1, timeout: 0.2 } }
  const front = createFront({ spec, addresses, roster, places, token: 'own', trafficToken: 'run' })
  const control = await front.start({ east: [], west: [] })
  const { names } = front.clients
  if (!names) throw new Error('This lab does not lead by names.')
  return { names, control, front, roster, places, web: addresses.regions['west']?.web as Address }
}

function resolverAt({ host, port }: Address): Resolver {
  const resolver = new Resolver({ timeout: 2000, tries: 2 })
  resolver.setServers([`${host}:${port}`])
  return resolver
}
const east = '127.0.1.1'
const west = '127.0.2.1'

/** What answers for the zone: the lab's own server, or a program in its place. Both do the same. */
describe.each([
  { by: "the lab's own server", part: undefined },
  { by: 'Knot', part: 'knot' },
] as const)('names that $by answers for', ({ part }) => {
  test('a change is seen by the zone at once, and by the resolver when what it keeps has run out, and not before', async (context) => {
    const { names, control } = await zoned({}, partsFor(part, context))
    const [zone, outside] = [resolverAt(names.zone), resolverAt(names.resolver)]
    expect(await zone.resolve4(names.name, { ttl: true })).toEqual([{ address: east, ttl: 2 }])
    const before = monotonic()
    expect(await outside.resolve4(names.name)).toEqual([east])
    const kept = monotonic()
    await act(control, 'route', { region: 'west' })
    expect(await zone.resolve4(names.name)).toEqual([west])
    const seen: { asked: number; at: number; address: string | undefined }[] = []
    do {
      const asked = monotonic()
      const [address] = await outside.resolve4(names.name)
      seen.push({ asked, at: monotonic(), address })
      await new Promise((resolve) => setTimeout(resolve, 20))
    } while (seen.at(-1)?.address !== west && monotonic() < before + 20)
    // Asked after it must have run out, it says the new one; answered before it could, the old one.
    for (const { asked, at, address } of seen) {
      if (at < before + names.ttl) expect(address).toBe(east)
      if (asked > kept + names.ttl) expect(address).toBe(west)
    }
    expect(seen.length).toBeGreaterThan(2)
    expect(seen.at(-1)?.address).toBe(west)
    const { events } = await call<{ events: Happening[] }>(control, 'GET', '/events')
    expect(events.map(({ what, regions }) => [what, ...regions].join(' '))).toEqual(['route west', 'answers west'])
  })

  test('a resolver with a floor keeps what has long run out', async (context) => {
    const { names, control } = await zoned({ ttl: 1, floor: 600 }, partsFor(part, context))
    const outside = resolverAt(names.resolver)
    expect(await outside.resolve4(names.name)).toEqual([east])
    await act(control, 'route', { region: 'west' })
    await new Promise((resolve) => setTimeout(resolve, 1500))
    expect(await outside.resolve4(names.name)).toEqual([east])
    expect(await resolverAt(names.zone).resolve4(names.name)).toEqual([west])
  })

  test('what the zone says of itself counts up with each change, and that there is nothing may not be kept', async (context) => {
    const { names, control } = await zoned({}, partsFor(part, context))
    const asked = async (name: string, type: 'A' | 'SOA') =>
      await TCPClient({ dns: names.zone.host, port: names.zone.port })(name, type)
    const serial = async () => (await asked(origin, 'SOA')).answers[0]?.serial ?? Number.NaN
    const first = await serial()
    await act(control, 'route', { region: 'west' })
    expect(await serial()).toBe(first + 1)
    // Asked for again under another key, nothing changes.
    await call(control, 'POST', '/route', { body: { run: 'run-1', epoch: 1, key: 'again', region: 'west' } })
    expect(await serial()).toBe(first + 1)
    await act(control, 'hold', {})
    expect(await serial()).toBe(first + 2)
    for (const [name, rcode] of [
      [names.name, Packet.RCODE.NOERROR],
      [`other.${origin}`, Packet.RCODE.NXDOMAIN],
    ] as const) {
      const { header, answers, authorities } = await asked(name, 'A')
      expect({ aa: header.aa, rcode: header.rcode, answers }).toEqual({ aa: 1, rcode, answers: [] })
      expect(authorities).toMatchObject([{ name: origin, minimum: 0, refresh: 3600, retry: 600, expiration: 86_400 }])
      expect(await asked(name, 'A')).toMatchObject({ authorities: [{ serial: first + 2 }] })
    }
    expect((await asked('shop.example', 'A')).header.rcode).toBe(Packet.RCODE.REFUSED)
    await act(control, 'release', {})
    expect((await asked(names.name, 'A')).answers).toMatchObject([{ address: west, ttl: names.ttl }])
  })

  test('held back there is no address, and fenced, none leads there', async (context) => {
    const { names, control } = await zoned({}, partsFor(part, context))
    const zone = resolverAt(names.zone)
    await act(control, 'hold', {})
    await expect(zone.resolve4(names.name)).rejects.toMatchObject({ code: 'ENODATA' })
    await act(control, 'release', {})
    expect(await zone.resolve4(names.name)).toEqual([east])
    await act(control, 'fence', { region: 'east' })
    await expect(zone.resolve4(names.name)).rejects.toMatchObject({ code: 'ENODATA' })
    await act(control, 'route', { region: 'west' })
    expect(await zone.resolve4(names.name)).toEqual([west])
    await expect(zone.resolve4(`other.${names.name}`)).rejects.toMatchObject({ code: 'ENOTFOUND' })
    // Over TCP as over UDP.
    const byTcp = await TCPClient({ dns: names.zone.host, port: names.zone.port })(names.name, 'A')
    expect(byTcp.answers).toMatchObject([{ address: west }])
  })

  test('that old answers are gone is seen, or it is said why not', async (context) => {
    const pointed = async (floor: number) => {
      const { front, names } = await zoned({ ttl: 1, floor }, partsFor(part, context))
      expect(await resolverAt(names.resolver).resolve4(names.name)).toEqual([east])
      const asked = {
        site: { front, layout: { names } },
        region: { name: 'west' },
        component: 'door',
        from: 'east',
        to: 'west',
      } as unknown as Asked
      const told = await namesOperations['point']?.(asked).catch((error: Error) => error)
      await end()
      return told
    }
    expect(await pointed(0)).toMatchObject({ leadsTo: west, ttl: 1 })
    const refused = await pointed(600)
    expect(refused).toBeInstanceOf(HttpFailure)
    expect(refused).toMatchObject({
      status: 503,
      message: expect.stringContaining('still says 127.0.1.1 and not 127.0.2.1') as string,
    })
  })

  test('what is prepared for a region has to lead to something', async (context) => {
    const { front, names, roster } = await zoned({}, partsFor(part, context))
    const asked = { site: { front, layout: { names } }, region: { name: 'west' } } as unknown as Asked
    const check = () => namesOperations['check-records']?.(asked)
    expect(await check()).toEqual({ leadsTo: east, prepared: west })
    const [gateway] = front.processes('west')
    if (!gateway) throw new Error('West has no gateway.')
    process.kill(gateway.pid, 'SIGKILL')
    await expect
      .poll(async () => (await check()?.catch((error: Error) => error.message)) ?? '', { timeout: 20_000 })
      .toBe('Nothing answers at 127.0.2.1, where shop.muster.test is to lead.')
    // It comes again with the first instance of its region.
    await front.announce('west', [{ host: west, port: names.resolver.port }])
    expect(await check()).toMatchObject({ prepared: west })
    expect(roster.entries().filter(({ name }) => name === 'gateway')).toHaveLength(2)
  })

  test('where both share, both are given, and the resolver spreads who asks over them', async (context) => {
    const { names } = await zoned({}, { spread: true, ...partsFor(part, context) })
    expect((await resolverAt(names.zone).resolve4(names.name)).toSorted()).toEqual([east, west])
    const outside = resolverAt(names.resolver)
    const firsts: (string | undefined)[] = []
    for (let times = 0; times < 8; times++) firsts.push((await outside.resolve4(names.name))[0])
    expect(new Set(firsts)).toEqual(new Set([east, west]))
  })

  test('where it is automatic, a region that fails its probe is left, unless all do', async (context) => {
    const { names, control, web } = await zoned({ automatic: true }, partsFor(part, context))
    // Nothing runs in either, so that any is as good as the other: the first is given.
    await expect
      .poll(async () => (await call<{ endpoints: { failures: number }[] }>(control, 'GET', '/status')).endpoints, {
        timeout: 20_000,
      })
      .toEqual([expect.objectContaining({ healthy: false }), expect.objectContaining({ healthy: false })])
    expect(await resolverAt(names.zone).resolve4(names.name)).toEqual([east])
    const west = createServer((_, response) => response.end('{}'))
    await listen(west, web.port, web.host)
    const leads = async () => (await resolverAt(names.zone).resolve4(names.name)).join()
    await expect.poll(leads, { timeout: 20_000 }).toBe(web.host)
    west.closeAllConnections()
    await new Promise((resolve) => west.close(resolve))
    await expect.poll(leads, { timeout: 20_000 }).toBe(east)
  })

  test('no bytes end the servers, over UDP or TCP, and what can be answered is answered as malformed', async (context) => {
    const { names } = await zoned({}, partsFor(part, context))
    // Knot answers nothing to a message that ends before its question; one without any is malformed to both.
    const headerOnly = Buffer.from([0x12, 0x34, 1, 0, 0, part === undefined ? 1 : 0, 0, 0, 0, 0, 0, 0])
    for (const at of [names.zone, names.resolver]) {
      const answered = await new Promise<Buffer>((resolve, reject) => {
        const socket = createSocket('udp4')
        socket.once('error', reject).once('message', (answer) => {
          socket.close()
          resolve(answer)
        })
        for (let length = 0; length < 200; length++) {
          const bytes = randomBytes(length)
          // Marked as answers, so that the one that comes back is to the message below.
          if (length > 2) bytes[2] = (bytes[2] ?? 0) | 0x80
          socket.send(bytes, at.port, at.host)
        }
        socket.send(headerOnly, at.port, at.host)
      })
      expect(answered.readUInt16BE(0)).toBe(0x1234)
      expect((answered[3] ?? 0) & 0xf).toBe(1)
      await new Promise<void>((resolve) => {
        const socket = connect(at, () => socket.end(Buffer.from([0xff, 0xff, 1, 2, 3])))
        socket.on('error', () => {}).once('close', () => resolve())
        socket.resume()
      })
      expect(await resolverAt(at).resolve4(names.name)).toEqual([east])
    }
  })
})

test('without Knot acts say so, and once it is there again it gives what was decided, with a later serial', async (context) => {
  const { parts } = partsFor('knot', context)
  const { names, control, roster, places } = await zoned({}, parts ? { parts } : {})
  const zone = resolverAt(names.zone)
  const serial = async () => (await zone.resolveSoa(origin)).serial
  const before = await serial()
  const first = roster.entries().find(({ name }) => name === 'knot')
  if (!first || !parts?.knot) throw new Error('No Knot is on the roster.')
  if (places.owner && existsSync('/proc/self/status')) {
    const { uid } = places.owner
    expect(readFileSync(`/proc/${first.pid}/status`, 'utf8')).toContain(`Uid:\t${uid}\t${uid}\t${uid}\t${uid}\n`)
  }
  signal(first, 'SIGKILL')
  await expect.poll(() => isAlive(first), { timeout: 20_000 }).toBe(false)
  await expect(act(control, 'route', { region: 'west' })).rejects.toMatchObject({
    status: 503,
    message: expect.stringContaining("The zone's server is Knot, which was to give") as string,
  })
  expect(await call(control, 'GET', '/status')).toMatchObject({ shares: {} })
  roster.forget(first)
  await new Promise((resolve) => setTimeout(resolve, 1000))
  await startKnot(parts.knot, names, { roster, places })
  // Nobody has to ask again.
  const leads = async () => (await zone.resolve4(names.name).catch(() => [])).join()
  await expect.poll(leads, { timeout: 20_000 }).toBe(west)
  expect(await serial()).toBeGreaterThan(before)
  expect(await act(control, 'route', { region: 'west' })).toMatchObject({ routed: 'west', shares: { west: 1 } })
})
