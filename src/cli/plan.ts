import { type FoundPlan, type Muster, openMuster, type Plan, type Sound } from '#muster'
import { problemsText } from '#report'
import type { Context } from './context.ts'
import { exit } from './exit.ts'

/** Muster on the working directory. */
export function musterOf(context: Context): Muster {
  return openMuster({ cwd: context.cwd, environment: context.environment })
}

export type SoundPlan = Sound

/**
 * The plan for a command that goes on with it. Where its text is no sound plan, every problem is told and the command
 * ends with `usage`; findings of rules are counted and do not hold it up.
 */
export function soundPlan(
  muster: Muster,
  context: Context,
  argument: string | undefined,
  day: string,
): SoundPlan | undefined {
  const found = muster.find(argument, day)
  if (structural(found).length > 0 || !found.parsed.plan) {
    context.talk(problemsText({ problems: structural(found), suppressed: [] }, found.parsed.files, context.style.talk))
    context.end(exit.usage)
    return undefined
  }
  const count = found.problems.filter(({ severity }) => severity !== 'note').length
  if (count > 0)
    context.talk(`${found.file.shown}: ${count} ${count === 1 ? 'finding' : 'findings'}; \`muster check\` tells.\n`)
  return found as SoundPlan
}

/** A plan whose text is sound, as a command goes on with it that takes whole portfolios. */
export interface SoundRead {
  readonly workload?: string
  readonly paths: readonly string[]
  readonly shown: string
  readonly plan: Plan
}

/** The plan, or all plans of a portfolio; undefined, all told and the command ended, where one of the texts is not sound. */
export function soundPlans(
  muster: Muster,
  context: Context,
  argument: string | undefined,
): readonly SoundRead[] | undefined {
  const read = muster.readAll(argument)
  const sound = read.flatMap(({ parsed, ...at }): readonly SoundRead[] => {
    const problems = parsed.problems.filter(({ severity }) => severity === 'error')
    if (problems.length === 0 && parsed.plan) return [{ ...at, plan: parsed.plan }]
    context.talk(problemsText({ problems, suppressed: [] }, parsed.files, context.style.talk))
    return []
  })
  if (sound.length === read.length && sound.length > 0) return sound
  if (read.length === 0) context.talk('The portfolio has no plan that can be read: `muster check` tells.\n')
  context.end(exit.usage)
  return undefined
}

/** The errors that the text itself has, as opposed to what rules find in a sound plan. */
export function structural(found: FoundPlan): FoundPlan['problems'] {
  return found.parsed.problems.filter((problem) => problem.severity === 'error')
}
