import { incidents } from '#catalog'
import { Failure, nearest } from '#diagnostics'
import { type Evidence, estimates } from '#evidence'
import { type Plan, planDigest } from '#plan'
import { type Compiled, compileRunbook, type Runbook } from '#runbook'
import type { AliveView, BreakView, ReplayView } from '#report'
import { aliveFor, breaksOf, outageOf, pairLost, replay, type Way, withPairLost } from '#simulation'
import type { Project } from './project.ts'

/** Whose durations are used where the plan names no target: those of no target in particular. */
const noTarget = 'any'
const pairRow = 'what-if-pair-lost'

/** Which scenarios, and whose durations; all of them, and those of the first target of the plan, where left out. */
export interface ReachOptions {
  readonly scenario?: string
  readonly target?: string
}

export interface ReplayOptions {
  readonly incident?: string
  readonly target?: string
  /** The region that takes over is lost in every incident too. */
  readonly pairLost?: boolean
}

/**
 * The commands that ask what a recovery can still reach.
 * @param pastEvidence evidence of earlier drills, whose measured times are used
 */
export function reachCommands(pastEvidence: () => readonly Evidence[], partsOn: Project['partsOn']) {
  /** What must be alive for each scenario, or one. @throws Failure `usage` where none has a runbook */
  function alive(plan: Plan, scenario?: string): AliveView {
    const { runbooks, skipped } = compiledOf(plan, scenario)
    return { plan: plan.metadata.name, scenarios: runbooks.map((runbook) => aliveFor(plan, runbook)), skipped }
  }

  /** Real incidents, or one, against the plan. @throws Failure `usage` where there is no such incident or target */
  function replayed(plan: Plan, options: ReplayOptions): ReplayView {
    const target = targetOf(plan, options.target)
    const { incident: only } = options
    const known = [...incidents.map(({ id }) => id), pairRow]
    if (only !== undefined && !known.includes(only)) {
      const near = nearest(only, known)
      const meant = near === undefined ? '' : ` Did you mean "${near}"?`
      throw new Failure('usage', `There is no incident "${only}".${meant} \`muster explain incidents\` lists them.`)
    }
    const { compiled, skipped } = every(plan)
    const ways = compiled.map((runbook) => wayOf(runbook, target))
    const region = compiled.find(({ scenario }) => scenario.class === 'region')
    const chosen = incidents.filter(({ id }) => only === undefined || id === only)
    const outages = chosen.map((incident) => {
      const outage = outageOf(incident, plan)
      return options.pairLost === true && region ? withPairLost(outage, plan, region.from, region.to) : outage
    })
    const pair = region && (only === undefined || only === pairRow) ? [pairLost(plan, region.from, region.to)] : []
    const unpaired =
      only === pairRow && !region ? ['The plan has no runbook for the loss of a region, so no pair of regions.'] : []
    return {
      plan: plan.metadata.name,
      target,
      incidents: [...outages, ...pair].map((outage) => replay(plan, ways, outage)),
      skipped: [...skipped, ...unpaired],
    }
  }

  /** The smallest sets of failures that break each objective. @throws Failure `usage` where no scenario has a runbook */
  function broken(plan: Plan, options: ReachOptions): BreakView {
    const target = targetOf(plan, options.target)
    const { runbooks, skipped } = compiledOf(plan, options.scenario)
    return {
      plan: plan.metadata.name,
      target,
      objectives: runbooks.flatMap((runbook) => breaksOf(plan, wayOf(runbook, target))),
      skipped,
    }
  }

  function wayOf(runbook: Runbook, target: string): Way {
    return { runbook, estimates: estimates(runbook, pastEvidence(), target, partsOn(target)) }
  }

  return { alive, replay: replayed, breaks: broken }
}

/** Any name will do, as for a forecast; of one that nothing was measured on, plan and catalog tell. */
function targetOf(plan: Plan, asked: string | undefined): string {
  return asked ?? Object.keys(plan.targets ?? {})[0] ?? noTarget
}

function compile(plan: Plan, scenario: string): Compiled {
  return compileRunbook(plan, planDigest(plan), { scenario, direction: 'failover' })
}

/** A plan that has no runbook at all can be replayed too: then nothing that takes its flows down is recovered from. */
function every(plan: Plan): { compiled: readonly Runbook[]; skipped: readonly string[] } {
  const all = Object.keys(plan.scenarios).map((scenario) => compile(plan, scenario))
  return {
    compiled: all.flatMap((one) => ('runbook' in one ? [one.runbook] : [])),
    skipped: all.flatMap((one) => ('reason' in one ? [one.reason] : [])),
  }
}

function compiledOf(
  plan: Plan,
  scenario: string | undefined,
): { runbooks: readonly Runbook[]; skipped: readonly string[] } {
  if (scenario !== undefined) {
    const one = compile(plan, scenario)
    if ('reason' in one) throw new Failure('usage', `${one.reason} ${one.fix}`)
    return { runbooks: [one.runbook], skipped: [] }
  }
  const { compiled, skipped } = every(plan)
  if (compiled.length === 0)
    throw new Failure('usage', skipped.join('\n') || 'The plan has no scenario that has a runbook.')
  return { runbooks: compiled, skipped }
}
