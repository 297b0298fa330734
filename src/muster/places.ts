import { tabletop, type Target } from '#drill'
import { Failure } from '#diagnostics'
import type { Subject } from '#journal'
import type { Plan } from '#plan'
import { ownTarget, type PlanTarget, planTarget } from '#targets'
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
  /** Of a target of the plan: its systems. */
  readonly own?: { readonly target: PlanTarget }
}

/** Where a run keeps what was measured on systems of one's own. */
const diary = 'diary.jsonl'

/**
 * The place of a drill.
 * @param run the drill that is held there
 * @throws Failure `usage` where there is none of that name, `refused` where the plan does not say whose recovery it is
 */
export function placeOf(project: Project, plan: Plan, { target, kind }: Holding, run: string): Place {
  if (target === 'tabletop' || kind === 'tabletop') return { target: tabletop(run, project.clock), subject: 'tabletop' }
  if (target === project.lab.name) return { target: project.lab, subject: 'lab' }
  if (Object.hasOwn(plan.targets ?? {}, target)) {
    const own = planTarget(plan, target, project.surroundings)
    const subject = own.subject()
    return { target: measuredOn(project, plan, own, run, kind === 'isolated-test'), subject, own: { target: own } }
  }
  const known = [project.lab.name, 'tabletop', ...Object.keys(plan.targets ?? {})]
  throw new Failure('usage', `There is no target "${target}" to rehearse on; there are ${known.join(', ')}.`)
}

/** Whether a run was measured here, so that something of it may still be to be evaluated and removed. */
export function wasMeasured({ workspace }: Pick<Project, 'workspace'>, run: string): boolean {
  return workspace.kept(run).get(diary) !== undefined
}

/** A target of the plan as a place of a run that is measured; what is measured is kept in the run's folder. */
export function measuredOn(project: Project, plan: Plan, target: PlanTarget, run: string, apart: boolean): Target {
  const kept = project.workspace.kept(run)
  const { components } = plan.targets?.[target.name] ?? {}
  return ownTarget({
    run,
    target,
    paper: { read: () => kept.get(diary) ?? '', add: (text, lasting) => kept.add(diary, text, lasting) },
    surroundings: project.surroundings,
    regions: Object.fromEntries(
      Object.entries(components ?? {}).map(([component, regions]) => [component, Object.keys(regions)]),
    ),
    apart,
  })
}
