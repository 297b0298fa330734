import { type Condition, parseCondition, thresholdsReplaced } from '#conditions'
import { type Plan, type Timing, declaredFacts } from '#plan'
import type { Duration } from '#units'
import { type Course, actionStep, manualStep } from './draft.ts'
import type { Runbook, Step } from './model.ts'
import { regionLost } from './words.ts'

/**
 * A scenario's activation criteria as conditions, with a drill's shortened threshold.
 * @returns undefined where the plan gives none; a reason where a condition does not parse
 */
export function activationOf(
  plan: Plan,
  scenario: string,
  timing: Timing | undefined,
): NonNullable<Runbook['activation']> | { reason: string; fix: string } | undefined {
  const activation = plan.activation?.[scenario]
  if (!activation) return undefined
  const when = condition(plan, activation.when, timing?.activateAfter)
  if ('reason' in when) return when
  const blip = activation.blip === undefined ? {} : { blip: activation.blip }
  if (activation.unless === undefined) return { when: when.condition, text: activation.when, ...blip }
  const unless = condition(plan, activation.unless, undefined)
  if ('reason' in unless) return unless
  return {
    when: when.condition,
    unless: unless.condition,
    text: `${activation.when}, unless ${activation.unless}`,
    ...blip,
  }
}

/**
 * The criteria of the scenario that a blip is treated as once it lasts.
 * @returns undefined where the plan names none, or gives it no criteria; a reason where they do not parse
 */
export function becoming(
  plan: Plan,
  scenario: string | undefined,
  timing: Timing | undefined,
): NonNullable<NonNullable<Runbook['activation']>['becomes']> | { reason: string; fix: string } | undefined {
  if (scenario === undefined) return undefined
  const found = activationOf(plan, scenario, timing)
  if (found === undefined || 'reason' in found) return found
  const { when, unless, text } = found
  return { scenario, when, ...(unless ? { unless } : {}), text }
}

/** The step that notices: by the criteria where the plan has them, by a person where it has none. */
export function detectStep(plan: Plan, scenario: string, course: Course): Step {
  const { title, objective, instruction } = (course.words ?? regionLost(scenario, course.from, course.to)).noticed
  const shared = {
    id: `detect.${scenario}`,
    title,
    objective,
    phase: 'detect' as const,
    owner: course.lead,
  }
  return plan.activation?.[scenario]
    ? actionStep({ ...shared, use: 'activation.watch', with: { scenario } })
    : manualStep({ ...shared, instruction })
}

function condition(
  plan: Plan,
  text: string,
  replaced: Duration | undefined,
): { condition: Condition } | { reason: string; fix: string } {
  const parsed = parseCondition(text, declaredFacts(plan))
  if (!parsed.condition)
    return {
      reason: `The activation condition \`${text}\` cannot be used. ${parsed.problem?.detail ?? ''}`.trim(),
      fix: parsed.problem?.fix ?? 'Run `muster check`.',
    }
  return { condition: replaced === undefined ? parsed.condition : thresholdsReplaced(parsed.condition, replaced) }
}
