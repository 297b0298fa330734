import { digest } from '#digest'
import type { Plan, Timing } from '#plan'
import { activationOf } from './activation.ts'
import { added } from './added.ts'
import { assemble } from './assemble.ts'
import { contributions } from './contribution.ts'
import type { Course } from './draft.ts'
import { flowsOf, probesOf, storesOf } from './flows.ts'
import { gaps } from './gaps.ts'
import type { Direction, Person, Runbook } from './model.ts'
import { inOrder } from './order.ts'

/** What to compile. `timing` are the clocks that a drill shortens; each becomes a deviation. */
export interface CompileOptions {
  readonly scenario: string
  readonly direction: Direction
  readonly timing?: Timing
  /** Default: people decide. */
  readonly decision?: 'automatic' | 'people'
}

/** A runbook, or why there is none and what to do about it, in sentences. */
export type Compiled = { readonly runbook: Runbook } | { readonly reason: string; readonly fix: string }

/**
 * Compiles the runbook of one scenario in one direction.
 * @param planDigest the digest of the plan, which the runbook carries
 * @returns never an empty runbook: a scenario that touches nothing is a reason. Never throws.
 */
export function compileRunbook(plan: Plan, planDigest: string, options: CompileOptions): Compiled {
  const scenario = Object.hasOwn(plan.scenarios, options.scenario) ? plan.scenarios[options.scenario] : undefined
  if (!scenario)
    return {
      reason: `The plan has no scenario "${options.scenario}".`,
      fix: `It has: ${Object.keys(plan.scenarios).join(', ') || 'none'}.`,
    }
  if (scenario.class !== 'region')
    return {
      reason: `The scenario "${options.scenario}" is of class ${scenario.class}, and this version of Muster compiles the loss of a region only.`,
      fix: 'Choose a scenario of class region.',
    }
  const regions = sides(plan, scenario.loses ?? [])
  if ('reason' in regions) return regions
  const back = options.direction === 'failback'
  const activation = activationOf(plan, options.scenario, options.timing)
  if (activation && 'reason' in activation) return activation
  const course: Course = {
    plan,
    direction: options.direction,
    from: back ? regions.survivor : regions.lost,
    to: back ? regions.lost : regions.survivor,
    lead:
      plan.activation?.[options.scenario]?.declaredBy[0] ?? Object.keys(plan.contacts ?? {})[0] ?? plan.metadata.owner,
  }
  const moved = Object.keys(plan.components).filter((id) => plan.components[id]?.active?.includes(regions.lost))
  const decision = options.decision ?? 'people'
  const parts = contributions(plan, moved, course, decision)
  const assembled = assemble(plan, options.scenario, parts.parts, course, decision)
  const steps = inOrder(added(assembled, plan, options.direction))
  if (!steps)
    return { reason: 'Steps that the plan adds need one another in a circle.', fix: 'Remove one of the needs.' }
  const touched = new Set(moved)
  return {
    runbook: {
      schemaVersion: 1,
      plan: { name: plan.metadata.name, owner: plan.metadata.owner, digest: planDigest },
      scenario: { id: options.scenario, class: scenario.class, loses: scenario.loses ?? [] },
      direction: options.direction,
      mode: back ? 'planned' : 'forced',
      from: course.from,
      to: course.to,
      regions: plan.regions,
      flows: flowsOf(plan, scenario.class, touched, steps, options.timing),
      stores: storesOf(plan, moved),
      probes: back ? [] : probesOf(plan, options.timing),
      ...(activation && !back ? { activation } : {}),
      decision,
      people: people(plan),
      steps,
      deviations: deviations(options.timing),
      gaps: gaps(plan, parts, decision),
    },
  }
}

/**
 * The runbook's digest: over all that is said and done, without estimates, and without the plan's own digest, so that
 * what does not change the procedure does not void what was proven of it.
 */
export function runbookDigest(runbook: Runbook): string {
  const { name, owner } = runbook.plan
  return digest({ ...runbook, plan: { name, owner }, steps: runbook.steps.map(({ expected: _, ...step }) => step) })
}

function people(plan: Plan): readonly Person[] {
  return Object.entries(plan.contacts ?? {}).map(([role, { name, phone, email, deputy }]) => ({
    role,
    name,
    ...(phone === undefined ? {} : { phone }),
    ...(email === undefined ? {} : { email }),
    ...(deputy === undefined ? {} : { deputy }),
  }))
}

function sides(
  plan: Plan,
  loses: readonly string[],
): { lost: string; survivor: string } | { reason: string; fix: string } {
  const [lost, ...others] = loses
  if (lost === undefined || others.length > 0)
    return { reason: 'A scenario of class region loses exactly one region.', fix: 'Write `loses: [REGION]`.' }
  const moved = Object.values(plan.components).filter((component) => component.active?.includes(lost))
  if (moved.length === 0)
    return {
      reason: `Nothing in the plan is active in ${lost}.`,
      fix: 'Say where components are active, with `active: [REGION]`.',
    }
  const homes = moved.flatMap((component) => [...(component.standby ?? []), ...(component.active ?? [])])
  const survivors = [...new Set(homes)].filter((region) => region !== lost)
  const [survivor, ...more] = survivors
  if (survivor === undefined)
    return {
      reason: `Nothing that is active in ${lost} has a standby elsewhere.`,
      fix: 'Give the components a `standby: [REGION]`.',
    }
  if (more.length > 0)
    return {
      reason: `What is active in ${lost} has standbys in several regions (${survivors.join(', ')}), and this version recovers into one.`,
      fix: 'Name the same standby region for all of them.',
    }
  return { lost, survivor }
}

function deviations(timing: Timing | undefined): readonly string[] {
  const words: Record<keyof Timing, string> = {
    probeEvery: 'probes run every',
    probeTimeout: 'probes give up after',
    activateAfter: 'activation criteria compare durations with',
    hold: 'a flow counts as restored after holding for',
  }
  return Object.entries(timing ?? {}).map(
    ([key, value]) => `Shortened for the drill: ${words[key as keyof Timing]} ${value} s.`,
  )
}
