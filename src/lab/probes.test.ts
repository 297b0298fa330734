import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { RunbookProbe } from '#runbook'
import { seconds } from '#units'
import { call } from './http.ts'
import { eventually, laboratory, runbookOf, sql } from './testing/lab.ts'
import type { TrafficStatus } from './router.ts'

// Patience for a machine with other work; nothing here asserts how long anything takes.
vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const { lab: create, remove } = await laboratory()
const lab = create()
const probe = (id: string, change: Partial<RunbookProbe> = {}): RunbookProbe => ({
  id,
  component: 'storefront',
  every: seconds(0.1),
  timeout: seconds(1),
  ...change,
})
const runbook = runbookOf('async', {
  probes: [probe('storefront'), probe('line', { from: ['west'] }), probe('rows', { watches: 'data' })],
})

beforeAll(() => lab.start('run-1', runbook, () => {}))
afterAll(async () => {
  await lab.stop()
  remove()
})

/** The probes by whether they succeed; those that were not asked yet are left out. */
async function probes(): Promise<Record<string, boolean>> {
  const { probes: states } = await call<TrafficStatus>(lab.traffic(), 'GET', '/status')
  const asked = states.filter(({ healthy, failingSince }) => healthy || failingSince !== undefined)
  return Object.fromEntries(asked.map(({ id, healthy }) => [id, healthy]))
}

async function becomes(expected: Record<string, boolean>): Promise<void> {
  await eventually(`the probes are ${JSON.stringify(expected)}`, async () => {
    const now = await probes()
    return Object.entries(expected).every(([id, healthy]) => now[id] === healthy)
  })
}

test('a web service whose connections are ended at any moment goes on with new ones', async () => {
  await lab.load(seconds(0.5))
  for (let turn = 0; turn < 20; turn++)
    await sql(lab, 'east', "select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'web-%'")
  const { processes } = await lab.status()
  expect(processes.filter(({ name, alive }) => name === 'web' && !alive)).toEqual([])
  await becomes({ storefront: true })
})

test('what a probe watches makes it fail, and nothing else does', async () => {
  await becomes({ storefront: true, line: true, rows: true })
  await lab.load(seconds(0.5))

  const line = { as: 'partitioned', regions: [], components: [], between: ['east', 'west'] } as const
  await lab.inject('partition', line)
  await becomes({ storefront: true, line: false, rows: true })
  await lab.heal('partition', line)
  await becomes({ storefront: true, line: true, rows: true })

  await sql(lab, 'east', 'update orders set amount = amount + 1 where key = (select min(key) from orders)')
  await becomes({ storefront: true, line: true, rows: false })
  await sql(lab, 'east', 'update orders set amount = amount - 1 where sum <> order_sum(key, amount)')
  await becomes({ storefront: true, line: true, rows: true })
  await sql(lab, 'east', 'alter table orders rename to stolen')
  await becomes({ storefront: true, line: true, rows: false })
  expect(await probes()).toEqual({ storefront: true, line: true, rows: false })
})
