import type { Plan } from '#plan'
import { reach } from './order.ts'

/** The wave of each component that the plan puts into one, from 1; the first that names it counts. */
export function wavesOf(plan: Plan): ReadonlyMap<string, number> {
  const waves = new Map<string, number>()
  for (const [index, components] of (plan.recovery?.waves ?? []).entries())
    for (const id of components) if (!waves.has(id)) waves.set(id, index + 1)
  return waves
}

/**
 * Why the waves of a plan cannot be kept.
 * @returns undefined where no component needs one of a later wave
 */
export function waveTrouble(plan: Plan): { readonly reason: string; readonly fix: string } | undefined {
  const waves = wavesOf(plan)
  for (const [id, wave] of waves) {
    const late = reach(plan, plan.components[id]?.needs ?? []).find((need) => (waves.get(need) ?? 0) > wave)
    if (late !== undefined)
      return {
        reason: `${id} is of wave ${wave} and needs ${late}, which is of wave ${waves.get(late)}.`,
        fix: `Under recovery.waves, put ${late} into the wave of ${id} or an earlier one.`,
      }
  }
  return undefined
}
