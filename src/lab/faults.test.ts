import { execFileSync } from 'node:child_process'
import { readdirSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Fault, FaultKind } from '#runbook'
import { seconds } from '#units'
import { isAlive, type ProcessIdentity } from './processes.ts'
import { readRegistry } from './registry.ts'
import { clock, eventually, laboratory, manage, runbookOf, sql, store } from './testing/lab.ts'

// Patience for a machine with other work; nothing here asserts how long anything takes.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 })

const { home, lab: create, remove } = await laboratory()
const lab = create()
const fault = (as: FaultKind, change: Partial<Fault> = {}): Fault => ({
  as,
  regions: ['east'],
  components: [],
  between: [],
  ...change,
})
// With backups, so that there is something to delete for whoever steals the right to.
const runbook = runbookOf('async', { fault: fault('dropped'), system: [store({ backupImmutable: true })] })

beforeAll(async () => {
  await lab.start('run-1', runbook, () => {})
  await lab.load(seconds(1.5))
})
afterAll(async () => {
  await lab.stop()
  remove()
})

test('what is frozen stands still once, and goes on by itself', async () => {
  const before = running('postgres', 'east')
  const still = fault('frozen', { components: ['orders-db'], lasts: seconds(3) })
  const t0 = await lab.inject('frozen', still)
  expect(await lab.inject('frozen', still)).toBe(t0)
  expect(isStill(before[0])).toBe(true)
  expect(isStill(running('web', 'east')[0])).toBe(false)
  await eventually('the store goes on', async () => !isStill(before[0]))
  await eventually('the flows are served', () => lab.restoredSince(clock.monotonic() - 1.2, runbook))
  expect(running('postgres', 'east')).toEqual(before)
  expect(running('brake')).toEqual([])
  const { lost } = await lab.reconcile('orders-db', 'east', [])
  expect(lost).toBe(0)
})

test('a management that refuses does so until it is healed, and what runs goes on', async () => {
  await lab.inject('refused', fault('refused', { regions: [] }))
  await expect(manage(lab, 'orders-db', 'west')).rejects.toThrow('refuses everything at present')
  await expect(manage(lab, 'storefront', 'west', '/start', { key: 'no' })).rejects.toThrow('refuses everything')
  expect(await lab.restoredSince(clock.monotonic() - 2, runbook)).toBe(true)
  expect((await lab.status()).running).toBe(true)
  await lab.heal('refused', fault('refused', { regions: [] }))
  expect(await manage(lab, 'orders-db', 'west')).toEqual({ state: 'running' })
})

test('a line that is cut keeps nothing but copies apart, and carries again where it was', async () => {
  const cut = fault('partitioned', { regions: [], between: ['east', 'west'] })
  const t0 = await lab.inject('partitioned', cut)
  const [row] = await sql(lab, 'east', 'select max(at)::text as at from orders')
  await eventually('more is written', async () => (await newer('east', String(row?.['at']))) > 50)
  expect(await newer('west', String(row?.['at']))).toBe(0)
  await eventually('customers do not notice', () => lab.restoredSince(t0, runbook))
  const apart = await lab.reconcile('orders-db', 'west', [], 'east')
  expect(apart.unreconciled).toBeGreaterThan(50)
  expect(apart.lost).toBe(0)
  await lab.heal('partitioned', cut)
  await eventually('the copy catches up', async () => (await newer('west', String(row?.['at']))) > 50)
})

test('a slow region lives, answers its probe too late, and goes on when its brake is lost', async () => {
  const before = [...running('postgres', 'east'), ...running('web', 'east')]
  const t0 = await lab.inject('slow', fault('slow'))
  await eventually('the probe fails', async () => Number((await lab.facts())['probes.storefront.failingFor']) > 1)
  expect(await lab.restoredSince(t0, runbook)).toBe(false)
  await expect(manage(lab, 'orders-db', 'east')).rejects.toThrow('its management does not answer')
  expect([...running('postgres', 'east'), ...running('web', 'east')]).toEqual(before)
  const [brake] = running('brake')
  process.kill(brake?.pid ?? 0, 'SIGKILL')
  await eventually('the flows are served', () => lab.restoredSince(clock.monotonic() - 1.2, runbook))
  await lab.heal('slow', fault('slow'))
  expect(await manage(lab, 'orders-db', 'east')).toEqual({ state: 'running' })
  expect(running('brake')).toEqual([])
})

test('of components that fail, nothing but their own processes die', async () => {
  await lab.inject('failed', fault('failed', { regions: ['west'], components: ['storefront'] }))
  expect(running('web', 'west')).toEqual([])
  expect(running('postgres', 'west')).toHaveLength(1)
  expect(await manage(lab, 'storefront', 'west')).toEqual({ state: 'stopped' })
})

test('who alters rows leaves them looking right, and takes what backups can be taken', async () => {
  const sound = await lab.reconcile('orders-db', 'east', [])
  expect(sound.wrong).toBe(0)
  // What is kept there nobody may delete who runs the application; this one lies elsewhere.
  writeFileSync(join(vault(), 'dump'), 'of last night')
  await eventually('a backup is kept', async () => backups().length > 1)
  const before = backups()
  const t0 = await lab.inject('altered', fault('altered', { components: ['orders-db'] }))
  const harm = lab.harm?.()
  const count = await lab.reconcile('orders-db', 'east', [])
  expect(count.wrong).toBeGreaterThan(0)
  expect(count.lost).toBe(count.wrong)
  expect(count.oldestLostAt).toBeLessThan(t0)
  // Those that nobody was promised are among them.
  const [unsound] = await sql(
    lab,
    'east',
    'select count(*)::int as rows from orders where sum is distinct from order_sum(key, amount)',
  )
  const parts = { component: 'orders-db', what: 'rows', refused: 0 }
  expect(harm).toEqual([
    { ...parts, region: 'east', hit: unsound?.['rows'] },
    { ...parts, region: 'west', hit: 0, why: 'it takes no writes of its own' },
    { region: 'east', what: 'backups', hit: 0, refused: 0 },
    { region: 'east', what: 'log', hit: 0, refused: 0 },
    { region: 'west', what: 'backups', hit: 1, refused: 1 },
    { region: 'west', what: 'log', hit: 0, refused: expect.any(Number) },
  ])
  expect(before).toContain('dump')
  expect(backups()).not.toContain('dump')
  expect(backups()).toEqual(expect.arrayContaining(before.filter((name) => name !== 'dump')))
  // The copy has followed.
  await eventually(
    'the copy is wrong too',
    async () => (await lab.reconcile('orders-db', 'west', [])).wrong === count.wrong,
  )
})

test('who drops the table leaves nothing that answers', async () => {
  const t0 = await lab.inject('dropped', fault('dropped', { components: ['orders-db'] }))
  await expect(lab.reconcile('orders-db', 'east', [])).rejects.toThrow('relation "orders" does not exist')
  expect(await lab.restoredSince(t0, runbook)).toBe(false)
})

test('a region that is killed is gone, and the line is not', async () => {
  const [line] = running('relay')
  await lab.inject('killed', fault('killed'))
  expect((await lab.status()).processes.filter(({ alive, region }) => alive && region === 'east')).toEqual([])
  expect(running('relay')).toEqual([line])
  await lab.heal('killed', fault('killed'))
  expect(await manage(lab, 'storefront', 'east')).toEqual({ state: 'stopped' })
})

test('a lab that is stopped while a region is held up leaves nothing', async () => {
  await lab.inject('held-up', fault('slow', { regions: ['west'] }))
  const all = (readRegistry(home)?.processes ?? []).filter(isAlive)
  expect(all.map(({ name }) => name)).toEqual(expect.arrayContaining(['brake', 'postgres', 'traffic']))
  await lab.stop()
  expect(all.filter(isAlive)).toEqual([])
})

/** The lab's processes of that name that live. */
function running(name: string, region?: string): readonly ProcessIdentity[] {
  return (readRegistry(home)?.processes ?? [])
    .filter((one) => one.name === name && (region === undefined || one.region === region))
    .filter(isAlive)
    .map(({ pid, startedAt }) => ({ pid, startedAt }))
}

/** Whether the system has stopped it. */
function isStill(one: ProcessIdentity | undefined): boolean {
  return execFileSync('ps', ['-o', 'state=', '-p', String(one?.pid)], { encoding: 'utf8' }).startsWith('T')
}

/** Where the vault of the second region has its objects. */
function vault(): string {
  return join(readRegistry(home)?.data ?? '', 'west.vault')
}

/** Names of what it has. */
function backups(): readonly string[] {
  const all = readdirSync(vault(), { recursive: true, withFileTypes: true })
  return all.filter((one) => one.isFile()).map(({ parentPath, name }) => relative(vault(), join(parentPath, name)))
}

async function newer(region: string, than: string): Promise<number> {
  const [row] = await sql(lab, region, `select count(*)::int as count from orders where at > '${than}'`)
  return Number(row?.['count'])
}
