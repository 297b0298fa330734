import { type Estimates, estimates, outcomes, spreads } from '#evidence'
import { planDigest, type Scenario } from '#plan'
import type { Runbook, RunbookFlow } from '#runbook'
import { type Forecast, simulate } from '#simulation'
import { runbooksOf } from './recoveries.ts'
import type { Subject } from './subject.ts'

/** Runs of a forecast in a check: enough for a p95 that is right to a few per cent, and cheap. */
export const runs = 100

/** Nobody looks at more than the odds. */
const options = { seed: 1, runs, detail: 'odds' } as const

/** How long one flow is away, as far as that is known; seconds. */
export interface Timed {
  readonly flow: string
  readonly p95: number
  /** The same if every step of which only the catalog knows something took no time; no more than the p95. */
  readonly firm: number
  readonly target: number | undefined
  /** Steps on its way of which nobody knows how long they take; where there are any, the figures say nothing. */
  readonly unknown: readonly string[]
}

/** A scenario, and every flow that is down until the recovery from it is over. */
export interface TimedRecovery {
  readonly id: string
  readonly scenario: Scenario
  readonly timed: readonly Timed[]
}

const known = new WeakMap<Subject, readonly TimedRecovery[]>()

/**
 * What the recoveries of a plan would take, in order of the plan, people deciding; from what is measured of the
 * workload itself, its steps and whole runs, declared in the plan or in the catalog. The same plan and evidence give the same figures.
 */
export function forecastsOf(subject: Subject): readonly TimedRecovery[] {
  const before = known.get(subject)
  if (before) return before
  const own = subject.evidence.filter((one) => one.subject !== 'lab' && one.subject !== 'tabletop')
  const target = own[0]?.target ?? Object.keys(subject.plan.targets ?? {})[0] ?? 'prod'
  // Whole runs are known by the digest of their plan, which takes long to make of a large one.
  const digest = own.length > 0 ? planDigest(subject.plan) : ''
  const found = runbooksOf(subject.plan).map(({ id, scenario, runbook }) => {
    const times = estimates(runbook, own, target)
    const digested = { ...runbook, plan: { ...runbook.plan, digest } }
    const learning = { outcomes: outcomes(digested, own, target), spreads: spreads(digested, own, target) }
    const forecast = simulate(runbook, times, { ...options, target, ...learning })
    const late = forecast.flows.some(({ rto }) => rto.target !== undefined && rto.p95 > rto.target)
    const firm = late ? simulate(runbook, withoutCatalog(times), { ...options, target, ...learning }) : forecast
    const away = new Set(runbook.flows.filter((flow) => isAway(subject, scenario, flow)).map((flow) => flow.id))
    return { id, scenario, timed: timedOf(forecast, firm, runbook, times).filter(({ flow }) => away.has(flow)) }
  })
  known.set(subject, found)
  return found
}

function timedOf(forecast: Forecast, firm: Forecast, runbook: Runbook, times: Estimates): readonly Timed[] {
  return forecast.flows.flatMap(({ flow, rto, criticalPath }, index) =>
    criticalPath.length === 0
      ? []
      : {
          flow,
          p95: rto.p95,
          firm: firm.flows[index]?.rto.p95 ?? rto.p95,
          target: rto.target,
          unknown: criticalPath.filter((part) => isGuess(part, runbook, times)).map(({ step }) => step),
        },
  )
}

/** The times with next to nothing, in seconds, where only the catalog knows something. */
function withoutCatalog(times: Estimates): Estimates {
  return Object.fromEntries(
    Object.entries(times).map(([step, time]) => [
      step,
      time.basis === 'catalog' ? { ...time, p50: 0.001, p95: 0.001 } : time,
    ]),
  )
}

/** Whether the flow is down until the recovery is over: not where all that it lost goes on serving from another region. */
function isAway({ plan, hits }: Subject, scenario: Scenario, { id, components }: RunbookFlow): boolean {
  const without = plan.flows[id]?.degradesWithout ?? {}
  return components.some((component) => !Object.hasOwn(without, component) && hits(scenario, component))
}

/** Whether a step's time limit stands in for its time; noticing mostly follows from the plan's own clocks instead. */
function isGuess({ step, p50 }: { step: string; p50: number }, { steps }: Runbook, times: Estimates): boolean {
  if (times[step]?.basis !== 'unknown') return false
  const timeout = steps.find(({ id }) => id === step)?.timeout ?? 0
  return p50 >= timeout
}

/** The key that a flow's RTO for a scenario stands under, and the objectives that have it. */
export function rtoOf({ plan }: Subject, scenario: Scenario, flowId: string): object | undefined {
  const objectives = Object.hasOwn(plan.flows, flowId) ? plan.flows[flowId]?.objectives : undefined
  const special = scenario.class === 'blip' ? undefined : objectives?.[scenario.class]
  return special?.rto === undefined ? objectives?.default : special
}
