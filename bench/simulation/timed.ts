import { estimates } from '#evidence'
import { parsePlan, planDigest } from '#plan'
import { compileRunbook, type Runbook, type Step } from '#runbook'
import type { Network, NetworkNode } from './network.ts'
import { planText, scenario, watched } from './plan.ts'

/** The lab's clocks and decision: nobody is asked. */
const target = 'lab'

/**
 * The network that the product times when it forecasts the plan: the steps of the compiled runbook that take part, in order, with
 * the laws of their estimates, and a pool for each contact of as many people as it has, through which people's steps go.
 */
export function timedNetwork(): Network {
  const runbook = timedRunbook()
  const known = estimates(runbook, [], target)
  const steps = runbook.steps.filter(({ modes }) => modes === undefined || modes.includes(runbook.mode))
  const places = new Map(steps.map((step, place) => [step.id, place]))
  const roles = runbook.people.map(({ role }) => role)
  return {
    nodes: steps.map((step) => {
      const estimate = known[step.id]
      if (!estimate) throw new Error(`There is no estimate for ${step.id}. This is a bug in Muster.`)
      return {
        ...lawOf(step, estimate),
        pool:
          step.work.kind === 'action' || (runbook.decision === 'automatic' && step.work.kind === 'decision')
            ? -1
            : roles.indexOf(step.owner),
        needs: step.needs.flatMap((need) => places.get(need) ?? []),
      }
    }),
    capacities: runbook.people.map(({ count }) => count ?? 1),
    last: places.get(runbook.flows[0]?.restoredBy.at(-1) ?? '') ?? -1,
  }
}

function timedRunbook(): Runbook {
  const { plan } = parsePlan(planText(), 'muster.yaml')
  if (!plan) throw new Error('The timed plan cannot be read. This is a bug in Muster.')
  const compiled = compileRunbook(plan, planDigest(plan), { scenario, direction: 'failover', decision: 'automatic' })
  if ('runbook' in compiled) return compiled.runbook
  throw new Error(`The timed plan does not compile: ${compiled.reason} This is a bug in Muster.`)
}

function lawOf(step: Step, { p50, p95 }: { p50: number; p95: number }): Pick<NetworkNode, 'kind' | 'one' | 'other'> {
  // The first probe fails within one interval, and then has been failing for as long as the criteria ask.
  if (step.work.kind === 'action' && step.work.use === 'activation.watch')
    return { kind: 'uniform', one: watched.failingFor, other: watched.failingFor + watched.every }
  if (p50 > 0 && p95 > p50) return { kind: 'lognormal', one: p50, other: p95 }
  return { kind: 'fixed', one: p50, other: 0 }
}
