import { currentRunbooks } from '#checks'
import type { Evidence } from '#evidence'
import type { Plan } from '#plan'
import type { ForecastChange, RunbookChange } from '#report'
import { compileRunbook, type Runbook, runbookDigest, type Step } from '#runbook'
import type { Forecast } from '#simulation'
import { namesOf } from './plans.ts'

/**
 * Runbooks that are no longer what they were, by scenario and direction, and the runs that this voids.
 * @param evidence of the project, newest first
 */
export function runbookChanges(base: Plan, head: Plan, evidence: readonly Evidence[]): readonly RunbookChange[] {
  const [provesBase, provesHead] = [currentRunbooks(base), currentRunbooks(head)]
  const proofs = evidence.filter((one) => one.plan.name === base.metadata.name && provesBase(one) && !provesHead(one))
  return namesOf(base.scenarios, head.scenarios).flatMap((scenario) =>
    (['failover', 'failback'] as const).flatMap((direction): readonly RunbookChange[] => {
      const [before, after] = [runbookOf(base, scenario, direction), runbookOf(head, scenario, direction)]
      const voids = proofs
        .filter((one) => one.scenario === scenario && one.direction === direction)
        .map(({ run }) => run)
      if (before && after && runbookDigest(before) === runbookDigest(after)) return []
      if (!before && !after) return []
      const change = before && after ? 'changed' : after ? 'new' : 'gone'
      return [{ scenario, direction, change, ...stepChanges(before?.steps ?? [], after?.steps ?? []), voids }]
    }),
  )
}

function runbookOf(plan: Plan, scenario: string, direction: 'failover' | 'failback'): Runbook | undefined {
  const compiled = compileRunbook(plan, '', { scenario, direction })
  return 'runbook' in compiled ? compiled.runbook : undefined
}

function stepChanges(
  base: readonly Step[],
  head: readonly Step[],
): Pick<RunbookChange, 'added' | 'removed' | 'changed'> {
  const before = new Map(base.map((step) => [step.id, JSON.stringify(step)]))
  const after = new Map(head.map((step) => [step.id, JSON.stringify(step)]))
  return {
    added: [...after.keys()].filter((id) => !before.has(id)),
    removed: [...before.keys()].filter((id) => !after.has(id)),
    changed: [...before].flatMap(([id, text]) => (after.has(id) && after.get(id) !== text ? [id] : [])),
  }
}

/** Forecast recovery times that differ, to the second. */
export function forecastChanges(base: readonly Forecast[], head: readonly Forecast[]): readonly ForecastChange[] {
  const [before, after] = [timesOf(base), timesOf(head)]
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((key): readonly ForecastChange[] => {
    const [one, other] = [before.get(key), after.get(key)]
    if (Math.round(one?.p95 ?? -1) === Math.round(other?.p95 ?? -1)) return []
    const { flow, scenario, target } = (other ?? one) as Time
    return [
      {
        flow,
        scenario,
        ...(one && { base: Math.round(one.p95) }),
        ...(other && { head: Math.round(other.p95) }),
        ...(target === undefined ? {} : { target }),
      },
    ]
  })
}

interface Time {
  readonly flow: string
  readonly scenario: string
  readonly p95: number
  readonly target: number | undefined
}

function timesOf(forecasts: readonly Forecast[]): ReadonlyMap<string, Time> {
  const flows = forecasts.flatMap((forecast) => forecast.flows)
  return new Map(
    flows.map(({ flow, scenario, rto }) => [
      `${scenario}\n${flow}`,
      { flow, scenario, p95: rto.p95, target: rto.target },
    ]),
  )
}
