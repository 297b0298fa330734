import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync, statSync, truncateSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Store, systemClock } from '#execution'
import type { NewEvent } from '#journal'
import { openStore } from './index.ts'

const root = join(import.meta.dirname, '../..')
let folder: string
let store: Store

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'muster-store-'))
  store = openStore(folder, systemClock)
})

afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

const note = (text: string): NewEvent => ({
  type: 'noted',
  data: { text },
  actor: { name: 'muster', authn: 'muster' },
  ts: '2026-11-24T10:00:00.000Z',
  tsMono: 1,
})

test('what was appended is read again, in order, by another process of the same store', async () => {
  const { epoch } = await store.takeLease('run-1')
  await store.append('run-1', 0, epoch, [note('one'), note('two')])
  await store.append('run-1', 2, epoch, [note('three')])
  const other = openStore(folder, systemClock)
  expect((await other.read('run-1')).map((record) => record.type === 'noted' && record.data.text)).toEqual([
    'one',
    'two',
    'three',
  ])
  expect(await other.runs()).toMatchObject([{ run: 'run-1', lastSeq: 3 }])
  await other.close()
})

test('an append on an outdated journal or under an old lease is refused and writes nothing', async () => {
  const { epoch } = await store.takeLease('run-1')
  await store.append('run-1', 0, epoch, [note('one')])
  await expect(store.append('run-1', 0, epoch, [note('again')])).rejects.toMatchObject({ kind: 'busy' })
  await expect(store.append('run-1', 1, epoch + 1, [note('other')])).rejects.toMatchObject({ kind: 'busy' })
  await expect(store.append('run-1', 1, epoch - 1, [note('old')])).rejects.toMatchObject({ kind: 'busy' })
  expect(await store.read('run-1')).toHaveLength(1)
})

test('a living holder keeps its lease, and a released one passes on with the next epoch', async () => {
  const lease = await store.takeLease('run-1')
  await expect(store.takeLease('run-1')).rejects.toMatchObject({
    kind: 'busy',
    message: expect.stringContaining(String(process.pid)),
  })
  await store.releaseLease(lease)
  expect((await store.takeLease('run-1')).epoch).toBe(lease.epoch + 1)
})

test('the lease of a dead process is taken at once, and its renewals are refused from then on', async () => {
  const lease = await store.takeLease('run-1')
  const raw = new DatabaseSync(join(folder, 'muster.db'))
  // A process number beyond the kernel's limit: certainly nobody.
  raw.exec('update lease set pid = 99999999')
  raw.close()
  expect(await store.lease('run-1')).toBeUndefined()
  expect((await store.takeLease('run-1')).epoch).toBe(lease.epoch + 1)
  await expect(store.renewLease(lease)).rejects.toMatchObject({ kind: 'busy' })
})

test('a process that has the dead holder’s number is not the holder', async () => {
  await store.takeLease('run-1')
  const raw = new DatabaseSync(join(folder, 'muster.db'))
  raw.exec(`update lease set started_at = 'another boot:1'`)
  raw.close()
  expect((await store.takeLease('run-1')).epoch).toBe(2)
})

test('a damaged record is found and named', async () => {
  const { epoch } = await store.takeLease('run-1')
  await store.append('run-1', 0, epoch, [note('one'), note('two'), note('three')])
  const raw = new DatabaseSync(join(folder, 'muster.db'))
  raw.exec(`update record set body = replace(body, 'two', 'owt') where seq = 2`)
  raw.close()
  await expect(store.read('run-1')).rejects.toMatchObject({
    kind: 'corrupt',
    message: expect.stringContaining('record 3 does not follow'),
  })
})

test('a lost tail is found against the head file', async () => {
  const { epoch } = await store.takeLease('run-1')
  await store.append('run-1', 0, epoch, [note('one')])
  const [before] = await store.runs()
  await store.append('run-1', 1, epoch, [note('two')])
  const raw = new DatabaseSync(join(folder, 'muster.db'))
  // What an older copy of the file holds: sound in itself, and one record short.
  raw.exec(`delete from record where seq = 2; update run set last_seq = 1, head = '${before?.head}'`)
  raw.close()
  await expect(store.read('run-1')).rejects.toMatchObject({
    kind: 'corrupt',
    message: expect.stringContaining('the last ones are lost'),
  })
})

test('a torn line at the end of the head file is the write that was cut off, and hides nothing before it', async () => {
  const { epoch } = await store.takeLease('run-1')
  await store.append('run-1', 0, epoch, [note('one'), note('two')])
  const head = join(folder, 'heads', 'run-1.head')
  truncateSync(head, statSync(head).size - 10)
  expect(await store.read('run-1')).toHaveLength(2)
  writeFileSync(head, `${readFileSync(head, 'utf8')}junk`)
  expect(await store.read('run-1')).toHaveLength(2)
})

test('a signal waits in the inbox until it is settled, and a repeat is the same signal', async () => {
  const signal = {
    id: 's1',
    run: 'run-1',
    kind: 'approve',
    step: 'decide.x',
    by: 'lead',
    at: '2026-11-24T10:00:00.000Z',
  } as const
  await store.send(signal)
  await store.send(signal)
  expect(await store.signals('run-1')).toEqual([signal])
  await store.settle('s1')
  expect(await store.signals('run-1')).toEqual([])
})

test('a store of a newer Muster is left alone', async () => {
  const raw = new DatabaseSync(join(folder, 'muster.db'))
  raw.exec('pragma user_version = 99')
  raw.close()
  expect(() => openStore(folder, systemClock)).toThrow(/newer Muster/)
})

test('a journal that was rewritten with a chain of its own is found by its head file', async () => {
  const { epoch } = await store.takeLease('run-1')
  await store.append('run-1', 0, epoch, [note('one'), note('two')])
  const forger = openStore(join(folder, 'elsewhere'), systemClock)
  const lease = await forger.takeLease('run-1')
  const forged = await forger.append('run-1', 0, lease.epoch, [note('one'), note('forged')])
  const [summary] = await forger.runs()
  await forger.close()
  const raw = new DatabaseSync(join(folder, 'muster.db'))
  for (const record of forged)
    raw.prepare('update record set body = ? where seq = ?').run(JSON.stringify(record), record.seq)
  raw.prepare('update run set head = ?').run(summary?.head ?? '')
  raw.close()
  await expect(store.read('run-1')).rejects.toMatchObject({
    kind: 'corrupt',
    message: expect.stringContaining('record 2 has changed'),
  })
})

test('a journal whose head file is gone is not taken for whole', async () => {
  const { epoch } = await store.takeLease('run-1')
  await store.append('run-1', 0, epoch, [note('one'), note('two')])
  rmSync(join(folder, 'heads', 'run-1.head'))
  await expect(store.read('run-1')).rejects.toMatchObject({
    kind: 'corrupt',
    message: expect.stringContaining('no head file'),
  })
})

test('several who open a fresh store at once all get it', async () => {
  const fresh = join(folder, 'fresh')
  const opener = `import { systemClock } from '#execution'; import { openStore } from '#store'
    const store = openStore(process.argv[1], systemClock); await store.runs(); await store.close()`
  const codes = Array.from(
    { length: 6 },
    () =>
      new Promise((resolve) => {
        const args = ['--conditions=source', '--input-type=module', '-e', opener, fresh]
        spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] }).on('close', resolve)
      }),
  )
  expect(await Promise.all(codes)).toEqual([0, 0, 0, 0, 0, 0])
})
