import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Failure } from '#diagnostics'
import {
  changesBetween,
  type Document,
  type DocumentInput,
  documentOf,
  type Expected,
  type Facts,
  htmlOf,
  markdownOf,
  pageDataOf,
} from '#document'
import { type Estimates, type Evidence, rounded } from '#evidence'
import { offlineScript } from '#offline'
import { type Plan, planDigest } from '#plan'
import { jsonText, oddsWords } from '#report'
import { compileRunbook, type Direction, type Runbook } from '#runbook'
import type { Forecast } from '#simulation'
import { commitOf, lettersWithoutFont, printedPage, printingBrowser, writeFile } from '#workspace'
import type { forecastCommands } from './forecasts.ts'
import type { Project } from './project.ts'

/** A plan, and where it lies: an absolute path. */
export interface PlanAt {
  readonly plan: Plan
  readonly path: string
}

/** What a document is written as. */
export type DocumentFormat = 'md' | 'html' | 'json' | 'pdf'

export interface DocumentOptions {
  /** One scenario; all that can be compiled where it is left out. */
  readonly scenario?: string
  /** Only the way back. */
  readonly direction?: Direction
  /** Whose times; a target of the plan, or `production`, of which nothing was measured. */
  readonly target?: string
  readonly order?: 'usual' | 'nist'
  /** Where the live run is seen. */
  readonly live?: string
  /** YYYY-MM-DD. */
  readonly day: string
}

/** One document in all formats, by the name of its file. */
export interface Written {
  readonly scenario: string
  readonly document: Document
  readonly files: ReadonlyMap<string, string>
}

/** What a document file of JSON holds: the document, and all that it was made from besides the plan. */
interface Kept {
  readonly schemaVersion: 1
  readonly asked: Pick<DocumentOptions, 'direction' | 'order'>
  readonly facts: Facts
  readonly document: Document
}

/** Runs of a forecast for a document. */
const runs = 2000

/**
 * The commands that write runbooks for people.
 * @param pastEvidence evidence of earlier drills, newest first
 */
export function documentCommands(
  { cwd, environment }: Project,
  { forecastOf, estimatesOf }: Pick<ReturnType<typeof forecastCommands>, 'forecastOf' | 'estimatesOf'>,
  pastEvidence: () => readonly Evidence[],
) {
  /**
   * Documents of one scenario, or of all that have a runbook, in order of the plan.
   * @throws Failure `usage` where there is no such scenario, none can be compiled, or there is no way back
   */
  function documents(
    { plan, path }: PlanAt,
    options: DocumentOptions,
  ): { readonly written: readonly Written[]; readonly skipped: readonly string[] } {
    const written: Written[] = []
    const skipped: string[] = []
    const commit = commitOf(path)
    for (const scenario of options.scenario === undefined ? Object.keys(plan.scenarios) : [options.scenario]) {
      const compiled = compiledFor(plan, scenario)
      if ('reason' in compiled || (options.direction === 'failback' && compiled.failback === undefined)) {
        const reason =
          'reason' in compiled ? `${compiled.reason} ${compiled.fix}` : `The scenario ${scenario} has no way back.`
        if (options.scenario !== undefined) throw new Failure('usage', reason)
        skipped.push(reason)
      } else
        written.push(
          writtenOf(plan, compiled, factsOf(plan, compiled, options, commit), {
            ...(options.direction === 'failback' ? { direction: 'failback' as const } : {}),
            ...(options.order === 'nist' ? { order: 'nist' as const } : {}),
          }),
        )
    }
    if (written.length === 0)
      throw new Failure('usage', skipped.join('\n') || 'The plan has no scenario to write a runbook for.')
    return { written, skipped }
  }

  /**
   * What differs between the documents in a folder and those that the plan gives with the same facts, in sentences; none:
   * they are current. Times and drills that are known since are no difference.
   * @throws Failure `usage` where the folder holds no document of this plan
   */
  function outdated({ plan }: PlanAt, folder: string, scenario?: string): readonly string[] {
    const wanted = scenario === undefined ? Object.keys(plan.scenarios) : [scenario]
    const found: string[] = []
    let seen = 0
    for (const id of wanted) {
      const compiled = compiledFor(plan, id)
      if ('reason' in compiled) {
        if (readKept(folder, id) !== undefined)
          found.push(`${id}.json is there, and the plan has no runbook for it: ${compiled.reason}`)
        continue
      }
      const kept = readKept(folder, id)
      if (kept === undefined) {
        found.push(`There is no ${id}.json: ${id} has a runbook and no document.`)
        continue
      }
      seen++
      const { files, document } = writtenOf(plan, compiled, kept.facts, kept.asked)
      const different = [...files].filter(([name, text]) => {
        const there = textAt(join(resolve(cwd, folder), name))
        return there !== undefined && there !== text
      })
      found.push(...different.map(([name]) => differenceOf(name, kept, plan)))
      if (different.length > 0)
        found.push(...changesBetween(kept.document, document).map((change) => `  ${id}: ${change}`))
    }
    if (seen === 0 && found.length === 0)
      throw new Failure('usage', `The plan has no runbook that ${folder} could have.`)
    return found
  }

  function readKept(folder: string, scenario: string): Kept | undefined {
    const text = textAt(join(resolve(cwd, folder), `${scenario}.json`))
    if (text === undefined) return undefined
    try {
      const kept = JSON.parse(text) as Partial<Kept>
      if (kept.schemaVersion === 1 && kept.facts?.schemaVersion === 1 && kept.asked !== undefined) return kept as Kept
    } catch {
      // Told below, as what is no document of ours.
    }
    throw new Failure(
      'usage',
      `${join(folder, `${scenario}.json`)} is no document of this version of Muster. Write it anew: muster runbook -o ${folder}`,
    )
  }

  function factsOf(plan: Plan, compiled: Both, options: DocumentOptions, commit: string | undefined): Facts {
    const target = options.target ?? Object.keys(plan.targets ?? {})[0] ?? 'production'
    const past = pastEvidence()
    const proven = provenOf(compiled.failover, past)
    return {
      schemaVersion: 1,
      date: options.day,
      ...(commit === undefined ? {} : { commit }),
      ...(options.live === undefined ? {} : { live: options.live }),
      ...(proven === undefined ? {} : { proven }),
      target,
      failover: expectedOf(compiled.failover, target, past),
      ...(compiled.failback === undefined ? {} : { failback: expectedOf(compiled.failback, target, past) }),
    }
  }

  function expectedOf(runbook: Runbook, target: string, past: readonly Evidence[]): Expected {
    const times = estimatesOf(runbook, target, past)
    return { steps: timesOf(runbook, times), flows: flowsOf(forecastOf(runbook, target, { past, runs })) }
  }

  /**
   * A document in one format.
   * @throws Failure `unreachable` where it is to be a PDF, and there is no browser that prints one
   */
  async function inFormat({ scenario, files }: Written, format: DocumentFormat): Promise<string | Uint8Array> {
    if (format !== 'pdf') return files.get(`${scenario}.${format}`) ?? ''
    const browser = printingBrowser(environment)
    if (browser === undefined)
      throw new Failure(
        'unreachable',
        `There is no browser here that prints (Chromium, Chrome or Edge; MUSTER_BROWSER names one elsewhere). Any browser prints the same pages from ${scenario}.html.`,
      )
    return printedPage(browser, files.get(`${scenario}.html`) ?? '')
  }

  /** Says which letters a print would show boxes for. */
  async function warned({ scenario, files }: Written, warn: (line: string) => void): Promise<void> {
    const missing = await lettersWithoutFont(files.get(`${scenario}.md`) ?? '')
    if (missing !== undefined && missing.length > 0)
      warn(
        `${scenario}.pdf shows boxes for ${missing.length} ${missing.length === 1 ? 'letter' : 'letters'}, for no font of this machine has them: ${missing.slice(0, 20).join(' ')}. Install one, such as Noto, or print ${scenario}.html elsewhere.`,
      )
  }

  /**
   * Writes documents into a folder; what is there under their names is replaced.
   * @param warn is told what a print would not show
   * @returns the paths, as they are shown
   * @throws as `inFormat` does
   */
  async function publish(
    written: readonly Written[],
    folder: string,
    formats: readonly DocumentFormat[],
    warn: (line: string) => void,
  ): Promise<readonly string[]> {
    const paths: string[] = []
    for (const one of written)
      for (const format of formats) {
        if (format === 'pdf') await warned(one, warn)
        const path = join(folder, `${one.scenario}.${format}`)
        writeFile(resolve(cwd, path), await inFormat(one, format), true)
        paths.push(path)
      }
    return paths
  }

  return { documents, outdated, publishDocuments: publish }
}

interface Both {
  readonly failover: Runbook
  readonly failback?: Runbook
}

/** What people carry out: they decide, whatever a drill leaves to machines. */
function compiledFor(plan: Plan, scenario: string): Both | { readonly reason: string; readonly fix: string } {
  const digest = planDigest(plan)
  const there = compileRunbook(plan, digest, { scenario, direction: 'failover', decision: 'people' })
  if ('reason' in there) return there
  const back = compileRunbook(plan, digest, { scenario, direction: 'failback', decision: 'people' })
  return { failover: there.runbook, ...('runbook' in back ? { failback: back.runbook } : {}) }
}

function writtenOf(plan: Plan, compiled: Both, facts: Facts, asked: Kept['asked']): Written {
  const input: DocumentInput = { plan, ...compiled, facts, ...asked }
  const document = documentOf(input)
  const kept: Kept = { schemaVersion: 1, asked, facts, document }
  const name = compiled.failover.scenario.id
  return {
    scenario: name,
    document,
    files: new Map([
      [`${name}.md`, markdownOf(document)],
      [`${name}.html`, htmlOf(document, { ...script(), data: pageDataOf(input) })],
      [`${name}.json`, jsonText(kept)],
    ]),
  }
}

let read: { readonly script: string; readonly hash: string } | undefined

function script(): { readonly script: string; readonly hash: string } {
  if (read === undefined) {
    const text = offlineScript()
    read = { script: text, hash: createHash('sha256').update(text).digest('base64') }
  }
  return read
}

function provenOf({ plan, scenario }: Runbook, past: readonly Evidence[]): Facts['proven'] {
  const drill = past.find(
    (one) =>
      one.plan.name === plan.name &&
      one.scenario === scenario.id &&
      one.direction === 'failover' &&
      (one.verdict === 'met' || one.verdict === 'met-technically'),
  )
  return (
    drill && {
      run: drill.run,
      on: drill.finishedAt.slice(0, 10),
      verdict: drill.verdict,
      subject: drill.subject,
      current: drill.plan.digest === plan.digest,
    }
  )
}

function timesOf({ steps }: Runbook, times: Estimates): Expected['steps'] {
  return Object.fromEntries(
    steps.flatMap(({ id }) => {
      const time = times[id]
      return time === undefined ? [] : [[id, { p50: rounded(time.p50), p95: rounded(time.p95), basis: time.basis }]]
    }),
  )
}

function flowsOf({ flows }: Forecast): Expected['flows'] {
  return flows
    .filter(({ criticalPath }) => criticalPath.length > 0)
    .map(({ flow, rto, rpo }) => ({
      flow,
      rto: timed(rto),
      ...(rpo.p50 === undefined || rpo.p95 === undefined ? {} : { rpo: timed({ ...rpo, p50: rpo.p50, p95: rpo.p95 }) }),
    }))
}

function timed(odds: Partial<Forecast['flows'][number]['rto']> & { p50: number; p95: number }): {
  readonly p50: number
  readonly p95: number
  readonly odds?: string
} {
  const words = oddsWords(odds)
  return { p50: odds.p50, p95: odds.p95, ...(words === undefined ? {} : { odds: words }) }
}

function textAt(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined
}

function differenceOf(name: string, { document }: Kept, plan: Plan): string {
  const changed = document.stamp.digest !== planDigest(plan)
  return changed
    ? `${name} is of another plan: its digest is ${short(document.stamp.digest)}, and the plan's is ${short(planDigest(plan))}.`
    : `${name} is not what this plan gives: it was changed by hand, or written by another version of Muster.`
}

function short(digest: string): string {
  return digest.replace(/^sha256:/, '').slice(0, 12)
}
