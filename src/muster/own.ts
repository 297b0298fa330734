import type { Cause } from '#drill'
import { Failure } from '#diagnostics'
import type { Plan } from '#plan'
import { apart, type CompileOptions, compileRunbook, type Runbook } from '#runbook'
import { planDigest } from '#plan'
import { type Duration, formatDuration } from '#units'
import { compiledFor } from './compiled.ts'
import type { DrillKind, Holding, Place } from './places.ts'

/** What a drill on a system of one's own is, besides its runbooks; kept with its run. */
export interface OwnCourse {
  readonly kind: DrillKind
  readonly cause: Cause
  /** For how long the other side carries the load, in seconds. */
  readonly sustain?: Duration
}

/** A drill on a system of one's own, before anything is done. */
export interface OwnDrill extends OwnCourse {
  readonly failover: Runbook
  readonly failback?: Runbook
}

/** What is asked of such a drill; what is left out, the plan's entry under `drills` says. */
export interface OwnAsked {
  readonly scenario: string
  readonly kind?: DrillKind
  readonly decision?: 'automatic' | 'people'
  /** Whether nobody is there to be asked, and nobody needs to be. */
  readonly yes: boolean
  readonly for?: Duration
  readonly faultBy?: string
}

type Entry = NonNullable<Plan['drills']>[number]

/** What a drill on a target of the plan is where nobody says: it hurts nothing. */
const usualKind: DrillKind = 'planned-switchover'

/** The plan's own entry for such a drill; the first where several would do. */
export function entryOf(plan: Plan, target: string, scenario: string, kind?: DrillKind): Entry | undefined {
  return plan.drills?.find(
    (one) =>
      one.target === target && one.scenario === scenario && (kind === undefined || (one.kind ?? usualKind) === kind),
  )
}

/** Where and how a drill is held; of what stands in the plan, its kind is the one of the plan's entry, or a planned switchover. */
export function heldAs(plan: Plan, holding: Holding, scenario: string): Holding {
  if (holding.kind !== undefined || !Object.hasOwn(plan.targets ?? {}, holding.target)) return holding
  return { ...holding, kind: entryOf(plan, holding.target, scenario)?.kind ?? usualKind }
}

/**
 * What a drill on a target of the plan is.
 * @throws Failure `usage` where it has no runbook, or something is to be said that nobody said; `refused` where its kind
 * may not be held there. Both say what to do instead
 */
export function ownDrill(plan: Plan, { target, subject, own }: Place, asked: OwnAsked): OwnDrill {
  const entry = entryOf(plan, target.name, asked.scenario, asked.kind)
  const kind = asked.kind ?? entry?.kind ?? usualKind
  const isolated = own?.target.measuring().isolated !== undefined
  const isTried = kind === 'isolated-test'
  if (isolated !== isTried) throw misplaced(target.name, kind)
  const decision =
    asked.decision ?? entry?.decision ?? (asked.yes && subject !== 'prod' ? ('automatic' as const) : 'people')
  const mode = kind === 'planned-switchover' || kind === 'run-from-secondary' ? 'planned' : 'forced'
  const way: CompileOptions = {
    scenario: asked.scenario,
    direction: 'failover',
    decision,
    mode,
    ...(entry?.timing ? { timing: entry.timing } : {}),
  }
  // What a part of a runbook lacks is asked of that part.
  const failover = compiledFor(plan, isTried ? { lacks: () => [] } : target, way)
  const { mode: _, ...back } = { ...way, direction: 'failback' as const }
  const returns = !isTried && 'runbook' in compileRunbook(plan, planDigest(plan), back)
  const failback = returns ? { failback: compiledFor(plan, target, back) } : {}
  switch (kind) {
    case 'planned-switchover':
      return { kind, cause: { by: 'nobody' }, failover: noticed(failover), ...failback }
    case 'run-from-secondary': {
      const sustain = asked.for ?? entry?.for
      if (sustain === undefined)
        throw new Failure(
          'usage',
          'Say for how long the other side is to carry the load: --for 2d, or `for: 2d` in the entry of the plan under drills.',
        )
      if (!returns)
        throw new Failure('usage', `"${asked.scenario}" has no way back, so that nobody could end such a drill.`)
      return { kind, cause: { by: 'nobody' }, sustain, failover: sustaining(noticed(failover), sustain), ...failback }
    }
    case 'isolated-test': {
      const part = apart(failover)
      if ('reason' in part) throw new Failure('usage', `${part.reason} ${part.fix}`)
      return { kind, cause: { by: 'nobody' }, failover: { ...part, gaps: [...part.gaps, ...target.lacks(part)] } }
    }
    case 'component':
      return {
        kind,
        cause: componentCause(plan, failover, target.name, asked.faultBy ?? entry?.faultBy, own),
        failover,
        ...failback,
      }
    case 'forced':
      return {
        kind,
        cause: personCause(plan, failover, asked.faultBy ?? entry?.faultBy, `forced drill on ${target.name}`),
        failover,
        ...failback,
      }
    case 'restore':
      throw new Failure(
        'refused',
        `A restore is not rehearsed on ${target.name}, where it would overwrite what is there. Describe copies as a target of its own, ` +
          'with isolated: { takeDown: … }, and hold it there:\n  muster drill --kind isolated-test --target COPIES',
      )
    case 'tabletop':
      throw new Failure('usage', 'At a table nothing is reached: muster drill --target tabletop.')
  }
}

function misplaced(target: string, kind: DrillKind): Failure {
  return kind === 'isolated-test'
    ? new Failure(
        'refused',
        `The plan does not say that ${target} stands apart, so nothing is tried there beside what customers use. ` +
          'Describe the copies as a target of its own, with isolated: { takeDown: { url, token } }.',
      )
    : new Failure(
        'refused',
        `${target} stands apart, so that no customer is there to be switched over. Hold it as --kind isolated-test, or choose another target.`,
      )
}

/** Nothing fails in a planned switch: what the runbook would notice is not exercised. */
function noticed(runbook: Runbook): Runbook {
  return {
    ...runbook,
    gaps: [
      ...runbook.gaps,
      'Nothing failed: it was switched as planned, so that noticing a disaster was not exercised.',
    ],
  }
}

function sustaining(runbook: Runbook, sustain: Duration): Runbook {
  return {
    ...runbook,
    deviations: [
      ...runbook.deviations,
      `${runbook.to} carried the load for ${formatDuration(sustain)} before the way back.`,
    ],
  }
}

/** Of a single component: its management address causes the fault and mends it, where it can; else a person does. */
function componentCause(
  plan: Plan,
  runbook: Runbook,
  target: string,
  role: string | undefined,
  own: Place['own'],
): Cause {
  const { components = [], regions = [] } = runbook.fault ?? {}
  const [component, other] = components
  if (component === undefined || other !== undefined || runbook.scenario.class !== 'multi-tier')
    throw new Failure(
      'usage',
      `A drill of kind component fails one component, and "${runbook.scenario.id}" is of class ${runbook.scenario.class}` +
        `${components.length > 1 ? ` and names ${components.join(', ')}` : ''}. Write a scenario of its own: { class: multi-tier, of: [COMPONENT], in: REGION }.`,
    )
  const operations = plan.components[component]?.operations ?? []
  const managed = regions.every((region) => isManaged(own, component, region))
  if (role === undefined && operations.includes('fail') && operations.includes('mend') && managed)
    return { by: 'target' }
  return personCause(
    plan,
    runbook,
    role,
    `component drill on ${target}: ${component} has no management address with the operations fail and mend`,
  )
}

function isManaged(own: Place['own'], component: string, region: string): boolean {
  try {
    return own?.target.endpoint(component, region).manage !== undefined
  } catch {
    return false
  }
}

/** @param what of the message: why it takes a person */
function personCause(plan: Plan, runbook: Runbook, role: string | undefined, what: string): Cause {
  const { components = [], regions = [] } = runbook.fault ?? {}
  const hit =
    components.length > 0 ? `${components.join(', ')} in ${regions.join(', ')}` : `all of ${regions.join(', ')}`
  if (role === undefined)
    throw new Failure(
      'refused',
      `Muster destroys nothing on systems that are not its own (${what}). Let a person cause the fault and say so: --fault-by ROLE, ` +
        'or `faultBy: ROLE` in the entry of the plan under drills. Where nothing is to be hurt:\n  muster drill --kind planned-switchover',
    )
  if (!Object.hasOwn(plan.contacts ?? {}, role))
    throw new Failure(
      'usage',
      `"${role}" is no contact of this plan; it has: ${Object.keys(plan.contacts ?? {}).join(', ')}.`,
    )
  return {
    by: 'person',
    role,
    what: `Make ${hit} fail now, as "${runbook.scenario.id}" would, and mend it again once customers are served without it.`,
  }
}
