import { HttpFailure } from '../../http.ts'
import { isPrimary } from '../../postgres/access.ts'
import { caughtUp } from '../../postgres/replay.ts'
import type { Region } from '../../region.ts'
import type { Rebuilt } from '../../server.ts'
import type { Operation } from '../operation.ts'

/** The standbys that were built anew: one server holds all stores, so their steps share it. */
const anew = new WeakMap<Region, Rebuilt>()

/**
 * A second copy again, where the region that had it does not come back: a standby server of its own, with its own port
 * and data, made from the server that takes writes, and seen to follow it while it goes on. The lab has no third region,
 * so it lies in this one and shares its fate.
 * @throws HttpFailure 409 where no server of the region takes writes
 */
export const rebuild: Operation = async ({ site: { spec }, region }) => {
  const { name, server } = region
  const source = server.cluster.address
  if (!server.runs() || !(await isPrimary(source)))
    throw new HttpFailure(409, 'unreachable', `No server in ${name} takes writes, so no standby can be made from one.`)
  const known = server.second() && anew.get(region)
  const { bytes, seconds } = known ?? (await server.followedBeside())
  anew.set(region, { bytes, seconds })
  const standby = server.second()
  if (!standby) throw new HttpFailure(503, 'unreachable', `The standby that was built in ${name} does not run.`)
  const { lagSeconds, upTo } = await caughtUp(source, standby.address)
  return { region: name, port: standby.address.port, bytes, seconds, upTo, lagSeconds, waitedFor: spec.sync }
}
