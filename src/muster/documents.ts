import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Failure } from '#diagnostics'
import {
  changesBetween,
  type Document,
  type DocumentInput,
  documentOf,
  type Facts,
  htmlOf,
  markdownOf,
  pageDataOf,
  paperOf,
} from '#document'
import type { Evidence } from '#evidence'
import { offlineScript } from '#offline'
import { type Plan, planDigest } from '#plan'
import { jsonText } from '#report'
import { compileRunbook, type Direction } from '#runbook'
import { lettersOfMachine, lettersWithoutFont, type Printer } from '#print'
import { commitOf, writeFile } from '#workspace'
import {
  type Both,
  type DocumentFormat,
  type DocumentOptions,
  type Forecasting,
  factsOf,
  nowhere,
} from './document-facts.ts'
import type { Project } from './project.ts'

/** A plan, and where it lies. */
export interface PlanAt {
  readonly plan: Plan
  /** Its own file and all that it includes; absolute. */
  readonly paths: readonly string[]
}

/** One document in all formats, by the name of its file. */
export interface Written {
  /** What its files are called, before the dot. */
  readonly name: string
  readonly scenario: string
  readonly document: Document
  readonly files: ReadonlyMap<string, string>
}

/** How a document was asked for, as far as it decides what is in it, and which of its files were written. */
interface Asked extends Pick<DocumentOptions, 'direction' | 'order'> {
  readonly formats: readonly DocumentFormat[]
}

/** What a document file of JSON holds: the document, and all that it was made from besides the plan. */
interface Kept {
  readonly schemaVersion: 1
  readonly asked: Asked
  readonly facts: Facts
  readonly document: Document
}

/**
 * The commands that write runbooks for people.
 * @param pastEvidence evidence of earlier drills, newest first
 */
export function documentCommands({ cwd }: Project, forecasts: Forecasting, pastEvidence: () => readonly Evidence[]) {
  /**
   * Documents of one scenario, or of all that have a runbook, in order of the plan; and why others have none.
   * @throws Failure `usage` where there is no such target
   */
  function documents(
    { plan, paths }: PlanAt,
    options: DocumentOptions,
  ): { readonly written: readonly Written[]; readonly skipped: readonly string[] } {
    assureTarget(plan, options.target)
    const written: Written[] = []
    const skipped: string[] = []
    const commit = commitOf(paths)
    const past = pastEvidence()
    for (const scenario of options.scenario === undefined ? Object.keys(plan.scenarios) : [options.scenario]) {
      const compiled = compiledFor(plan, scenario)
      if ('reason' in compiled || (options.direction === 'failback' && compiled.failback === undefined)) {
        const reason =
          'reason' in compiled ? `${compiled.reason} ${compiled.fix}` : `The scenario ${scenario} has no way back.`
        skipped.push(reason)
      } else
        written.push(
          writtenOf(plan, compiled, factsOf(plan, compiled, options, commit, past, forecasts), {
            ...(options.direction === 'failback' ? { direction: 'failback' as const } : {}),
            ...(options.order === 'nist' ? { order: 'nist' as const } : {}),
            formats: (['md', 'html', 'json', 'pdf'] as const).filter((format) => options.formats?.includes(format)),
          }),
        )
    }
    return { written, skipped }
  }

  /**
   * What differs between the documents in a folder and those that the plan gives with the same facts, in sentences; none:
   * they are current. Times and drills that are known since are no difference. A PDF is set anew and held against the file,
   * unless it has letters that it takes from fonts of the machine.
   * @param printer sets it; whoever opened it closes it
   * @throws Failure `usage` where there is no such folder, or a file is no document of this version of Muster
   */
  async function outdated(
    { plan }: PlanAt,
    folder: string,
    printer: Printer,
    scenario?: string,
  ): Promise<readonly string[]> {
    if (scenario !== undefined && !Object.hasOwn(plan.scenarios, scenario))
      throw new Failure(
        'usage',
        `The plan has no scenario "${scenario}"; it has: ${Object.keys(plan.scenarios).join(', ')}.`,
      )
    const kept = keptIn(resolve(cwd, folder), folder, plan)
    const wanted = scenario === undefined ? Object.keys(plan.scenarios) : [scenario]
    const found: string[] = []
    let asked = 0
    for (const id of wanted) {
      const compiled = compiledFor(plan, id)
      if ('reason' in compiled) continue
      asked++
      const own = kept.filter(({ document }) => document.stamp.scenario === id)
      if (!own.some(({ asked }) => asked.direction !== 'failback'))
        found.push(`There is no ${id}.json: ${id} has a runbook and no document.`)
      for (const one of own) found.push(...(await differences(plan, compiled, one, folder, printer)))
    }
    const strays = kept.filter(
      ({ document: { stamp } }) =>
        (scenario === undefined || stamp.scenario === scenario) && 'reason' in compiledFor(plan, stamp.scenario),
    )
    found.push(
      ...strays.map(
        ({ document, asked: { direction } }) =>
          `${nameOf(document.stamp.scenario, direction)}.json is there, and the plan has no runbook for it.`,
      ),
    )
    if (asked === 0 && found.length === 0)
      throw new Failure('usage', 'There is nothing to hold against the plan: none of this has a runbook.')
    return found
  }

  async function differences(
    plan: Plan,
    compiled: Both,
    kept: Kept,
    folder: string,
    printer: Printer,
  ): Promise<readonly string[]> {
    if (kept.asked.direction === 'failback' && compiled.failback === undefined)
      return [`${compiled.failover.scenario.id}.failback.json is there, and the plan has no way back.`]
    const { name, files, document } = writtenOf(plan, compiled, kept.facts, kept.asked)
    const told: string[] = []
    for (const format of kept.asked.formats) {
      const file = `${name}.${format}`
      const path = join(resolve(cwd, folder), file)
      if (!existsSync(path)) told.push(`There is no ${file}, which was written with the others.`)
      else if (format !== 'pdf') {
        if (readFileSync(path, 'utf8') !== files.get(file)) told.push(differenceOf(file, kept, plan))
      } else if (lettersOfMachine(files.get(`${name}.md`) ?? '').length === 0) {
        if (!readFileSync(path).equals(await printer.print(paperOf(document))))
          told.push(differenceOf(file, kept, plan))
      }
    }
    const changes = told.length > 0 ? changesBetween(kept.document, document) : []
    return [...told, ...changes.map((change) => `  ${name}: ${change}`)]
  }

  /** Says which letters a print would show boxes for. */
  async function warned({ name, files }: Written, warn: (line: string) => void): Promise<void> {
    const missing = await lettersWithoutFont(files.get(`${name}.md`) ?? '')
    if (missing.length > 0)
      warn(
        `${name}.pdf shows boxes for ${missing.length} ${missing.length === 1 ? 'letter' : 'letters'}, for no font of this machine has them: ${missing.slice(0, 20).join(' ')}. Install one, such as Noto, or print ${name}.html elsewhere.`,
      )
  }

  /**
   * Writes documents into a folder; what is there under their names is replaced. Those on paper are set at the same time.
   * @param printer sets them on paper; whoever opened it closes it
   * @param warn is told what a print would not show
   * @returns the paths, as they are shown
   * @throws Failure `unreachable` where one is to be a PDF, and there is no typesetter for this machine
   */
  async function publish(
    written: readonly Written[],
    folder: string,
    formats: readonly DocumentFormat[],
    printer: Printer,
    warn: (line: string) => void,
  ): Promise<readonly string[]> {
    const paths: string[] = []
    const printing: Array<Promise<void>> = []
    for (const one of written)
      for (const format of formats) {
        const path = join(folder, `${one.name}.${format}`)
        paths.push(path)
        if (format === 'pdf') {
          await warned(one, warn)
          printing.push(printer.print(paperOf(one.document)).then((pdf) => writeFile(resolve(cwd, path), pdf, true)))
        } else writeFile(resolve(cwd, path), one.files.get(`${one.name}.${format}`) ?? '', true)
      }
    await Promise.all(printing)
    return paths
  }

  return { documents, outdated, publishDocuments: publish }
}

/** @throws Failure `usage` where there is no such target */
function assureTarget({ targets = {} }: Plan, target: string | undefined): void {
  const known = [...Object.keys(targets), 'lab', nowhere]
  if (target !== undefined && !known.includes(target))
    throw new Failure('usage', `There is no target "${target}"; there are ${known.join(', ')}.`)
}

/** What people carry out: they decide, whatever a drill leaves to machines. */
function compiledFor(plan: Plan, scenario: string): Both | { readonly reason: string; readonly fix: string } {
  const digest = planDigest(plan)
  const there = compileRunbook(plan, digest, { scenario, direction: 'failover', decision: 'people' })
  if ('reason' in there) return there
  const back = compileRunbook(plan, digest, { scenario, direction: 'failback', decision: 'people' })
  return { failover: there.runbook, ...('runbook' in back ? { failback: back.runbook } : {}) }
}

/** The way back by itself has files of its own, so that it never takes the place of the whole. */
function nameOf(scenario: string, direction: Direction | undefined): string {
  return direction === 'failback' ? `${scenario}.failback` : scenario
}

function writtenOf(plan: Plan, compiled: Both, facts: Facts, asked: Asked): Written {
  const input: DocumentInput = { plan, ...compiled, facts, ...asked }
  const document = documentOf(input)
  const kept: Kept = { schemaVersion: 1, asked, facts, document }
  const name = nameOf(compiled.failover.scenario.id, asked.direction)
  return {
    name,
    scenario: compiled.failover.scenario.id,
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

/**
 * The documents of a plan in a folder.
 * @param shown the folder, as messages name it
 * @throws Failure `usage` where there is no such folder, or a document is of another version of Muster
 */
function keptIn(folder: string, shown: string, plan: Plan): readonly Kept[] {
  if (!existsSync(folder))
    throw new Failure('usage', `There is no folder ${shown}. \`muster runbook -o ${shown}\` writes it.`)
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .flatMap((name) => {
      const kept = keptOf(textAt(join(folder, name)) ?? '')
      if (kept === undefined && !Object.hasOwn(plan.scenarios, name.replace(/(\.failback)?\.json$/, ''))) return []
      if (kept === undefined)
        throw new Failure(
          'usage',
          `${join(shown, name)} is no document of this version of Muster. Write it anew: muster runbook -o ${shown}`,
        )
      return kept.document.stamp.plan === plan.metadata.name ? [kept] : []
    })
}

function keptOf(text: string): Kept | undefined {
  try {
    const kept = JSON.parse(text) as Partial<Kept>
    const isOurs = kept.schemaVersion === 1 && kept.facts?.schemaVersion === 1 && Array.isArray(kept.asked?.formats)
    return isOurs && kept.document !== undefined ? (kept as Kept) : undefined
  } catch {
    return undefined
  }
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
