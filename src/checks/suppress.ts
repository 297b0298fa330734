import { byPlace, type Problem } from '#diagnostics'
import type { Plan } from '#plan'
import type { Found } from './rule.ts'
import type { Subject } from './subject.ts'

/** A finding that somebody has accepted for a time. */
export interface Suppressed {
  readonly problem: Problem
  readonly by: string
  readonly because: string
  /** The last day on which it is accepted, YYYY-MM-DD. */
  readonly until: string
}

type Suppression = NonNullable<Plan['suppressions']>[number]

/**
 * Parts findings into those that are open and those that the plan accepts: same code, at the path or beneath it, and
 * not after its last day. The accepted ones are in order of place.
 */
export function suppressed(
  found: readonly Found[],
  { plan, asOf }: Subject,
): { readonly open: readonly Problem[]; readonly accepted: readonly Suppressed[] } {
  const inForce = new Map<string, Suppression>()
  for (const one of plan.suppressions ?? [])
    if (one.until >= asOf && !inForce.has(acceptance(one))) inForce.set(acceptance(one), one)
  if (inForce.size === 0) return { open: found.map(({ problem }) => problem), accepted: [] }
  const open: Problem[] = []
  const accepted: Suppressed[] = []
  for (const one of found) {
    const given = acceptances(one)
      .map((key) => inForce.get(key))
      .find((each) => each !== undefined)
    if (given) accepted.push({ problem: one.problem, by: given.by, because: given.because, until: given.until })
    else open.push(one.problem)
  }
  return { open, accepted: accepted.sort((a, b) => byPlace(a.problem, b.problem)) }
}

/** What a suppression accepts, as a key. */
export function acceptance({ code, at = '' }: Pick<Suppression, 'code' | 'at'>): string {
  return `${code} ${at}`
}

/**
 * The keys of the suppressions that would accept a finding, from the whole plan to its own path. What is found of a
 * suppression nobody can accept: an expired one would stay unseen.
 */
export function acceptances({ problem: { code }, spot: { path } }: Found): readonly string[] {
  if (code.startsWith('suppression-')) return []
  const parts = path === '' ? [] : path.split('.')
  return [...parts.keys(), parts.length].map((length) => acceptance({ code, at: parts.slice(0, length).join('.') }))
}
