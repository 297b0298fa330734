import type { EntrySeen } from '#evidence'
import { call } from '../http.ts'
import type { Happening } from '../happenings.ts'
import type { Site } from '../site.ts'
import type { TrafficStatus } from '../router.ts'

/** Milliseconds. */
const patience = 5000
/** What somebody did there, and not what came about by itself. */
const acts: readonly string[] = ['route', 'share', 'fence', 'unfence', 'hold', 'release', 'direct']

/** Reads back where customers are sent. */
export async function entrySeen({
  layout,
}: Site): Promise<{ readonly entry: EntrySeen; readonly status: TrafficStatus }> {
  const status = await call<TrafficStatus>(layout.traffic, 'GET', '/status', { timeout: patience })
  const { events } = await call<{ events: readonly Happening[] }>(layout.traffic, 'GET', '/events', {
    timeout: patience,
  })
  const serving = status.held ? [] : Object.keys(status.shares)
  return { entry: { serving, fenced: status.fenced, acts: events.filter(({ what }) => acts.includes(what)) }, status }
}
