import { existsSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Failure } from '#diagnostics'
import { type JournalRecord, parseJournal, recordHash } from '#journal'
import { openStore } from '#store'
import { copyOf } from './names.ts'
import type { Project } from './project.ts'
import { recordedOnce } from './record-once.ts'
import { firstOf } from './runs.ts'
import { type Split, splitOf } from './split.ts'

/** What a merge has come to. */
export interface Merged extends Split {
  readonly run: string
  /** The name under which the other journal is kept here. */
  readonly kept: string
  /** Whether the journals part at all; otherwise one goes on where the other ends. */
  readonly parted: boolean
  /** Whether the split is written into the run; somebody drives it where it is not. */
  readonly recorded: boolean
}

/** The command that brings two journals of one run together. */
export function mergeCommands({ cwd, clock, withStore }: Project) {
  /**
   * Keeps the journal of a run that was written elsewhere, beside ours, and says what was run on both sides. Neither is
   * changed but for the note that the other was found.
   * @param from a state folder, the folder of a store, or an exported journal
   * @throws Failure `usage` where there is no such run on either side, or the role is none; `corrupt` where a journal does
   * not verify or is of another run
   */
  async function merge(
    run: string,
    from: string,
    { as, reason }: { readonly as: string; readonly reason: string },
  ): Promise<Merged> {
    const theirs = await journalIn(from, run)
    return withStore(async (store) => {
      const ours = await store.read(run)
      const [first, other] = [firstOf(ours.length > 0 ? ours : theirs), theirs[0]]
      if (!first || other?.runId !== run)
        throw new Failure('corrupt', `${from} holds the journal of ${other?.runId ?? 'no run'}, not of ${run}.`)
      if (!first.runbook.people.some((person) => person.role === as))
        throw new Failure(
          'usage',
          `"${as}" is no contact of the run's plan; it has: ${first.runbook.people.map(({ role }) => role).join(', ')}.`,
        )
      if (ours.length === 0)
        throw new Failure(
          'usage',
          `There is no run ${run} here, so that there is nothing to merge with. \`muster run list\` shows those there are.`,
        )
      const split = splitOf(ours, theirs)
      const kept = copyOf(run, recordHash(theirs.at(-1) ?? other))
      await store.keep(kept, theirs)
      const parted = split.ours.records > 0 && split.theirs.records > 0
      const found = { type: 'splitFound', data: { other: kept, doubly: split.doubly, by: as, reason } } as const
      const isThere = (record: JournalRecord): boolean => record.type === 'splitFound' && record.data.other === kept
      const recorded = parted && (await recordedOnce({ store, clock }, run, found, as, isThere))
      return { run, kept, parted, recorded, ...split }
    })
  }

  /** The journal of a run from a state folder, a store's folder or an exported file. */
  async function journalIn(from: string, run: string): Promise<readonly JournalRecord[]> {
    const path = resolve(cwd, from)
    if (!existsSync(path))
      throw new Failure('usage', `There is no ${from}. Name a state folder or an exported journal.`)
    if (statSync(path).isFile()) return exported(path, from)
    const folder = [join(path, 'store'), path].find((one) => existsSync(join(one, 'muster.db')))
    if (folder === undefined) {
      const journal = join(path, 'journal.jsonl')
      if (existsSync(journal)) return exported(journal, from)
      throw new Failure('usage', `${from} holds neither a store (muster.db) nor a journal (journal.jsonl).`)
    }
    const store = openStore(folder, clock)
    try {
      const records = await store.read(run)
      if (records.length === 0) throw new Failure('usage', `${from} has no run ${run}.`)
      return records
    } finally {
      await store.close()
    }
  }

  return { merge }
}

function exported(path: string, shown: string): readonly JournalRecord[] {
  const { records, badLine } = parseJournal(readFileSync(path, 'utf8'))
  if (badLine !== undefined || records.length === 0)
    throw new Failure('corrupt', `${shown} is no whole journal: its line ${badLine ?? 1} is no record.`)
  return records
}
