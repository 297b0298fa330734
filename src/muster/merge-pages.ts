import { existsSync, readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { digest, type Json } from '#digest'
import { Failure } from '#diagnostics'
import { openSession, type Store } from '#execution'
import { type Happening, type JournalRecord, replay, type RunState, stepState } from '#journal'
import { type Entry, type Exported, journalIn, together, viewOf } from '#offline'
import type { Runbook } from '#runbook'
import type { Project } from './project.ts'
import { firstOf } from './runs.ts'

/** What bringing pages and a run together has come to. */
export interface MergedPages {
  readonly run: string
  readonly copies: ReadonlyArray<{ readonly copy: string; readonly lines: number }>
  /** Where pages, or a page and the run, say different things of a step, or both did it; in sentences. */
  readonly contradictions: readonly string[]
  /** Steps that a page says are done, and of which the run knows nothing yet, in runbook order. */
  readonly onlyOnPages: ReadonlyArray<{
    readonly step: string
    readonly by: string
    readonly at: string
    readonly seen?: string
  }>
  /** Steps of a page that the run does not have, for its page is of another version of the plan. */
  readonly unknownSteps: readonly string[]
  /** Whether it is written into the run, now or before; somebody drives it where it is not. */
  readonly recorded: boolean
}

/** Largest file that is read as a page's journal. */
const bytesAtMost = 20_000_000

/** Whether all of these files are journals that were exported by runbook pages. */
function arePages(cwd: string, files: readonly string[]): boolean {
  return (
    files.length > 0 &&
    files.every((file) => {
      const path = resolve(cwd, file)
      if (!existsSync(path) || !statSync(path).isFile() || statSync(path).size > bytesAtMost) return false
      return readFileSync(path, 'utf8').slice(0, 2000).includes('"muster-offline-journal"')
    })
  )
}

/** The command that brings pages of a runbook and a run together. */
export function mergePagesCommands({ cwd, clock, withStore }: Project) {
  /**
   * Records in a run what people wrote down on pages of its runbook, and says where they disagree.
   * @throws Failure `usage` where there is no such run, the role is none, or a page is of another scenario; `corrupt`
   * where a file is no whole journal
   */
  async function mergePages(
    run: string,
    files: readonly string[],
    { as, reason }: { readonly as: string; readonly reason: string },
  ): Promise<MergedPages> {
    const pages = files.map((file) => pageAt(file))
    return withStore(async (store) => {
      const records = await store.read(run)
      const first = firstOf(records)
      if (!first) throw new Failure('usage', `There is no run ${run}. \`muster run list\` shows those there are.`)
      assureFit(first.runbook, pages, as)
      const lines = together(pages.map(({ journal }) => journal.entries))
      const merged = compared(first.runbook, replay(records), lines)
      const data = {
        copies: copiesOf(lines),
        digest: digest(lines as unknown as Json),
        lines: lines as unknown as Json,
        contradictions: merged.contradictions,
        by: as,
        reason,
      }
      return { run, copies: data.copies, ...merged, recorded: await noted(store, run, data) }
    })
  }

  function pageAt(file: string): { readonly file: string; readonly journal: Exported } {
    const read = journalIn(readFileSync(resolve(cwd, file), 'utf8'))
    if ('trouble' in read) throw new Failure('corrupt', `${file}: ${read.trouble}`)
    return { file, journal: read.journal }
  }

  /** Writes it into the run, the same lines once, where nobody drives it. */
  async function noted(
    store: Store,
    run: string,
    data: Extract<Happening, { type: 'pagesMerged' }>['data'],
  ): Promise<boolean> {
    const known = (records: readonly JournalRecord[]): boolean =>
      records.some((record) => record.type === 'pagesMerged' && record.data.digest === data.digest)
    if (known(await store.read(run))) return true
    if (await store.lease(run)) return false
    const session = await openSession(store, run, clock, () => {})
    try {
      if (!known(session.records()))
        await session.record([{ type: 'pagesMerged', data }], { name: data.by, authn: 'stated' })
      return true
    } finally {
      await session.close()
    }
  }

  return { mergePages, arePages: (files: readonly string[]) => arePages(cwd, files) }
}

function assureFit(
  { plan, scenario, people }: Runbook,
  pages: ReadonlyArray<{ readonly file: string; readonly journal: Exported }>,
  as: string,
): void {
  if (!people.some(({ role }) => role === as))
    throw new Failure(
      'usage',
      `"${as}" is no contact of the run's plan; it has: ${people.map(({ role }) => role).join(', ')}.`,
    )
  const stray = pages.find(({ journal }) => journal.plan !== plan.name || journal.scenario !== scenario.id)
  if (stray)
    throw new Failure(
      'usage',
      `${stray.file} is of ${stray.journal.plan}, ${stray.journal.scenario}, and the run is of ${plan.name}, ${scenario.id}.`,
    )
}

function copiesOf(lines: readonly Entry[]): MergedPages['copies'] {
  return [...Map.groupBy(lines, ({ copy }) => copy)].map(([copy, own]) => ({ copy, lines: own.length }))
}

/** What pages say, held against each other and against the run. */
function compared(
  { steps }: Runbook,
  state: RunState,
  lines: readonly Entry[],
): Pick<MergedPages, 'contradictions' | 'onlyOnPages' | 'unknownSteps'> {
  const view = viewOf(lines)
  const ids = new Set(steps.map(({ id }) => id))
  const ended = [...view.steps].flatMap(([step, { state: came, by = '', to = '', text }]) =>
    ids.has(step) && (came === 'done' || came === 'failed' || came === 'declined')
      ? [{ step, came, by, at: to, text }]
      : [],
  )
  const isDecision = (id: string): boolean => steps.find((step) => step.id === id)?.work.kind === 'decision'
  return {
    contradictions: [
      ...view.contradictions,
      ...ended.flatMap(({ step, came, by, at }) => {
        const said = `${step}: ${came} by ${by} on a page at ${at}, and`
        const there = stepState(state, step).status
        if (came === 'done' && there === 'succeeded') return isDecision(step) ? [] : [`${said} done in this run too.`]
        if (came === 'done') return isOpen(there) || there === 'skipped' ? [] : [`${said} ${there} in this run.`]
        return there === 'succeeded' ? [`${said} ${isDecision(step) ? 'approved' : 'done'} in this run.`] : []
      }),
    ],
    onlyOnPages: steps.flatMap(({ id }) => {
      const line = ended.find(({ step, came }) => step === id && came === 'done')
      if (!line || !isOpen(stepState(state, id).status)) return []
      return [{ step: id, by: line.by, at: line.at, ...(line.text ? { seen: line.text } : {}) }]
    }),
    unknownSteps: [...view.steps.keys()].filter((step) => !ids.has(step)),
  }
}

/** Whether the run has not come to a step yet. */
function isOpen(status: ReturnType<typeof stepState>['status']): boolean {
  return status === 'notStarted' || status === 'waiting' || status === 'verifiedNotDone' || status === 'undone'
}
