import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import { seconds } from '#units'
import { hasEnded, isAlive, type ProcessIdentity, signal } from './processes.ts'
import { readRegistry } from './registry.ts'
import { labDown, labStatus, labUp } from './status.ts'
import { eastLost, isFree, laboratory, manage, runbookOf, sharedMemory, sql } from './testing/lab.ts'

// Patience for a machine with other work; nothing here asserts how long anything takes.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 })

// One home for all, so that PostgreSQL is initialised once.
const { home, basePort, lab: create, remove } = await laboratory()
const runbook = runbookOf('async')
const quiet = () => {}

afterAll(async () => {
  await labDown(home)
  remove()
})

const supervisor = (): ProcessIdentity => {
  const registry = readRegistry(home)
  if (!registry) throw new Error('No lab is registered.')
  return registry.supervisor
}

test('the same run takes up its lab again, another is told who holds it', async () => {
  const first = create()
  await first.start('run-1', runbook, quiet)
  await first.load(seconds(0.5))
  const before = supervisor()
  // A new client that knows nothing of the first, as after kill -9 of the first one's process.
  const said: string[] = []
  const second = create()
  await second.start('run-1', runbook, (line) => said.push(line))
  expect(said).toEqual(['The lab is running already; the run takes it up again'])
  expect(supervisor()).toEqual(before)
  expect((await second.reconcile('orders-db', 'east', [])).acknowledged).toBeGreaterThan(0)
  expect(await manage(second, 'orders-db', 'west')).toEqual({ state: 'running' })
  const t0 = await first.inject('fault', eastLost)
  expect(await second.inject('fault', eastLost)).toBe(t0)

  const { since } = await labStatus(home)
  const other = create()
  await expect(other.start('run-2', runbook, quiet)).rejects.toMatchObject({
    kind: 'busy',
    message:
      `The lab is held by run run-1 since ${since}. Finish that run, or give the lab up:\n` +
      '  muster run resume run-1\n  muster lab down',
  })
  // Whoever was refused must not stop the lab of the other.
  await other.stop()
  expect((await labStatus(home)).running).toBe(true)
})

test('what a killed supervisor left is ended, and a new lab starts', async () => {
  const killed = supervisor()
  const left = (readRegistry(home)?.processes ?? []).filter(isAlive)
  expect(left.length).toBeGreaterThan(3)
  signal(killed, 'SIGKILL')
  await hasEnded(killed, 5000)
  expect((await labStatus(home)).running).toBe(false)
  const lab = create()
  await lab.start('run-2', runbook, quiet)
  for (const one of left) expect(isAlive(one)).toBe(false)
  expect(sharedMemory(left.map(({ pid }) => pid))).toEqual([])
  expect((await labStatus(home)).claimedBy).toBe('run-2')
  await lab.stop()
})

test('a port that is taken is named with the part that needs it, and nothing is left', async () => {
  const taken = createServer()
  await once(taken.listen(basePort, '127.0.0.1'), 'listening')
  try {
    await expect(create().start('run-3', runbook, quiet)).rejects.toMatchObject({
      kind: 'unreachable',
      message:
        `The lab needs 127.0.0.1:${basePort} for its traffic manager, which another program uses. ` +
        `Stop that program, or choose the first of 7 other ports:\n  MUSTER_LAB_PORT=${basePort + 100} muster …`,
    })
    expect(existsSync(join(home, 'lab'))).toBe(false)
  } finally {
    await new Promise((resolve) => taken.close(resolve))
  }
})

test('a PostgreSQL that will not start is quoted, and nothing is left', async () => {
  writeFileSync(join(home, 'cache', 'postgres-18.4', 'template-1mb', 'cluster', 'global', 'pg_control'), 'ruined')
  await expect(create().start('run-4', runbook, quiet)).rejects.toMatchObject({
    kind: 'unreachable',
    message: expect.stringMatching(
      /^PostgreSQL does not start at 127\.0\.\d\.1:\d+; its log ends:\n(?: {2}.*\n)* {2}.*pg_control/,
    ),
  })
  expect(existsSync(join(home, 'lab'))).toBe(false)
  expect(await isFree('127.0.0.1', basePort)).toBe(true)
})

test('the next start mends it; a lab that no run holds gives way to the first run with another plan', async () => {
  await labUp({ home, basePort, idleLimit: 60 }, quiet)
  expect(await labStatus(home)).toMatchObject({ running: true })
  expect((await labStatus(home)).claimedBy).toBeUndefined()
  const before = supervisor()
  const lab = create()
  await lab.start('run-5', runbook, quiet)
  expect(supervisor()).not.toEqual(before)
  expect(isAlive(before)).toBe(false)
  expect(await sql(lab, 'east', 'select count(*)::int as orders from orders')).toEqual([{ orders: 0 }])
  await lab.stop()
})

test('a lab that nobody contacts stops itself; as root, a home that others cannot enter is served from elsewhere', async () => {
  const closed = mkdtempSync(join(tmpdir(), 'muster-lab-closed-'))
  chmodSync(closed, 0o700)
  const other = join(closed, '.muster')
  try {
    await labUp({ home: other, basePort, idleLimit: 2 }, quiet)
    const registry = readRegistry(other)
    const data = registry?.data ?? ''
    expect(data.startsWith(closed)).toBe(process.getuid?.() !== 0)
    expect(existsSync(join(data, 'west', 'PG_VERSION'))).toBe(true)
    for (const one of registry?.processes ?? []) expect(await hasEnded(one, 30_000)).toBe(true)
    expect(await hasEnded(registry?.supervisor ?? { pid: 0, startedAt: '' }, 30_000)).toBe(true)
    expect([existsSync(data), existsSync(join(other, 'lab'))]).toEqual([false, false])
    expect(existsSync(dirname(data))).toBe(false)
  } finally {
    await labDown(other)
    rmSync(closed, { recursive: true, force: true })
  }
})
