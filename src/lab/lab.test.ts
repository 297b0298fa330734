import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { seconds } from '#units'
import { call } from './http.ts'
import { identityOf } from './processes.ts'
import { readRegistry } from './registry.ts'
import {
  eastLost,
  clock,
  eventually,
  failOver,
  isFree,
  laboratory,
  manage,
  runbookOf,
  sharedMemory,
  sql,
  traffic,
} from './testing/lab.ts'
import type { TrafficStatus } from './router.ts'

// Patience for a machine with other work; nothing here asserts how long anything takes.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 })

const { home, basePort, lab: create, remove } = await laboratory()
const lab = create()
const runbook = runbookOf('async')
const said: string[] = []

describe('a region is lost and given back', () => {
  let t0 = 0
  let lostKeys: readonly string[] = []

  beforeAll(() => lab.start('run-1', runbook, (line) => said.push(line)))
  afterAll(async () => {
    await lab.stop()
    remove()
  })

  test('the start says what happens, and both regions are there', async () => {
    expect(said.filter((line) => !line.startsWith('Initialising'))).toEqual([
      'PostgreSQL 18.4 in east accepts connections',
      'PostgreSQL in west streams from east, 40ms away',
      'Traffic goes to east',
    ])
    expect(await manage(lab, 'orders-db', 'west')).toEqual({ state: 'running' })
    expect(await manage(lab, 'storefront', 'east')).toEqual({ state: 'running' })
    const { running, claimedBy, processes } = await lab.status()
    expect({ running, claimedBy }).toEqual({ running: true, claimedBy: 'run-1' })
    expect(
      processes
        .filter(({ alive }) => alive)
        .map(({ name, region }) => [name, region ?? ''].join(' ').trim())
        .sort(),
    ).toEqual(['postgres east', 'postgres west', 'relay', 'supervisor', 'traffic', 'web east', 'web west'])
    expect(readFileSync(join(home, 'lab', 'registry.json')).length).toBeGreaterThan(0)
  })

  test('what the lab lacks is said in sentences', () => {
    expect(lab.lacks(runbook)).toEqual(['The lab has no key-vault: flows that need them were measured without.'])
    expect(() => lab.endpoint('key-vault', 'east')).toThrow('The lab has no key-vault in east.')
  })

  test('before the fault nothing fails and every flow is served', async () => {
    await lab.load(seconds(1.5))
    expect(await lab.facts()).toEqual({
      'deployment.inProgress': false,
      'probes.storefront.failing': false,
      'probes.storefront.failingFor': 0,
    })
  })

  test('the loss kills the region and is seen by the probes only', async () => {
    const before = clock.monotonic()
    t0 = await lab.inject('fault', eastLost)
    expect(t0).toBeGreaterThan(before)
    expect(await lab.inject('fault', eastLost)).toBe(t0)
    await eventually('the probe fails', async () => Number((await lab.facts())['probes.storefront.failingFor']) > 0.3)
    expect(await lab.restoredSince(t0, runbook)).toBe(false)
    await expect(manage(lab, 'orders-db', 'east')).rejects.toThrow(
      'Region east is lost; its management does not answer.',
    )
    const alive = (await lab.status()).processes.filter(({ alive }) => alive)
    expect(alive.filter(({ region }) => region === 'east')).toEqual([])
  })

  test('after fence, promote and route every flow is restored', async () => {
    await failOver(lab, runbook, t0)
    const { clients } = await lab.measurements(t0 - 1, t0, [])
    expect(clients.map(({ flow }) => flow).sort()).toEqual([
      ...Array<string>(8).fill('account'),
      ...Array<string>(4).fill('browse'),
      ...Array<string>(8).fill('checkout'),
    ])
    for (const { requests } of clients) {
      expect(requests.some(({ at, ok }) => at > t0 && !ok)).toBe(true)
      expect(requests.map(({ at }) => at)).toEqual(requests.map(({ at }) => at).toSorted((a, b) => a - b))
      expect(requests.every(({ at, latency }) => at >= t0 - 1 && latency > 0)).toBe(true)
    }
  })

  test('some acknowledged writes are lost, and the count is that of an independent comparison', async () => {
    await traffic(lab, 'hold', { key: 'hold' })
    const count = await lab.reconcile('orders-db', 'west', [])
    // The ledger's copy on disk, read by nobody of the lab, against the survivor's table.
    await eventually('the ledger is written', async () => ledger().length >= count.acknowledged)
    const attempts = ledger()
    const rows = (await sql(lab, 'west', 'select key from orders')).map(({ key }) => String(key))
    const present = new Set(rows)
    const lost = attempts.filter(({ key, ok }) => ok && !present.has(key))
    expect([...count.lostKeys].sort()).toEqual(lost.map(({ key }) => key).sort())
    expect(count.lost).toBeGreaterThan(0)
    expect(count.lost).toBeLessThan(count.acknowledged / 2)
    expect(count.duplicates).toBe(rows.length - present.size)
    expect(count.oldestLostAt).toBe(Math.min(...lost.map(({ committedAt }) => committedAt)))
    expect(t0 - (count.oldestLostAt ?? 0)).toBeLessThan(1)
    lostKeys = count.lostKeys
    expect(await lab.reconcile('orders-db', 'west', lostKeys)).toMatchObject({ lost: 0, lostKeys: [] })
  })

  test('the traffic manager drops repeats and refuses an older epoch', async () => {
    await traffic(lab, 'route', { key: 'route-again', region: 'west', epoch: 3 })
    await expect(traffic(lab, 'hold', { key: 'zombie', epoch: 2 })).rejects.toThrow('Epoch 2 of run run-1 is over')
    // The key of the hold above: it is answered, and nothing is held.
    expect(await traffic(lab, 'hold', { key: 'hold', epoch: 3 })).toMatchObject({ held: true })
    expect(await traffic(lab, 'route', { key: 'route-more', region: 'west', epoch: 3 })).toMatchObject({
      routed: 'west',
      held: false,
      fenced: ['east'],
      epochs: { 'run-1': 3 },
    })
  })

  test('a hold and a fence are taken back, once a key and never by an older epoch', async () => {
    await traffic(lab, 'hold', { key: 'hold-2', epoch: 3 })
    await traffic(lab, 'hold', { key: 'hold-3', epoch: 3 })
    await expect(traffic(lab, 'release', { key: 'zombie-2', epoch: 2 })).rejects.toThrow('Epoch 2 of run run-1 is over')
    expect(await traffic(lab, 'release', { key: 'release', epoch: 3 })).toMatchObject({ routed: 'west', held: false })
    expect(await traffic(lab, 'hold', { key: 'hold-4', epoch: 3 })).toMatchObject({ routed: null, held: true })
    // The key of the release above: it is answered, and nobody is admitted.
    expect(await traffic(lab, 'release', { key: 'release', epoch: 3 })).toMatchObject({ held: false })
    expect(await call(lab.traffic(), 'GET', '/status')).toMatchObject({ routed: null, held: true })
    expect(await traffic(lab, 'release', { key: 'release-2', epoch: 3 })).toMatchObject({ routed: 'west', held: false })
    // With nothing held, a release moves nothing.
    expect(await traffic(lab, 'release', { key: 'release-3', epoch: 3 })).toMatchObject({ routed: 'west', held: false })
    await expect(traffic(lab, 'unfence', { key: 'zombie-3', epoch: 2, region: 'east' })).rejects.toThrow('is over')
    await expect(traffic(lab, 'unfence', { key: 'nowhere', epoch: 3, region: 'north' })).rejects.toThrow(
      'The traffic manager has no region north; it has east and west.',
    )
    expect(await traffic(lab, 'unfence', { key: 'unfence', epoch: 3, region: 'east' })).toMatchObject({ fenced: [] })
    expect(await traffic(lab, 'fence', { key: 'fence-2', epoch: 3, region: 'east' })).toMatchObject({
      fenced: ['east'],
    })
    expect(await traffic(lab, 'unfence', { key: 'unfence', epoch: 3, region: 'east' })).toMatchObject({ fenced: [] })
    expect(await call(lab.traffic(), 'GET', '/status')).toMatchObject({ routed: 'west', fenced: ['east'] })
  })

  test('a lost region does not answer its probes, and one that is not ready does', async () => {
    await eventually('two probes of the lost region are over', async () => {
      const { endpoints } = await call<TrafficStatus>(lab.traffic(), 'GET', '/status')
      const answers = endpoints.map(({ region, answers }) => [region, answers])
      return JSON.stringify(answers) === '[["east",false],["west",true]]'
    })
  })

  test('the region given back is rebuilt as a standby, once a key', async () => {
    await lab.heal('heal', eastLost)
    await lab.heal('heal', eastLost)
    expect(await manage(lab, 'orders-db', 'east')).toEqual({ state: 'stopped' })
    await expect(manage(lab, 'orders-db', 'east', '/start', { key: 'no' })).rejects.toThrow(
      'it would be a second primary',
    )
    expect(await manage(lab, 'storefront', 'east', '/start', { key: 'web' })).toEqual({ state: 'running' })
    const rebuilt = await manage(lab, 'orders-db', 'east', '/rebuild', { key: 'rebuild', source: 'west' })
    expect(rebuilt).toEqual({ seconds: expect.any(Number), bytes: expect.any(Number) })
    expect(await manage(lab, 'orders-db', 'east', '/rebuild', { key: 'rebuild', source: 'west' })).toEqual(rebuilt)
    expect(await sql(lab, 'west', `select application_name, state from pg_stat_replication`)).toEqual([
      { application_name: 'east', state: 'streaming' },
    ])
    expect(await sql(lab, 'east', 'select pg_is_in_recovery() as standby')).toEqual([{ standby: true }])
  })

  test('a planned switch back loses nothing', async () => {
    const began = clock.monotonic()
    await traffic(lab, 'hold', { key: 'hold-back', epoch: 3 })
    // A hold is for those who are led; a fence stops whoever comes past the entry too.
    await traffic(lab, 'fence', { key: 'fence-back', region: 'west', epoch: 3 })
    await eventually('the standby has all', async () => {
      const [row] = await sql(
        lab,
        'west',
        'select count(*) as behind from pg_stat_replication where replay_lsn < pg_current_wal_flush_lsn()',
      )
      return row?.behind === '0'
    })
    await sql(lab, 'east', 'select pg_promote()')
    await traffic(lab, 'route', { key: 'route-back', region: 'east', epoch: 3 })
    await eventually('the flows are restored', () => lab.restoredSince(began, runbook))
    expect(await lab.reconcile('orders-db', 'east', lostKeys)).toMatchObject({ lost: 0, duplicates: 0 })
    await manage(lab, 'orders-db', 'west', '/rebuild', { key: 'rebuild-west', source: 'east' })
    expect(await sql(lab, 'west', 'select pg_is_in_recovery() as standby')).toEqual([{ standby: true }])
  })

  test('nothing is left after the stop', async () => {
    const registered = [...(readRegistry(home)?.processes ?? [])]
    expect(registered.length).toBeGreaterThan(5)
    const segments = sharedMemory(registered.map(({ pid }) => pid))
    await lab.stop()
    expect(registered.filter(({ pid, startedAt }) => identityOf(pid)?.startedAt === startedAt)).toEqual([])
    expect(existsSync(join(home, 'lab'))).toBe(false)
    expect(sharedMemory(registered.map(({ pid }) => pid)).filter((segment) => segments.includes(segment))).toEqual([])
    for (const host of ['127.0.0.1', '127.0.1.1', '127.0.2.1'])
      for (let port = basePort; port < basePort + 5; port++) expect(await isFree(host, port)).toBe(true)
    expect(await lab.status()).toEqual({ running: false, processes: [] })
  })
})

function ledger(): Array<{ key: string; ok: boolean; committedAt: number }> {
  const text = readFileSync(join(home, 'lab', 'ledger.ndjson'), 'utf8')
  const lines = text.slice(0, text.lastIndexOf('\n')).split('\n')
  return lines.map((line) => JSON.parse(line)).filter(({ flow }) => flow !== 'browse')
}
