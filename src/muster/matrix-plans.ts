import { basename } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type StrategyName, strategyNames, tiers } from '#catalog'
import { Failure } from '#diagnostics'
import { footprintOf, type Parts, refusedBy } from '#lab'
import { type ParsedPlan, parsePlan, type Plan, planDigest } from '#plan'
import type { MatrixPrice } from '#report'
import { compileRunbook, type Runbook } from '#runbook'
import { filesOf, plansIn, readPlan } from '#workspace'
import { lackingMachines } from './machines.ts'
import type { Pair } from './matrix-rows.ts'

/** Where the lab's own plans lie, in the source and in what is published. */
const ownPlans = fileURLToPath(new URL('../../examples/lab', import.meta.url))

/** A plan of the lab, and the strategy that it shows: the name of its file. */
export interface LabPlan {
  readonly strategy: string
  readonly parsed: ParsedPlan & { readonly plan: Plan }
}

/**
 * The plans of the lab, from the readiest strategy to the cheapest.
 * @param folder of the plans; those that come with Muster where left out
 * @throws Failure `usage` where there are none, or one is no sound plan
 */
export function labPlans(cwd: string, folder: string | undefined): readonly LabPlan[] {
  const plans = plansIn(cwd, folder ?? ownPlans).map((path) => sound(cwd, path))
  return plans.sort(
    (a, b) => readiness(a) - readiness(b) || sizeOf(a) - sizeOf(b) || (a.strategy < b.strategy ? -1 : 1),
  )
}

function sound(cwd: string, path: string): LabPlan {
  const file = readPlan(cwd, path)
  const parsed = parsePlan(file.text, file.shown, filesOf(cwd, file))
  const { plan } = parsed
  if (!plan || parsed.problems.some(({ severity }) => severity === 'error'))
    throw new Failure('usage', `${file.shown} is no sound plan. See why:\n  muster check ${file.shown}`)
  return { strategy: basename(path, '.muster.yaml'), parsed: { ...parsed, plan } }
}

/** The place of the least ready strategy of a plan among all, 0 for the readiest. */
function readiness({ parsed: { plan } }: LabPlan): number {
  return Math.max(0, ...strategiesOf(plan).map((one) => strategyNames.indexOf(one)))
}

/** What is larger than it must be comes first. */
function sizeOf({ parsed: { plan } }: LabPlan): number {
  return Object.values(plan.components).some(({ variant }) => variant === 'overprovisioned') ? 0 : 1
}

function strategiesOf({ components }: Plan): readonly StrategyName[] {
  return Object.values(components).flatMap(({ strategy }) => strategy ?? [])
}

/** A pair, and why no machine can rehearse it, where none can. */
export interface PlannedPair extends Pair {
  readonly lab: LabPlan
  readonly reason?: string
  /** Seconds after which the system stands as it stood before: the phase of a fault is drawn from so long a time. */
  readonly cycle: number
}

/**
 * Every scenario of the plan, in its order.
 * @param parts programs of this machine that the lab is made of
 */
export function pairsOf(lab: LabPlan, parts: Parts): readonly PlannedPair[] {
  const { plan } = lab.parsed
  const digest = planDigest(plan)
  const slowest = strategyNames[readiness(lab)] as StrategyName
  const expected = ([0, 1, 2, 3] as const).filter((tier) => tiers[tier].strategies.includes(slowest))
  const cycle = Math.max(
    shortestCycle,
    ...Object.values(plan.components).map(({ data }) => data?.backup?.every ?? 0),
    ...Object.values(plan.probes ?? {}).map(({ every }) => every),
  )
  return Object.keys(plan.scenarios).map((disaster) => {
    const reason = lackingMachines(plan, disaster) ?? refused(plan, disaster, parts)
    return {
      lab,
      strategy: lab.strategy,
      disaster,
      plan: { name: plan.metadata.name, digest },
      tiers: Object.fromEntries(Object.entries(plan.flows).map(([flow, { tier }]) => [flow, tier])),
      expected,
      cycle: Math.min(longestCycle, cycle),
      ...(reason === undefined ? {} : { reason }),
    }
  })
}

function refused(plan: Plan, disaster: string, parts: Parts): string | undefined {
  const compiled = compileRunbook(plan, '', { scenario: disaster, direction: 'failover', decision: 'automatic' })
  return 'runbook' in compiled ? refusedBy(compiled.runbook, parts) : undefined
}

/** Seconds. */
const shortestCycle = 1
const longestCycle = 30

/** What runs of the plan on an ordinary day, in the lab; undefined where no runbook of it can be had. */
export function footprintIn({ parsed: { plan } }: LabPlan): MatrixPrice['footprint'] | undefined {
  const runbook = Object.keys(plan.scenarios)
    .map((scenario) => compileRunbook(plan, '', { scenario, direction: 'failover', decision: 'automatic' }))
    .flatMap((compiled): readonly Runbook[] => ('runbook' in compiled ? [compiled.runbook] : []))[0]
  return runbook && footprintOf(runbook)
}
