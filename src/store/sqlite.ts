import type { Clock, Lease, Store } from '#execution'
import { chain, type JournalRecord } from '#journal'
import { leads, rowsOf, stillThere } from './keep.ts'
import { atOddsWith, type KeptLease, leaseOf, onlyKept, seenLease, stale, stillTakeable, takeable } from './lease.ts'
import { processes } from './process.ts'
import { signalOf, signalRow } from './signal.ts'
import { openDisk } from './sqlite-disk.ts'
import type { Statements } from './sqlite-statements.ts'
import { damaged, type Head, lostTail, type StoredRecord, verified } from './verify.ts'

/** A folder has one host: whoever has its name there is here. */
const oneHost = true

/**
 * Opens the store in a folder, making what is missing.
 * @throws Failure `unreachable` where the folder cannot be written, `corrupt` where the file is no store of this Muster
 */
export function openSqliteStore(folder: string, clock: Clock): Store {
  const disk = openDisk(folder)
  const keptLease = (in_: Statements, run: string): KeptLease | undefined => {
    const row = in_.lease.get(run)
    return row && leaseOf(row)
  }
  const look = async (run: string): Promise<KeptLease | undefined> => disk.read((in_) => keptLease(in_, run))
  const headIn = (in_: Statements, run: string): Head | undefined => in_.head.get(run) as Head | undefined
  const now = (): string => new Date(clock.now()).toISOString()

  /** A journal goes on only where it is as long as its head file says. @returns its last record */
  const lastOf = (in_: Statements, run: string): JournalRecord | undefined => {
    const last = headIn(in_, run)
    const head = disk.noted(run)
    if (head && head.seq > (last?.seq ?? 0)) throw lostTail(run, last?.seq ?? 0, head.seq)
    const row = last && in_.body.get(run, last.seq)
    if (!last) return undefined
    if (!row) throw damaged(run, `record ${last.seq} is missing`)
    return JSON.parse(String(row['body'])) as JournalRecord
  }

  return {
    async append(run, expectedSeq, epoch, events) {
      const added = disk.write((in_) => {
        const lease = keptLease(in_, run)
        if (!lease?.held || lease.epoch !== epoch) throw stale(run, epoch, lease)
        const last = headIn(in_, run)
        if ((last?.seq ?? 0) !== expectedSeq) throw atOddsWith(run, expectedSeq, last?.seq ?? 0)
        const written = chain(run, epoch, last, events)
        const head = written.at(-1)
        if (!head) return written
        if (last) in_.move.run(head.record.seq, head.hash, run)
        else in_.create.run(run, head.record.seq, head.hash, now(), null)
        for (const { record, hash, text } of written) in_.insert.run(run, record.seq, hash, text)
        return written
      }, events.some(leads))
      const head = added.at(-1)
      if (head) disk.note(run, { seq: head.record.seq, hash: head.hash })
      return added.map(({ record }) => record)
    },

    async read(run) {
      // The head before the journal: another process may append meanwhile, and a journal only grows.
      const head = disk.noted(run)
      const records = disk.read((in_) => {
        const rows = in_.read.iterate(run) as Iterable<unknown> as Iterable<StoredRecord>
        return verified(run, rows, headIn(in_, run), head)
      })
      // Only the very first commit may be without a head, which is written just after it; so one that was not there a moment
      // ago may be there now.
      if (!head && records.length > 1 && !disk.noted(run))
        throw damaged(run, 'it has no head file, so that nobody can tell whether it is whole')
      return records
    },

    async runs() {
      return disk.read((in_) =>
        in_.runs.all().map((row) => ({
          run: String(row['run']),
          lastSeq: Number(row['lastSeq']),
          head: String(row['head']),
          epoch: Number(row['epoch']),
        })),
      )
    },

    async takeLease(run, force) {
      const seen = force ? undefined : await takeable(() => look(run), clock, oneHost)
      return disk.write((in_): Lease => {
        const before = keptLease(in_, run)
        if (!force) stillTakeable(before, seen)
        const keptFrom = in_.head.get(run)?.['kept_from']
        if (typeof keptFrom === 'string') throw onlyKept(run, keptFrom)
        // A journal that came from elsewhere was written under leases of its own.
        const epoch = Math.max(before?.epoch ?? 0, lastOf(in_, run)?.epoch ?? 0) + 1
        const holder = processes.self()
        const since = now()
        in_.take.run(run, holder.host, holder.pid, holder.startedAt, processes.place(), since, epoch)
        return { run, holder, epoch, renewals: 0, since }
      })
    },

    async renewLease(lease) {
      const { run, epoch } = lease
      const renewals = lease.renewals + 1
      disk.write((in_) => {
        if (in_.renew.run(renewals, run, epoch).changes === 0) throw stale(run, epoch, keptLease(in_, run))
      })
      return { ...lease, renewals }
    },

    async releaseLease(lease) {
      disk.write((in_) => in_.release.run(lease.run, lease.epoch))
    },

    async lease(run) {
      return seenLease(await look(run), oneHost)
    },

    async send(signal) {
      disk.write((in_) => in_.send.run(...signalRow(signal)))
    },

    async signals(run) {
      return disk.read((in_) => in_.signals.all(run).map(signalOf))
    },

    async settle(signal) {
      disk.write((in_) => in_.settle.run(signal))
    },

    async keep(run, records) {
      const { rows, head, from } = rowsOf(run, records)
      disk.write((in_) => {
        const lease = keptLease(in_, run)
        if (lease?.held) throw stillThere(run)
        const there = headIn(in_, run)
        if (there?.seq === head.seq && there.hash === head.hash) return
        if (there || disk.noted(run)) throw stillThere(run)
        in_.create.run(run, head.seq, head.hash, now(), from)
        for (const { seq, hash, body } of rows) in_.insert.run(run, seq, hash, body)
      })
      disk.note(run, head)
    },

    close: () => disk.close(),
  }
}
