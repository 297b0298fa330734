import { type Command, decide } from '#execution'
import { fold, type JournalRecord, nothingYet, type RunState, replay } from '#journal'
import type { Runbook } from '#runbook'
import { words } from '../../src/execution/testing/books.ts'

/** What a journal comes to: kept beside it, and the same for ever. */
export interface Summary {
  readonly outcome?: string
  readonly reason?: string
  readonly mode?: string
  /** How each step stands that anything happened to. */
  readonly steps: Readonly<Record<string, string>>
  readonly items: Readonly<Record<string, string>>
  /** For each record, what is to be done next after it. */
  readonly next: readonly string[]
}

/** The runbook that a run is pinned to: its first record holds it. */
export function pinned(records: readonly JournalRecord[]): Runbook {
  const [first] = records
  if (first?.type !== 'runStarted') throw new RangeError('A journal does not begin with its runbook.')
  return first.data.runbook as unknown as Runbook
}

export function summaryOf(records: readonly JournalRecord[]): Summary {
  const state = replay(records)
  return {
    ...(state.outcome === undefined ? {} : { outcome: state.outcome }),
    ...(state.reason === undefined ? {} : { reason: state.reason }),
    ...(state.mode === undefined ? {} : { mode: state.mode }),
    steps: Object.fromEntries(
      [...state.steps].map(([id, { status, attempts }]) => [id, `${status}, attempt ${attempts}`]),
    ),
    items: Object.fromEntries([...state.items.values()].map(({ item, disposition }) => [item, disposition ?? 'open'])),
    next: after(records, (_, commands) => words(commands).join(', ')),
  }
}

/** What somebody makes of the state after each record, and of what is to be done next then. */
export function after<T>(
  records: readonly JournalRecord[],
  made: (state: RunState, commands: readonly Command[], at: number) => T,
): readonly T[] {
  const book = pinned(records)
  let state = nothingYet()
  return records.map((record, at) => {
    state = fold(state, record)
    return made(state, decide(book, state), at)
  })
}
