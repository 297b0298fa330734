import { randomUUID } from 'node:crypto'
import type { Clock, Lease, Store } from '#execution'
import { chain, type JournalRecord } from '#journal'
import { type KeptJournal, rowsOf, stillThere } from './keep.ts'
import {
  atOddsWith,
  type KeptLease,
  leaseAlone,
  leaseOf,
  onlyKept,
  seenLease,
  stale,
  stillTakeable,
  takeable,
} from './lease.ts'
import { openTeam, type Query } from './postgres-team.ts'
import { processes } from './process.ts'
import { signalColumns, signalOf, signalRow } from './signal.ts'
import { damaged, type Head, type StoredRecord, verified } from './verify.ts'

/** Two hosts of a team may have the same name. */
const oneHost = false
/** Records of one statement: none may take long, or the server or the way to it is thought to be lost. */
const atOnce = 1000

/**
 * Opens the store in a PostgreSQL database that a team shares; connects when something is asked of it.
 * @param address `postgres://…`
 * @throws Failure `usage` where it is no address
 */
export function openPostgresStore(address: string, clock: Clock): Store {
  const team = openTeam(address, clock)
  const look = (run: string): Promise<KeptLease | undefined> => team.read((query) => leaseIn(query, run))
  return {
    async append(run, expectedSeq, epoch, events) {
      return team.write(async (query, again) => {
        // The lease's row is locked first by whoever changes the run, so that an earlier try of this append has ended.
        const lease = await leaseIn(query, run, 'for update')
        if (!lease?.held || lease.epoch !== epoch) throw stale(run, epoch, lease)
        const last = (await headIn(query, run))?.head
        const seq = last?.seq ?? 0
        if (again && seq === expectedSeq + events.length) {
          const before = await recordIn(query, run, expectedSeq)
          const written = chain(run, epoch, before && { seq: expectedSeq, hash: before.hash }, events)
          if (last && written.at(-1)?.hash === last.hash) return written.map(({ record }) => record)
        }
        if (seq !== expectedSeq) throw atOddsWith(run, expectedSeq, seq)
        const added = chain(run, epoch, last, events)
        const rows = added.map(({ record, hash, text }) => ({ seq: record.seq, hash, body: text }))
        const end = rows.at(-1)
        if (end) await insert(query, run, rows, end, null)
        return added.map(({ record }) => record)
      })
    },

    async read(run) {
      return team.read(async (query) => {
        const rows: StoredRecord[] = []
        await query(
          'declare journal cursor for select seq, hash, body from muster.record where run = $1 order by seq',
          [run],
        )
        for (let more = true; more; ) {
          const next = await query(`fetch ${atOnce} from journal`)
          rows.push(...(next as unknown as readonly StoredRecord[]))
          more = next.length === atOnce
        }
        return verified(run, rows, (await headIn(query, run))?.head)
      })
    },

    async runs() {
      const rows = await team.read((query) =>
        query(
          `select run, last_seq, head, coalesce(epoch, 0) as epoch from muster.run left join muster.lease using (run)
           order by created_at desc, run desc`,
        ),
      )
      return rows.map(({ run, last_seq, head, epoch }) => ({
        run: String(run),
        lastSeq: Number(last_seq),
        head: String(head),
        epoch: Number(epoch),
      }))
    },

    async takeLease(run, force) {
      const seen = force ? undefined : await takeable(() => look(run), clock, oneHost)
      // Tells a lease that an earlier try has taken from one that somebody else has.
      const token = randomUUID()
      return team.write(async (query): Promise<Lease> => {
        const before = await lockedLease(query, run)
        if (before.token === token) return leaseAlone(before.lease)
        if (!force) stillTakeable(before.lease, seen)
        const known = await headIn(query, run)
        if (known?.keptFrom) throw onlyKept(run, known.keptFrom)
        const last = known && (await recordIn(query, run, known.head.seq))
        if (known && !last) throw damaged(run, `record ${known.head.seq} is missing`)
        // A journal that came from elsewhere was written under leases of its own.
        const epoch = Math.max(before.lease.epoch, last?.record.epoch ?? 0) + 1
        const holder = processes.self()
        const since = new Date(clock.now()).toISOString()
        await query(
          `update muster.lease set host = $2, pid = $3, started_at = $4, place = $5, taken_at = $6, token = $7, epoch = $8,
           renewals = 0, held = true where run = $1`,
          [run, holder.host, holder.pid, holder.startedAt, processes.place(), since, token, epoch],
        )
        return { run, holder, epoch, renewals: 0, since }
      })
    },

    async renewLease(lease) {
      const { run, epoch } = lease
      const renewals = lease.renewals + 1
      await team.write(async (query) => {
        const now = await leaseIn(query, run, 'for update')
        if (!now?.held || now.epoch !== epoch) throw stale(run, epoch, now)
        await query('update muster.lease set renewals = $2 where run = $1', [run, renewals])
      })
      return { ...lease, renewals }
    },

    async releaseLease({ run, epoch }) {
      await team.write((query) =>
        query('update muster.lease set held = false where run = $1 and epoch = $2', [run, epoch]),
      )
    },

    async lease(run) {
      return seenLease(await look(run), oneHost)
    },

    async send(signal) {
      const places = '$1, $2, $3, $4, $5, $6, $7, $8'
      await team.write((query) =>
        query(
          `insert into muster.signal (${signalColumns}) values (${places}) on conflict (id) do nothing`,
          signalRow(signal),
        ),
      )
    },

    async signals(run) {
      // In the order in which they arrived: the clocks of their senders may differ.
      const rows = await team.read((query) =>
        query('select * from muster.signal where run = $1 and not settled order by nr', [run]),
      )
      return rows.map(signalOf)
    },

    async settle(signal) {
      await team.write((query) => query('update muster.signal set settled = true where id = $1', [signal]))
    },

    async keep(run, records) {
      const kept: KeptJournal = rowsOf(run, records)
      await team.write(async (query) => {
        const { lease } = await lockedLease(query, run)
        if (lease.held) throw stillThere(run)
        const there = (await headIn(query, run))?.head
        if (there?.seq === kept.head.seq && there.hash === kept.head.hash) return
        if (there) throw stillThere(run)
        for (let from = 0; from < kept.rows.length; from += atOnce)
          await insert(query, run, kept.rows.slice(from, from + atOnce), kept.head, kept.from)
      })
    },

    close: () => team.close(),
  }
}

async function leaseIn(query: Query, run: string, lock = ''): Promise<KeptLease | undefined> {
  const [row] = await query(`select * from muster.lease where run = $1 ${lock}`, [run])
  return row && leaseOf(row)
}

/** The lease's row, made where it is missing, and kept from all others until the transaction ends. */
async function lockedLease(query: Query, run: string): Promise<{ readonly lease: KeptLease; readonly token: unknown }> {
  await query('insert into muster.lease (run) values ($1) on conflict (run) do nothing', [run])
  const [row = {}] = await query('select * from muster.lease where run = $1 for update', [run])
  return { lease: leaseOf(row), token: row['token'] }
}

async function headIn(
  query: Query,
  run: string,
): Promise<{ readonly head: Head; readonly keptFrom: string | undefined } | undefined> {
  const [row] = await query('select last_seq, head, kept_from from muster.run where run = $1', [run])
  if (!row) return undefined
  const { last_seq, head, kept_from } = row
  return {
    head: { seq: Number(last_seq), hash: String(head) },
    keptFrom: typeof kept_from === 'string' ? kept_from : undefined,
  }
}

async function recordIn(
  query: Query,
  run: string,
  seq: number,
): Promise<{ readonly hash: string; readonly record: JournalRecord } | undefined> {
  const [row] = await query('select hash, body from muster.record where run = $1 and seq = $2', [run, seq])
  return row && { hash: String(row['hash']), record: JSON.parse(String(row['body'])) as JournalRecord }
}

/** Adds records and moves the head of the run to the end that is given, in one statement. */
async function insert(
  query: Query,
  run: string,
  rows: KeptJournal['rows'],
  end: Head,
  keptFrom: string | null,
): Promise<void> {
  await query(
    `with moved as (
       insert into muster.run (run, last_seq, head, kept_from) values ($1, $2, $3, $4)
       on conflict (run) do update set last_seq = excluded.last_seq, head = excluded.head
     )
     insert into muster.record (run, seq, hash, body)
     select $1, row.seq, row.hash, row.body from unnest($5::integer[], $6::text[], $7::text[]) as row (seq, hash, body)`,
    [
      run,
      end.seq,
      end.hash,
      keptFrom,
      rows.map(({ seq }) => seq),
      rows.map(({ hash }) => hash),
      rows.map(({ body }) => body),
    ],
  )
}
