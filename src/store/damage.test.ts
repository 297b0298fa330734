import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import fc from 'fast-check'
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Failure } from '#diagnostics'
import { type Store, systemClock } from '#execution'
import type { JournalRecord } from '#journal'
import { openStore } from './index.ts'
import { intent, note } from './testing/course.ts'

const scratch = mkdtempSync(join(tmpdir(), 'muster-damage-'))
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

/** What opening and reading a folder comes to. */
async function outcomeOf(where: string, run: string): Promise<unknown> {
  let opened: Store | undefined
  try {
    opened = openStore(where, systemClock)
    return await opened.read(run)
  } catch (error) {
    return error
  } finally {
    await opened?.close()
  }
}

describe('a folder that was damaged', () => {
  /** Copies of one folder with a log that was not moved to the file yet, and of one with everything moved. */
  async function sample(): Promise<{ readonly copies: readonly string[]; readonly records: readonly JournalRecord[] }> {
    const { epoch } = await store.takeLease('run-1')
    for (let seq = 0; seq < 24; seq += 3)
      await store.append('run-1', seq, epoch, [note(`event ${seq}`), note('é'.repeat(seq)), intent(`step ${seq}`)])
    const records = await store.read('run-1')
    const copies = [file('with-log'), file('without-log')]
    for (const name of copies) {
      mkdirSync(name)
      for (const part of ['muster.db', 'muster.db-wal', 'heads'])
        if (existsSync(file(part))) cpSync(file(part), join(name, part), { recursive: true })
      if (name.endsWith('without-log')) raw('pragma wal_checkpoint(truncate)', name)
    }
    return { copies, records }
  }

  /** It is whole, or it is refused in words and, where it can be read at all, with the first bad record. */
  const soundOrNamed = (outcome: unknown, records: readonly JournalRecord[]): void => {
    if (Array.isArray(outcome)) return expect(outcome).toEqual(records)
    expect(outcome).toBeInstanceOf(Failure)
    expect(['corrupt', 'unreachable']).toContain((outcome as Failure).kind)
    if ((outcome as Failure).message.startsWith('The journal'))
      expect((outcome as Failure).message).toMatch(/record \d+|has no head file/)
  }

  const damagedIn = async (
    from: string,
    name: string,
    damage: (bytes: Buffer) => Buffer,
    records: readonly JournalRecord[],
  ): Promise<void> => {
    const copy = file('copy')
    cpSync(from, copy, { recursive: true })
    writeFileSync(join(copy, name), damage(readFileSync(join(copy, name))))
    soundOrNamed(await outcomeOf(copy, 'run-1'), records)
    rmSync(copy, { recursive: true })
  }

  it('at any bit gives the journal as it was, or is refused', { timeout: 300_000 }, async () => {
    const { copies, records } = await sample()
    const [withLog = '', without = ''] = copies
    const places = [
      [withLog, 'muster.db-wal'],
      [without, 'muster.db'],
      [without, 'heads/run-1.head'],
    ] as const
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...places),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        fc.nat(7),
        async ([from, name], at, bit) => {
          await damagedIn(
            from,
            name,
            (bytes) => {
              const index = Math.floor(at * bytes.length)
              bytes[index] = (bytes[index] ?? 0) ^ (1 << bit)
              return bytes
            },
            records,
          )
        },
      ),
      { numRuns: 150 },
    )
  })

  it('by a cut at any byte gives the journal as it was, or is refused', { timeout: 300_000 }, async () => {
    const { copies, records } = await sample()
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...copies),
        fc.constantFrom('muster.db', 'muster.db-wal'),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        async (from, name, at) => {
          if (!existsSync(join(from, name))) return
          await damagedIn(from, name, (bytes) => bytes.subarray(0, Math.floor(at * bytes.length)), records)
        },
      ),
      { numRuns: 80 },
    )
  })

  it('in its rows, by any deed, is refused with the first bad record', { timeout: 300_000 }, async () => {
    const { copies, records } = await sample()
    const copy = file('copy')
    cpSync(copies[1] ?? '', copy, { recursive: true })
    const deed = fc.oneof(
      fc.record({
        what: fc.constantFrom('drop', 'flip'),
        seq: fc.integer({ min: 1, max: 24 }),
        with: fc.integer({ min: 1, max: 24 }),
      }),
      fc.record({
        what: fc.constantFrom('swap', 'repeat'),
        seq: fc.integer({ min: 1, max: 24 }),
        with: fc.integer({ min: 1, max: 24 }),
      }),
    )
    await fc.assert(
      fc.asyncProperty(deed, async ({ what, seq, with: other }) => {
        fc.pre(what === 'drop' || what === 'flip' || seq !== other)
        const database = new DatabaseSync(join(copy, 'muster.db'))
        database.exec('create temp table kept as select * from record')
        const both = `(select body from temp.kept where seq = ${other}), hash = (select hash from temp.kept where seq = ${other})`
        if (what === 'drop') database.exec(`delete from record where seq = ${seq}`)
        if (what === 'flip')
          database.exec(`update record set body = substr(body, 1, length(body) - 2) || 'x}' where seq = ${seq}`)
        if (what === 'repeat' || what === 'swap') database.exec(`update record set body = ${both} where seq = ${seq}`)
        if (what === 'swap')
          database.exec(
            `update record set body = (select body from temp.kept where seq = ${seq}), hash = (select hash from temp.kept where seq = ${seq}) where seq = ${other}`,
          )
        const outcome = await outcomeOf(copy, 'run-1')
        database.exec('delete from record; insert into record select * from temp.kept')
        database.close()
        const first = what === 'swap' ? Math.min(seq, other) : seq
        expect(outcome).toMatchObject(corrupt(new RegExp(`record ${first} `)))
      }),
      { numRuns: 80 },
    )
    expect(await outcomeOf(copy, 'run-1')).toEqual(records)
  })
})
