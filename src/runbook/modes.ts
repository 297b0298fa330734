import type { Mode, Step } from './model.ts'

/** Every mode, from the one that changes least. */
export const everyMode: readonly Mode[] = ['test', 'planned', 'forced']

/** What a rehearsal apart leaves out: all that customers could notice or that could not be taken back. */
export const inEarnest: readonly Mode[] = ['planned', 'forced']

/** The modes in which a step takes part. */
export function modesOf({ modes }: Step): readonly Mode[] {
  return modes ?? everyMode
}

/** The step in those modes, unless it says its own. */
export function among(step: Step, modes: readonly Mode[] | undefined): Step {
  return step.modes === undefined && modes !== undefined ? { ...step, modes } : step
}

/**
 * What a step of a part waits for where a step in between is left out by the mode: that one's own needs, so that the
 * order is the same in every mode. Needs that share no mode with a step are none, and steps of no mode are none either.
 * @param steps so that each comes after all that it needs
 */
export function carried(steps: readonly Step[]): readonly Step[] {
  const byId = new Map(steps.map((step) => [step.id, step]))
  return steps
    .map((step) => {
      const own = modesOf(step)
      const needs = new Set<string>()
      const seen = new Set<string>()
      const wait = (ids: readonly string[]): void => {
        for (const id of ids) {
          const other = byId.get(id)
          if (!other || seen.has(id)) continue
          seen.add(id)
          const theirs = modesOf(other)
          if (own.some((mode) => theirs.includes(mode))) needs.add(id)
          if (!own.every((mode) => theirs.includes(mode))) wait(other.needs)
        }
      }
      wait(step.needs)
      return { ...step, needs: [...needs] }
    })
    .filter((step) => modesOf(step).length > 0)
}
