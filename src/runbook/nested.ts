import type { Step } from './model.ts'
import { modesOf } from './modes.ts'

/** The steps of another runbook as they stand in this one. */
export interface Embedded {
  readonly steps: readonly Step[]
  /** Those that nothing within waits for: whoever waits for the whole waits for them. */
  readonly last: readonly string[]
}

/**
 * Prepares a runbook's steps for standing in another one: their ids get the key before them, and noticing is left out,
 * for the runbook around it was declared already.
 * @param key of the step that embeds them
 * @param noticing the id of the step that notices
 */
export function embedded(key: string, steps: readonly Step[], noticing: string): Embedded {
  const within = (id: string): string => `${key}/${id}`
  const kept = steps
    .filter((step) => step.id !== noticing)
    .map((step) => ({
      ...step,
      id: within(step.id),
      needs: step.needs.filter((need) => need !== noticing).map(within),
      ...(step.insteadOf === undefined ? {} : { insteadOf: within(step.insteadOf) }),
    }))
  const needed = new Set(kept.flatMap((step) => step.needs))
  return {
    steps: kept,
    last: kept.filter((step) => !needed.has(step.id) && step.insteadOf === undefined).map((step) => step.id),
  }
}

/** The steps with each that embeds a runbook replaced by the steps of that one. */
export function unfolded(steps: readonly Step[], inner: ReadonlyMap<string, Embedded>): readonly Step[] {
  if (inner.size === 0) return steps
  const outward = (needs: readonly string[]): readonly string[] => [
    ...new Set(needs.flatMap((need) => inner.get(need)?.last ?? [need])),
  ]
  return steps.flatMap((step) => {
    const needs = outward(step.needs)
    const nested = inner.get(step.id)
    if (!nested) return [{ ...step, needs }]
    return nested.steps.map((one) => ({
      ...one,
      needs: one.needs.length === 0 ? needs : one.needs,
      ...(step.modes === undefined ? {} : { modes: modesOf(one).filter((mode) => modesOf(step).includes(mode)) }),
    }))
  })
}
