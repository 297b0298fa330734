import { resolve } from 'node:path'
import {
  check,
  type Checked,
  checkDeployed,
  type Covered,
  deployedRules,
  observing,
  openRequirements,
  planCoverage,
  productCoverage,
  rules,
  type Suppressed,
} from '#checks'
import { byPlace, Failure, type Problem } from '#diagnostics'
import type { Evidence } from '#evidence'
import { isPortfolio, type ParsedPlan, type ParsedPortfolio, type Plan, parsePlan, parsePortfolio } from '#plan'
import type { CoverageResult, DefaultsOf } from '#report'
import { filesOf, findPlan, type PlanFile, readPlan } from '#workspace'
import { features } from './features.ts'
import type { FoundInventory } from './inventories.ts'
import type { Project } from './project.ts'

/** A plan as it was found: its file, what could be read of it, and what checking it has come to. */
export interface FoundPlan extends Checked {
  readonly file: PlanFile
  readonly parsed: ParsedPlan
}

/** A plan as it was read, by itself or as one of a portfolio. */
export interface ReadPlan {
  /** Its name in the portfolio; absent where it is read by itself. */
  readonly workload?: string
  /** Its own file and all that it includes; absolute. */
  readonly paths: readonly string[]
  readonly shown: string
  readonly parsed: ParsedPlan
}

/** What checking a plan, or a whole portfolio, has come to. */
export interface Looked {
  /** Of all texts and of the rules, in order of place. */
  readonly problems: readonly Problem[]
  readonly suppressed: readonly Suppressed[]
  /** The texts of all plans by the name that places have; not of inventories, whose lines may hold secrets. */
  readonly sources: ReadonlyMap<string, string>
  /** Whether every text is a sound plan or portfolio. */
  readonly sound: boolean
  /** The defaults in force, by file of the plan. */
  readonly defaults: () => readonly DefaultsOf[]
}

/**
 * The commands that read plans.
 * @param pastRuns evidence of earlier runs, ways back included, newest first
 */
export function planCommands({ cwd }: Project, pastRuns: () => readonly Evidence[]) {
  /**
   * Reads and checks a plan. `asOf` is YYYY-MM-DD.
   * @throws Failure `usage` where there is no such file, or where it is a portfolio
   */
  function find(argument: string | undefined, asOf: string, deployed?: FoundInventory): FoundPlan {
    const file = readPlan(cwd, findPlan(cwd, argument))
    if (isPortfolio(file.text))
      throw new Failure(
        'usage',
        `${file.shown} is a portfolio, which only \`muster check\` takes. Name one of its plans.`,
      )
    const parsed = parsePlan(file.text, file.shown, filesOf(cwd, file))
    const checked = check(parsed, { asOf, evidence: pastRuns(), ...(deployed && { inventory: deployed.inventory }) })
    if (!deployed) return { file, parsed, ...checked }
    const seen = new Map([...checked.seen, ...checkDeployed(deployed.inventory).seen])
    return {
      file,
      parsed,
      ...checked,
      seen,
      problems: [...checked.problems, ...deployed.inventory.problems].sort(byPlace),
    }
  }

  /**
   * Reads a plan, or all of a portfolio, without asking the rules.
   * @throws Failure `usage` where there is no such file, or the portfolio's own text is not sound
   */
  function readAll(argument: string | undefined): readonly ReadPlan[] {
    const file = readPlan(cwd, findPlan(cwd, argument))
    if (!isPortfolio(file.text)) return [readOf(parsePlan(file.text, file.shown, filesOf(cwd, file)))]
    const { workloads, problems } = parsePortfolio(file.text, file.shown, filesOf(cwd, file))
    const [wrong] = problems.filter(({ severity }) => severity === 'error')
    // A workload that cannot be read would be missing, and nobody would be told.
    if (wrong)
      throw new Failure('usage', `${file.shown}: ${wrong.detail} \`muster check\` tells all that is wrong with it.`)
    return [...workloads].map(([workload, parsed]) => ({ workload, ...readOf(parsed) }))
  }

  /** Files are shown by their path from the working directory. */
  function readOf(parsed: ParsedPlan): ReadPlan {
    return { paths: [...parsed.files.keys()].map((name) => resolve(cwd, name)), shown: parsed.file, parsed }
  }

  /**
   * Reads and checks a plan, or a portfolio with all its plans.
   * @param found what is deployed, against which a plan is held
   * @throws Failure `usage` where there is no such file, or where a portfolio is to be held against an inventory
   */
  function look(argument: string | undefined, asOf: string, found?: FoundInventory): Looked {
    const file = readPlan(cwd, findPlan(cwd, argument))
    const read = filesOf(cwd, file)
    const evidence = pastRuns()
    if (isPortfolio(file.text)) {
      if (found)
        throw new Failure('usage', `${file.shown} is a portfolio. An inventory is held against one plan; name that.`)
      return lookAt(parsePortfolio(file.text, file.shown, read), asOf, evidence)
    }
    const parsed = parsePlan(file.text, file.shown, read)
    const checked = check(parsed, { asOf, evidence, ...(found && { inventory: found.inventory }) })
    if (!found) return { ...checked, ...about([parsed]), sources: parsed.files }
    return {
      ...about([parsed]),
      problems: [...checked.problems, ...found.inventory.problems].sort(byPlace),
      suppressed: checked.suppressed,
      sources: parsed.files,
    }
  }

  /**
   * What answers each requirement in the product, and for a plan what stands behind each.
   * @param deployed what is deployed, which is observed
   * @throws Failure `usage` where there is no such file
   */
  function coverage(
    argument: string | undefined,
    asOf: string,
    deployed?: FoundInventory,
  ): CoverageResult & { readonly found?: FoundPlan } {
    const product: readonly Covered[] = productCoverage([...rules, ...deployedRules], features)
    if (argument === undefined) return { product, open: openRequirements }
    const found = find(argument, asOf, deployed)
    const { plan } = found.parsed
    if (!plan) return { product, open: openRequirements, found }
    const graded = planCoverage({ plan, checked: found, evidence: pastRuns(), asOf, product, observing })
    return { product, open: openRequirements, found, plan: { name: plan.metadata.name, ...graded } }
  }

  return { find, look, readAll, coverage }
}

function lookAt(portfolio: ParsedPortfolio, asOf: string, evidence: readonly Evidence[]): Looked {
  const plans = [...portfolio.workloads.values()]
  const workloads = new Map<string, Plan>()
  for (const [id, { plan }] of portfolio.workloads) if (plan) workloads.set(id, plan)
  const checked = plans.map((parsed) => check(parsed, { asOf, evidence, workloads }))
  return {
    problems: [...portfolio.problems, ...checked.flatMap(({ problems }) => problems)].sort(byPlace),
    suppressed: checked.flatMap(({ suppressed }) => suppressed),
    ...about(plans, [portfolio]),
    sources: new Map([portfolio, ...plans].flatMap(({ files }) => [...files])),
  }
}

function about(
  plans: readonly ParsedPlan[],
  others: ReadonlyArray<Pick<ParsedPlan, 'problems'>> = [],
): Pick<Looked, 'sound' | 'defaults'> {
  const errors = [...others, ...plans].some(({ problems }) => problems.some(({ severity }) => severity === 'error'))
  return {
    sound: !errors && plans.every(({ plan }) => plan !== undefined),
    defaults: () => plans.map(({ file, defaults }) => ({ file, defaults })),
  }
}
