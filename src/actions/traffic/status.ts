import { TerminalFailure } from '#diagnostics'
import type { Json } from '#digest'
import type { World } from '#execution'
import { ruleOf } from '../guard.ts'
import { member, requested } from '../request.ts'

/** What a traffic manager says of itself. */
export interface TrafficSeen {
  /** Where traffic goes; absent while it is held. */
  readonly routed?: string
  /** By region. `answers`: its last probe was answered, if only to say that it is not ready; absent before the first. */
  readonly regions: Readonly<Record<string, { readonly fenced: boolean; readonly answers?: boolean }>>
}

/**
 * Asks the traffic manager how things stand; nothing is changed.
 * @throws RetryableFailure where it does not answer; TerminalFailure where it refuses, or says something else
 */
export async function trafficSeen(world: World, signal: AbortSignal): Promise<TrafficSeen> {
  const { url, token } = world.traffic()
  const status = await requested({ method: 'GET', url: `${url}/status`, token, signal, refuses: ruleOf(world) })
  const [routed, fenced, endpoints] = [member(status, 'routed'), member(status, 'fenced'), member(status, 'endpoints')]
  if (!Array.isArray(fenced) || !Array.isArray(endpoints))
    throw new TerminalFailure('The traffic manager does not say which regions it has and which of them are fenced.', {
      harmless: true,
    })
  const entries = endpoints.flatMap((endpoint: Json) => {
    const region = member(endpoint, 'region')
    if (typeof region !== 'string') return []
    const answers = member(endpoint, 'answers')
    return [
      [region, { fenced: fenced.includes(region), ...(typeof answers === 'boolean' ? { answers } : {}) }] as const,
    ]
  })
  return { ...(typeof routed === 'string' ? { routed } : {}), regions: Object.fromEntries(entries) }
}
