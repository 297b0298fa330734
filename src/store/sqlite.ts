import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Failure } from '#diagnostics'
import { canonical } from '#digest'
import type { Clock, Lease, Signal, Store } from '#execution'
import { type JournalRecord, chain, recordHash, verifyChain } from '#journal'
import { seconds } from '#units'
import { type Head, openHeads } from './heads.ts'
import { migrations } from './migrations.ts'
import { isGone, thisProcess } from './process.ts'

/** How long a holder on another machine may be silent before its lease counts as lost, by the observer's clock. */
const leaseLife = seconds(15)
/** How long another writer is waited for, in milliseconds. */
const patience = 10_000

/**
 * Opens the store in a folder, making what is missing.
 * @throws Failure `unreachable` where the folder cannot be written, `corrupt` where the file is no store of this Muster
 */
export function openStore(folder: string, clock: Clock): Store {
  const database = opened(folder)
  const heads = openHeads(join(folder, 'heads'))
  const statement = {
    head: database.prepare('select last_seq as seq, head as hash from run where run = ?'),
    create: database.prepare('insert into run (run, last_seq, head, created_at) values (?, ?, ?, ?)'),
    move: database.prepare('update run set last_seq = ?, head = ? where run = ?'),
    insert: database.prepare('insert into record (run, seq, hash, body) values (?, ?, ?, ?)'),
    read: database.prepare('select body from record where run = ? order by seq'),
    runs: database.prepare(
      'select run.run, last_seq as lastSeq, head, coalesce(epoch, 0) as epoch from run left join lease using (run) order by created_at desc, run.run desc',
    ),
    lease: database.prepare('select * from lease where run = ?'),
    take: database.prepare(
      `insert into lease (run, host, pid, started_at, epoch, renewals, held) values (?, ?, ?, ?, ?, 0, 1)
       on conflict (run) do update set host = excluded.host, pid = excluded.pid, started_at = excluded.started_at,
       epoch = excluded.epoch, renewals = 0, held = 1`,
    ),
    renew: database.prepare('update lease set renewals = ? where run = ? and epoch = ? and held = 1'),
    release: database.prepare('update lease set held = 0 where run = ? and epoch = ?'),
    send: database.prepare(
      'insert or ignore into signal (id, run, kind, step, sender, comment, at) values (?, ?, ?, ?, ?, ?, ?)',
    ),
    signals: database.prepare('select * from signal where run = ? and settled = 0 order by at, id'),
    settle: database.prepare('update signal set settled = 1 where id = ?'),
  }
  const headOf = (run: string): Head | undefined => statement.head.get(run) as Head | undefined

  const leaseOf = (run: string): (Lease & { held: boolean }) | undefined => {
    const row = statement.lease.get(run)
    return row
      ? {
          run,
          holder: { host: String(row['host']), pid: Number(row['pid']), startedAt: String(row['started_at']) },
          epoch: Number(row['epoch']),
          renewals: Number(row['renewals']),
          held: row['held'] === 1,
        }
      : undefined
  }

  return {
    async append(run, expectedSeq, epoch, events) {
      const written = writing(() => {
        const lease = leaseOf(run)
        if (!lease?.held || lease.epoch !== epoch)
          throw new Failure(
            'busy',
            `The run ${run} was taken over: lease ${lease?.epoch ?? 0} holds it now, and this process had ${epoch}.`,
          )
        const last = headOf(run)
        if ((last?.seq ?? 0) !== expectedSeq)
          throw new Failure(
            'busy',
            `The journal of ${run} has grown to ${last?.seq ?? 0} records, and this process knew ${expectedSeq}.`,
          )
        const added = chain(run, epoch, last, events)
        const head = added.at(-1)
        if (!head) return added
        if (last) statement.move.run(head.record.seq, head.hash, run)
        else statement.create.run(run, head.record.seq, head.hash, new Date(clock.now()).toISOString())
        for (const { record, hash } of added) statement.insert.run(run, record.seq, hash, canonical(record))
        return added
      })
      const head = written.at(-1)
      if (head) inWords(folder, () => heads.write(run, { seq: head.record.seq, hash: head.hash }))
      return written.map(({ record }) => record)
    },

    async read(run) {
      // The head before the journal: another process may append meanwhile, and a journal only grows.
      const head = heads.read(run)
      const [rows, last] = transaction(database, () => [statement.read.all(run), headOf(run)] as const, 'deferred')
      const records = rows.map((row) => JSON.parse(String(row['body'])) as JournalRecord)
      const fault = verifyChain(records, last?.hash)
      if (fault) throw new Failure('corrupt', `The journal of ${run} is damaged: ${fault.reason}.`)
      const damage = atOdds(records, head)
      if (damage) throw new Failure('corrupt', `The journal of ${run} ${damage}.`)
      return records
    },

    async runs() {
      return statement.runs.all().map((row) => ({
        run: String(row['run']),
        lastSeq: Number(row['lastSeq']),
        head: String(row['head']),
        epoch: Number(row['epoch']),
      }))
    },

    async takeLease(run) {
      const seen = leaseOf(run)
      if (seen?.held && !isGone(seen.holder)) await silentFor(run, seen)
      return writing(() => {
        const now = leaseOf(run)
        if (now?.held && now.epoch !== seen?.epoch) throw held(now)
        const holder = thisProcess()
        const epoch = (now?.epoch ?? 0) + 1
        statement.take.run(run, holder.host, holder.pid, holder.startedAt, epoch)
        return { run, holder, epoch, renewals: 0 }
      })
    },

    async renewLease(lease) {
      const renewals = lease.renewals + 1
      if (writing(() => statement.renew.run(renewals, lease.run, lease.epoch)).changes === 0)
        throw new Failure('busy', `The run ${lease.run} was taken over.`)
      return { ...lease, renewals }
    },

    async releaseLease(lease) {
      writing(() => statement.release.run(lease.run, lease.epoch))
    },

    async lease(run) {
      const lease = leaseOf(run)
      return lease?.held && !isGone(lease.holder) ? lease : undefined
    },

    async send(signal) {
      const { id, run, kind, step = null, by, comment = null, at } = signal
      writing(() => statement.send.run(id, run, kind, step, by, comment, at))
    },

    async signals(run) {
      return statement.signals.all(run).map(
        (row): Signal => ({
          id: String(row['id']),
          run,
          kind: row['kind'] as Signal['kind'],
          ...(row['step'] === null ? {} : { step: String(row['step']) }),
          by: String(row['sender']),
          ...(row['comment'] === null ? {} : { comment: String(row['comment']) }),
          at: String(row['at']),
        }),
      )
    },

    async settle(signal) {
      writing(() => statement.settle.run(signal))
    },

    async close() {
      heads.close()
      database.close()
    },
  }

  /** All of it or nothing is written. */
  function writing<T>(work: () => T): T {
    return inWords(folder, () => transaction(database, work))
  }

  /** Watches a living lease; returns once it has been silent for its life, and throws as soon as it moves. */
  async function silentFor(run: string, seen: Lease): Promise<void> {
    if (seen.holder.host === thisProcess().host) throw held(seen)
    const until = clock.monotonic() + leaseLife
    while (clock.monotonic() < until) {
      await clock.sleep(seconds(1))
      const now = leaseOf(run)
      if (!now?.held) return
      if (now.epoch !== seen.epoch || now.renewals !== seen.renewals) throw held(now)
    }
  }
}

/**
 * What a head file says against a journal that is sound in itself; undefined where they agree. The head is written after
 * the commit, so it may lag behind, never the other way round; only the very first commit may be without one.
 */
function atOdds(records: readonly JournalRecord[], head: Head | undefined): string | undefined {
  if (!head) return records.length > 1 ? 'has no head file, so nobody can tell whether it is whole' : undefined
  if (head.seq === 0) return undefined
  const last = records[head.seq - 1]
  if (!last) return `ends at record ${records.length}, and ${head.seq} were written: the last ones are lost`
  return recordHash(last) === head.hash ? undefined : `is another one than was written: record ${head.seq} has changed`
}

function held(lease: Lease): Failure {
  return new Failure(
    'busy',
    `The run ${lease.run} is driven by process ${lease.holder.pid} on ${lease.holder.host}. Steer it with \`muster run approve|done\`, or end that process and resume.`,
  )
}

function opened(folder: string): DatabaseSync {
  try {
    mkdirSync(folder, { recursive: true })
    const database = new DatabaseSync(join(folder, 'muster.db'), { timeout: patience })
    // Who opens first switches the file to its log, and whoever comes at that moment is refused without being waited for.
    for (const until = performance.now() + patience; ; ) {
      try {
        database.exec('pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on')
        break
      } catch (error) {
        if (performance.now() > until || !/locked|busy/.test(String(error))) throw error
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20)
      }
    }
    transaction(database, () => migrate(database, folder))
    return database
  } catch (error) {
    if (error instanceof Failure) throw error
    throw new Failure(
      'unreachable',
      `The store in ${folder} cannot be opened: ${(error as Error).message}. Check that the folder can be written and the disk has space.`,
      {
        cause: error,
      },
    )
  }
}

/** Runs the steps that the file has not seen yet; inside a transaction, so that two openers do not run them twice. */
function migrate(database: DatabaseSync, folder: string): void {
  const version = Number(database.prepare('pragma user_version').get()?.['user_version'] ?? 0)
  if (version > migrations.length)
    throw new Failure(
      'corrupt',
      `The store in ${folder} was written by a newer Muster (format ${version}, this one knows ${migrations.length}).`,
    )
  for (const sql of migrations.slice(version)) database.exec(sql)
  if (version < migrations.length) database.exec(`pragma user_version = ${migrations.length}`)
}

/** Does what writes to the store. @throws Failure `unreachable` where the disk is full or fails */
function inWords<T>(folder: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (error instanceof Failure || error instanceof RangeError) throw error
    throw new Failure(
      'unreachable',
      `The store in ${folder} cannot be written: ${(error as Error).message}. Check that the folder can be written and the disk has space.`,
      { cause: error },
    )
  }
}

/** `deferred` reads one state of the database; `immediate` keeps other writers out from the start. */
function transaction<T>(database: DatabaseSync, work: () => T, kind: 'immediate' | 'deferred' = 'immediate'): T {
  database.exec(`begin ${kind}`)
  try {
    const result = work()
    database.exec('commit')
    return result
  } catch (error) {
    // A full disk may have rolled it back already; what went wrong first is what is told.
    if (database.isTransaction) database.exec('rollback')
    throw error
  }
}
