import type { Plan, Scenario } from '#plan'
import { added } from './added.ts'
import { unfitting } from './announce.ts'
import type { Made, Reason } from './classes/class.ts'
import { classes } from './classes/index.ts'
import { fitting } from './fitting.ts'
import type { Direction, Mode, Runbook, Step } from './model.ts'
import { carried } from './modes.ts'
import { type Embedded, embedded } from './nested.ts'
import { inOrder } from './order.ts'
import { takenGaps } from './taken.ts'
import { waveTrouble } from './waves.ts'

export type { Reason } from './classes/class.ts'

/** The steps of one recovery, with what they were made from. What is embedded in it is counted with it. */
export interface Stepwise extends Made {
  readonly scenario: Scenario
  /** In order, each with what it waits for in every mode. */
  readonly steps: readonly Step[]
}

/** Whose steps are made. */
interface Wanted {
  readonly scenario: string
  readonly direction: Direction
  readonly decision: Runbook['decision']
  readonly mode: Mode
}

type Inner = ReadonlyMap<string, { readonly made: Stepwise; readonly shown: Embedded }>

/**
 * Makes the steps of one scenario in one direction, those of embedded runbooks among them.
 * @param around the scenarios of the runbooks that this one is embedded in, the outermost first
 */
export function stepsOf(plan: Plan, wanted: Wanted, around: readonly string[]): Stepwise | Reason {
  const { scenario: id, direction } = wanted
  const scenario = Object.hasOwn(plan.scenarios, id) ? plan.scenarios[id] : undefined
  if (!scenario)
    return {
      reason: `The plan has no scenario "${id}".`,
      fix: `It has: ${Object.keys(plan.scenarios).join(', ') || 'none'}.`,
    }
  const lead = plan.activation?.[id]?.declaredBy[0] ?? Object.keys(plan.contacts ?? {})[0] ?? plan.metadata.owner
  const made = classes[scenario.class]({ plan, ...wanted, id, scenario, lead })
  if ('reason' in made) return made
  const trouble = waveTrouble(plan)
  if (trouble) return trouble
  const inner: Inner | Reason = made.embeds ? embeddedIn(plan, wanted, [...around, id]) : new Map()
  if ('reason' in inner) return inner
  const nested = new Map([...inner].map(([key, { shown }]) => [key, shown]))
  const fit = fitting(made, plan, direction, scenario)
  const completed = added(made.steps, fit.plan, direction, nested)
  const steps = inOrder(completed.steps)
  if (!steps)
    return { reason: 'Steps that the plan adds need one another in a circle.', fix: 'Remove one of the needs.' }
  const all = [made, ...[...inner.values()].map((one) => one.made)]
  const anyOf = (which: 'moved' | 'restored' | 'touched'): readonly string[] =>
    Object.keys(plan.components).filter((one) => all.some((part) => part[which].includes(one)))
  const whole = carried(steps)
  return {
    ...made,
    scenario,
    moved: anyOf('moved'),
    restored: anyOf('restored'),
    touched: anyOf('touched'),
    parts: new Map(all.flatMap((one) => [...one.parts])),
    leftOut: all.flatMap((one) => one.leftOut),
    steps: whole,
    gaps: [
      ...fit.gaps,
      ...completed.gaps,
      ...all.flatMap((one) => one.gaps),
      ...(whole.some(({ phase }) => phase === 'communicate') ? unfitting(plan, made.course) : []),
      ...takenGaps(plan, scenario, whole),
    ],
  }
}

/** The runbooks that the plan embeds, by the key of the step that does; a scenario's own runbook does not embed itself. */
function embeddedIn(plan: Plan, wanted: Wanted, around: readonly string[]): Inner | Reason {
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
    const kind = Object.hasOwn(plan.scenarios, scenario) ? plan.scenarios[scenario]?.class : 'region'
    if (kind !== 'region')
      return {
        reason: `The step "${key}" embeds "${scenario}": it is of class ${kind}, and only the loss of a region can be embedded.`,
        fix: 'Name a scenario of class region.',
      }
    const made = stepsOf(plan, { ...wanted, scenario }, around)
    if ('reason' in made) return { ...made, reason: `The step "${key}" embeds "${scenario}": ${made.reason}` }
    found.set(key, { made, shown: embedded(key, made.steps, `detect.${scenario}`) })
  }
  return found
}
