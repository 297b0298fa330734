import type { AddedStep, Plan, Scenario } from '#plan'
import type { Made } from './classes/class.ts'
import type { Direction } from './model.ts'

/** The plan without those of its own steps that have no place in a runbook, and in sentences which these are. */
export interface Fitting {
  readonly plan: Plan
  readonly gaps: readonly string[]
}

/**
 * Leaves out of a plan the steps that belong to another disaster. A region that is lost has all of them. In other
 * classes a step that is ordered by steps that only another runbook has goes with that one, and nothing is embedded
 * where no region is left; a blip has none, for nothing is activated.
 */
export function fitting(
  { steps, embeds }: Pick<Made, 'steps' | 'embeds'>,
  plan: Plan,
  direction: Direction,
  { class: kind }: Scenario,
): Fitting {
  const additions = Object.entries(plan.recovery?.[direction] ?? {})
  if (kind === 'region' || additions.length === 0) return { plan, gaps: [] }
  const left = new Map<string, string>()
  if (kind === 'blip') for (const [id] of additions) left.set(id, 'nothing is activated')
  if (!embeds)
    for (const [id, { runbook }] of additions)
      if (runbook !== undefined) left.set(id, `it is the runbook of ${runbook}, and no region is left here`)
  const known = new Set(steps.map(({ id }) => id))
  for (const [id] of additions) if (!left.has(id)) known.add(id)
  // A step that goes takes those with it that are ordered by nothing else.
  for (let found = true; found; ) {
    found = false
    for (const [id, step] of additions) {
      const anchors = anchorsOf(step)
      if (left.has(id) || anchors.length === 0 || anchors.some((anchor) => known.has(anchor))) continue
      left.set(id, `it belongs to ${anchors.join(', ')}, which this runbook does not have`)
      known.delete(id)
      found = true
    }
  }
  if (left.size === 0) return { plan, gaps: [] }
  const kept = Object.fromEntries(additions.filter(([id]) => !left.has(id)))
  return {
    plan: { ...plan, recovery: { ...plan.recovery, [direction]: kept } },
    gaps: [...left].map(([id, because]) => `The plan's step ${id} has no place here: ${because}.`),
  }
}

function anchorsOf({ needs = [], before = [], insteadOf }: AddedStep): readonly string[] {
  return [...needs, ...before, ...(insteadOf === undefined ? [] : [insteadOf])]
}
