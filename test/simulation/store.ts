import { Failure } from '#diagnostics'
import { openProgress, type Signal } from '#execution'
import { chain, type JournalRecord, nothingYet, recordHash } from '#journal'
import type { Runbook } from '#runbook'
import type { Driver, SimulatedStore } from './simulation.ts'

/**
 * @param writing is told of every record before it is part of the journal
 * @param stored is told of it afterwards
 */
export function openSimulatedStore(
  book: Runbook,
  isAlive: (driver: Driver) => boolean,
  writing: (record: JournalRecord) => void,
  stored: (record: JournalRecord, hash: string) => void,
): SimulatedStore {
  const records: JournalRecord[] = []
  const progress = openProgress(book, nothingYet('run-1'))
  const acknowledged = new Map<number, string>()
  const open = new Map<string, Signal>()
  const seen = new Set<string>()
  let head: { seq: number; hash: string } | undefined
  let epoch = 0
  let holder: Driver | undefined
  return {
    records,
    progress,
    acknowledged,
    get epoch() {
      return epoch
    },
    get holder() {
      return holder
    },
    append(expectedSeq, by, events, fate) {
      if (by !== epoch) throw new Failure('busy', `The run was taken over: ${epoch} holds it, and not ${by}.`)
      if (expectedSeq !== records.length) throw new Failure('busy', 'The journal has grown.')
      if (fate === 'lost') throw new Failure('unreachable', 'The disk is full.')
      const added = chain('run-1', by, head, events)
      for (const { record, hash } of added) {
        writing(record)
        records.push(record)
        progress.take(record)
        head = { seq: record.seq, hash }
        stored(record, hash)
      }
      if (fate === 'stored unseen') throw new Failure('unreachable', 'The disk did not answer.')
      for (const { record, hash } of added) acknowledged.set(record.seq, hash)
      return added.map(({ record }) => record)
    },
    take(driver, force) {
      if (!force && holder && holder !== driver && isAlive(holder))
        throw new Failure('busy', `${holder.name} drives the run, since lease ${epoch}.`)
      epoch += 1
      holder = driver
      return epoch
    },
    renew(by) {
      if (by !== epoch) throw new Failure('busy', 'The run was taken over.')
    },
    send(signal) {
      if (seen.has(signal.id)) return
      seen.add(signal.id)
      open.set(signal.id, signal)
    },
    signals: () => [...open.values()],
    settle: (id) => void open.delete(id),
  }
}

/** The hash that a journal ends with. */
export function headOf(records: readonly JournalRecord[]): string | undefined {
  const last = records.at(-1)
  return last && recordHash(last)
}
