import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Store, systemClock } from '#execution'
import { seconds } from '#units'
import { openHeads } from './heads.ts'
import { openStore } from './index.ts'
import { note, textsIn } from './testing/course.ts'

const scratch = mkdtempSync(join(tmpdir(), 'muster-heads-'))
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

describe('the lines of a head file', () => {
  const [first, second] = ['a'.repeat(64), 'b'.repeat(64)]
  const opened = () => openHeads(file('lines'), (error) => expect.unreachable(error.message))
  const path = (): string => file('lines/run-1.head')

  it('are one a commit, behind a line feed, and go on after the files were closed', async () => {
    const heads = opened()
    expect(heads.any()).toBe(false)
    expect(heads.read('run-1')).toBeUndefined()
    heads.write('run-1', { seq: 1, hash: first })
    heads.write('run-1', { seq: 2, hash: second })
    expect(readFileSync(path(), 'utf8')).toBe(`\n1 ${first}\n2 ${second}\n`)
    expect(heads.any()).toBe(true)
    const descriptors = (): number => readdirSync('/proc/self/fd').length
    const open = process.platform === 'linux' ? descriptors() : 1
    await heads.close()
    if (process.platform === 'linux') expect(descriptors()).toBe(open - 1)
    heads.write('run-1', { seq: 3, hash: first })
    expect(heads.read('run-1')).toEqual({ seq: 3, hash: first })
    await heads.close()
  })

  it('count only where they are whole, with nothing before or behind them', () => {
    const heads = opened()
    for (const more of ['', `2 ${second}0\n`, `x3 ${second}\n`, `4 ${second}`]) {
      writeFileSync(path(), `1 ${first}\n${more}`)
      expect(heads.read('run-1')).toEqual({ seq: 1, hash: first })
    }
    writeFileSync(path(), '')
    expect(heads.read('run-1')).toEqual({ seq: 0, hash: '' })
  })

  it('are those of files that are named for a run', () => {
    const heads = opened()
    writeFileSync(file('lines/run-1.head.copy'), '')
    expect(heads.any()).toBe(false)
  })
})

describe('a head file', () => {
  const head = (): string => file('heads/run-1.head')

  it('tells of a journal that was cut, though it is sound in itself', async () => {
    const { epoch } = await store.takeLease('run-1')
    await store.append('run-1', 0, epoch, [note('one')])
    const [before] = await store.runs()
    await store.append('run-1', 1, epoch, [note('two')])
    // What an older copy of the file holds: sound in itself, and one record short.
    raw(`delete from record where seq = 2; update run set last_seq = 1, head = '${before?.head}'`)
    const lost = corrupt('ends at record 1, and 2 were written: record 2 and the following are lost')
    await expect(store.read('run-1')).rejects.toMatchObject(lost)
    await expect(store.takeLease('run-1', { by: ['a', 'b'], reason: 'c' })).rejects.toMatchObject(lost)
  })

  it('tells of a run that is gone, which does not begin anew', async () => {
    const lease = await store.takeLease('run-1')
    const records = await store.append('run-1', 0, lease.epoch, [note('one')])
    await store.releaseLease(lease)
    raw('delete from record; delete from run; delete from lease')
    await expect(store.read('run-1')).rejects.toMatchObject(corrupt('ends at record 0, and 1 were written'))
    await expect(store.takeLease('run-1')).rejects.toMatchObject(corrupt('ends at record 0'))
    await expect(store.keep('run-1', records)).rejects.toMatchObject({ kind: 'busy' })
  })

  it('tells of a journal that was rewritten with a chain of its own', async () => {
    const { epoch } = await store.takeLease('run-1')
    await store.append('run-1', 0, epoch, [note('one'), note('two')])
    const forger = openStore(file('elsewhere'), systemClock)
    await forger.append('run-1', 0, (await forger.takeLease('run-1')).epoch, [note('one'), note('forged')])
    await forger.close()
    raw(`attach '${file('elsewhere/muster.db')}' as forged; delete from record; update run set head = (select head from forged.run);
      insert into record select * from forged.record`)
    await expect(store.read('run-1')).rejects.toMatchObject(
      corrupt('record 2 is another one than its head file tells of'),
    )
  })

  it('is missed where there is none, but for a first commit', async () => {
    const { epoch } = await store.takeLease('run-1')
    await store.append('run-1', 0, epoch, [note('one')])
    rmSync(head())
    expect(await store.read('run-1')).toHaveLength(1)
    await store.append('run-1', 1, epoch, [note('two')])
    rmSync(head(), { force: true })
    await expect(store.read('run-1')).rejects.toMatchObject(corrupt('has no head file'))
  })

  it('that ends in a torn line tells what came before it, and goes on whole', async () => {
    const lease = await store.takeLease('run-1')
    await store.append('run-1', 0, lease.epoch, [note('one')])
    await store.append('run-1', 1, lease.epoch, [note('two')])
    await store.close()
    const size = statSync(head()).size
    truncateSync(head(), size - 10)
    store = openStore(folder, systemClock)
    expect(await store.read('run-1')).toHaveLength(2)
    const { epoch } = await store.takeLease('run-1', { by: ['a', 'b'], reason: 'c' })
    await store.append('run-1', 2, epoch, [note('three')])
    expect(readFileSync(head(), 'utf8').split('\n').at(-2)).toMatch(/^3 [0-9a-f]{64}$/)
    raw('delete from record where seq = 3; update run set last_seq = 2')
    await expect(store.read('run-1')).rejects.toMatchObject(corrupt('ends at record 2, and 3 were written'))
  })

  it('that holds no whole line tells nothing', async () => {
    const { epoch } = await store.takeLease('run-1')
    await store.append('run-1', 0, epoch, [note('one'), note('two')])
    writeFileSync(head(), '2 abc')
    expect(await store.read('run-1')).toHaveLength(2)
  })

  it('is read from its end, however long it is, and through a long stretch of junk', async () => {
    const { epoch } = await store.takeLease('run-1')
    for (let seq = 0; seq < 130; seq++) await store.append('run-1', seq, epoch, [note('x')])
    expect(statSync(head()).size).toBeGreaterThan(2 * 4096)
    raw('delete from record where seq = 130; update run set last_seq = 129')
    await expect(store.read('run-1')).rejects.toMatchObject(corrupt('and 130 were written'))
    appendFileSync(head(), 'junk\n'.repeat(2000))
    await expect(store.read('run-1')).rejects.toMatchObject(corrupt('and 130 were written'))
  })

  it('is never read from the middle of a line', async () => {
    const { epoch } = await store.takeLease('run-1')
    await store.append('run-1', 0, epoch, [note('one')])
    const [run] = await store.runs()
    // The part that is looked at first begins behind the first digit of the number 11.
    const line = `1 ${run?.head}\n`
    writeFileSync(head(), `${line}1${line}${'x'.repeat(4096 - line.length - 1)}\n`)
    await expect(store.read('run-1')).rejects.toMatchObject(corrupt('ends at record 1, and 11 were written'))
  })

  it('that cannot be read stops whoever reads', async () => {
    const { epoch } = await store.takeLease('run-1')
    await store.append('run-1', 0, epoch, [note('one')])
    rmSync(head())
    mkdirSync(head())
    await expect(store.read('run-1')).rejects.toMatchObject({
      kind: 'unreachable',
      message: expect.stringContaining('cannot be read'),
    })
  })

  it('that cannot be written stops the store, until it is opened anew', async () => {
    const { epoch } = await store.takeLease('run-1')
    mkdirSync(head())
    const stopped = { kind: 'unreachable', message: expect.stringMatching(/cannot be written: EISDIR.*disk has space/) }
    await expect(store.append('run-1', 0, epoch, [note('one')])).rejects.toMatchObject(stopped)
    rmSync(head(), { recursive: true })
    for (const call of [
      () => store.append('run-1', 1, epoch, [note('two')]),
      () => store.append('run-1', 0, epoch, [note('one')]),
      () => store.read('run-1'),
      () => store.takeLease('run-1'),
      () => store.signals('run-1'),
    ])
      await expect(call()).rejects.toMatchObject(stopped)
    await store.close()
    store = openStore(folder, systemClock)
    expect(textsIn(await store.read('run-1'))).toEqual(['one'])
  })

  it('is synced within two seconds without anybody waiting for it', async () => {
    const { epoch } = await store.takeLease('run-1')
    await store.append('run-1', 0, epoch, [note('one')])
    await store.append('run-1', 1, epoch, [note('two')])
    await store.append('run-1', 2, epoch, [note('three')])
    await systemClock.sleep(seconds(1.3))
    await store.append('run-1', 3, epoch, [note('four')])
    expect(await store.read('run-1')).toHaveLength(4)
  })
})
