import type { Runbook } from '#runbook'
import type { Evidence } from './model.ts'
import { isMadeOf, type PartVersions } from './parts.ts'

/** Older runs than the latest so many say more about an older system than about this one. */
const latest = 30

/** What earlier runs of one flow came to, in seconds, the latest last; each may be empty. */
export interface Outcome {
  readonly rto: readonly number[]
  readonly rpo: readonly number[]
}

/** Outcomes by flow; a flow that no earlier run measured is left out. */
export type Outcomes = Readonly<Record<string, Outcome>>

/**
 * What whole runs of this very runbook have come to: of the same plan, scenario, direction and way of deciding, on this
 * target. A plan that was changed since is another one, for nobody can say what the change does to the whole.
 * @param past evidence of earlier runs in any order
 * @param parts what the target is made of besides npm packages; runs on one of other programs are left out
 */
export function outcomes(
  runbook: Runbook,
  past: readonly Evidence[],
  target: string,
  parts: PartVersions = {},
): Outcomes {
  return measuredOutcomes(
    past.filter((evidence) => evidence.target === target && isMadeOf(evidence, parts) && isOf(evidence, runbook)),
  )
}

/** What runs of one kind came to, by flow. @param runs in any order; only the latest count */
export function measuredOutcomes(runs: readonly Evidence[]): Outcomes {
  const found = new Map<string, { rto: number[]; rpo: number[] }>()
  for (const { flows } of runs.toSorted(byEnd).slice(-latest))
    for (const { flow, rto, rpo } of flows) {
      const known = found.get(flow) ?? { rto: [], rpo: [] }
      found.set(flow, known)
      if (rto.measured !== undefined) known.rto.push(rto.measured)
      if (rpo.measured !== undefined) known.rpo.push(rpo.measured)
    }
  return Object.fromEntries(found)
}

/** Whether a run was one of this very runbook, from its beginning to its end. */
export function isOf(
  { plan, scenario, direction, mode, absent, approvals, verdict }: Evidence,
  runbook: Runbook,
): boolean {
  const isAutomatic = approvals.some(({ method }) => method === 'automatic')
  return (
    // What broke off says nothing of how long it takes.
    verdict !== 'failed' &&
    plan.digest === runbook.plan.digest &&
    scenario === runbook.scenario.id &&
    direction === runbook.direction &&
    (direction === 'failback' || (mode ?? 'forced') === runbook.mode) &&
    // Who was kept away from a drill is there on another day.
    absent === undefined &&
    (approvals.length === 0 || isAutomatic === (runbook.decision === 'automatic'))
  )
}

function byEnd(a: Evidence, b: Evidence): number {
  if (a.finishedAt !== b.finishedAt) return a.finishedAt < b.finishedAt ? -1 : 1
  return a.run < b.run ? -1 : 1
}
