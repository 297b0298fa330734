import type { Mode, Step } from '../model.ts'
import { modesOf } from '../modes.ts'
import type { Given, Reason } from './class.ts'

/** What a run without people goes through, and what it leaves out. */
export interface Unmanned {
  readonly steps: readonly Step[]
  /** Those of the mode that the run is made for. */
  readonly leftOut: readonly Step[]
}

/**
 * The steps without people's, but for the one that notices; whoever waited for one that is left out waits for what that
 * one waited for.
 */
export function withoutPeople(steps: readonly Step[], mode: Mode): Unmanned {
  const gone = new Map(steps.filter(isPeoples).map((step) => [step.id, step]))
  if (gone.size === 0) return { steps, leftOut: [] }
  const carried = (needs: readonly string[], seen: ReadonlySet<string> = new Set()): readonly string[] =>
    needs.flatMap((need) => {
      const left = gone.get(need)
      if (!left) return [need]
      return seen.has(need) ? [] : carried(left.needs, new Set([...seen, need]))
    })
  return {
    steps: steps
      .filter(({ id }) => !gone.has(id))
      .map((step) => ({ ...step, needs: [...new Set(carried(step.needs))] })),
    leftOut: [...gone.values()].filter((step) => modesOf(step).includes(mode)),
  }
}

/** Why a recovery cannot be left to machines: what it cannot do without is people's. Undefined where it can. */
export function peoplesAlone({ id, scenario }: Given, needed: readonly Step[]): Reason | undefined {
  const missing = needed.filter(isPeoples).map((step) => step.id)
  if (missing.length === 0) return undefined
  return {
    reason: `Without people nobody recovers from "${id}" (${scenario.class}): ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} people's.`,
    fix: "Let people decide, or name the verbs of these steps under the component's operations, where its management address carries them out.",
  }
}

/** Why a machine cannot tell when it is over: the plan does not say by what it is noticed. Undefined where it does. */
export function unnoticed({ plan, id, scenario }: Given): Reason | undefined {
  if (plan.activation?.[id]) return undefined
  return {
    reason: `The plan has no activation criteria for "${id}" (${scenario.class}), so without people nobody notices it, nor that it is over.`,
    fix: `Let people decide, or write the criteria under activation.${id}.`,
  }
}

/** What may be left out of a restore: it makes it sure and does not bring anything back. */
const besides = ['prove.', 'rotate.']

/** The steps of a restore without which nothing is restored. */
export function restoring(steps: readonly Step[]): readonly Step[] {
  return steps.filter(({ id }) => !besides.some((verb) => id.startsWith(verb)))
}

function isPeoples({ id, work }: Step): boolean {
  return work.kind === 'manual' && !id.startsWith('detect.')
}
