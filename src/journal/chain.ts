import { type Json, canonical, sha256 } from '#digest'
import type { JournalRecord, NewEvent } from './event.ts'

/** What the first record of every journal names as its predecessor. */
export const genesis = '0'.repeat(64)

/** The longest record that a journal takes, in characters of its canonical text. */
const longestRecord = 4_000_000

/**
 * The hash of a record: SHA-256 over a zero byte and the record's canonical JSON, in hexadecimal.
 * @remarks The zero byte is the leaf prefix of RFC 6962, so that a Merkle log can be laid over journals later.
 */
export function recordHash(record: JournalRecord): string {
  return sha256(`\u0000${canonical(record)}`)
}

/**
 * Gives events their places at the end of a journal.
 * @param last the journal's last record, or undefined for an empty one
 * @returns the records, one per event, in order, chained to `last`, each with its hash and its canonical text
 * @throws RangeError where an event is longer than a journal takes: its writer must cut it first
 */
export function chain(
  run: string,
  epoch: number,
  last: { readonly seq: number; readonly hash: string } | undefined,
  events: readonly NewEvent[],
): readonly { readonly record: JournalRecord; readonly hash: string; readonly text: string }[] {
  let seq = last?.seq ?? 0
  let prev = last?.hash ?? genesis
  return events.map((event) => {
    seq += 1
    const record: JournalRecord = { v: 1, seq, prev, runId: run, epoch, ...event }
    const text = canonical(record)
    if (text.length >= longestRecord)
      throw new RangeError('An event is too long for the journal. This is a bug in Muster.')
    prev = sha256(`\u0000${text}`)
    return { record, hash: prev, text }
  })
}

/** Where and why a journal does not verify. `seq` is the first bad record's place, counted from 1. */
export interface ChainFault {
  readonly seq: number
  readonly reason: string
}

/**
 * Checks a journal from its first record to its last.
 * @param head the hash that the last record must have, where it is known from elsewhere
 * @returns the first fault, or undefined; a journal cut at its end is found only by its head
 */
export function verifyChain(records: readonly JournalRecord[], head?: string): ChainFault | undefined {
  let prev = genesis
  let before: JournalRecord | undefined
  for (const record of records) {
    const fault = linkFault(record, before, prev)
    if (fault) return fault
    before = record
    prev = recordHash(record)
  }
  if (head !== undefined && head !== prev)
    return {
      seq: records.length,
      reason: `the journal ends at ${prev.slice(0, 12)}…, and ${head.slice(0, 12)}… is expected`,
    }
  return undefined
}

/**
 * Checks a record against the one before it, which has been checked.
 * @param before undefined for the first record of a journal
 * @param prev the hash of the record before
 */
export function linkFault(
  record: JournalRecord,
  before: JournalRecord | undefined,
  prev: string,
): ChainFault | undefined {
  const seq = (before?.seq ?? 0) + 1
  if (record.v !== 1) return { seq, reason: `record ${seq} has format ${String(record.v)}, and this Muster reads 1` }
  if (record.seq !== seq) return { seq, reason: `record ${seq} says that it is number ${record.seq}` }
  if (record.prev !== prev) return { seq, reason: `record ${seq} does not follow the record before it` }
  if (before && record.runId !== before.runId) return { seq, reason: `record ${seq} belongs to another run` }
  if (record.epoch < (before?.epoch ?? 0)) return { seq, reason: `record ${seq} was written under an older lease` }
  return undefined
}

/** A journal as JSON lines: one canonical record a line, each ended by a line feed. */
export function journalText(records: readonly JournalRecord[]): string {
  return records.map((record) => `${canonical(record)}\n`).join('')
}

/**
 * Reads what `journalText` wrote.
 * @returns the records, or the number of the first line that is not a canonical record
 */
export function parseJournal(text: string): { readonly records: readonly JournalRecord[]; readonly badLine?: number } {
  const records: JournalRecord[] = []
  const lines = text.split('\n')
  if (lines.pop() !== '') return { records, badLine: lines.length + 1 }
  for (const [index, line] of lines.entries()) {
    const value = parsed(line)
    if (!isRecord(value) || !isCanonical(value, line)) return { records, badLine: index + 1 }
    records.push(value)
  }
  return { records }
}

function parsed(line: string): Json | undefined {
  try {
    return JSON.parse(line) as Json
  } catch {
    return undefined
  }
}

function isCanonical(value: unknown, line: string): boolean {
  try {
    return canonical(value) === line
  } catch {
    // Nested too deep, or half a character: nobody has written that.
    return false
  }
}

function isRecord(value: unknown): value is JournalRecord {
  return typeof value === 'object' && value !== null && 'seq' in value && 'type' in value && 'data' in value
}
