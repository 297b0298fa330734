import { nearest, type Place, type Problem } from '#diagnostics'
import { type ReadFile, readNothing } from './file.ts'
import type { Format } from './issues.ts'
import { type ParsedPlan, parsePlan } from './parse.ts'
import { placesOf } from './places.ts'
import { readText } from './read.ts'
import { recover, shownOf, within } from './recover.ts'
import { type Portfolio, portfolioSchema } from './schema/portfolio.ts'
import { shown } from './source.ts'
import { problem } from './trouble.ts'
import type { Written } from './written.ts'

/** A portfolio as far as its text gives one, with every plan that it names. */
export interface ParsedPortfolio extends Omit<ParsedPlan, 'plan' | 'standalone' | 'defaults'> {
  /** Frozen; absent where the file is no portfolio. Workloads that are invalid are left out. */
  readonly portfolio?: Portfolio
  /** The plan of each workload whose file could be read, in order of the portfolio; problems lie in each. */
  readonly workloads: ReadonlyMap<string, ParsedPlan>
}

const format: Format = { schema: portfolioSchema, called: 'portfolio' }

const substitutes = () => ({
  apiVersion: 'muster/v1',
  kind: 'Portfolio',
  metadata: { name: 'unnamed', owner: 'nobody' },
  workloads: {},
})

/** Plans that a portfolio may have, and characters of all their texts. */
const workloadLimit = 1000
const textLimit = 5_000_000

/**
 * Reads a portfolio, and every plan that it names.
 * @param read gives the plans, and the files that they include
 * @returns what could be read, and every problem of the portfolio's own text; never throws
 */
export function parsePortfolio(text: string, file: string, read: ReadFile = readNothing): ParsedPortfolio {
  const problems: Problem[] = []
  const { source, tree, empty, broken } = readText(text, file, problems)
  const start = source.place(0, 0)
  const base = { file, files: new Map([[file, text]]) }
  const nothing = (): ParsedPortfolio => ({
    ...base,
    problems: shownOf(problems),
    whole: false,
    invalid: new Set(),
    isInvalid: () => false,
    rangeOf: () => start,
    pathOf: () => undefined,
    workloads: new Map(),
  })
  if (!tree || !looksLikePortfolio(tree)) {
    if (empty || (tree && !broken))
      problems.push(problem('not-a-portfolio', tree?.place ?? start, 'Nothing says "kind: Portfolio".'))
    return nothing()
  }
  const recovered = recover({
    tree,
    format,
    substitutes,
    problems,
    meant: () => broken,
    read: (input) => portfolioSchema.safeParse(input),
  })
  if (!recovered) return nothing()
  const { value: portfolio, input, indices, cuts } = recovered
  const places = placesOf(portfolio, input, tree, indices, start)
  const { workloads, whole } = plansOf(portfolio, file, read, (node) => places.rangeOf(node, 'plan'), problems)
  return {
    ...base,
    portfolio,
    problems: shownOf(problems),
    whole: whole && !broken,
    invalid: cuts,
    isInvalid: within(cuts),
    ...places,
    workloads,
  }
}

function plansOf(
  portfolio: Portfolio,
  file: string,
  read: ReadFile,
  placeOf: (workload: object) => Place,
  problems: Problem[],
): { workloads: Map<string, ParsedPlan>; whole: boolean } {
  const workloads = new Map<string, ParsedPlan>()
  const users = new Map<string, string>()
  let whole = true
  let characters = 0
  const refuse = (...given: Parameters<typeof problem>): void => {
    problems.push(problem(...given))
    whole = false
  }
  for (const [id, workload] of Object.entries(portfolio.workloads)) {
    const place = placeOf(workload)
    if (workloads.size >= workloadLimit || characters > textLimit) {
      const what = `${workloads.size} workloads with ${characters} characters stand before this one.`
      refuse('portfolio-too-large', place, what)
      break
    }
    const found = read(file, workload.plan)
    if ('code' in found) {
      refuse(found.code, place, found.what)
      continue
    }
    const other = users.get(found.file)
    if (other !== undefined) refuse('workload-repeated', place, `${shown(found.file)} is the plan of "${other}" too.`)
    users.set(found.file, id)
    const parsed = parsePlan(found.text, found.file, read)
    for (const [, inner] of parsed.files) characters += inner.length
    workloads.set(id, parsed)
    whole &&= parsed.plan !== undefined
  }
  return { workloads, whole }
}

/** Whether a text says that it is a portfolio, so that it is read as one rather than as a plan. */
export function isPortfolio(text: string): boolean {
  // Most files are plans and say so; those need not be read twice.
  if (/^kind: *Plan *$/m.test(text)) return false
  const { tree } = readText(text, '', [])
  return tree !== undefined && looksLikePortfolio(tree)
}

function looksLikePortfolio({ map }: Written): boolean {
  const kind = String(map?.get('kind')?.scalar ?? '').toLowerCase()
  return nearest(kind, ['portfolio']) !== undefined
}
