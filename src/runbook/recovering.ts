import type { Plan } from '#plan'
import type { Contribution } from './draft.ts'
import type { Step } from './model.ts'
import { reach } from './order.ts'
import { wavesOf } from './waves.ts'

/** The steps that bring components back and try them, with what each waits for. */
export interface Recovering {
  readonly recover: readonly Step[]
  readonly verify: readonly Step[]
  /** Steps of a part of all that a component needs. */
  after(id: string, part: keyof Contribution): readonly string[]
}

/**
 * Orders what components contribute to recovery and verification: by what they need, and by the waves of the plan.
 * @param gate what all of it waits for
 * @param inModes puts a step into the modes in which customers may notice something
 */
export function recovering(
  plan: Plan,
  parts: ReadonlyMap<string, Contribution>,
  gate: readonly string[],
  inModes: (step: Step) => Step,
): Recovering {
  const reached = new Map([...parts.keys()].map((id) => [id, reach(plan, plan.components[id]?.needs ?? [])]))
  const after = (id: string, part: keyof Contribution): readonly string[] =>
    (reached.get(id) ?? []).flatMap((need) => ids(parts.get(need)?.[part] ?? []))
  const waves = wavesOf(plan)
  /** The steps of the nearest earlier wave that has some. */
  const earlier = (wave: number): readonly string[] => {
    for (let one = wave - 1; one > 0; one--) {
      const found = [...parts].flatMap(([id, part]) =>
        waves.get(id) === one ? ids([...part.recover, ...part.verify]) : [],
      )
      if (found.length > 0) return found
    }
    return []
  }
  /** Whether what a component or one that it needs serves with is made anew for good, which a rehearsal leaves out. */
  const final = (id: string): boolean =>
    [id, ...(reached.get(id) ?? [])].some((one) => parts.get(one)?.recover.some((step) => step.irreversible))
  const recover: Step[] = []
  const verify: Step[] = []
  for (const [id, part] of parts) {
    const wave = waves.get(id)
    const placed = (step: Step): Step => (wave === undefined ? step : { ...step, wave })
    const before = wave === undefined ? [] : earlier(wave)
    recover.push(
      ...part.recover.map((step) => inModes(placed(needing(step, [...gate, ...after(id, 'recover'), ...before])))),
    )
    const own = part.recover.length > 0 ? ids(part.recover) : gate
    verify.push(
      ...part.verify.map((step) => {
        const ordered = placed(needing(step, [...own, ...after(id, 'recover')]))
        // An action that writes cannot succeed on a standby that was not promoted; a person can say what was seen.
        return step.work.kind === 'action' && final(id) ? inModes(ordered) : ordered
      }),
    )
  }
  return { recover, verify, after }
}

/** The step, which waits for those as well. */
export function needing(step: Step, needs: readonly string[]): Step {
  return { ...step, needs: [...new Set([...step.needs, ...needs])] }
}

export function ids(steps: readonly Step[]): readonly string[] {
  return steps.map((step) => step.id)
}
