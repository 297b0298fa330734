import { evaluate, type Condition, type Facts, factsOf, leafText, leavesOf } from '#conditions'
import type { Runbook } from '#runbook'

/** Whether something holds, as far as is known. */
export type Known = 'holds' | 'fails' | 'unknown'

/** One condition of the criteria as it stands. */
export interface Criterion {
  readonly text: string
  readonly state: Known
  /** Whether it speaks against going. */
  readonly against: boolean
  /** Since when what it asks about has failed, RFC 3339 in UTC; absent where nothing fails or nobody knows. */
  readonly since?: string
}

/** The criteria of a runbook against facts. */
export interface Criteria {
  /** Whether all of them together say go; `unknown` where the runbook has none, so that only people can judge. */
  readonly state: Known
  readonly criteria: readonly Criterion[]
  /** Seconds since the first of its probes failed; absent where none does or nobody knows. */
  readonly failingFor?: number
}

/**
 * Where the activation criteria stand.
 * @param now milliseconds since 1970, the instant of the facts
 */
export function criteriaOf(runbook: Runbook, facts: Facts, now: number): Criteria {
  const { activation } = runbook
  if (!activation) return { state: 'unknown', criteria: [] }
  const { when, unless } = activation
  const go = known(when, facts)
  const against = unless ? known(unless, facts) : 'fails'
  const failing = factsOf(when).flatMap((fact) => failingFor(fact, facts) ?? [])
  return {
    state:
      go === 'fails' || against === 'holds' ? 'fails' : go === 'holds' && against === 'fails' ? 'holds' : 'unknown',
    criteria: [
      ...leavesOf(when).map((leaf) => criterion(leaf, facts, now, false)),
      ...(unless ? leavesOf(unless).map((leaf) => criterion(leaf, facts, now, true)) : []),
    ],
    ...(failing.length === 0 ? {} : { failingFor: Math.max(...failing) }),
  }
}

function criterion(leaf: ReturnType<typeof leavesOf>[number], facts: Facts, now: number, against: boolean): Criterion {
  const failing = factsOf(leaf).flatMap((fact) => failingFor(fact, facts) ?? [])
  return {
    text: leafText(leaf),
    state: known(leaf, facts),
    against,
    ...(failing.length === 0 ? {} : { since: new Date(now - Math.max(...failing) * 1000).toISOString() }),
  }
}

/** For how long the probe of a fact has failed, in seconds; undefined where it does not. */
function failingFor(fact: string, facts: Facts): number | undefined {
  const probe = /^(probes\..+)\.failing(For)?$/.exec(fact)?.[1]
  const value = probe === undefined ? undefined : facts[`${probe}.failingFor`]
  return typeof value === 'number' && value > 0 ? value : undefined
}

function known(condition: Condition, facts: Facts): Known {
  const answer = evaluate(condition, facts)
  return answer === 'true' ? 'holds' : answer === 'false' ? 'fails' : 'unknown'
}
