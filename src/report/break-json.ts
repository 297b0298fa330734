import type { Break, ObjectiveBreaks } from '#simulation'
import type { BreakView } from './break.ts'

/** What `break --format json` gives. Times in seconds; without `value` it never ends, or all data is lost. */
export interface BreakReport {
  readonly schemaVersion: 1
  readonly plan: string
  readonly target: string
  readonly objectives: readonly ObjectiveBreaks[]
}

/** Broken objectives as data, with nothing that their type does not name. */
export function breakJson({ plan, target, objectives }: BreakView): BreakReport {
  return { schemaVersion: 1, plan, target, objectives: objectives.map(objectiveOf) }
}

function objectiveOf(one: ObjectiveBreaks): ObjectiveBreaks {
  const { flow, scenario, objective, target, met, value, unknown, breaks, searched } = one
  return {
    flow,
    scenario,
    objective,
    target,
    met,
    ...(value === undefined ? {} : { value }),
    ...(unknown === undefined ? {} : { unknown }),
    breaks: breaks.map(breakOf),
    searched: { sets: searched.sets, upTo: searched.upTo, complete: searched.complete },
  }
}

function breakOf({ size, failures, value, target }: Break): Break {
  return {
    size,
    failures: failures.map(({ kind, of }) => ({ kind, of })),
    ...(value === undefined ? {} : { value }),
    target,
  }
}
