import { spawn } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Failure } from '#diagnostics'
import { type Store, systemClock } from '#execution'
import { openStore } from './index.ts'
import { note } from './testing/course.ts'

const root = join(import.meta.dirname, '../..')
const scratch = mkdtempSync(join(tmpdir(), 'muster-file-'))
let folder: string
let store: Store
let folders = 0

beforeEach(() => {
  folders += 1
  folder = join(scratch, `store-${folders}`)
  store = openStore(folder, systemClock)
})
afterEach(() => store.close())
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

const file = (name: string): string => join(folder, name)
const raw = (sql: string, where = folder): void => {
  const database = new DatabaseSync(join(where, 'muster.db'))
  database.exec(sql)
  database.close()
}
const corrupt = (message: string | RegExp) => ({ kind: 'corrupt', message: expect.stringMatching(message) })

describe('the file', () => {
  it('of a newer Muster is left alone', async () => {
    await store.close()
    raw('pragma user_version = 99')
    expect(() => openStore(folder, systemClock)).toThrow(/newer Muster \(format 99/)
  })

  it('of the Muster before is taken over with what is in it', async () => {
    const old = file('old')
    mkdirSync(join(old, 'heads'), { recursive: true })
    const { epoch } = await store.takeLease('run-1')
    const records = await store.append('run-1', 0, epoch, [note('one')])
    await store.send({ id: 's1', run: 'run-1', kind: 'approve', by: 'lead', at: '2026-11-24T10:00:00.000Z' })
    await store.close()
    cpSync(file('heads'), join(old, 'heads'), { recursive: true })
    const { migrations } = await import('./migrations.ts')
    raw(migrations[0] ?? '', old)
    raw('pragma user_version = 1', old)
    raw(
      `attach '${file('muster.db')}' as new;
       insert into run select run, last_seq, head, created_at from new.run; insert into record select * from new.record;
       insert into lease select run, host, pid, started_at, epoch, renewals, held from new.lease;
       insert into signal select id, run, kind, step, sender, comment, at, settled from new.signal`,
      old,
    )
    store = openStore(old, systemClock)
    expect(await store.read('run-1')).toEqual(records)
    expect(await store.signals('run-1')).toMatchObject([{ id: 's1', kind: 'approve' }])
    expect(await store.lease('run-1')).toMatchObject({ epoch: 1, since: '' })
    await expect(store.takeLease('run-1')).rejects.toMatchObject({
      kind: 'busy',
      message: expect.stringContaining('since a time that was not noted'),
    })
    raw('update lease set pid = 99999999', old)
    expect(await store.takeLease('run-1')).toMatchObject({ epoch: 2 })
  })

  it('that is gone or empty is missed, for the heads tell of journals', async () => {
    const { epoch } = await store.takeLease('run-1')
    await store.append('run-1', 0, epoch, [note('one')])
    await store.close()
    for (const lost of [() => truncateSync(file('muster.db')), () => rmSync(file('muster.db'))]) {
      lost()
      expect(() => openStore(folder, systemClock)).toThrow(/has lost its file/)
      expect(() => openStore(folder, systemClock)).toThrow(Failure)
    }
    rmSync(file('heads'), { recursive: true })
    store = openStore(folder, systemClock)
    expect(await store.runs()).toEqual([])
  })

  it.each([
    ['no database', 'something else entirely, long enough to be taken for one '.repeat(40)],
    ['an empty folder instead', undefined],
  ])('that is %s is named', async (_, text) => {
    await store.close()
    rmSync(file('muster.db'))
    if (text === undefined) mkdirSync(file('muster.db'))
    else writeFileSync(file('muster.db'), text)
    expect(() => openStore(folder, systemClock)).toThrow(
      text === undefined ? /cannot be opened: / : /is damaged: file is not a database/,
    )
  })

  it('in a folder that is none is named', () => {
    expect(() => openStore(file('muster.db'), systemClock)).toThrow(/cannot be opened: .*disk has space/)
    writeFileSync(file('plain'), '')
    expect(() => openStore(join(file('plain'), 'store'), systemClock)).toThrow(/cannot be opened: /)
  })

  it('that another writer keeps for too long is not waited for for ever, and goes on afterwards', async () => {
    const { epoch } = await store.takeLease('run-1')
    const other = new DatabaseSync(file('muster.db'))
    other.exec('begin immediate')
    await expect(store.append('run-1', 0, epoch, [note('one')])).rejects.toMatchObject({
      kind: 'unreachable',
      message: expect.stringContaining('database is locked'),
    })
    other.exec('rollback')
    other.close()
    expect(await store.append('run-1', 0, epoch, [note('one')])).toHaveLength(1)
  })

  it('that breaks while it is open stops the store, until it is opened anew', async () => {
    const { epoch } = await store.takeLease('run-1')
    await store.append('run-1', 0, epoch, [note('one')])
    raw('drop table signal')
    const damaged = corrupt('is damaged: no such table')
    await expect(store.signals('run-1')).rejects.toMatchObject(damaged)
    await expect(store.send({ id: 's', run: 'run-1', kind: 'note', by: 'a', at: '' })).rejects.toMatchObject(damaged)
    await expect(store.append('run-1', 1, epoch, [note('two')])).rejects.toMatchObject(damaged)
  })

  it('is waited for while another process that knows no log reads it', async () => {
    await store.close()
    for (const name of readdirSync(folder)) rmSync(file(name), { recursive: true })
    const reader = `
      import { DatabaseSync } from 'node:sqlite'
      const file = new DatabaseSync(process.argv[1]); file.exec('create table other (x); begin; select * from other')
      file.prepare('select * from other').all(); console.log('reading'); setTimeout(() => file.exec('commit'), 1000)`
    const child = spawn(process.execPath, ['--input-type=module', '-e', reader, file('muster.db')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const ended = new Promise((resolve) => child.once('close', resolve))
    await new Promise((resolve) => child.stdout.once('data', resolve))
    store = openStore(folder, systemClock)
    expect(await store.runs()).toEqual([])
    await ended
  })

  it('is opened by several at once, where it is not there yet', async () => {
    const opener = `import { systemClock } from '#execution'; import { openStore } from '#store'
      const store = openStore(process.argv[1], systemClock); await store.runs(); await store.close()`
    const args = ['--conditions=source', '--input-type=module', '-e', opener, file('fresh')]
    const codes = Array.from(
      { length: 6 },
      () =>
        new Promise((resolve) => {
          spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] }).on('close', resolve)
        }),
    )
    expect(await Promise.all(codes)).toEqual([0, 0, 0, 0, 0, 0])
  })
})

it('a store that was closed says that it is', async () => {
  await store.close()
  await expect(store.runs()).rejects.toMatchObject({ kind: 'failed', message: expect.stringContaining('closed') })
  await expect(store.settle('s')).rejects.toMatchObject({ kind: 'failed' })
})

it('folders of the store can be closed to others', () => {
  chmodSync(folder, 0o700)
  expect(statSync(file('reserve')).mode & 0o777).toBe(0o600)
})
