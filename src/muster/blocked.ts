import { trafficSeen } from '#actions'
import type { World } from '#execution'
import { type Runbook, type Step, stepsIn } from '#runbook'
import type { Seen } from '#targets'

/** A step that cannot be done now, and what is down that it needs. */
export interface Blocked {
  readonly step: string
  readonly capability: string
  /** What was seen, in a clause. */
  readonly detail: string
}

/** Phases that come once the lost region has returned: that it is away now blocks none of them. */
const later: readonly Step['phase'][] = ['re-protect', 'reconcile', 'review']

/** Milliseconds after which a look is given up. */
const patience = 5000

/**
 * Steps that are blocked by what is down now, as far as looks tell; a capability that nobody has looked at is not said
 * to be down.
 */
export async function blockedIn(runbook: Runbook, seen: readonly Seen[], world: World): Promise<readonly Blocked[]> {
  const down = new Map<string, string>()
  for (const { component, region, state, role, detail } of seen)
    if (state === 'failing' && component !== 'traffic') {
      down.set(`region-data-plane ${component} ${region}`, detail)
      if (role === undefined) down.set(`database ${component} ${region}`, detail)
    }
  const steps = stepsIn(runbook).filter(({ phase }) => !later.includes(phase))
  if (steps.some(usesTraffic)) {
    const reason = await trafficDown(world)
    if (reason !== undefined) down.set('edge-management', reason)
  }
  return steps.flatMap((step) =>
    step.requires.flatMap((capability): readonly Blocked[] => {
      const detail = down.get(capability) ?? down.get(`${capability} ${step.component} ${step.region}`)
      return detail === undefined ? [] : [{ step: step.id, capability, detail }]
    }),
  )
}

function usesTraffic({ work }: Step): boolean {
  return work.kind === 'action' && work.use.startsWith('traffic.')
}

async function trafficDown(world: World): Promise<string | undefined> {
  try {
    await trafficSeen(world, AbortSignal.timeout(patience))
    return undefined
  } catch (error) {
    return (error as Error).message
  }
}
