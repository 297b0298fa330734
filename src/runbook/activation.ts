import { type Condition, parseCondition, thresholdsReplaced } from '#conditions'
import { type Plan, type Timing, declaredFacts } from '#plan'
import { type Duration, seconds } from '#units'
import { type Course, actionStep, manualStep } from './draft.ts'
import type { Runbook, Step } from './model.ts'

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
  if (activation.unless === undefined) return { when: when.condition, text: activation.when }
  const unless = condition(plan, activation.unless, undefined)
  if ('reason' in unless) return unless
  return { when: when.condition, unless: unless.condition, text: `${activation.when}, unless ${activation.unless}` }
}

/** The step that notices: by the criteria where the plan has them, by a person where it has none. */
export function detectStep(plan: Plan, scenario: string, course: Course): Step {
  const shared = {
    id: `detect.${scenario}`,
    title: `Notice that ${course.from} is lost`,
    objective: 'The activation criteria hold, seen from outside the lost region',
    phase: 'detect' as const,
    owner: course.lead,
  }
  return plan.activation?.[scenario]
    ? actionStep({ ...shared, use: 'activation.watch', with: { scenario } })
    : manualStep({
        ...shared,
        instruction: 'The plan has no activation criteria. Say what you have seen that calls for a failover.',
      })
}

/** The decision to go: who may take it, and how soon. */
export function decisionStep(plan: Plan, scenario: string, course: Course, decision: Runbook['decision']): Step {
  const activation = plan.activation?.[scenario]
  const back = course.direction === 'failback'
  const deciders = activation?.declaredBy ?? [course.lead]
  const within: Duration | undefined = activation?.decideWithin
  return {
    id: `decide.${back ? 'failback' : scenario}`,
    title: back ? `Decide to go back to ${course.to}` : `Declare ${scenario} and go to ${course.to}`,
    objective: 'A person with authority takes the decision, and it is recorded',
    phase: 'decide',
    needs: [],
    owner: deciders[0] ?? course.lead,
    work: {
      kind: 'decision',
      question: back
        ? `Move all traffic from ${course.from} back to ${course.to} now?`
        : `Give up ${course.from} and serve from ${course.to}? What was not replicated is lost.`,
      deciders,
      ...(within === undefined ? {} : { within }),
    },
    requires: decision === 'automatic' ? [] : ['chat'],
    effect: 'none',
    timeout: seconds(86_400),
    attempts: 1,
    backoff: seconds(0),
    irreversible: false,
    essential: true,
  }
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
