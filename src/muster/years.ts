import { type EventClass, eventClasses } from '#catalog'
import { Failure, nearest } from '#diagnostics'
import type { Evidence } from '#evidence'
import { isPortfolio, type ParsedPlan, type Plan, parsePlan, parsePortfolio, planDigest } from '#plan'
import { compileRunbook, leadingZone } from '#runbook'
import { simulate, type Workload, type Years, years } from '#simulation'
import { filesOf, findPlan, readPlan } from '#workspace'
import { assureSound, type forecastCommands } from './forecasts.ts'
import type { Project } from './project.ts'

/** Enough for a distribution that durations of many years are drawn from. */
const runs = 2000
const usual = { years: 100_000, seed: 1 }
const most = { years: 10_000_000, rate: 1000, events: 100_000_000 }
/** Regions and workloads that a bound on events supposes at least. */
const places = 10

/** What to simulate years with. */
export interface YearsAsked {
  readonly years?: number
  readonly seed?: number
  /** Each as CLASS=PER-YEAR. */
  readonly rate?: readonly string[]
  readonly target?: string
  readonly durations?: 'fitted' | 'observed'
  readonly underReported?: boolean
}

/** Plans that are no sound text, or what became of flows over the years. */
export type YearsFound =
  | { readonly years: Years; readonly name: string; readonly skipped: readonly string[] }
  | { readonly problems: ParsedPlan['problems']; readonly files: ParsedPlan['files'] }

/** The command that looks at many years. `pastEvidence` gives that of earlier drills, newest first. */
export function yearsCommands(
  { cwd, lab }: Project,
  { courseOf, estimatesOf }: ReturnType<typeof forecastCommands>,
  pastEvidence: () => readonly Evidence[],
) {
  /**
   * Simulates years of events for a plan, or for all plans of a portfolio together.
   * @throws Failure `usage` where there is no such file, for rates that cannot be, or for too many years
   */
  function longRun(argument: string | undefined, asked: YearsAsked): YearsFound {
    const rates = ratesOf(asked.rate ?? [])
    const count = yearsOf(asked.years ?? usual.years, rates)
    const file = readPlan(cwd, findPlan(cwd, argument))
    const read = filesOf(cwd, file)
    const portfolio = isPortfolio(file.text) ? parsePortfolio(file.text, file.shown, read) : undefined
    const parsed: ReadonlyArray<readonly [string | undefined, ParsedPlan]> = portfolio
      ? [...portfolio.workloads]
      : [[undefined, parsePlan(file.text, file.shown, read)]]
    const all = [...(portfolio ? [portfolio] : []), ...parsed.map(([, one]) => one)]
    const problems = all.flatMap((one) => one.problems.filter(({ severity }) => severity === 'error'))
    const plans = parsed.flatMap(([id, { plan }]) => (plan ? [{ id, plan }] : []))
    if (problems.length > 0 || plans.length < parsed.length)
      return { problems, files: new Map(all.flatMap(({ files }) => [...files])) }
    if (plans.length === 0) throw new Failure('usage', `${file.shown} has no workload to simulate.`)
    const seed = asked.seed ?? usual.seed
    const skipped: string[] = []
    const past = pastEvidence()
    const workloads = plans.map(({ id, plan }) => workloadOf(id, plan, { seed, target: asked.target, past, skipped }))
    const { durations, underReported } = asked
    return {
      name: portfolio?.portfolio?.metadata.name ?? plans[0]?.plan.metadata.name ?? '',
      years: years(workloads, {
        years: count,
        seed,
        rates,
        ...(durations ? { durations } : {}),
        ...(underReported === undefined ? {} : { underReported }),
      }),
      skipped,
    }
  }

  function workloadOf(
    id: string | undefined,
    plan: Plan,
    given: { seed: number; target: string | undefined; past: readonly Evidence[]; skipped: string[] },
  ): Workload {
    const { seed, past, skipped } = given
    assureSound(plan, {})
    const digest = planDigest(plan)
    const target = given.target ?? Object.keys(plan.targets ?? {})[0] ?? lab.name
    const recoveries = Object.entries(plan.scenarios).flatMap(([scenario, { class: of }]) => {
      if (!answering.includes(of)) return []
      const compiled = compileRunbook(plan, digest, courseOf(plan, scenario, target))
      if ('reason' in compiled) {
        skipped.push(id === undefined ? compiled.reason : `${id}: ${compiled.reason}`)
        return []
      }
      const { runbook } = compiled
      // The lab sends its clients over itself, so that no address is held, unless the plan leads them by names.
      const dns = target !== lab.name || leadingZone(runbook) !== undefined
      const options = { seed, runs, target, detail: 'odds', dns } as const
      return [{ runbook, forecast: simulate(runbook, estimatesOf(runbook, target, past), options) }]
    })
    return { ...(id === undefined ? {} : { id }), plan, recoveries }
  }

  return { longRun }
}

/** Classes of scenarios that an event may be answered by. */
const answering: readonly string[] = ['region', 'control-plane', 'corruption']

function yearsOf(count: number, rates: Partial<Record<EventClass, number>>): number {
  if (!Number.isInteger(count) || count < 1 || count > most.years)
    throw new Failure('usage', `--years takes a whole number from 1 to ${most.years}, not ${count}.`)
  const events = Object.values(rates).reduce((sum, rate) => sum + rate, 0) * places * count
  if (events > most.events)
    throw new Failure('usage', `${count} years at these rates are too many events to simulate. Give fewer years.`)
  return count
}

function ratesOf(words: readonly string[]): Partial<Record<EventClass, number>> {
  const found: Partial<Record<EventClass, number>> = {}
  for (const word of words) {
    const [name = '', value = '', ...rest] = word.split('=')
    const of = eventClasses.find((one) => one === name)
    if (!of) {
      const near = nearest(name, eventClasses)
      const guess = near === undefined ? '' : ` Did you mean "${near}"?`
      throw new Failure('usage', `"${name}" is no class of events; there are ${eventClasses.join(', ')}.${guess}`)
    }
    const rate = /^\d+(?:\.\d+)?(?:e-?\d+)?$/i.test(value) && rest.length === 0 ? Number(value) : Number.NaN
    const limit = of === 'pair' ? 1 : most.rate
    if (!(rate >= 0 && rate <= limit))
      throw new Failure('usage', `"${word}" is no rate. Write it as ${of}=0.02, from 0 to ${limit}.`)
    found[of] = rate
  }
  return found
}
