import type { Reason } from './classes/class.ts'
import type { Runbook, Step } from './model.ts'

/**
 * The part of a failover that can be tried apart, on copies that no customer reaches: what recovers and verifies in the
 * region that takes over. Nothing notices or decides, nothing is fenced, drained, routed, announced or protected again,
 * and nothing of the region that is left is touched.
 * @returns the same runbook in mode `test` with those steps alone, all others among its gaps; or why nothing is left
 */
export function apart(runbook: Runbook): Runbook | Reason {
  const { from, to, scenario } = runbook
  const byId = new Map(runbook.steps.map((step) => [step.id, step]))
  const kept = runbook.steps.filter((step) => isApart(step, from === to ? undefined : from))
  const known = new Set(kept.map(({ id }) => id))
  if (kept.length === 0)
    return {
      reason: `Nothing of "${scenario.id}" recovers or verifies anything in ${to} alone, so there is nothing to try apart.`,
      fix: 'Rehearse it as a planned switchover.',
    }
  const needs = (step: Step, seen: Set<string> = new Set()): readonly string[] =>
    step.needs.flatMap((id): readonly string[] => {
      if (seen.has(id)) return []
      seen.add(id)
      const other = byId.get(id)
      return known.has(id) ? [id] : other ? needs(other, seen) : []
    })
  const leftOut = runbook.steps.filter(({ id }) => !known.has(id)).map(({ id }) => id)
  return {
    ...runbook,
    mode: 'test',
    // What is copied from nowhere loses nothing, and what it would lose is not tried.
    stores: [],
    steps: kept.map(({ modes: _, ...step }) => ({ ...step, needs: [...new Set(needs(step as Step))] })),
    flows: runbook.flows.map((flow) => ({
      ...flow,
      // Where nobody is sent anywhere, a flow is served once all that recovers and verifies is done.
      restoredBy: flow.restoredBy.length === 0 ? [] : kept.map(({ id }) => id),
    })),
    gaps: [
      ...runbook.gaps,
      `Tried apart, so these steps were not exercised: ${leftOut.join(', ')}. Nor was any loss measured.`,
    ],
  }
}

/** @param from the region that is left; undefined where nothing leaves its place */
function isApart({ phase, work, region, before = [], after = [] }: Step, from: string | undefined): boolean {
  if (phase !== 'recover' && phase !== 'verify') return false
  if (from !== undefined && region === from) return false
  const acts = [...(work.kind === 'action' ? [work] : []), ...before, ...after]
  return acts.every(
    ({ use, with: args }) =>
      !use.startsWith('traffic.') &&
      (from === undefined || ['region', 'source', 'standby'].every((name) => args[name] !== from)),
  )
}
