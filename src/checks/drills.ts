import type { Drill } from '#plan'
import type { Subject } from './subject.ts'

/**
 * Tells of drills on which day each was last run, as the plan says or as evidence of the workload itself shows, the
 * later one: YYYY-MM-DD, or undefined where neither knows. What ran in a lab counts for nothing, and neither does a run
 * that did not restore. What people did at a table counts for a drill of that kind and no other, and what nobody took part
 * in for none.
 */
export function lastRuns({ evidence }: Subject): (drill: Drill) => string | undefined {
  const latest = new Map<string, string>()
  for (const { subject, scenario, direction, target, verdict, finishedAt } of evidence) {
    if (subject === 'lab' || verdict === 'failed' || verdict === 'walked') continue
    const day = finishedAt.slice(0, 10)
    const named = `${scenario} ${direction} ${target}`
    for (const key of subject === 'tabletop' ? [named] : [`${scenario} ${direction}`, named])
      if (day > (latest.get(key) ?? '')) latest.set(key, day)
  }
  return ({ scenario, direction, last, target: written, kind }) => {
    const target = kind === 'tabletop' ? 'tabletop' : written
    const way = direction === 'failback' ? 'failback' : 'failover'
    const shown = latest.get(target === undefined ? `${scenario} ${way}` : `${scenario} ${way} ${target}`)
    return last !== undefined && (shown === undefined || last > shown) ? last : shown
  }
}
