import { mkdtempSync, rmSync, statSync, truncateSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Store, systemClock } from '#execution'
import type { NewEvent } from '#journal'
import { openStore } from './index.ts'

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
