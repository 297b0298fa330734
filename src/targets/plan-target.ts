import type { Refuses } from '#actions'
import { Failure, TerminalFailure } from '#diagnostics'
import type { Clock, Endpoint, World } from '#execution'
import type { Plan } from '#plan'
import type { Runbook } from '#runbook'
import { ruleFor } from './addresses.ts'
import { addressOf, controlOf, type Had, wantsOf } from './had.ts'
import { type Measuring, measuringOf } from './own/measuring.ts'
import { watching } from './probes.ts'
import { reachedBy, usesTraffic } from './reach.ts'
import type { SecretSources } from './secrets.ts'

/** What a target stands in: where secrets are read, and the time. */
export interface Surroundings extends SecretSources {
  readonly clock: Clock
}

/** A real system of a plan, as a world. It holds secrets: never write it out. */
export interface PlanTarget extends World {
  readonly name: string
  /** What the plan calls it; its name where the plan says nothing. */
  readonly environment: string
  /** Whose recovery is run there. @throws Failure `refused` where the plan does not say: nothing real is run then */
  subject(): 'nonprod' | 'prod'
  /** What a runbook reaches and the target does not have, in sentences. */
  lacks(runbook: Runbook): readonly string[]
  /** @throws Failure `usage` where an address that the runbook reaches cannot be had, naming every secret that is missing */
  ready(runbook: Runbook): void
  refuses(address: string): string | undefined
  /** How runs on it are measured, and whether it stands apart. */
  measuring(): Measuring
}

type Entry = NonNullable<Plan['targets']>[string]

/**
 * A target of the plan. Secrets are read now, once; one that is missing counts when something reaches for it.
 * @param name a key of the plan's `targets`
 * @throws Failure `usage` where the plan has no such target
 */
export function planTarget(plan: Plan, name: string, surroundings: Surroundings): PlanTarget {
  const targets = plan.targets ?? {}
  const entry = Object.hasOwn(targets, name) ? targets[name] : undefined
  if (!entry) {
    const known = Object.keys(targets)
    const has = known.length > 0 ? `it has ${known.join(', ')}` : 'it has none'
    throw new Failure('usage', `The plan has no target "${name}"; ${has}. Describe it under targets.`)
  }
  const refuses = ruleFor(entry.subject ?? 'unknown', entry.mayReach ?? [])
  const endpoints = endpointsOf(entry, surroundings, refuses)
  const traffic = entry.traffic && controlOf(entry.traffic, surroundings, refuses)
  const measuring = measuringOf(entry, surroundings, refuses)
  const facts = watching(plan.probes ?? {}, surroundings.clock, refuses)
  const at = (component: string, region: string) => endpoints.get(component)?.get(region)
  const none = (what: string) => `The target ${name} has no address of ${what}.`

  return {
    name,
    environment: entry.environment ?? name,
    subject() {
      if (entry.subject !== undefined) return entry.subject
      throw new Failure(
        'refused',
        `The plan does not say whether the target ${name} is production. Write subject: prod or subject: nonprod under it.`,
      )
    },
    lacks: (runbook) => [
      ...reachedBy(runbook).flatMap(({ component, region }) =>
        at(component, region) ? [] : [none(`${component} in ${region}`)],
      ),
      ...(usesTraffic(runbook) && !traffic ? [none('what directs traffic')] : []),
    ],
    ready(runbook) {
      const wants = [
        ...reachedBy(runbook).flatMap(({ component, region }) =>
          wantsOf(at(component, region)).map((want) => `${component} in ${region}: ${want}`),
        ),
        ...(usesTraffic(runbook) ? wantsOf(traffic).map((want) => `traffic: ${want}`) : []),
      ]
      if (wants.length > 0)
        throw new Failure('usage', `The target ${name} cannot be reached as it is set up.\n${lines(wants)}`)
    },
    endpoint: (component, region) => had(at(component, region), `${component} in ${region}`, name),
    traffic: () => had(traffic, 'what directs traffic', name),
    facts,
    refuses,
    measuring: () => measuring,
  }
}

function endpointsOf(
  { components }: Entry,
  sources: SecretSources,
  refuses: Refuses,
): ReadonlyMap<string, ReadonlyMap<string, Had<Endpoint>>> {
  const endpointOf = ({ url, manage, identity }: Entry['components'][string][string]): Had<Endpoint> => {
    const address = addressOf(url, ['http', 'https', 'postgres', 'postgresql'], sources, refuses)
    const control = manage && controlOf(manage, sources, refuses)
    const wants = [...wantsOf(address), ...wantsOf(control)]
    if (!('has' in address) || wants.length > 0) return { wants }
    return {
      has: {
        url: address.has,
        ...(control && 'has' in control ? { manage: control.has } : {}),
        ...(identity ? { identity: withoutGaps(identity) } : {}),
      },
    }
  }
  return new Map(
    Object.entries(components).map(([component, regions]) => [
      component,
      new Map(Object.entries(regions).map(([region, one]) => [region, endpointOf(one)])),
    ]),
  )
}

function had<T>(one: Had<T> | undefined, what: string, target: string): T {
  if (one && 'has' in one) return one.has
  const message = one
    ? `The target ${target} cannot give the address of ${what}: ${one.wants.join('; ')}.`
    : `The target ${target} has no address of ${what}.`
  throw new TerminalFailure(message, { harmless: true })
}

function lines(wants: readonly string[]): string {
  return wants.map((want) => `  ${want}`).join('\n')
}

function withoutGaps(
  identity: NonNullable<Entry['components'][string][string]['identity']>,
): NonNullable<Endpoint['identity']> {
  const { system, database, environment } = identity
  return {
    ...(system === undefined ? {} : { system }),
    ...(database === undefined ? {} : { database }),
    ...(environment === undefined ? {} : { environment }),
  }
}
