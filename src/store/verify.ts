import { hash as hashed } from 'node:crypto'
import { Failure } from '#diagnostics'
import { genesis, type JournalRecord, linkFault } from '#journal'
import { troubleOf } from './sqlite-file.ts'

/** How far a journal goes: its last sequence number and the hash of that record. */
export interface Head {
  readonly seq: number
  readonly hash: string
}

/** A record as a store keeps it: its place, its hash and its canonical text. */
export interface StoredRecord {
  readonly seq: number
  readonly hash: string
  readonly body: string | Uint8Array
}

const leaf = Uint8Array.of(0)

/** The hash of a record by its canonical text; the journal's `recordHash`. */
export function hashOf(body: string | Uint8Array): string {
  return hashed('sha256', Buffer.concat([leaf, typeof body === 'string' ? Buffer.from(body) : body]), 'hex')
}

/**
 * Verifies a stored journal from its first record to its head.
 * @param rows by sequence number
 * @param head what the store says of the run; undefined where it says nothing
 * @param noted how far the journal goes at least, as is known from elsewhere
 * @returns the records
 * @throws Failure `corrupt` that names the first bad record
 * @remarks The stored text itself is hashed, and the value is not laid out again: each hash is in the next record, and
 * the last one in the head, so text that is not the canonical one that was hashed when it was written cannot pass.
 */
export function verified(
  run: string,
  rows: Iterable<StoredRecord>,
  head: Head | undefined,
  noted?: Head,
): readonly JournalRecord[] {
  const records: JournalRecord[] = []
  let before: JournalRecord | undefined
  let prev = genesis
  try {
    for (const { seq, hash, body } of rows) {
      const next = records.length + 1
      if (seq !== next) throw damaged(run, `record ${next} is not in its place`)
      const found = hashOf(body)
      if (found !== hash) throw damaged(run, `record ${next} is not what was written`)
      if (noted?.seq === seq && noted.hash !== hash)
        throw damaged(run, `record ${next} is another one than its head file tells of`)
      const record = parsed(body)
      if (!record) throw damaged(run, `record ${next} is no record`)
      const fault = linkFault(record, before, prev)
      if (fault) throw damaged(run, fault.reason)
      records.push(record)
      before = record
      prev = found
    }
  } catch (error) {
    if (error instanceof Failure) throw error
    const trouble = troubleOf(error)
    // A disk that did not answer this time says nothing of what lies on it.
    if (trouble !== undefined && trouble !== 'damage') throw error
    throw damaged(run, `record ${records.length + 1} cannot be read: ${(error as Error).message}`, error)
  }
  const { seq, hash } = head ?? { seq: 0, hash: genesis }
  const written = Math.max(seq, noted?.seq ?? 0)
  if (written > records.length) throw lostTail(run, records.length, written)
  if (seq < records.length) throw damaged(run, `record ${seq + 1} lies beyond the last one that was written`)
  if (hash !== prev)
    throw damaged(run, `record ${seq} has the hash ${prev.slice(0, 12)}…, and ${hash.slice(0, 12)}… was written`)
  return records
}

function parsed(body: string | Uint8Array): JournalRecord | undefined {
  const value: unknown = JSON.parse(typeof body === 'string' ? body : Buffer.from(body).toString('utf8'))
  return typeof value === 'object' && value !== null ? (value as JournalRecord) : undefined
}

/** A journal that ends too early. */
export function lostTail(run: string, ends: number, written: number): Failure {
  return damaged(
    run,
    `it ends at record ${ends}, and ${written} were written: record ${ends + 1} and the following are lost`,
  )
}

/** A journal that does not verify; `what` names the first bad record. */
export function damaged(run: string, what: string, cause?: unknown): Failure {
  return new Failure(
    'corrupt',
    `The journal of ${run} is damaged: ${what}. Nothing is repaired by itself: put back a copy of the store, or compare with the journal in the run's evidence.`,
    cause === undefined ? {} : { cause },
  )
}
