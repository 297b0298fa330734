import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import fc from 'fast-check'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { Failure } from '#diagnostics'
import { type Clock, type Lease, type Signal, type Store, systemClock } from '#execution'
import { chain, type JournalRecord, type NewEvent } from '#journal'
import { seconds } from '#units'
import { type PostgresServer, startPostgres } from '../../test/postgres.ts'
import { openStore } from './index.ts'
import { note, quickClock, textsIn } from './testing/course.ts'
import { races } from './testing/races.ts'

/** A kind of store, of which every test gets a fresh one. */
interface Kind {
  readonly name: string
  /** Starts what all stores of the kind stand on. */
  readonly up?: () => Promise<unknown>
  readonly down?: () => Promise<void>
  fresh(): Promise<string>
  /** Changes what is stored, behind the store's back. */
  behind(where: string, sql: (table: string) => string): Promise<void>
  /** A clock for an observer of `run-1`: the holder renews its lease at that second, when the observer cannot see it any more. */
  showsItselfAt(where: string, second: number): Promise<Clock>
  remove(where: string): Promise<void>
}

let server: PostgresServer

const folder: Kind = {
  name: 'a folder',
  fresh: async () => mkdtempSync(join(tmpdir(), 'muster-store-')),
  async behind(where, sql) {
    const raw = new DatabaseSync(join(where, 'muster.db'))
    raw.exec(sql('').replaceAll('.', ''))
    raw.close()
  },
  async showsItselfAt(where, second) {
    const clock = quickClock()
    let shown = false
    const shows = (): void => {
      shown = true
      const raw = new DatabaseSync(join(where, 'muster.db'))
      raw.exec('update lease set renewals = 5')
      raw.close()
    }
    const monotonic = (): number => {
      if (!shown && clock.monotonic() === second) shows()
      return clock.monotonic()
    }
    return { ...clock, monotonic }
  },
  remove: async (where) => rmSync(where, { recursive: true, force: true }),
}

const postgres: Kind = {
  name: 'a PostgreSQL database',
  up: async () => (server = await startPostgres()),
  down: () => server.remove(),
  fresh: async () => server.url('postgres'),
  behind: (where, sql) => onServer(where, (client) => client.query(sql('muster'))),
  async showsItselfAt(where, second) {
    const holder = new pg.Client({ connectionString: where })
    await holder.connect()
    // Others see it once it is committed, and who would change the same waits until then.
    await holder.query(`begin; update muster.lease set renewals = 5`)
    const commit = (): void => void holder.query('commit').then(() => holder.end())
    return quickClock((slept) => void (slept === second && setTimeout(commit, 200)))
  },
  remove: (where) => onServer(where, (client) => client.query('drop schema if exists muster cascade')),
}

async function onServer(address: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: address })
  await client.connect()
  await work(client)
  await client.end()
}

const busy = (message: string | RegExp) => ({ kind: 'busy', message: expect.stringMatching(message) })

describe.each([folder, postgres])('a store in $name', (kind) => {
  let where: string
  let store: Store
  const others: Store[] = []
  const another = (clock: Clock = systemClock): Store => {
    const other = openStore(where, clock)
    others.push(other)
    return other
  }
  /** Makes the lease that of somebody else. */
  const given = (changes: string): Promise<void> =>
    kind.behind(where, (schema) => `update ${schema}.lease set ${changes}`)

  // Not for the whole file: what asks the other kind alone does not wait for a server.
  beforeAll(async () => void (await kind.up?.()))
  afterAll(() => kind.down?.())
  beforeEach(async () => {
    where = await kind.fresh()
    store = openStore(where, systemClock)
  })
  afterEach(async () => {
    for (const other of [store, ...others.splice(0)]) await other.close()
    await kind.remove(where)
  })

  describe('the journal', () => {
    it('is read as it was appended, in order, by another process of the store too', async () => {
      const { epoch } = await store.takeLease('run-1')
      const texts = ['one', 'two', 'a break\n, \u2028, \u0000, é, 🙂', 'x'.repeat(300_000)]
      const first = await store.append('run-1', 0, epoch, texts.slice(0, 2).map(note))
      const second = await store.append('run-1', 2, epoch, texts.slice(2).map(note))
      expect(first.map(({ seq }) => seq)).toEqual([1, 2])
      const records = await another().read('run-1')
      expect(records).toEqual([...first, ...second])
      expect(records).toEqual(chain('run-1', epoch, undefined, texts.map(note)).map(({ record }) => record))
      expect(await store.read('run-2')).toEqual([])
    })

    it('is listed with its head, the newest run first', async () => {
      for (const run of ['run-1', 'run-2', 'run-3']) {
        const { epoch } = await store.takeLease(run)
        await store.append(run, 0, epoch, [note('one')])
        await systemClock.sleep(seconds(0.002))
      }
      await store.append('run-2', 1, 1, [note('two')])
      const head = chain('run-2', 1, undefined, [note('one'), note('two')]).at(-1)?.hash
      const runs = await store.runs()
      expect(runs.map(({ run }) => run)).toEqual(['run-3', 'run-2', 'run-1'])
      expect(runs[1]).toEqual({ run: 'run-2', lastSeq: 2, head, epoch: 1 })
    })

    it('takes nothing from who has another epoch, no lease, or a lease given back', async () => {
      await expect(store.append('run-1', 0, 1, [note('one')])).rejects.toMatchObject(busy('is not held any more'))
      const lease = await store.takeLease('run-1')
      await store.append('run-1', 0, lease.epoch, [note('one')])
      for (const epoch of [lease.epoch - 1, lease.epoch + 1])
        await expect(store.append('run-1', 1, epoch, [note('two')])).rejects.toMatchObject(busy(`lease ${epoch}`))
      await store.releaseLease(lease)
      await expect(store.append('run-1', 1, lease.epoch, [note('two')])).rejects.toMatchObject(busy('given back'))
      expect(textsIn(await store.read('run-1'))).toEqual(['one'])
    })

    it('takes nothing from who knows an older one, and one that knows a longer one is told that it is cut', async () => {
      const { epoch } = await store.takeLease('run-1')
      await store.append('run-1', 0, epoch, [note('one'), note('two')])
      for (const known of [0, 1])
        await expect(store.append('run-1', known, epoch, [note('three')])).rejects.toMatchObject(
          busy(`grown to 2 records, and this process knew ${known}`),
        )
      await expect(store.append('run-1', 3, epoch, [note('four')])).rejects.toMatchObject({
        kind: 'corrupt',
        message: expect.stringContaining('ends at record 2, and 3 were written: record 3'),
      })
      expect(await store.append('run-1', 2, epoch, [])).toEqual([])
      expect(textsIn(await store.read('run-1'))).toEqual(['one', 'two'])
    })

    it('takes all events of an append or none', async () => {
      const { epoch } = await store.takeLease('run-1')
      const events = [note('one'), note('x'.repeat(4_000_000))]
      await expect(store.append('run-1', 0, epoch, events)).rejects.toThrow('too long')
      await expect(
        store.append('run-1', 0, epoch, [note('one'), { ...note('two'), tsMono: Number.NaN }]),
      ).rejects.toThrow()
      expect(await store.read('run-1')).toEqual([])
      expect(await store.runs()).toEqual([])
      expect(textsIn(await store.append('run-1', 0, epoch, [note('one')]))).toEqual(['one'])
    })

    it.each([
      [
        'a changed record',
        `update $.record set body = replace(body, 'two', 'owt') where seq = 2`,
        'record 2 is not what was',
      ],
      [
        'a changed hash',
        `update $.record set hash = replace(hash, '1', '2') where seq = 3`,
        'record 3 is not what was',
      ],
      ['a record that is gone', 'delete from $.record where seq = 2', 'record 2 is not in its place'],
      ['a lost tail', 'delete from $.record where seq = 3', 'ends at record 2, and 3 were written'],
      ['another number', 'update $.record set seq = 4 where seq = 3', 'record 3 is not in its place'],
      ['a shorter run', 'update $.run set last_seq = 2', /record 3 lies beyond|ends at record/],
      ['another head', `update $.run set head = 'f'`, 'record 3 has the hash'],
      ['no JSON', `update $.record set body = '{' where seq = 1`, 'record 1 is not what was'],
    ])('with %s is found damaged, and the first bad record is named', async (_, sql, message) => {
      const { epoch } = await store.takeLease('run-1')
      await store.append('run-1', 0, epoch, [note('one'), note('two'), note('three')])
      await kind.behind(where, (schema) => sql.replace('$', schema))
      await expect(store.read('run-1')).rejects.toMatchObject({
        kind: 'corrupt',
        message: expect.stringMatching(message),
      })
    })

    it.each([
      ['{', 'record 1 cannot be read: '],
      ['null', 'record 1 is no record'],
      ['{"v":2}', 'record 1 has format 2'],
    ])('that was forged as %s is found damaged', async (body, message) => {
      const { epoch } = await store.takeLease('run-1')
      await store.append('run-1', 0, epoch, [note('one')])
      const hash = createHash('sha256').update(`\u0000${body}`).digest('hex')
      await kind.behind(where, (schema) => `update ${schema}.record set body = '${body}', hash = '${hash}'`)
      await expect(another().read('run-1')).rejects.toMatchObject({
        kind: 'corrupt',
        message: expect.stringMatching(`${message}|another one than its head file`),
      })
    })

    it('is not gone on with where its last record is gone', async () => {
      const lease = await store.takeLease('run-1')
      await store.append('run-1', 0, lease.epoch, [note('one'), note('two')])
      await store.releaseLease(lease)
      await kind.behind(where, (schema) => `delete from ${schema}.record where seq = 2`)
      await expect(store.takeLease('run-1')).rejects.toMatchObject({
        kind: 'corrupt',
        message: expect.stringContaining('record 2'),
      })
    })
  })

  describe('the lease', () => {
    it('stays with a living holder, and who comes later is told who, where, since when, and what to do', async () => {
      const before = new Date().toISOString()
      const lease = await store.takeLease('run-1')
      expect(lease).toMatchObject({
        run: 'run-1',
        epoch: 1,
        renewals: 0,
        holder: { host: hostname(), pid: process.pid },
      })
      expect(lease.since >= before && lease.since <= new Date().toISOString()).toBe(true)
      await expect(another().takeLease('run-1')).rejects.toMatchObject(
        busy(
          `run-1 is driven by process ${process.pid} on ${hostname()}, since ${lease.since}[^]*run resume run-1 --take-over`,
        ),
      )
      expect(await another().lease('run-1')).toEqual(lease)
      expect(await store.lease('run-2')).toBeUndefined()
    })

    it('is given on with the next epoch once it is given back, and only by who has it', async () => {
      const lease = await store.takeLease('run-1')
      await store.releaseLease({ ...lease, epoch: 7 })
      expect(await store.lease('run-1')).toEqual(lease)
      await store.releaseLease(lease)
      expect(await store.lease('run-1')).toBeUndefined()
      await expect(store.renewLease(lease)).rejects.toMatchObject(busy('given back'))
      expect((await another().takeLease('run-1')).epoch).toBe(2)
    })

    it('counts its renewals, which another process sees', async () => {
      const lease = await store.takeLease('run-1')
      const renewed = await store.renewLease(await store.renewLease(lease))
      expect(renewed).toEqual({ ...lease, renewals: 2 })
      expect(await another().lease('run-1')).toEqual(renewed)
    })

    it.each([
      // A process number beyond the kernel's limit: certainly nobody.
      ['a dead process', 'pid = 99999999'],
      ['one that has the number of the dead holder', `started_at = 'another boot:1'`],
    ])('of %s is taken at once, and the old holder is refused from then on', async (_, changes) => {
      const lease = await store.takeLease('run-1')
      await given(changes)
      expect(await store.lease('run-1')).toBeUndefined()
      const next = await another().takeLease('run-1')
      expect(next).toMatchObject({ epoch: 2, renewals: 0, holder: { pid: process.pid } })
      await expect(store.renewLease(lease)).rejects.toMatchObject(
        busy(
          `this process has lease 1, and lease 2 went to process ${process.pid} on ${hostname()}, since ${next.since}`,
        ),
      )
    })

    it('of a holder elsewhere is taken after it was silent for 15 seconds of the observer', async () => {
      const { epoch } = await store.takeLease('run-1')
      await given(`host = 'elsewhere', place = 'another place'`)
      expect(await store.lease('run-1')).toMatchObject({ holder: { host: 'elsewhere' } })
      let slept = 0
      const lease = await another(quickClock((now) => void (slept = now))).takeLease('run-1')
      expect([slept, lease.epoch]).toEqual([15, epoch + 1])
    })

    it.each([
      ['shows itself', 'renewals = 1', 'driven by process \\d+ on elsewhere'],
      ['has given way to somebody', `epoch = 2, renewals = 0, host = 'a third'`, 'on a third'],
    ])('of a holder elsewhere that %s is left to it at once', async (_, changes, message) => {
      await store.takeLease('run-1')
      await given(`host = 'elsewhere', place = 'another place'`)
      let sleeps = 0
      const observer = another(
        quickClock(async () => {
          sleeps += 1
          if (sleeps === 3) await given(changes)
        }),
      )
      await expect(observer.takeLease('run-1')).rejects.toMatchObject(busy(message))
      expect(sleeps).toBe(3)
    })

    it('of a holder elsewhere that gives it back is taken at once', async () => {
      await store.takeLease('run-1')
      await given(`host = 'elsewhere', place = 'another place'`)
      let sleeps = 0
      const observer = another(
        quickClock(async () => {
          sleeps += 1
          if (sleeps === 2)
            await kind.behind(where, (schema) => `update ${schema}.lease set held = ${schema ? 'false' : '0'}`)
        }),
      )
      expect([(await observer.takeLease('run-1')).epoch, sleeps]).toEqual([2, 2])
    })

    it('is not taken from a holder that shows itself between the last look and the taking', async () => {
      await store.takeLease('run-1')
      await given(`host = 'elsewhere', place = 'another place'`)
      const observer = another(await kind.showsItselfAt(where, 15))
      await expect(observer.takeLease('run-1')).rejects.toMatchObject(busy('driven by process \\d+ on elsewhere'))
      expect(await store.lease('run-1')).toMatchObject({ epoch: 1, renewals: 5 })
    })

    it('is taken by force from a living holder, which then can do nothing', async () => {
      const lease = await store.takeLease('run-1')
      await store.append('run-1', 0, lease.epoch, [note('one')])
      await store.renewLease(lease)
      const other = another()
      const taken = await other.takeLease('run-1', { by: ['lead', 'deputy'], reason: 'it hangs' })
      expect(taken).toMatchObject({ epoch: 2, renewals: 0 })
      const lost = busy('run-1 was taken over: this process has lease 1, and lease 2 went to process')
      await expect(store.append('run-1', 1, lease.epoch, [note('two')])).rejects.toMatchObject(lost)
      await expect(store.renewLease(lease)).rejects.toMatchObject(lost)
      await store.releaseLease(lease)
      expect(await other.lease('run-1')).toEqual(taken)
      await other.append('run-1', 1, taken.epoch, [note('three')])
      expect((await store.read('run-1')).map(({ epoch }) => epoch)).toEqual([1, 2])
    })

    it('that nobody has is taken by force too, with the next epoch', async () => {
      const force = { by: ['lead', 'deputy'], reason: 'it hangs' }
      expect((await store.takeLease('run-1', force)).epoch).toBe(1)
      expect((await store.takeLease('run-1', force)).epoch).toBe(2)
    })

    it('goes to one of several that come at once, and the others are told who', async () => {
      const takers = Array.from({ length: 6 }, () => another().takeLease('run-1'))
      const outcomes = await Promise.allSettled(takers)
      expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
      for (const outcome of outcomes)
        if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject(busy(`process ${process.pid} on`))
    })

    it('of two processes that start the same new run goes to one, which the other is told', async () => {
      const won = await races(
        where,
        Array.from({ length: 60 }, (_, nr) => `run-${nr}`),
      )
      expect((won[0] ?? 0) + (won[1] ?? 0)).toBe(60)
      expect(await store.runs()).toHaveLength(60)
    })
  })

  describe('signals', () => {
    const signal = (id: string, more: Partial<Signal> = {}): Signal => ({
      id,
      run: 'run-1',
      kind: 'approve',
      by: 'lead',
      at: '2026-11-24T10:00:00.000Z',
      ...more,
    })
    const all = [
      signal('s9', { step: 'decide.x', comment: 'seen', at: '2026-11-24T12:00:00.000Z' }),
      signal('s1', { kind: 'resolve', step: 'a', data: { answer: 'done', seen: [1, null, { deep: true }] } }),
      signal('s5', { kind: 'cancel', data: { undo: true }, at: '2025-01-01T00:00:00.000Z' }),
    ]

    it('wait in the order in which they arrived, whole, each once', async () => {
      for (const one of all) await store.send(one)
      await store.send(signal('s1', { kind: 'reject' }))
      await store.send(signal('s2', { run: 'run-2' }))
      expect(await another().signals('run-1')).toEqual(all)
      expect(await store.signals('run-3')).toEqual([])
    })

    it('are gone once they are settled, and a repeat does not bring one back', async () => {
      for (const one of all) await store.send(one)
      await another().settle('s1')
      await store.settle('nobody’s')
      await store.send(signal('s1'))
      expect((await store.signals('run-1')).map(({ id }) => id)).toEqual(['s9', 's5'])
    })

    it('are left by many at once, and none is lost', async () => {
      const ids = Array.from({ length: 30 }, (_, nr) => `s${nr}`)
      const senders = [another(), another()]
      await Promise.all(ids.map((id, nr) => (senders[nr % 3] ?? store).send(signal(id))))
      expect((await store.signals('run-1')).map(({ id }) => id).toSorted()).toEqual(ids.toSorted())
    })
  })

  describe('a journal that was written elsewhere', () => {
    const written = (epoch: number, ...texts: readonly string[]): readonly JournalRecord[] =>
      chain('run-1', epoch, undefined, texts.map(note)).map(({ record }) => record)

    it('is kept as it is, once, and can be gone on with where it has its own name', async () => {
      const records = written(4, ...Array.from({ length: 2100 }, (_, nr) => `event ${nr}`))
      await store.keep('run-1', records)
      await another().keep('run-1', records)
      expect(await store.read('run-1')).toEqual(records)
      expect(await store.runs()).toMatchObject([{ run: 'run-1', lastSeq: 2100, epoch: 0 }])
      expect(await store.lease('run-1')).toBeUndefined()
      const { epoch } = await store.takeLease('run-1')
      expect(epoch).toBe(5)
      await store.append('run-1', 2100, epoch, [note('on')])
      expect(await store.read('run-1')).toHaveLength(2101)
    })

    it('is kept beside the run under another name, and nobody can go on with it', async () => {
      const { epoch } = await store.takeLease('run-1')
      await store.append('run-1', 0, epoch, [note('ours')])
      await store.keep('run-1-other', written(1, 'theirs'))
      expect(textsIn(await store.read('run-1-other'))).toEqual(['theirs'])
      for (const force of [undefined, { by: ['a', 'b'], reason: 'c' }])
        await expect(store.takeLease('run-1-other', force)).rejects.toMatchObject({
          kind: 'refused',
          message: expect.stringContaining('Resume run-1 instead'),
        })
      expect(textsIn(await store.read('run-1'))).toEqual(['ours'])
    })

    it('does not replace another one, nor one that is driven', async () => {
      await store.keep('run-1', written(1, 'one'))
      const there = busy('There is a run run-1 already')
      await expect(store.keep('run-1', written(1, 'other'))).rejects.toMatchObject(there)
      await expect(store.keep('run-1', written(1, 'one', 'two'))).rejects.toMatchObject(there)
      const lease = await store.takeLease('run-2')
      await expect(store.keep('run-2', written(1, 'one'))).rejects.toMatchObject(busy('There is a run run-2 already'))
      await store.releaseLease(lease)
      await store.keep('run-2', written(1, 'one'))
      expect(textsIn(await store.read('run-1'))).toEqual(['one'])
      expect(textsIn(await store.read('run-2'))).toEqual(['one'])
    })

    it.each([
      ['no record', [], 'has no record'],
      ['a gap', written(1, 'one', 'two', 'three').toSpliced(1, 1), 'record 2'],
      [
        'a changed record',
        written(1, 'one', 'two').with(0, { ...note('eno'), ...written(1, 'eno')[0] } as JournalRecord),
        'record 2 does not follow',
      ],
      ['what is no record', [{ v: 1 } as JournalRecord], 'record 1'],
    ])('with %s is refused, and nothing is kept', async (_, records, message) => {
      await expect(store.keep('run-1', records)).rejects.toMatchObject({
        kind: 'corrupt',
        message: expect.stringContaining(message),
      })
      expect(await store.runs()).toEqual([])
      expect(await store.read('run-1')).toEqual([])
    })
  })

  it('answers any course of calls as the rules say', async () => {
    const act = fc.record({
      what: fc.constantFrom('append', 'append', 'take', 'force', 'release', 'renew', 'stale', 'old'),
      count: fc.integer({ min: 0, max: 3 }),
    })
    let course = 0
    await fc.assert(
      fc.asyncProperty(fc.array(act, { maxLength: 14 }), async (acts) => {
        course += 1
        const run = `course-${course}`
        const journal: string[] = []
        let lease: Lease | undefined
        let epoch = 0
        let held = false
        const events = (count: number): NewEvent[] =>
          Array.from({ length: count }, (_, nr) => note(`${journal.length + nr}`))
        for (const { what, count } of acts) {
          const mayTake = what === 'force' || (what === 'take' && !held)
          const call =
            what === 'take' || what === 'force'
              ? store.takeLease(run, what === 'force' ? { by: ['a', 'b'], reason: 'c' } : undefined)
              : what === 'append'
                ? store.append(run, journal.length, epoch, events(count))
                : what === 'stale'
                  ? store.append(run, journal.length, epoch - 1, events(count))
                  : what === 'old'
                    ? store.append(run, journal.length - 1, epoch, events(count))
                    : what === 'release'
                      ? lease && store.releaseLease(lease)
                      : lease && store.renewLease(lease)
          const outcome = await Promise.resolve(call).catch((error: unknown) => error)
          if (what === 'take' || what === 'force') {
            expect(outcome instanceof Failure).toBe(!mayTake)
            if (mayTake) {
              epoch += 1
              held = true
              lease = outcome as Lease
              expect(lease.epoch).toBe(epoch)
            }
          } else if (what === 'append') {
            expect(outcome instanceof Failure).toBe(!held)
            if (held) journal.push(...events(count).map(() => 'x'))
          } else if (what === 'stale' || what === 'old') expect(outcome).toMatchObject({ kind: 'busy' })
          else if (what === 'release') held = false
          else if (lease) {
            expect(outcome instanceof Failure).toBe(!held)
            if (held) lease = outcome as Lease
          }
        }
        expect(textsIn(await store.read(run))).toEqual(journal.map((_, nr) => `${nr}`))
      }),
      { numRuns: 25 },
    )
  })
})

describe('a store', () => {
  it.each(['postgres://', 'postgres://[::1', 'postgresql:nonsense'])('is not %s', (address) => {
    expect(() => openStore(address, systemClock)).toThrow(/no address of a PostgreSQL database/)
  })
})
