import { afterAll, afterEach, expect, test, vi } from 'vitest'
import type { Target } from '#drill'
import type { ConflictsCounted } from '#evidence'
import type { Fault, Runbook, SystemComponent } from '#runbook'
import { connectIfAlive } from './connection.ts'
import { call } from './http.ts'
import { onServer } from './postgres/sql.ts'
import { identityOf } from './processes.ts'
import { eastLost, isFree, laboratory, manage, runbookOf, sql } from './testing/lab.ts'

// Patience for a machine with other work; nothing here asserts how long anything takes.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 })

type Answer = Readonly<Record<string, string | number | boolean>>

// One home, so that PostgreSQL is initialised once.
const { home, lab: create, remove } = await laboratory()
let running: Target | undefined
afterEach(() => running?.stop())
afterAll(remove)

/** A lab whose store has that strategy, and acts on it by the verbs of steps. */
async function labOf(store: Partial<SystemComponent>, change: Partial<Runbook> = {}) {
  const system: SystemComponent[] = [
    {
      id: 'orders-db',
      type: 'postgres',
      active: ['east'],
      standby: ['west'],
      keeps: true,
      writesEverywhere: false,
      operations: ['start', 'restore'],
      needs: [],
      ...store,
    },
  ]
  const lab = create()
  running = lab
  await lab.start('run-1', runbookOf('async', { system, ...change }), () => {})
  let key = 0
  /** From east to west, unless it is said otherwise. */
  const act = async (verb: string, region: string, from = 'east', to = 'west'): Promise<Answer> =>
    (await manage(lab, 'orders-db', region, `/operations/${verb}`, { key: `key-${++key}`, from, to })) as Answer
  return { lab, act }
}

/** The line between the regions is gone, and both go on. */
const between: Fault = { as: 'partitioned', regions: [], components: [], between: ['east', 'west'] }

/** Adds rows in one region, as the services would. */
async function write(lab: Target, region: string, name: string, count: number): Promise<void> {
  await sql(
    lab,
    region,
    `insert into orders (key, flow, client, region, amount, sum)
     select key, 'checkout', 'test', '${region}', n, order_sum(key, n)
     from (select '${name}-' || n as key, n from generate_series(1, ${count}) n) one`,
  )
}

async function rows(lab: Target, region: string): Promise<Readonly<Record<string, number>>> {
  const counted = await sql(
    lab,
    region,
    `select split_part(key, '-', 1) as name, count(*)::integer as count from orders group by 1 order by 1`,
  )
  return Object.fromEntries(counted.map(({ name, count }) => [String(name), Number(count)]))
}

test('backup and restore: what was shipped comes back elsewhere, and the way back loses nothing', async () => {
  const { lab, act } = await labOf({ strategy: 'backup-restore' })
  await write(lab, 'east', 'first', 500)
  await act('ready', 'west')
  await expect(sql(lab, 'west', 'select 1')).rejects.toThrow()
  await lab.inject('fault', eastLost)

  expect(await act('choose-point', 'west')).toMatchObject({ vault: 'west', point: 'the end of the log' })
  await act('restore', 'west')
  await expect(sql(lab, 'west', 'select 1')).rejects.toThrow()
  expect(await act('prove', 'west')).toMatchObject({ rows: 500, unsound: 0 })
  expect(await act('switch', 'west')).toMatchObject({ primary: true, closed: false })
  await write(lab, 'west', 'second', 300)
  expect(await act('reconcile', 'east').catch((error) => String(error))).toMatch('is lost')

  await lab.heal('heal', eastLost)
  expect(await act('back-up', 'west')).toMatchObject({ vault: 'east', sharesFate: false })
  expect(await act('reconcile', 'east')).toMatchObject({ known: true, rows: 500, onlyThere: 0, apart: true })
  await act('ready', 'east', 'west', 'east')
  await write(lab, 'west', 'third', 200)
  await act('drain', 'west', 'west', 'east')
  await expect(write(lab, 'west', 'late', 1)).rejects.toThrow('read-only')
  expect(await act('choose-point', 'east', 'west', 'east')).toMatchObject({ vault: 'east' })
  await act('restore', 'east', 'west', 'east')
  expect(await act('prove', 'east', 'west', 'east')).toMatchObject({ rows: 1000, unsound: 0 })
  await act('switch', 'east', 'west', 'east')
  expect(await rows(lab, 'east')).toEqual({ first: 500, second: 300, third: 200 })
  await write(lab, 'east', 'fourth', 100)
  expect(await act('back-up', 'east', 'west', 'east')).toMatchObject({ vault: 'west', stopped: 'west' })
})

test('a shipped copy is started, replays what has arrived, and is a copy again on the way back', async () => {
  const { lab, act } = await labOf({ strategy: 'cold-standby' })
  await write(lab, 'east', 'first', 500)
  await act('ready', 'west')
  await lab.inject('cut', between)
  await write(lab, 'east', 'alone', 10)
  await lab.inject('fault', eastLost)
  expect(await act('start', 'west')).toMatchObject({ runs: true, primary: false })
  await sql(lab, 'west', 'select pg_promote()')
  expect(await rows(lab, 'west')).toEqual({ first: 500 })
  await write(lab, 'west', 'second', 300)

  await lab.heal('heal', eastLost)
  expect(await act('reconcile', 'east')).toMatchObject({ known: true, onlyThere: 10, apart: true })
  await act('re-protect', 'east')
  await expect(sql(lab, 'east', 'select 1')).rejects.toThrow()
  await act('ready', 'east', 'west', 'east')
  await act('drain', 'west', 'west', 'east')
  await act('start', 'east', 'west', 'east')
  await sql(lab, 'east', 'select pg_promote()')
  expect(await rows(lab, 'east')).toEqual({ first: 500, second: 300 })
  await write(lab, 'east', 'third', 100)
  await act('re-protect', 'west', 'west', 'east')
  await expect(sql(lab, 'west', 'select 1')).rejects.toThrow()
})

test('both regions take writes; the one that is lost is made anew, and one that was cut off gives what it has', async () => {
  const { lab, act } = await labOf({ strategy: 'active-active', writesEverywhere: true, active: ['east', 'west'] })
  await write(lab, 'east', 'first', 300)
  await write(lab, 'west', 'second', 200)
  await act('ready', 'west')
  const both = { first: 300, second: 200 }
  expect([await rows(lab, 'east'), await rows(lab, 'west')]).toEqual([both, both])

  await lab.inject('fault', eastLost)
  expect(await act('take-writes', 'west')).toMatchObject({ writes: true })
  await write(lab, 'west', 'third', 100)
  await lab.heal('heal', eastLost)
  expect(await act('reconcile', 'east')).toMatchObject({ known: true, rows: 500, onlyThere: 0, apart: true })
  expect(await act('re-protect', 'east')).toMatchObject({ conflicts: 0 })
  await act('take-writes', 'east', 'west', 'east')
  await act('ready', 'east', 'west', 'east')
  await write(lab, 'east', 'fourth', 50)
  await act('ready', 'west')
  const all = { first: 300, fourth: 50, second: 200, third: 100 }
  expect([await rows(lab, 'east'), await rows(lab, 'west')]).toEqual([all, all])

  await lab.inject('cut', between)
  expect(await act('take-writes', 'west')).toMatchObject({ writes: true })
  await write(lab, 'east', 'fifth', 30)
  await write(lab, 'west', 'sixth', 20)
  expect((await rows(lab, 'west')).fifth).toBeUndefined()
  await lab.heal('mend', between)
  expect(await act('reconcile', 'east')).toMatchObject({ known: true, onlyThere: 30 })
  await act('re-protect', 'east')
  const joined = { ...all, fifth: 30, sixth: 20 }
  expect([await rows(lab, 'east'), await rows(lab, 'west')]).toEqual([joined, joined])
})

test('extended loss: a standby is built anew beside the survivor, follows it, and is gone with the lab', async () => {
  const { lab, act } = await labOf({ strategy: 'hot-standby', operations: ['rebuild'] })
  await write(lab, 'east', 'first', 500)
  await act('ready', 'west')
  await lab.inject('fault', eastLost)
  await expect(act('rebuild', 'west')).rejects.toThrow('No server in west takes writes')
  await sql(lab, 'west', 'select pg_promote()')
  const built = await act('rebuild', 'west')
  expect(built).toMatchObject({ region: 'west', waitedFor: false })
  expect(Number(built['bytes'])).toBeGreaterThan(1_000_000)
  expect(Number(built['lagSeconds'])).toBeGreaterThanOrEqual(0)
  // What stands and follows is not made twice.
  await write(lab, 'west', 'second', 300)
  expect(await act('rebuild', 'west')).toMatchObject({ port: built['port'], bytes: built['bytes'] })
  const { hostname, username: user, password } = new URL(lab.endpoint('orders-db', 'west').url)
  const standby = { host: hostname, port: Number(built['port']), user, password }
  const [seen] = await onServer(standby, 'orders-db', (query) =>
    query('select count(*)::integer as rows, pg_is_in_recovery() as follows from orders'),
  )
  expect(seen).toEqual({ rows: 800, follows: true })

  const service = { key: 'service', from: 'east', to: 'west' }
  expect(await manage(lab, 'storefront', 'west', '/operations/rebuild', service)).toMatchObject({ instances: 3 })
  const { processes } = await lab.status()
  const inWest = processes.filter(({ region, alive }) => region === 'west' && alive).map(({ name }) => name)
  expect(inWest.filter((name) => name === 'postgres')).toHaveLength(2)
  expect(inWest.filter((name) => name === 'web')).toHaveLength(6)
  await lab.stop()
  expect(processes.filter(({ pid }) => identityOf(pid) !== undefined)).toEqual([])
  expect(await isFree(hostname, standby.port)).toBe(true)
})

test('corruption: backups that are not locked are gone with the tables, and nothing can be restored', async () => {
  const dropped: Fault = { as: 'dropped', regions: ['east'], components: ['orders-db'], between: [] }
  const { lab, act } = await labOf({ strategy: 'hot-standby', backupImmutable: false }, { fault: dropped })
  const at = async (verb: string) => await act(verb, 'east', 'east', 'east')
  await write(lab, 'east', 'first', 50)
  await lab.inject('fault', dropped)
  const harm = lab.harm?.() ?? []
  expect(harm.slice(0, 2)).toMatchObject([
    { region: 'east', component: 'orders-db', what: 'tables', hit: 1 },
    { region: 'west', component: 'orders-db', what: 'tables', hit: 0, why: 'it takes no writes of its own' },
  ])
  expect(harm.find(({ region, what }) => region === 'west' && what === 'backups')).toMatchObject({ hit: 1, refused: 0 })
  await at('stop-writers')
  await at('stop-replication')
  await at('keep-backups')
  await expect(at('choose-point')).rejects.toThrow('No backup that east can reach can be restored. There is none.')
  await expect(at('restore')).rejects.toThrow('No point was chosen')
})

/** What each region counted, by its name. */
async function conflicts(): Promise<Record<string, ConflictsCounted['kinds']>> {
  const control = connectIfAlive(home)
  if (!control) throw new Error('No lab runs.')
  const { conflicts: counted } = await call<{ conflicts: ConflictsCounted[] }>(control, 'GET', '/conflicts')
  return Object.fromEntries(counted.map(({ region, kinds }) => [region, kinds]))
}

test('a row that both regions change at once is a conflict, is counted in both, and is not forgotten with the copying', async () => {
  const { lab, act } = await labOf({ strategy: 'active-active', writesEverywhere: true, active: ['east', 'west'] })
  await write(lab, 'east', 'first', 10)
  await act('ready', 'west')
  expect(await conflicts()).toEqual({ east: {}, west: {} })
  // Services only add rows, which never meet; so here somebody changes one, and what is changed is sent too.
  for (const region of ['east', 'west'])
    await sql(
      lab,
      region,
      `alter table orders add primary key (key); alter publication orders set (publish = 'insert, update')`,
    )
  await lab.inject('cut', between)
  for (const region of ['east', 'west'])
    await sql(lab, region, `update orders set client = '${region}' where key = 'first-1'`)
  await lab.heal('mend', between)
  await act('re-protect', 'east')
  const met = { update_origin_differs: 1 }
  await expect.poll(conflicts, { timeout: 30_000 }).toEqual({ east: met, west: met })
  expect(await act('ready', 'west')).toMatchObject({ conflicts: 1 })

  // East is made anew, and copying with it; what west has counted before stays known.
  await lab.inject('fault', eastLost)
  await act('take-writes', 'west')
  await lab.heal('heal', eastLost)
  await act('re-protect', 'east')
  expect(await conflicts()).toEqual({ east: {}, west: met })
})

test('corruption: the server goes back to just before the rows were altered, and nobody gets in with what was stolen', async () => {
  const altered: Fault = { as: 'altered', regions: ['east'], components: ['orders-db'], between: [] }
  const { lab, act } = await labOf({ strategy: 'hot-standby', operations: [] }, { fault: altered })
  const at = async (verb: string) => await act(verb, 'east', 'east', 'east')
  await write(lab, 'east', 'first', 500)
  await sql(lab, 'east', `update orders set amount = amount + 1 where key like '%7'`)
  await write(lab, 'east', 'late', 20)
  await expect(at('prove')).rejects.toThrow('rows of orders-db are not as they were written')
  await at('stop-writers')
  await at('stop-replication')
  await at('keep-backups')
  expect(await at('choose-point')).toMatchObject({ vault: 'west', point: expect.stringMatching('before transaction') })
  await at('restore')
  expect(await at('prove')).toMatchObject({ rows: 500, unsound: 0 })
  // The copy was stopped, so it hears of no new password.
  expect(await at('rotate')).toMatchObject({ oldRefused: true, closedIn: 'west' })
  expect(await at('switch')).toMatchObject({ primary: true, closed: true })
  await at('release')
  expect(await rows(lab, 'east')).toEqual({ first: 500 })
  expect(await at('reconcile')).toMatchObject({ known: true, lost: 20 })
  await at('back-up')
  await act('re-protect', 'west')
  expect(await rows(lab, 'west')).toEqual({ first: 500 })

  // Once more, and the table is gone altogether.
  await write(lab, 'east', 'second', 40)
  await sql(lab, 'east', 'drop table orders')
  await at('stop-writers')
  await at('choose-point')
  await at('restore')
  expect(await at('prove')).toMatchObject({ rows: 540, unsound: 0 })
  await at('switch')
  await at('release')
  expect(await rows(lab, 'east')).toEqual({ first: 500, second: 40 })
})
