import { existsSync, readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { digest, type Json } from '#digest'
import { Failure } from '#diagnostics'
import { type JournalRecord, replay, stepState } from '#journal'
import { type Entry, type Exported, journalIn, kindOf, together, viewOf } from '#offline'
import type { Runbook, Step } from '#runbook'
import type { Project } from './project.ts'
import { recordedOnce } from './record-once.ts'
import { type First, firstOf } from './runs.ts'

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
    /** What tells the run, once it waits for it or before it does it itself. */
    readonly next: string
  }>
  /** Steps that somebody has begun on a page and not ended; the run may be about to do them too. */
  readonly underWay: ReadonlyArray<{ readonly step: string; readonly by: string; readonly since: string }>
  /** Steps of pages that the run does not have. */
  readonly unknownSteps: readonly string[]
  /** Files whose page is of another version of the plan than the run. */
  readonly otherVersion: readonly string[]
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
      assureFit(first, run, pages, as)
      const lines = together(pages.map(({ journal }) => journal.entries))
      const merged = compared(run, first.runbook, records, lines)
      const data = {
        copies: copiesOf(lines),
        digest: digest(lines as unknown as Json),
        lines: lines as unknown as Json,
        contradictions: merged.contradictions,
        by: as,
        reason,
      }
      const { digest: planned } = first.runbook.plan
      const otherVersion = pages.filter(({ journal }) => journal.planDigest !== planned).map(({ file }) => file)
      const isThere = (record: JournalRecord): boolean =>
        record.type === 'pagesMerged' && record.data.digest === data.digest
      const recorded = await recordedOnce({ store, clock }, run, { type: 'pagesMerged', data }, as, isThere)
      return { run, copies: data.copies, ...merged, otherVersion, recorded }
    })
  }

  function pageAt(file: string): { readonly file: string; readonly journal: Exported } {
    const read = journalIn(readFileSync(resolve(cwd, file), 'utf8'))
    if ('trouble' in read) throw new Failure('corrupt', `${file}: ${read.trouble}`)
    return { file, journal: read.journal }
  }

  return { mergePages, arePages: (files: readonly string[]) => arePages(cwd, files) }
}

function assureFit(
  { kind, runbook: { plan, scenario, people } }: First,
  run: string,
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
  const wanted = kind === 'realEvent' ? 'real' : 'rehearsal'
  const mixed = pages.find(({ journal }) => (kindOf(journal.entries) ?? wanted) !== wanted)
  if (mixed)
    throw new Failure(
      'usage',
      `${mixed.file} is of ${wanted === 'real' ? 'a rehearsal, and the run is real' : 'the real thing, and the run is a rehearsal'}: ${run}.`,
    )
}

function copiesOf(lines: readonly Entry[]): MergedPages['copies'] {
  return [...Map.groupBy(lines, ({ copy }) => copy)].map(([copy, own]) => ({ copy, lines: own.length }))
}

/** What pages say, held against each other and against the run. */
function compared(
  run: string,
  { steps, direction }: Runbook,
  records: readonly JournalRecord[],
  lines: readonly Entry[],
): Pick<MergedPages, 'contradictions' | 'onlyOnPages' | 'underWay' | 'unknownSteps'> {
  const state = replay(records)
  const view = viewOf(lines)
  const stepOf = (key: string): string | undefined =>
    isBack(key) === (direction === 'failback') ? key.replace(/^back\//, '') : undefined
  const own = [...view.steps].flatMap(([key, at]) => {
    const step = stepOf(key)
    return step === undefined ? [] : [{ key, step, ...at }]
  })
  const workOf = (id: string): Step['work']['kind'] | undefined => steps.find((step) => step.id === id)?.work.kind
  const ended = own.filter(({ step, state: came }) => workOf(step) !== undefined && came !== 'open' && came !== 'begun')
  const known = knownBefore(records)
  const there = (step: string): ReturnType<typeof stepState>['status'] => stepState(state, step).status
  return {
    contradictions: [
      ...view.contradictions,
      ...ended.flatMap(({ step, state: came, by = '', to = '' }) => {
        const said = `${step}: ${came} by ${by} on a page at ${to}, and`
        const status = there(step)
        if (came === 'done' && status === 'succeeded')
          return workOf(step) === 'decision' || known.has(step) ? [] : [`${said} done in this run too.`]
        if (came === 'done') return isOpen(status) || status === 'skipped' ? [] : [`${said} ${status} in this run.`]
        return status === 'succeeded'
          ? [`${said} ${workOf(step) === 'decision' ? 'approved' : 'done'} in this run.`]
          : []
      }),
    ],
    onlyOnPages: steps.flatMap(({ id, work }) => {
      const line = ended.find(({ step, state: came }) => step === id && came === 'done')
      if (!line || !isOpen(there(id))) return []
      const { by = '', to = '', text } = line
      return [
        { step: id, by, at: to, ...(text ? { seen: text } : {}), next: `muster run ${tellBy[work.kind](run, id)}` },
      ]
    }),
    underWay: own
      .filter(({ step, state: came }) => came === 'begun' && workOf(step) !== undefined && isOpen(there(step)))
      .map(({ step, by = '', from = '' }) => ({ step, by, since: from })),
    unknownSteps: own.filter(({ step }) => workOf(step) === undefined).map(({ step }) => step),
  }
}

/** What tells a run that a step was done without it, by the kind of its work. */
const tellBy: Readonly<Record<Step['work']['kind'], (run: string, step: string) => string>> = {
  manual: (run, step) => `done ${run} ${step} --comment SEEN --as ROLE`,
  decision: (run, step) => `approve ${run} ${step} --as ROLE`,
  action: (run, step) => `skip ${run} ${step} --comment "done by hand, see the page" --as ROLE`,
}

/** Steps of which an earlier merge has told that only a page knew them; that the run has them since is no contradiction. */
function knownBefore(records: readonly JournalRecord[]): ReadonlySet<string> {
  const found = new Set<string>()
  for (const [at, record] of records.entries()) {
    if (record.type !== 'pagesMerged') continue
    const then = replay(records.slice(0, at))
    for (const [key, { state }] of viewOf(record.data.lines as unknown as readonly Entry[]).steps) {
      const step = key.replace(/^back\//, '')
      if (state === 'done' && isOpen(stepState(then, step).status)) found.add(step)
    }
  }
  return found
}

function isBack(key: string): boolean {
  return key.startsWith('back/')
}

/** Whether the run has not come to a step yet. */
function isOpen(status: ReturnType<typeof stepState>['status']): boolean {
  return status === 'notStarted' || status === 'waiting' || status === 'verifiedNotDone' || status === 'undone'
}
