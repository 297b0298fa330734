import type { Target } from '#drill'
import { Failure } from '#diagnostics'
import type { Subject } from '#journal'
import type { Plan } from '#plan'
import type { Project } from './project.ts'

/** What is rehearsed besides the plain loss of what the scenario says; the keys of `drills[].kind`. */
export type DrillKind = NonNullable<NonNullable<Plan['drills']>[number]['kind']>

/** Where a drill is held, and how; kept with its run, so that a later process takes it up in the same place. */
export interface Holding {
  /** `lab`, `tabletop`, or a target of the plan. */
  readonly target: string
  readonly kind?: DrillKind
}

/** Where a drill takes place. */
export interface Place {
  readonly target: Target
  readonly subject: Subject
}

/** The place of a drill. @throws Failure `usage` where there is none of that name */
export function placeOf(project: Project, plan: Plan, { target }: Holding): Place {
  if (target === project.lab.name) return { target: project.lab, subject: 'lab' }
  const known = [project.lab.name, ...Object.keys(plan.targets ?? {})]
  throw new Failure('usage', `There is no target "${target}" to rehearse on; there are ${known.join(', ')}.`)
}
