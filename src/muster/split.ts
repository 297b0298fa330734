import { type JournalRecord, recordHash } from '#journal'

/** How two journals of one run differ. */
export interface Split {
  /** Records that both begin with. */
  readonly common: number
  /** What each has after them: how many records, and which steps it ran, in order. */
  readonly ours: Branch
  readonly theirs: Branch
  /** Steps that both sides ran after they parted, in our order. */
  readonly doubly: readonly string[]
}

export interface Branch {
  readonly records: number
  readonly steps: readonly string[]
  /** The epochs it was written under, rising. */
  readonly epochs: readonly number[]
  /** RFC 3339 in UTC; absent where it has nothing. */
  readonly from?: string
  readonly to?: string
}

/** Where two journals of one run part, and what was run on both sides after that. */
export function splitOf(ours: readonly JournalRecord[], theirs: readonly JournalRecord[]): Split {
  let common = 0
  for (const [at, record] of ours.entries()) {
    const other = theirs[at]
    if (!other || recordHash(record) !== recordHash(other)) break
    common = at + 1
  }
  const [mine, other] = [branch(ours.slice(common)), branch(theirs.slice(common))]
  return { common, ours: mine, theirs: other, doubly: mine.steps.filter((step) => other.steps.includes(step)) }
}

function branch(records: readonly JournalRecord[]): Branch {
  const steps = records.flatMap((record) =>
    // A person's work has no start in a journal, and is done all the same.
    record.type === 'stepStarted' || record.type === 'manualDone' ? [record.data.step] : [],
  )
  const [first, last] = [records[0], records.at(-1)]
  return {
    records: records.length,
    steps: [...new Set(steps)],
    epochs: [...new Set(records.map(({ epoch }) => epoch))],
    ...(first && last ? { from: first.ts, to: last.ts } : {}),
  }
}
