import { type Capability, type Incident, regionPairs } from '#catalog'
import type { Plan } from '#plan'
import type { Loss } from './needs.ts'

/** An incident as it hits a plan. */
export interface Outage {
  readonly id: string
  readonly losses: readonly Loss[]
  /** Regions of the plan that it hits, the one that serves first; all of them where it is everywhere. */
  readonly regions: readonly string[]
  /** What is supposed, in sentences. */
  readonly assumes: readonly string[]
}

/** What is lost with a region and comes back with it. */
const regional: readonly Capability[] = [
  'region-data-plane',
  'zone',
  'storage',
  'database',
  'messaging',
  'secrets',
  'load-balancer',
  'private-network',
  'inter-region-network',
  'create-or-scale-compute',
  'arm-control-plane',
]

/** What the two regions of a pair are supposed to be lost for where nobody says: the one pair loss of the list lasted at least so long. */
const pairHours = 24
const hour = 3600

/** The first region of the plan in which something serves; undefined where nothing does. */
export function firstActive(plan: Plan): string | undefined {
  const active = new Set(Object.values(plan.components).flatMap((component) => component.active ?? []))
  return Object.keys(plan.regions).find((region) => active.has(region))
}

/** An incident as it would hit the plan. Where the plan is not in the regions that it hit, it is played as if it were. */
export function outageOf(incident: Incident, plan: Plan): Outage {
  const hit = hitBy(incident, plan)
  const losses = new Map<string, Loss>()
  const add = (capability: string, hours: number | undefined, regions: readonly string[] | undefined): void => {
    const { until, atLeast } = lastsFor(incident, hours)
    // A global edge is in no region, wherever it was seen to fail.
    const places = capability.startsWith('edge-') ? undefined : regions
    // A thing that was lost for two spells of its own is lost for the longer one.
    const before = losses.get(capability)
    if (before !== undefined && before.until >= until) return
    losses.set(capability, {
      capability,
      until,
      ...(places === undefined ? {} : { regions: places }),
      ...(atLeast ? { atLeast: true } : {}),
    })
  }
  const own = new Set((incident.windows ?? []).flatMap(({ lost }) => lost))
  for (const capability of incident.lost) if (!own.has(capability)) add(capability, undefined, hit.regions)
  for (const { lost, hours, regions } of incident.windows ?? [])
    for (const capability of lost) add(capability, hours, regions?.includes('*') === true ? undefined : hit.regions)
  return {
    id: incident.id,
    losses: [...losses.values()],
    regions: hit.regions ?? Object.keys(plan.regions),
    assumes: [
      ...hit.assumes,
      ...(incident.durationHours === undefined
        ? ['How long it lasted is not known, so that times are the least they can be.']
        : []),
      ...(incident.lost.includes('zone')
        ? [
            'The plan does not say what is spread over zones, so all of a region is taken to lie in the zone that was lost.',
          ]
        : []),
      ...(incident.lost.includes('monitoring') && hit.regions !== undefined && plan.monitoring === undefined
        ? ['The plan does not say where monitoring runs, so it is taken to run elsewhere.']
        : []),
      ...(incident.verified ? [] : ['Its times are not from the own account of the provider, or parts are recalled.']),
    ],
  }
}

/** The region that takes over is lost as well, for as long as the rest, and all that is lost with a region. */
export function withPairLost(outage: Outage, plan: Plan, from: string, to: string): Outage {
  const longest = outage.losses.reduce((last, { until }) => Math.max(last, until), 0)
  const atLeast = outage.losses.some((loss) => loss.atLeast)
  const both = [...new Set([...outage.regions, from, to])]
  const more = regional.map(
    (capability): Loss => ({ capability, regions: both, until: longest, ...(atLeast ? { atLeast: true } : {}) }),
  )
  return {
    ...outage,
    losses: [...outage.losses, ...more],
    regions: both,
    assumes: [...outage.assumes, pairSays(plan, from, to)],
  }
}

/** The loss of both regions of a plan by itself. */
export function pairLost(plan: Plan, from: string, to: string): Outage {
  const losses = regional.map(
    (capability): Loss => ({ capability, regions: [from, to], until: pairHours * hour, atLeast: true }),
  )
  return {
    id: 'what-if-pair-lost',
    losses,
    regions: [from, to],
    assumes: [
      pairSays(plan, from, to),
      `Both are supposed to be gone for ${pairHours} hours at least, as in 2026-03-01-aws-uae-bahrain, the one pair loss of the list.`,
    ],
  }
}

function pairSays(plan: Plan, from: string, to: string): string {
  const [here, there] = [from, to].map((region) => plan.regions[region]?.location ?? region) as [string, string]
  const isPair = Object.hasOwn(regionPairs, here) && regionPairs[here] === there
  return isPair
    ? `${to} is lost too; it is the provider's pair of ${from}.`
    : `${to} is lost too; it takes over from ${from}, although the provider does not pair the two.`
}

function lastsFor(incident: Incident, hours: number | undefined): { until: number; atLeast: boolean } {
  const known = hours ?? incident.durationHours
  if (known !== undefined) return { until: known * hour, atLeast: false }
  return { until: (incident.durationAtLeastHours ?? 0) * hour, atLeast: true }
}

interface Hit {
  /** Undefined: everywhere. */
  readonly regions: readonly string[] | undefined
  readonly assumes: readonly string[]
}

function hitBy({ regions, provider }: Incident, plan: Plan): Hit {
  if (regions.includes('*'))
    return {
      regions: undefined,
      assumes: [
        `It was everywhere at ${provider}, and is played as if everything of this plan rested on that provider.`,
      ],
    }
  const all = Object.keys(plan.regions)
  const first = firstActive(plan) ?? all[0]
  const order = [...new Set([...(first === undefined ? [] : [first]), ...all])]
  if (regions.length === 0)
    return {
      regions: order.slice(0, 1),
      assumes: [
        `It hit several regions that nobody has recorded; ${order[0] ?? 'none'} alone is taken to be among them.`,
      ],
    }
  const really = order.filter((region) => regions.includes(plan.regions[region]?.location ?? region))
  if (really.length > 0)
    return { regions: really, assumes: [`The plan is there: ${really.join(', ')} is in ${regions.join(', ')}.`] }
  const instead = order.slice(0, regions.length)
  return {
    regions: instead,
    assumes: [
      `It hit ${regions.join(' and ')} of ${provider}, and is played as if that were ${instead.join(' and ')}.`,
    ],
  }
}
