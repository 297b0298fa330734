import type { Plan } from '#plan'
import type { Step } from '#runbook'

/** Something that must be alive for a step, and where. */
export interface Need {
  readonly capability: string
  /** Regions of the plan, of which one with the capability is enough; empty: it is tied to none, and gone only where it is gone everywhere. */
  readonly in: readonly string[]
  /** Another way, which makes it no need at all, in a few words. */
  readonly spared?: string
}

/** A capability that is gone. */
export interface Loss {
  readonly capability: string
  /** Regions of the plan; everywhere where left out. */
  readonly regions?: readonly string[]
  /** Until when, in seconds from the fault; Infinity: for ever. */
  readonly until: number
  /** Nobody knows how long it lasted; at least so long. */
  readonly atLeast?: true
}

/** Phases that come once the lost region has returned: that it is away now holds up none of them. */
export const later: ReadonlySet<Step['phase']> = new Set(['re-protect', 'reconcile', 'review'])

/**
 * What a step needs alive: what it requires, each capability where the step acts; of backups, where they lie; of
 * monitoring, where the plan keeps it; and sign-in, where nobody who may decide can do so without.
 */
export function needsOf(step: Step, plan: Plan): readonly Need[] {
  const needs = step.requires.map((capability): Need => {
    const phone = capability === 'chat' && hasPhone(step, plan)
    return {
      capability,
      in: whereOf(capability, step, plan),
      ...(phone ? { spared: 'those who decide have a phone' } : {}),
    }
  })
  const signIn = step.work.kind === 'decision' && !step.requires.includes('identity') && mustSignIn(step, plan)
  return signIn ? [...needs, { capability: 'identity', in: [] }] : needs
}

/** Whether a need is not met while something is gone. */
export function isTaken(need: Need, loss: Pick<Loss, 'capability' | 'regions'>): boolean {
  const { regions } = loss
  if (need.spared !== undefined || need.capability !== loss.capability) return false
  return regions === undefined || (need.in.length > 0 && need.in.every((region) => regions.includes(region)))
}

/** Whether a contact can approve in no other way than by signing in; one of whom the plan does not say is not taken to. */
export function onlySignsIn(role: string, plan: Plan): boolean {
  const { approvesBy = [], key } = plan.contacts?.[role] ?? {}
  return key === undefined && approvesBy.length > 0 && approvesBy.every((way) => way === 'sign-in')
}

/** Whoever may decide on a step in the end: those who are asked, their deputies, and those to whom it escalates. */
export function mayDecide({ work }: Step, plan: Plan): readonly string[] {
  if (work.kind !== 'decision') return []
  const asked = [...work.deciders, ...(work.escalation ?? []).map(({ to }) => to)]
  return [...new Set(asked.flatMap((role) => [role, plan.contacts?.[role]?.deputy ?? role]))]
}

function mustSignIn(step: Step, plan: Plan): boolean {
  if (plan.breakGlass) return false
  const atLeast = step.work.kind === 'decision' ? (step.work.atLeast ?? 1) : 1
  const all = mayDecide(step, plan)
  return (
    all.length > 0 &&
    all.filter((role) => !onlySignsIn(role, plan)).length < atLeast &&
    all.some((role) => onlySignsIn(role, plan))
  )
}

function hasPhone({ work }: Step, plan: Plan): boolean {
  return work.kind === 'decision' && work.deciders.some((role) => plan.contacts?.[role]?.phone !== undefined)
}

/** What is in no region of a plan, even where the step that needs it acts in one. */
const unbound: ReadonlySet<string> = new Set([
  'edge-management',
  'edge-data-plane',
  'public-dns',
  'console',
  'chat',
  'remote-access',
  'support',
  'status-page',
])

function whereOf(capability: string, step: Step, plan: Plan): readonly string[] {
  if (capability === 'backup-vault') {
    const { active = [], data } = plan.components[step.component ?? ''] ?? {}
    if (data?.backup?.vault !== undefined) return [data.backup.vault]
    if (data?.backup?.redundancy === 'local' || data?.backup?.redundancy === 'zone') return active
  }
  // Runners are where the plan says that its pipelines run, which may be outside all regions.
  if (capability === 'ci-runners' && plan.deployment?.runsIn)
    return plan.deployment.runsIn.filter((region) => Object.hasOwn(plan.regions, region))
  if (unbound.has(capability)) return []
  if (capability === 'monitoring' && step.region === undefined)
    return plan.monitoring?.fromOutside === true ? [] : (plan.monitoring?.regions ?? [])
  return step.region === undefined ? [] : [step.region]
}
