import { rolesAsSql } from '../../credentials.ts'
import { suspend as suspendCopying } from '../../data/everywhere.ts'
import { HttpFailure } from '../../http.ts'
import {
  admitTo,
  closeToWriters,
  endSessions,
  isLetIn,
  isPrimary,
  openToWriters,
  refuseWrites,
} from '../../postgres/access.ts'
import { waitFor } from '../../postgres/backup.ts'
import { onServer } from '../../postgres/sql.ts'
import type { Region } from '../../region.ts'
import type { Site } from '../../site.ts'
import type { Operation } from '../operation.ts'
import { leveledTo } from './copies.ts'
import { stopped } from './restoring.ts'

/** Regions that can be reached and whose server takes writes. */
async function primaries({ regions, lost }: Site): Promise<readonly Region[]> {
  const running = regions.filter(({ name, server }) => !lost.has(name) && server.runs())
  const primary = await Promise.all(running.map(({ server }) => isPrimary(server.cluster.address)))
  return running.filter((_, index) => primary[index])
}

const named = (regions: readonly Region[]) => regions.map(({ name }) => name).join(', ')

/** Nobody but the superuser changes anything, in any region; one server holds all stores, so all of them are closed. */
export const stopWriters: Operation = async ({ site, region }) => {
  const closed = await primaries(site)
  for (const one of closed) await closeToWriters(one.server.cluster.address, site.spec.stores)
  for (const one of [region, ...closed]) stopped.add(one)
  return { closedIn: named(closed), stores: site.spec.stores.join(', ') }
}

/** Everybody is let in and may write again, wherever a server takes writes. */
export const release: Operation = async ({ site, region }) => {
  stopped.delete(region)
  const open = (await primaries(site)).filter((one) => one === region || stopped.has(one))
  for (const one of open) {
    stopped.delete(one)
    await admitTo(one.server.cluster, true)
    await openToWriters(one.server.cluster.address, site.spec.stores)
  }
  return { openIn: named(open) }
}

/** Nobody but the superuser gets in. */
export const isolate: Operation = async ({ region }) => {
  if (!region.server.runs()) return { runs: false, isolated: true }
  await admitTo(region.server.cluster, false)
  return { runs: true, isolated: true }
}

/** Writes stop, and what was written is seen in the other region. */
export const drain: Operation = async ({ site, region }) => {
  await refuseWrites(region.server.cluster.address)
  return { drained: true, ...(await leveledTo(site, region)) }
}

/** Commits wait for nobody in the other region any more. */
export const suspend: Operation = async ({ site, region }) => {
  await waitFor(region.server.cluster.address, undefined)
  return { waitsFor: 'nobody', synchronous: site.spec.sync }
}

/** What copies by itself stops, so that a copy that is still sound stays so. */
export const stopReplication: Operation = async ({ site, region }) => {
  const { stores, data } = site.spec
  const others = site.regions.filter((one) => one !== region && one.server.runs() && !site.lost.has(one.name))
  for (const other of others) {
    const { address } = other.server.cluster
    if (data === 'everywhere')
      for (const [from, into] of [
        [region, other],
        [other, region],
      ] as const)
        await suspendCopying({ from, into, stores })
    else if (!(await isPrimary(address)))
      await onServer(address, 'postgres', (query) => query('select pg_wal_replay_pause()'))
  }
  return { stoppedIn: named(others), copies: data }
}

/**
 * New passwords for the services and for the owner of the tables; the services get theirs, and the old ones are refused.
 * @throws HttpFailure 409 where nobody could be told, or an old one is still accepted
 */
export const rotate: Operation = async ({ site, component }) => {
  const { credentials } = site
  const old = [credentials.app(), credentials.owner()]
  const told = await primaries(site)
  if (told.length === 0)
    throw new HttpFailure(409, 'unreachable', 'No server takes writes, so none can be told of new passwords.')
  await credentials.renew()
  for (const { server } of told) {
    await onServer(server.cluster.address, 'postgres', (query) => query(rolesAsSql(credentials)))
    await endSessions(
      server.cluster.address,
      old.map(({ user }) => user),
    )
    for (const credential of old)
      if (await isLetIn({ ...server.cluster.address, ...credential }, component))
        throw new HttpFailure(409, 'refused', `The old password of ${credential.user} is still accepted.`)
  }
  return { toldIn: named(told), roles: old.map(({ user }) => user).join(', '), oldRefused: true }
}
