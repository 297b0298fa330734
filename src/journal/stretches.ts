import type { JournalRecord } from './event.ts'

/** Records that follow one another on one monotonic clock: only their times may be compared. */
export interface Stretch {
  /** As the journal names it; absent where it does not. */
  readonly clock?: string
  readonly records: readonly JournalRecord[]
}

/**
 * Cuts a journal where its clock became another one, because the machine was started anew or another one took over.
 * @returns in order, none of them empty. Where the journal names no clocks, another one is told by a time that goes back
 */
export function stretches(journal: readonly JournalRecord[]): readonly Stretch[] {
  const all: Array<{ clock?: string; records: JournalRecord[] }> = []
  for (const record of journal) {
    const current = all.at(-1)
    const named = record.type === 'runStarted' || record.type === 'leaseTaken' ? record.data.clock : undefined
    const begins = !current || (record.type === 'leaseTaken' && isOther(current, record, named))
    if (begins) all.push({ records: [record], ...(named === undefined ? {} : { clock: named }) })
    else {
      current.records.push(record)
      if (named !== undefined) current.clock = named
    }
  }
  return all
}

/**
 * The records whose times may be compared with those of a clock.
 * @param clock where it is left out, the one on which the run ended, or was written last
 * @returns those of the last stretch on that clock, or on one that is not named; none where there is no such
 */
export function onOneClock(journal: readonly JournalRecord[], clock?: string): readonly JournalRecord[] {
  const all = stretches(journal)
  const found =
    clock === undefined
      ? (all.findLast(({ records }) => records.some(({ type }) => type === 'runFinished')) ?? all.at(-1))
      : (all.findLast((one) => one.clock === clock) ?? all.findLast((one) => one.clock === undefined))
  return found?.records ?? []
}

function isOther({ clock, records }: Stretch, record: JournalRecord, named: string | undefined): boolean {
  if (clock !== undefined && named !== undefined) return clock !== named
  return record.tsMono < (records.at(-1)?.tsMono ?? Number.NEGATIVE_INFINITY)
}
