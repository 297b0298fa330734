import { otherOf } from '../../data/vaults.ts'
import { HttpFailure, messageOf } from '../../http.ts'
import { monotonic } from '../../monotonic.ts'
import { onServer, type ServerAddress } from '../../postgres/sql.ts'
import type { Region } from '../../region.ts'
import type { Site } from '../../site.ts'
import type { Operation } from '../operation.ts'
import { type Written, differences } from './differences.ts'
import { restoredTo } from './restoring.ts'

/** How many keys a step tells; all of them are kept with the run. */
const told = 20

/**
 * What one side has and the other lacks, by key; after a restore, how much came after its point. Where that side's server
 * does not run, what it left is read apart from everything. Where it cannot be seen, that is said.
 * @throws HttpFailure 503 where the region was lost meanwhile
 */
export const reconcile: Operation = async ({ site, region, component, from, to }) => {
  const point = restoredTo(region)
  if (from === to && point)
    return point.later === undefined
      ? { known: false, why: 'the log of the server before is gone' }
      : { known: true, lost: point.later[component] ?? 0, after: new Date(point.at).toISOString() }
  const other = otherOf(site, region)
  if (!other.server.runs()) return { known: false, why: `PostgreSQL in ${other.name} does not run` }
  const apart = !region.server.runs()
  const here = await rowsOf(site, region, component)
  if ('why' in here) return { known: false, why: here.why }
  // Read last: what has reached it meanwhile is not lacking.
  const { only, differing } = differences(here.rows, await rowsAt(other.server.cluster.address, component))
  site.listed.set(`${component}@${region.name}`, { component, region: region.name, at: monotonic(), only, differing })
  return {
    known: true,
    rows: here.rows.length,
    onlyThere: only.length,
    first: only.slice(0, told).join(', '),
    otherThere: differing.length,
    ...(differing.length === 0 ? {} : { firstOther: differing.slice(0, told).join(', ') }),
    apart,
  }
}

/** The rows of a region's store, be it that its server runs or that it left them; or why they cannot be read. */
async function rowsOf(
  { lost, roster }: Site,
  { name, server }: Region,
  component: string,
): Promise<{ readonly rows: readonly Written[] } | { readonly why: string }> {
  if (server.runs()) return { rows: await rowsAt(server.cluster.address, component) }
  try {
    return { rows: await server.leftBehind((address) => rowsAt(address, component)) }
  } catch (error) {
    // That is no word on what was left: it may be read once the region is back.
    if (lost.has(name) || roster.isOver() || error instanceof HttpFailure)
      throw error instanceof HttpFailure
        ? error
        : new HttpFailure(503, 'unreachable', `Region ${name} was lost while what it had left was read.`)
    return { why: `what PostgreSQL in ${name} left cannot be read: ${messageOf(error)}` }
  }
}

async function rowsAt(address: ServerAddress, store: string): Promise<readonly Written[]> {
  const rows = await onServer(address, store, (query) => query('select key, amount, sum from orders order by at'))
  return rows.map(({ key, amount, sum }) => ({ key: String(key), content: `${amount} ${sum}` }))
}
