import type { Runbook } from '#runbook'
import type { Evidence } from './model.ts'
import { isOf, measuredOutcomes } from './outcomes.ts'
import { isMadeOf, type PartVersions } from './parts.ts'

/** How much runs of one kind differ from each other. */
export interface Spread {
  /** Of the natural logarithms of what they came to. */
  readonly variance: number
  /** How many runs there were, less one; ≥ 1. */
  readonly degrees: number
}

/** Spreads by figure, one per kind of run. */
export interface Spreads {
  readonly rto: readonly Spread[]
  readonly rpo: readonly Spread[]
}

/** Values in seconds that are no longer than this count as nothing, and nothing has no logarithm. */
const nothing = 1e-3

/**
 * How much whole runs on this target differ from each other that are not of this runbook: one spread per plan, scenario,
 * direction and way of deciding that was measured twice at least. They tell of a new plan how far its runs will lie
 * apart, before there are any.
 * @param past evidence of earlier runs in any order
 * @param parts what the target is made of besides npm packages; runs on one of other programs are left out
 */
export function spreads(
  runbook: Runbook,
  past: readonly Evidence[],
  target: string,
  parts: PartVersions = {},
): Spreads {
  const others = past.filter(
    (evidence) =>
      evidence.target === target && isMadeOf(evidence, parts) && isWhole(evidence) && !isOf(evidence, runbook),
  )
  const kinds = Map.groupBy(others, kindOf).values()
  const found = [...kinds].map((runs) => Object.values(measuredOutcomes(runs)))
  const of = (figure: 'rto' | 'rpo'): readonly Spread[] =>
    found.flatMap((flows) => spreadOf(flows.map((flow) => flow[figure])) ?? [])
  return { rto: of('rto'), rpo: of('rpo') }
}

function isWhole({ verdict, absent }: Evidence): boolean {
  return verdict !== 'failed' && absent === undefined
}

function kindOf({ plan, scenario, direction, mode, approvals }: Evidence): string {
  const isAutomatic = approvals.some(({ method }) => method === 'automatic')
  return JSON.stringify([plan.name, plan.digest, scenario, direction, mode, isAutomatic])
}

/** Of the flows together, for those of one run come back together. */
function spreadOf(flows: ReadonlyArray<readonly number[]>): Spread | undefined {
  const some = flows.map((values) => values.filter((value) => value > nothing)).filter(({ length }) => length > 1)
  if (some.length === 0) return undefined
  const variance = some.reduce((sum, values) => sum + varianceOf(values.map(Math.log)), 0) / some.length
  return { variance, degrees: Math.max(...some.map(({ length }) => length)) - 1 }
}

function varianceOf(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1)
}
