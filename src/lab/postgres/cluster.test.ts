import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { makePlaces } from '../places.ts'
import { freePort } from '../ports.ts'
import { isAlive } from '../processes.ts'
import { findBinaries } from './binaries.ts'
import { type Cluster, configure, emptyDirectory, isOverData, type Server, startServer, stopServer } from './cluster.ts'
import { copyOf } from './instance.ts'
import { superuser, templateOf } from './template.ts'

const parent = mkdtempSync(join(tmpdir(), 'muster-cluster-test-'))
chmodSync(parent, 0o755)
const host = '127.0.1.1'
const running: Server[] = []
afterAll(async () => {
  for (const server of running) await stopServer(server)
  rmSync(parent, { recursive: true, force: true })
})

/** What comes of a server whose program does that, and nothing else. */
async function outcomeOf(script: string): Promise<unknown> {
  const postgres = join(parent, 'postgres')
  writeFileSync(postgres, `#!/bin/sh\n${script}\n`, { mode: 0o755 })
  const address = { host, port: await freePort(host), user: superuser, password: 'none' }
  const binaries = { version: '18', provider: 'npm', postgres, initdb: postgres } as const
  const log = join(parent, 'postgres.log')
  rmSync(log, { force: true })
  return await startServer({ binaries, data: parent, log, address }, () => {}).catch((error: unknown) => error)
}

test('a server that does not start is over its data only where nothing else was', async () => {
  const ruined = await outcomeOf('echo \'FATAL:  could not read file "global/pg_control"\'; exit 1')
  expect(ruined).toMatchObject({ kind: 'unreachable', message: expect.stringContaining('pg_control') })
  expect(isOverData(ruined)).toBe(true)
  expect(isOverData(await outcomeOf('echo \'PANIC:  could not read file "global/pg_control"\'; kill -ABRT $$'))).toBe(
    true,
  )
  for (const script of [
    `echo 'LOG:  could not bind IPv4 address "${host}": Address already in use'; exit 1`,
    "echo 'PANIC:  could not write to file: No space left on device'; exit 1",
    'kill -9 $$',
  ])
    expect(isOverData(await outcomeOf(script))).toBe(false)
})

test("another server that has the port is not taken for one's own, though it takes the same password", async () => {
  const places = await makePlaces(join(parent, '.muster'))
  const binaries = await findBinaries(places, undefined)
  const template = await templateOf(binaries, places, () => {})
  const address = { host, port: await freePort(host), user: superuser, password: template.password }
  const [first, second] = ['first', 'second'].map(
    (name): Cluster => ({
      binaries,
      data: join(places.data, name),
      log: join(places.lab, 'logs', `${name}.log`),
      address,
      ...(places.owner ? { owner: places.owner } : {}),
    }),
  ) as [Cluster, Cluster]
  for (const cluster of [first, second]) {
    await emptyDirectory(cluster)
    await copyOf(template)(cluster)
    await configure(cluster)
  }
  const server = await startServer(first, (one) => running.push(one))
  const refused = await startServer(second, (one) => running.push(one)).catch((error: unknown) => error)
  expect(refused).toMatchObject({ message: expect.stringContaining('Address already in use') })
  expect(isOverData(refused)).toBe(false)
  expect(running.map(({ identity }) => isAlive(identity))).toEqual([true, false])
  await stopServer(server)
})
