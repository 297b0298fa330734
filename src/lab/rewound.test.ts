import { readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, type TestContext, test, vi } from 'vitest'
import { seconds } from '#units'
import { partsOf } from './profile.ts'
import { createLab } from './target.ts'
import { clock, eastLost, eventually, failOver, laboratory, manage, runbookOf, sql, traffic } from './testing/lab.ts'

// Patience for a machine with other work; nothing here asserts how long anything takes.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 })

const { postgres } = partsOf('full', '')
const { home, basePort, remove } = await laboratory()
const lab = createLab({ home, basePort, clock, ...(postgres === undefined ? {} : { parts: { postgres } }) })
const runbook = runbookOf('async')

function needed({ skip }: TestContext): void {
  if (postgres === undefined) skip('optional: there is no PostgreSQL 15 or newer below /usr/lib/postgresql')
}

const keys = async (region: string) =>
  (await sql(lab, region, 'select key from orders order by key')).map((row) => row.key)
const logOf = (region: string) => readFileSync(join(home, 'lab', 'logs', `postgres-${region}.log`), 'utf8')

describe('with PostgreSQL of this machine', () => {
  let lostKeys: readonly string[] = []

  beforeAll(async () => {
    if (postgres !== undefined) await lab.start('run-1', runbook, () => {})
  })
  afterAll(async () => {
    await lab.stop()
    remove()
  })

  test('the lab says what it is made of', async (context) => {
    needed(context)
    const version = (await sql(lab, 'east', 'show server_version'))[0]?.server_version
    expect(version).toContain(lab.parts?.()?.['postgres'])
    expect((await lab.status()).parts).toEqual(lab.parts?.())
    expect(await sql(lab, 'west', 'show wal_log_hints')).toEqual([{ wal_log_hints: 'on' }])
  })

  test('an old primary with writes of its own is rewound, and they are gone from it', async (context) => {
    needed(context)
    await lab.load(seconds(1.5))
    const t0 = await lab.inject('fault', eastLost)
    await failOver(lab, runbook, t0)
    const count = await lab.reconcile('orders-db', 'west', [])
    expect(count.lost).toBeGreaterThan(0)
    ;({ lostKeys } = count)

    await lab.heal('heal', eastLost)
    const made = await manage(lab, 'orders-db', 'east', '/rebuild', { key: 'rebuild', source: 'west' })
    expect(made).toMatchObject({ method: 'rewound' })
    expect(logOf('east')).toContain('pg_rewind: Done!')
    expect(await sql(lab, 'west', 'select application_name, state from pg_stat_replication')).toEqual([
      { application_name: 'east', state: 'streaming' },
    ])
    await traffic(lab, 'hold', { key: 'hold' })
    await eventually('both hold the same', async () => {
      const [east, west] = [await keys('east'), await keys('west')]
      return east.length === west.length && east.every((key, at) => key === west[at])
    })
    const there = new Set(await keys('east'))
    expect(lostKeys.filter((key) => there.has(key))).toEqual([])
  })

  test('where pg_rewind cannot do it, everything is copied, and the log says why', async (context) => {
    needed(context)
    await sql(lab, 'east', 'select pg_promote()')
    // The log of where the two parted is thrown away: the server can do without it, and pg_rewind cannot.
    await sql(lab, 'west', 'select pg_switch_wal()')
    await sql(lab, 'west', 'checkpoint')
    const [kept] = await sql(lab, 'west', `select pg_walfile_name(redo_lsn) as segment from pg_control_checkpoint()`)
    const [at] = await sql(lab, 'west', 'show data_directory')
    const log = join(String(at?.['data_directory']), 'pg_wal')
    for (const name of readdirSync(log))
      if (/^[0-9A-F]{24}$/.test(name) && name.slice(8) < String(kept?.['segment']).slice(8)) rmSync(join(log, name))
    const made = await manage(lab, 'orders-db', 'west', '/rebuild', { key: 'rebuild', source: 'east' })
    expect(made).toMatchObject({ method: 'copied' })
    expect(logOf('west')).toMatch(/pg_rewind: (error|fatal): could not/)
    expect(await sql(lab, 'east', 'select application_name, state from pg_stat_replication')).toEqual([
      { application_name: 'west', state: 'streaming' },
    ])
  })
})
