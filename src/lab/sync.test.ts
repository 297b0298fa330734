import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { seconds } from '#units'
import { eastLost, failOver, laboratory, manage, runbookOf, sql } from './testing/lab.ts'

// Patience for a machine with other work; nothing here asserts how long anything takes.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 })

const { lab: create, remove } = await laboratory()
const lab = create()
const runbook = runbookOf('sync')
const waiting = async (region: string) =>
  (await sql(lab, region, 'show synchronous_standby_names'))[0]?.synchronous_standby_names

beforeAll(() => lab.start('run-1', runbook, () => {}))
afterAll(async () => {
  await lab.stop()
  remove()
})

test('synchronous replication loses nothing, and only a primary with a standby waits for one', async () => {
  expect(await waiting('east')).toBe('"west"')
  await lab.load(seconds(1.5))
  const t0 = await lab.inject('fault', eastLost)
  await failOver(lab, runbook, t0)
  expect(await waiting('west')).toBe('')
  const count = await lab.reconcile('orders-db', 'west', [])
  expect(count).toMatchObject({ lost: 0, lostKeys: [] })
  expect(count.oldestLostAt).toBeUndefined()
  expect(count.acknowledged).toBeGreaterThan(20)

  await lab.heal('heal', eastLost)
  await manage(lab, 'orders-db', 'east', '/rebuild', { key: 'rebuild', source: 'west' })
  expect(await waiting('west')).toBe('"east"')
  expect(await sql(lab, 'west', 'select sync_state from pg_stat_replication')).toEqual([{ sync_state: 'sync' }])
})
