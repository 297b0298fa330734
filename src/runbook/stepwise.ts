import type { Plan, Scenario } from '#plan'
import { added } from './added.ts'
import { assemble } from './assemble.ts'
import { type Contributed, contributions } from './contribution.ts'
import type { Course } from './draft.ts'
import { storesOf } from './flows.ts'
import { enoughLeft } from './guards.ts'
import type { Direction, Mode, Runbook, Step } from './model.ts'
import { carried } from './modes.ts'
import { type Embedded, embedded } from './nested.ts'
import { inOrder } from './order.ts'
import { waveTrouble } from './waves.ts'

/** Why there is no runbook, and what to do about it, in sentences. */
export interface Reason {
  readonly reason: string
  readonly fix: string
}

/** The steps of one recovery, with what they were made from. */
export interface Stepwise extends Contributed {
  readonly scenario: Scenario
  readonly course: Course
  /** The components that leave the region, in order of the plan; of embedded runbooks too. */
  readonly moved: readonly string[]
  /** In order, each with what it waits for in every mode. */
  readonly steps: readonly Step[]
  /** What of the plan's own steps has no place here, in sentences. */
  readonly gaps: readonly string[]
}

/** Whose steps are made. */
interface Wanted {
  readonly scenario: string
  readonly direction: Direction
  readonly decision: Runbook['decision']
  readonly mode: Mode
}

/**
 * Makes the steps of one scenario in one direction, those of embedded runbooks among them.
 * @param around the scenarios of the runbooks that this one is embedded in, the outermost first
 */
export function stepsOf(plan: Plan, wanted: Wanted, around: readonly string[]): Stepwise | Reason {
  const { scenario: id, direction, decision, mode } = wanted
  const scenario = Object.hasOwn(plan.scenarios, id) ? plan.scenarios[id] : undefined
  if (!scenario)
    return {
      reason: `The plan has no scenario "${id}".`,
      fix: `It has: ${Object.keys(plan.scenarios).join(', ') || 'none'}.`,
    }
  if (scenario.class !== 'region')
    return {
      reason: `The scenario "${id}" is of class ${scenario.class}, and this version of Muster compiles the loss of a region only.`,
      fix: 'Choose a scenario of class region.',
    }
  const regions = sides(plan, scenario.loses ?? [])
  if ('reason' in regions) return regions
  const trouble = waveTrouble(plan)
  if (trouble) return trouble
  const inner = embeddedIn(plan, wanted, [...around, id])
  if ('reason' in inner) return inner
  const back = direction === 'failback'
  const course: Course = {
    plan,
    direction,
    from: back ? regions.survivor : regions.lost,
    to: back ? regions.lost : regions.survivor,
    lead: plan.activation?.[id]?.declaredBy[0] ?? Object.keys(plan.contacts ?? {})[0] ?? plan.metadata.owner,
  }
  const moved = Object.keys(plan.components).filter((one) => plan.components[one]?.active?.includes(regions.lost))
  const contributed = contributions(plan, moved, course, { decision, mode })
  const assembled = assemble({
    plan,
    scenario: id,
    parts: contributed.parts,
    course,
    decision,
    losing: storesOf(plan, moved).some(({ replication }) => replication !== 'sync'),
    beforeFence: enoughLeft(plan, moved, course),
  })
  const nested = new Map([...inner].map(([key, { shown }]) => [key, shown]))
  const completed = added(assembled, plan, direction, nested)
  const steps = inOrder(completed.steps)
  if (!steps)
    return { reason: 'Steps that the plan adds need one another in a circle.', fix: 'Remove one of the needs.' }
  const parts = [contributed, ...[...inner.values()].map(({ made }) => made)]
  return {
    scenario,
    course,
    moved: Object.keys(plan.components).filter(
      (one) => moved.includes(one) || [...inner.values()].some(({ made }) => made.moved.includes(one)),
    ),
    parts: new Map(parts.flatMap((one) => [...one.parts])),
    leftOut: parts.flatMap((one) => one.leftOut),
    steps: carried(steps),
    gaps: [...completed.gaps, ...[...inner.values()].flatMap(({ made }) => made.gaps)],
  }
}

/** The runbooks that the plan embeds, by the key of the step that does; a scenario's own runbook does not embed itself. */
function embeddedIn(
  plan: Plan,
  wanted: Wanted,
  around: readonly string[],
): ReadonlyMap<string, { readonly made: Stepwise; readonly shown: Embedded }> | Reason {
  const found = new Map<string, { made: Stepwise; shown: Embedded }>()
  for (const [key, step] of Object.entries(plan.recovery?.[wanted.direction] ?? {})) {
    const { runbook: scenario } = step
    if (scenario === undefined || scenario === wanted.scenario) continue
    if (step.insteadOf !== undefined)
      return {
        reason: `The step "${key}" embeds a runbook and stands in for ${step.insteadOf}, and only a single step can do that.`,
        fix: 'Remove insteadOf, or let a step of a person or an action stand in.',
      }
    if (around.includes(scenario))
      return {
        reason: `Runbooks embed one another in a circle: ${[...around, scenario].join(', ')}.`,
        fix: `Remove the step "${key}", or let it embed another scenario.`,
      }
    const made = stepsOf(plan, { ...wanted, scenario }, around)
    if ('reason' in made) return { ...made, reason: `The step "${key}" embeds "${scenario}": ${made.reason}` }
    found.set(key, { made, shown: embedded(key, made.steps, `detect.${scenario}`) })
  }
  return found
}

function sides(plan: Plan, loses: readonly string[]): { lost: string; survivor: string } | Reason {
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
