import { Failure } from '#diagnostics'
import { canonical } from '#digest'
import type { JournalRecord, NewEvent } from '#journal'
import { hashOf, type Head, type StoredRecord, verified } from './verify.ts'

/** A journal that was written elsewhere, as rows. */
export interface KeptJournal {
  readonly rows: ReadonlyArray<StoredRecord & { readonly body: string }>
  readonly head: Head
  /** The run that its records are of, where that is not the name under which it is kept. */
  readonly from: string | null
}

/** @throws Failure `corrupt` where the chain does not verify, or there is no record */
export function rowsOf(run: string, records: readonly JournalRecord[]): KeptJournal {
  const rows = records.map((record) => {
    const body = canonical(record)
    return { seq: record.seq, hash: hashOf(body), body }
  })
  const last = rows.at(-1)
  const head = last && { seq: last.seq, hash: last.hash }
  const of = verified(run, rows, head)[0]?.runId
  if (!head || of === undefined)
    throw new Failure('corrupt', `The journal to be kept as ${run} has no record. Name one that has begun.`)
  return { rows, head, from: of === run ? null : of }
}

/** A run of that name is there already, and is another one or is being driven. */
export function stillThere(run: string): Failure {
  return new Failure(
    'busy',
    `There is a run ${run} already, with other records or a driver of its own. Keep the journal under another name.`,
  )
}

/** Whether an effect follows an event as soon as it is stored. */
export function leads({ type }: NewEvent): boolean {
  return type === 'stepStarted' || type === 'faultInjected'
}
