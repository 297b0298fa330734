import type { Mode, Runbook } from '../index.ts'
import { stepsIn } from '../index.ts'

/** What a run of the mode goes through: phase, id and what each step waits for, a line for each. */
export function told(runbook: Runbook, mode?: Mode): string {
  const steps = stepsIn(runbook, mode)
  const known = new Set(steps.map(({ id }) => id))
  return steps
    .map(
      ({ phase, id, needs }) =>
        `${phase} ${id}${shortest(needs, steps, known)
          .map((need) => `\n    after ${need}`)
          .join('')}`,
    )
    .join('\n')
}

/** The needs that no other need waits for already. */
function shortest(needs: readonly string[], steps: Runbook['steps'], known: ReadonlySet<string>): readonly string[] {
  const byId = new Map(steps.map((step) => [step.id, step]))
  const reached = (id: string, seen = new Set<string>()): ReadonlySet<string> => {
    for (const need of byId.get(id)?.needs ?? [])
      if (!seen.has(need)) {
        seen.add(need)
        reached(need, seen)
      }
    return seen
  }
  const own = needs.filter((need) => known.has(need))
  return own.filter((need) => !own.some((other) => other !== need && reached(other).has(need)))
}
