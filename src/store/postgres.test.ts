import { spawn } from 'node:child_process'
import { closeSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Signal, type Store, systemClock } from '#execution'
import { chain } from '#journal'
import { seconds } from '#units'
import { type PostgresServer, startPostgres } from '../../test/postgres.ts'
import { openStore } from './index.ts'
import { note, quickClock, textsIn } from './testing/course.ts'
import { type Break, openWire, type Wire } from './testing/wire.ts'

const root = join(import.meta.dirname, '../..')
/** As it is sent: a setting of that name stands in what begins a transaction. */
const commit = 'commit\0'
let server: PostgresServer
let wire: Wire
let store: Store

beforeAll(async () => {
  server = await startPostgres()
  wire = await openWire(server.port)
})
afterAll(async () => {
  await wire.close()
  await server.remove()
})
beforeEach(async () => {
  await asked('drop schema if exists muster cascade')
  store = openStore(server.url('postgres', wire.port), systemClock)
})
afterEach(() => store.close())

async function asked(sql: string): Promise<ReadonlyArray<Record<string, unknown>>> {
  const client = new pg.Client({ connectionString: server.url('postgres') })
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows
  } finally {
    await client.end()
  }
}

describe('a connection that is lost', () => {
  const signal: Signal = { id: 's1', run: 'run-1', kind: 'note', by: 'lead', at: '2026-11-24T10:00:00.000Z' }
  const ways: ReadonlyArray<readonly [string, Break]> = [
    ['before a commit arrives', 'before'],
    ['before the answer to a commit comes back', 'after'],
  ]

  it.each(ways)('%s leads to one append, and the writer knows it', async (_, how) => {
    const { epoch } = await store.takeLease('run-1')
    const written = []
    for (const [nr, events] of [[note('one')], [note('two'), note('three')], [note('four')]].entries()) {
      wire.breakAt(commit, how)
      const before = wire.broken()
      written.push(...(await store.append('run-1', written.length, epoch, events)))
      expect([nr, wire.broken()]).toEqual([nr, before + 1])
    }
    expect(await store.read('run-1')).toEqual(written)
    expect(textsIn(written)).toEqual(['one', 'two', 'three', 'four'])
  })

  it.each(ways)('%s leads to one lease, renewal, signal, journal and end of each', async (_, how) => {
    await store.runs()
    const broken = async <T>(work: () => Promise<T>): Promise<T> => {
      const before = wire.broken()
      wire.breakAt(commit, how)
      const result = await work()
      expect(wire.broken()).toBe(before + 1)
      return result
    }
    // By force, so that nobody looks before: the lease is taken by the only commit.
    const lease = await broken(() => store.takeLease('run-1', { by: ['a', 'b'], reason: 'c' }))
    expect(lease.epoch).toBe(1)
    expect(await store.lease('run-1')).toEqual(lease)
    const renewed = await broken(() => store.renewLease(lease))
    expect(await store.lease('run-1')).toEqual({ ...lease, renewals: 1 })
    await broken(() => store.send(signal))
    expect(await store.signals('run-1')).toEqual([signal])
    await broken(() => store.settle('s1'))
    expect(await store.signals('run-1')).toEqual([])
    await broken(() => store.releaseLease(renewed))
    expect(await store.lease('run-1')).toBeUndefined()
    const records = chain('run-2', 1, undefined, [note('one')]).map(({ record }) => record)
    await broken(() => store.keep('run-2', records))
    expect(await store.read('run-2')).toEqual(records)
  })

  it('in the middle of an append leaves no half of it', async () => {
    const { epoch } = await store.takeLease('run-1')
    wire.breakAt('insert into muster.record', 'after')
    await store.append('run-1', 0, epoch, [note('one'), note('two')])
    expect(textsIn(await store.read('run-1'))).toEqual(['one', 'two'])
  })

  it('while the schema is made leads to one schema', async () => {
    wire.breakAt(commit, 'after')
    expect(await store.runs()).toEqual([])
    expect(await asked('select version from muster.migration')).toEqual([{ version: 1 }])
  })

  it('without a word is given up, and the append is found', { timeout: 60_000 }, async () => {
    const { epoch } = await store.takeLease('run-1')
    wire.breakAt(commit, 'silence')
    const before = performance.now()
    await store.append('run-1', 0, epoch, [note('one')])
    expect(performance.now() - before).toBeLessThan(15_000)
    expect(textsIn(await store.read('run-1'))).toEqual(['one'])
  })

  it('while somebody takes the run over does not bring it back', async () => {
    const { epoch } = await store.takeLease('run-1')
    const other = openStore(server.url('postgres'), systemClock)
    wire.breakAt(commit, 'before', async () => {
      // The writer's transaction still holds the row, until its connection is cut.
      void other.takeLease('run-1', { by: ['a', 'b'], reason: 'c' })
      await systemClock.sleep(seconds(0.3))
    })
    const outcome = await store.append('run-1', 0, epoch, [note('one')]).catch((error: unknown) => error)
    // Who comes first after the cut is open: the new holder, or the writer's second try.
    const records = textsIn(await store.read('run-1'))
    if (Array.isArray(outcome)) expect(records).toEqual(['one'])
    else {
      expect(outcome).toMatchObject({ kind: 'busy', message: expect.stringContaining('lease 2 went to') })
      expect(records).toEqual([])
    }
    await other.close()
  })

  it('while an append is refused does not hide why', async () => {
    const { epoch } = await store.takeLease('run-1')
    wire.breakAt('rollback', 'before')
    const before = wire.broken()
    await expect(store.append('run-1', 0, epoch + 1, [note('one')])).rejects.toMatchObject({ kind: 'busy' })
    expect(wire.broken()).toBe(before + 1)
    expect(await store.append('run-1', 0, epoch, [note('one')])).toHaveLength(1)
  })

  it('while another writer of the same lease was quicker is told, and writes nothing', async () => {
    const { epoch } = await store.takeLease('run-1')
    const other = openStore(server.url('postgres'), systemClock)
    await other.runs()
    wire.breakAt('for update', 'before', async () => {
      await other.append('run-1', 0, epoch, [note('other')])
    })
    await expect(store.append('run-1', 0, epoch, [note('one')])).rejects.toMatchObject({
      kind: 'busy',
      message: expect.stringContaining('grown to 1 records'),
    })
    expect(textsIn(await store.read('run-1'))).toEqual(['other'])
    await other.close()
  })
})

describe('the server', () => {
  it('may be started anew again and again while a run is written, and nothing is lost or doubled', {
    timeout: 120_000,
  }, async () => {
    const { epoch } = await store.takeLease('run-1')
    let restarting = true
    const restarts = (async () => {
      for (let nr = 0; nr < 4; nr++) {
        await systemClock.sleep(seconds(0.5))
        await server.stop()
        await systemClock.sleep(seconds(0.3))
        await server.start()
      }
      restarting = false
    })()
    let seq = 0
    while (restarting) {
      await store.append('run-1', seq, epoch, [note(`${seq}`)])
      seq += 1
    }
    await restarts
    expect(textsIn(await store.read('run-1'))).toEqual(Array.from({ length: seq }, (_, nr) => `${nr}`))
    expect(seq).toBeGreaterThan(10)
  })

  it('that does not answer is named, never its secret, after ten seconds', async () => {
    const clock = quickClock()
    const nowhere = await openWire(1)
    const addresses = [nowhere.port, 1].map((port) => server.url('postgres', port))
    // A name with two addresses, neither of which answers.
    for (const address of [...addresses, server.url('postgres', 1).replace('127.0.0.1', 'localhost')]) {
      const lost = openStore(address, clock)
      const before = clock.monotonic()
      const failure: unknown = await lost.takeLease('run-1').catch((error: unknown) => error)
      expect(failure).toMatchObject({
        kind: 'unreachable',
        message: expect.stringMatching(
          new RegExp(`The store at ${new URL(address).host}/postgres cannot be reached: \\w.*MUSTER_STORE`),
        ),
      })
      expect(clock.monotonic() - before).toBeGreaterThanOrEqual(10)
      expect(clock.monotonic() - before).toBeLessThan(10.5)
      expect(`${String(failure)} ${JSON.stringify(failure)}`).not.toContain(server.password)
      await lost.close()
    }
    await nowhere.close()
  })

  it.each([
    ['knows no such database', () => server.url('nowhere'), 'database "nowhere" does not exist'],
    [
      'refuses the password',
      () => server.url('postgres').replace(server.password, 'wr0ngSecret'),
      'authentication failed',
    ],
  ])('that %s is not asked again', async (_, address, message) => {
    const lost = openStore(address(), { ...systemClock, sleep: () => Promise.reject(new Error('asked again')) })
    const failure: unknown = await lost.runs().catch((error: unknown) => error)
    expect(failure).toMatchObject({ kind: 'unreachable', message: expect.stringContaining(message) })
    expect(String(failure)).not.toContain('wr0ngSecret')
    await lost.close()
  })

  it('that forgets what it has confirmed is refused, and taken once it does not', async () => {
    await server.stop()
    await server.start('fsync=off')
    await expect(store.runs()).rejects.toMatchObject({ kind: 'refused', message: expect.stringContaining('fsync') })
    await server.stop()
    await server.start()
    expect(await store.runs()).toEqual([])
  })

  it('confirms nothing before it is stored, whatever its settings say', async () => {
    await server.stop()
    await server.start('synchronous_commit=off', 'log_statement=none')
    await asked(`create table public.seen (setting text)`)
    const { epoch } = await store.takeLease('run-1')
    await asked(`create function public.see() returns trigger language plpgsql as
      $$ begin insert into public.seen values (current_setting('synchronous_commit')); return null; end $$;
      create trigger see after insert on muster.record execute function public.see()`)
    await store.append('run-1', 0, epoch, [note('one')])
    expect(await asked('select setting from public.seen')).toEqual([{ setting: 'on' }])
    await asked('drop table public.seen cascade; drop function public.see cascade')
    await server.stop()
    await server.start()
  })

  it('whose data are damaged is not asked again', { timeout: 60_000 }, async () => {
    const { epoch } = await store.takeLease('run-1')
    await store.append('run-1', 0, epoch, [note('one')])
    const [row] = await asked(
      `select pg_relation_filepath('muster.record') as path, current_setting('data_directory') as home`,
    )
    await asked('checkpoint')
    await server.stop()
    const file = openSync(join(String(row?.['home']), String(row?.['path'])), 'r+')
    writeSync(file, Buffer.alloc(64, 0x5a), 0, 64, 8000)
    closeSync(file)
    await server.start()
    await expect(store.read('run-1')).rejects.toMatchObject({
      kind: 'corrupt',
      message: expect.stringContaining('invalid page'),
    })
    await asked('truncate muster.record')
  })
})

describe('the database', () => {
  it('of a newer Muster is left alone', async () => {
    await store.runs()
    await asked('insert into muster.migration (version) values (99)')
    const other = openStore(server.url('postgres'), systemClock)
    await expect(other.runs()).rejects.toMatchObject({ kind: 'corrupt', message: expect.stringContaining('format 99') })
    await other.close()
  })

  it('is made once by several who come at once', async () => {
    const others = Array.from({ length: 5 }, () => openStore(server.url('postgres'), systemClock))
    expect(await Promise.all(others.map((other) => other.runs()))).toEqual([[], [], [], [], []])
    expect(await asked('select version from muster.migration')).toEqual([{ version: 1 }])
    for (const other of others) await other.close()
  })

  it('may be used by who may not make it', async () => {
    const { epoch } = await store.takeLease('run-1')
    await asked(`create role teller login password 'only1reads'; grant usage on schema muster to teller;
      grant select, insert, update on all tables in schema muster to teller`)
    const teller = openStore(
      server.url('postgres').replace(`muster:${server.password}`, 'teller:only1reads'),
      systemClock,
    )
    expect(await teller.append('run-1', 0, epoch, [note('one')])).toHaveLength(1)
    await teller.close()
    await asked('drop owned by teller; drop role teller')
  })

  it('is waited for while somebody locks the run, and the holder goes on', { timeout: 60_000 }, async () => {
    const { epoch } = await store.takeLease('run-1')
    const locker = new pg.Client({ connectionString: server.url('postgres') })
    await locker.connect()
    await locker.query('begin; select * from muster.lease for update')
    setTimeout(() => void locker.query('rollback').then(() => locker.end()), 6000)
    // The first try gives up after five seconds, and is made again.
    expect(await store.append('run-1', 0, epoch, [note('one')])).toHaveLength(1)
  })

  it('keeps no process waiting that has nothing more to do', async () => {
    const program = `import { systemClock } from '#execution'; import { openStore } from '#store'
      await openStore(process.argv[1], systemClock).runs()`
    const args = ['--conditions=source', '--input-type=module', '-e', program, server.url('postgres')]
    const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit' })
    expect(await new Promise((resolve) => child.on('close', resolve))).toBe(0)
  })
})

describe('a holder whose host has our name', () => {
  it('may be another host, and is watched', async () => {
    await store.takeLease('run-1')
    for (const place of [`'another-boot pid:[1]'`, 'null']) {
      await asked(`update muster.lease set place = ${place}, pid = 99999999, held = true`)
      let slept = 0
      const observer = openStore(
        server.url('postgres'),
        quickClock((now) => void (slept = now)),
      )
      await observer.takeLease('run-1')
      expect(slept).toBe(15)
      await observer.close()
    }
  })
})
