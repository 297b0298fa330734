import type { Problem } from '#diagnostics'
import type { Found } from './check.ts'
import type { Subject } from './subject.ts'

/** A finding that somebody has accepted for a time. */
export interface Suppressed {
  readonly problem: Problem
  readonly by: string
  readonly because: string
  /** The last day on which it is accepted, YYYY-MM-DD. */
  readonly until: string
}

/**
 * Parts findings into those that are open and those that the plan accepts: same code, at the path or beneath it, and
 * not after its last day.
 */
export function suppressed(
  found: readonly Found[],
  { plan, asOf }: Subject,
): { readonly open: readonly Problem[]; readonly accepted: readonly Suppressed[] } {
  const inForce = (plan.suppressions ?? []).filter(({ until }) => until >= asOf)
  const open: Problem[] = []
  const accepted: Suppressed[] = []
  for (const { problem, path } of found) {
    const by = inForce.find(
      ({ code, at }) => code === problem.code && (at === undefined || path === at || path.startsWith(`${at}.`)),
    )
    if (by) accepted.push({ problem, by: by.by, because: by.because, until: by.until })
    else open.push(problem)
  }
  return { open, accepted }
}
