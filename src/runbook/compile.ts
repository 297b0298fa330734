import { digest } from '#digest'
import type { Plan, Timing } from '#plan'
import { activationOf, becoming } from './activation.ts'
import { criteriaOf } from './blinking.ts'
import { unfencedBy } from './entry.ts'
import { faultOf } from './fault.ts'
import { flowsOf, probesOf, storesOf } from './flows.ts'
import { gaps } from './gaps.ts'
import { breakGlassOf, limitsOf } from './guards.ts'
import type { Direction, Mode, Person, Runbook } from './model.ts'
import { type Reason, stepsOf } from './stepwise.ts'
import { systemOf } from './system.ts'

/** What to compile. `timing` are the clocks that a drill shortens; each becomes a deviation. */
export interface CompileOptions {
  readonly scenario: string
  readonly direction: Direction
  /** How the old side is treated. Default: forced for a failover; a failback is always planned. */
  readonly mode?: Mode
  readonly timing?: Timing
  /** Default: people decide. */
  readonly decision?: 'automatic' | 'people'
}

/** A runbook, or why there is none and what to do about it, in sentences. */
export type Compiled = { readonly runbook: Runbook } | Reason

/**
 * Compiles the runbook of one scenario in one direction.
 * @param planDigest the digest of the plan, which the runbook carries
 * @returns never an empty runbook: a scenario that touches nothing is a reason. Never throws.
 */
export function compileRunbook(plan: Plan, planDigest: string, options: CompileOptions): Compiled {
  const { scenario: id, direction, timing, decision = 'people' } = options
  const back = direction === 'failback'
  const mode = options.mode ?? (back ? 'planned' : 'forced')
  if (back && mode !== 'planned')
    return { reason: 'A way back is always planned.', fix: 'Leave the mode out, or choose planned.' }
  const made = stepsOf(plan, { scenario: id, direction, decision, mode }, [])
  if ('reason' in made) return made
  const written = activationOf(plan, id, timing)
  if (written && 'reason' in written) return written
  const { scenario, course, moved, restored } = made
  const blinks = decision === 'automatic' && scenario.class === 'blip'
  const later = scenario.class === 'blip' ? becoming(plan, scenario.becomes, timing) : undefined
  if (later && 'reason' in later) return later
  const noticed = written ?? (blinks ? criteriaOf(plan, scenario) : undefined)
  const activation = noticed && later ? { ...noticed, becomes: later } : noticed
  const [limits, breakGlass, ttl] = [limitsOf(plan), breakGlassOf(plan), ttlOf(plan)]
  const [flows, system] = [flowsOf(plan, scenario.class, made, timing), systemOf(plan)]
  return {
    runbook: {
      schemaVersion: 1,
      plan: { name: plan.metadata.name, owner: plan.metadata.owner, digest: planDigest },
      scenario: { id, class: scenario.class, loses: scenario.loses ?? [] },
      direction,
      mode,
      from: course.from,
      to: course.to,
      regions: plan.regions,
      flows,
      stores: storesOf(plan, moved, restored),
      probes: back ? [] : probesOf(plan, timing),
      ...(activation && !back ? { activation } : {}),
      decision,
      people: people(plan),
      ...(limits ? { limits } : {}),
      ...(breakGlass ? { breakGlass } : {}),
      ...(ttl === undefined ? {} : { ttl }),
      system,
      ...(back ? {} : { fault: faultOf(plan, scenario) }),
      steps: made.steps,
      deviations: deviations(timing),
      gaps: [
        ...gaps(plan, made, { id, decision, mode, direction }),
        ...unfencedBy({ flows, system, steps: made.steps, from: course.from }),
        ...made.gaps,
      ],
    },
  }
}

/**
 * The runbook's digest: over all that is said and done, without estimates, and without the plan's own digest, so that
 * what does not change the procedure does not void what was proven of it.
 */
export function runbookDigest(runbook: Runbook): string {
  const { name, owner } = runbook.plan
  const { ttl: _, system: ______, fault: _______, ...said } = runbook
  return digest({
    ...said,
    plan: { name, owner },
    people: runbook.people.map(({ hours: __, zone: ___, answersWithin: ____, count: _____, ...person }) => person),
    flows: runbook.flows.map(({ cutOffs: __, minimum: ___, ...flow }) => flow),
    stores: runbook.stores.map(
      ({ backupEvery: __, logEvery: ___, shipped: ____, othersLag: _____, ...store }) => store,
    ),
    probes: runbook.probes.map(({ watches: __, ...probe }) => probe),
    steps: runbook.steps.map(({ expected: __, expectedP95: ___, ...step }) => step),
  })
}

/** The longest of what directs customers; undefined where the plan names none. */
function ttlOf(plan: Plan): Runbook['ttl'] {
  const all = Object.values(plan.components).flatMap(({ routing }) => routing?.ttl ?? [])
  return all.length === 0 ? undefined : all.reduce((longest, one) => (one > longest ? one : longest))
}

function people(plan: Plan): readonly Person[] {
  return Object.entries(plan.contacts ?? {}).map(([role, contact]) => ({
    role,
    name: contact.name,
    ...(contact.phone === undefined ? {} : { phone: contact.phone }),
    ...(contact.email === undefined ? {} : { email: contact.email }),
    ...(contact.deputy === undefined ? {} : { deputy: contact.deputy }),
    ...(contact.key === undefined ? {} : { key: contact.key }),
    ...(contact.hours === undefined ? {} : { hours: contact.hours }),
    ...(contact.zone === undefined ? {} : { zone: contact.zone }),
    ...(contact.answersWithin === undefined ? {} : { answersWithin: contact.answersWithin }),
    ...(contact.people === undefined ? {} : { count: contact.people }),
  }))
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
