import { copyFileSync, existsSync, readdirSync, renameSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, describe, expect, type TestContext, test, vi } from 'vitest'
import type { Target } from '#drill'
import type { Fault } from '#runbook'
import { seconds } from '#units'
import { partsOf } from './profile.ts'
import { readRegistry } from './registry.ts'
import { createLab } from './target.ts'
import {
  clock,
  eastLost,
  eventually,
  laboratory,
  manage,
  runbookOf,
  sharedMemory,
  sql,
  traffic,
} from './testing/lab.ts'

// Patience for a machine with other work; nothing here asserts how long anything takes.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 })

const { postgres } = partsOf('full', '')
const makings = [
  { of: 'PostgreSQL of npm', parts: {}, method: undefined, needed: () => {} },
  {
    of: 'PostgreSQL of this machine',
    parts: postgres === undefined ? {} : { postgres },
    method: 'rewound',
    needed({ skip }: TestContext): void {
      if (postgres === undefined) skip('optional: there is no PostgreSQL 15 or newer below /usr/lib/postgresql')
    },
  },
]

let close = async () => {}
afterEach(() => close())

/** The line between the regions is gone, and both go on. */
const between: Fault = { as: 'partitioned', regions: [], components: [], between: ['east', 'west'] }

/** Adds rows in one region, as the services would. */
const write = (lab: Target, region: string, name: string, count: number) =>
  sql(
    lab,
    region,
    `insert into orders (key, flow, client, region, amount, sum)
     select key, 'checkout', 'test', '${region}', n, order_sum(key, n)
     from (select '${name}-' || n as key, n from generate_series(1, ${count}) n order by n) one`,
  )
const keys = async (lab: Target, region: string) =>
  (await sql(lab, region, 'select key from orders order by key')).map(({ key }) => String(key))
const numbered = (name: string, count: number) => Array.from({ length: count }, (_, index) => `${name}-${index + 1}`)

describe.each(makings)('what only the lost side had, with $of', ({ parts, method, needed }) => {
  test('is listed by key before the region follows again, and nothing of the look is left', async (context) => {
    needed(context)
    const { home, basePort, remove } = await laboratory()
    const lab = createLab({ home, basePort, clock, parts })
    close = async () => {
      await lab.stop()
      remove()
    }
    await lab.start('run-1', runbookOf('async'), () => {})
    await lab.load(seconds(1.5))
    await traffic(lab, 'hold', { key: 'hold' })
    // A hold is for those who are led; a fence stops whoever comes past the entry too, so that only what is seeded is there.
    await traffic(lab, 'fence', { key: 'fence', region: 'east' })
    await write(lab, 'east', 'both', 200)
    await eventually('the copy has all', async () => {
      const [east, west] = [await keys(lab, 'east'), await keys(lab, 'west')]
      return east.length === west.length && east.includes('both-200')
    })

    await lab.inject('cut', between)
    await write(lab, 'east', 'alone', 25)
    await sql(lab, 'east', `update orders set amount = 1000, sum = order_sum(key, 1000) where key = 'both-7'`)
    expect((await keys(lab, 'west')).filter((key) => key.startsWith('alone-'))).toEqual([])
    const t0 = await lab.inject('fault', eastLost)
    await sql(lab, 'west', 'select pg_promote()')
    await write(lab, 'west', 'since', 50)
    await lab.heal('heal', eastLost)

    const list = { known: true, onlyThere: 25, otherThere: 1, firstOther: 'both-7', apart: true }
    const first = numbered('alone', 20).join(', ')
    let key = 0
    const look = () =>
      manage(lab, 'orders-db', 'east', '/operations/reconcile', { key: `look-${++key}`, from: 'east', to: 'west' })
    const { data = '' } = readRegistry(home) ?? {}
    const inEast = async () =>
      (await lab.status()).processes.filter(
        ({ alive, region, name }) => alive && region === 'east' && name === 'postgres',
      )
    const nothingIsLeft = async () => {
      expect(readdirSync(data).sort()).toEqual(['east', 'west'])
      expect(await inEast()).toEqual([])
      expect(await manage(lab, 'orders-db', 'east')).toEqual({ state: 'stopped' })
    }
    expect(await look()).toMatchObject({ ...list, first })
    await nothingIsLeft()

    // What cannot be read is said to be unknown, and what was started for it is gone as well.
    const control = join(data, 'east', 'global', 'pg_control')
    const sound = `${data}.control`
    copyFileSync(control, sound)
    truncateSync(control, 100)
    expect(await look()).toMatchObject({ known: false, why: expect.stringContaining('in east left cannot be read') })
    await nothingIsLeft()
    copyFileSync(sound, control)
    expect(existsSync(join(data, 'east', 'postmaster.pid'))).toBe(true)
    renameSync(join(data, 'east'), join(data, 'away'))
    expect(await look()).toMatchObject({ known: false })
    renameSync(join(data, 'away'), join(data, 'east'))

    // The looks before changed nothing of what was left, so that this one finds the same.
    expect(await look()).toMatchObject({ ...list, first })
    await nothingIsLeft()
    const { leftBehind } = await lab.measurements(t0 - 1, t0, [])
    expect(leftBehind).toEqual([
      {
        component: 'orders-db',
        region: 'east',
        at: expect.any(Number),
        only: numbered('alone', 25),
        differing: ['both-7'],
        arrived: 0,
      },
    ])

    const made = await manage(lab, 'orders-db', 'east', '/rebuild', { key: 'rebuild', source: 'west' })
    expect(made).toEqual({
      seconds: expect.any(Number),
      bytes: expect.any(Number),
      ...(method === undefined ? {} : { method }),
    })
    expect(await sql(lab, 'west', 'select application_name, state from pg_stat_replication')).toEqual([
      { application_name: 'east', state: 'streaming' },
    ])
    await eventually('both hold the same', async () => {
      const [east, west] = [await keys(lab, 'east'), await keys(lab, 'west')]
      return JSON.stringify(east) === JSON.stringify(west)
    })
    const there = await keys(lab, 'east')
    expect(there).toContain('since-50')
    expect(there.filter((one) => one.startsWith('alone-'))).toEqual([])
    expect(await sql(lab, 'east', `select amount from orders where key = 'both-7'`)).toEqual([{ amount: 7 }])

    // Two servers that run are held against each other as they are; the copy lacks nothing and has nothing of its own.
    expect(await look()).toMatchObject({ known: true, onlyThere: 0, otherThere: 0, apart: false })
    const pids = (await lab.status()).processes.map(({ pid }) => pid)
    await lab.stop()
    expect(sharedMemory(pids)).toEqual([])
  })
})
