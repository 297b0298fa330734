import { type Credential, rolesAsSql } from '../../credentials.ts'
import { suspend as suspendCopying } from '../../data/everywhere.ts'
import { openedFrom } from '../../data/vaults.ts'
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

/** Milliseconds that a copy may take to replay what its primary was told. */
const longestReplay = 5000
/** Milliseconds that a server may take to read anew whom it lets in. */
const longestReload = 2000

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
 * New passwords for the services and for the owner of the tables, and a new token of the owner's for the vaults; the
 * services get theirs, and the old ones are refused by every server and vault that can be reached. A copy that cannot hear
 * of it, because it replays nothing, lets nobody in until it is made anew.
 * @throws HttpFailure 409 where nobody could be told, or an old one is still accepted
 */
export const rotate: Operation = async ({ site, component }) => {
  const { credentials, regions, lost, spec } = site
  const old = [credentials.app(), credentials.owner()]
  const users = old.map(({ user }) => user)
  const told = await primaries(site)
  if (told.length === 0)
    throw new HttpFailure(409, 'unreachable', 'No server takes writes, so none can be told of new passwords.')
  await credentials.renew()
  for (const { server } of told)
    await onServer(server.cluster.address, 'postgres', (query) => query(rolesAsSql(credentials)))
  const closed: Region[] = []
  for (const one of regions.filter(({ name, server }) => !lost.has(name) && server.runs())) {
    await endSessions(one.server.cluster.address, users)
    if ((await accepted(one, old, component)).length === 0) continue
    if (!told.includes(one) && !(await hears(one, old, component))) {
      await admitTo(one.server.cluster, false)
      closed.push(one)
    }
    const [still] = await accepted(one, old, component, longestReload)
    if (still !== undefined)
      throw new HttpFailure(409, 'refused', `The old password of ${still} is still accepted in ${one.name}.`)
  }
  if (spec.archived) for (const one of regions.filter(({ name }) => !lost.has(name))) await renewOwner(site, one)
  // Nobody can say what is accepted there.
  const unseen = regions.filter(
    ({ name, server, archive }) => lost.has(name) && (server.runs() || archive.processes().length > 0),
  )
  return {
    toldIn: named(told),
    roles: users.join(', '),
    oldRefused: unseen.length === 0,
    ...(closed.length > 0 ? { closedIn: named(closed) } : {}),
    ...(unseen.length > 0 ? { notAskedIn: named(unseen) } : {}),
  }
}

/** Whom of them a region's server lets in. @param patience milliseconds that it may take to let in nobody */
async function accepted(
  { server }: Region,
  credentials: readonly Credential[],
  database: string,
  patience = 0,
): Promise<readonly string[]> {
  for (const until = performance.now() + patience; ; await new Promise((resolve) => setTimeout(resolve, 50))) {
    const found: string[] = []
    for (const credential of credentials)
      if (await isLetIn({ ...server.cluster.address, ...credential }, database)) found.push(credential.user)
    if (found.length === 0 || performance.now() >= until) return found
  }
}

/** Waits until a copy has replayed that the credentials are old. @returns false where its replay is paused, or lags too far */
async function hears(region: Region, old: readonly Credential[], database: string): Promise<boolean> {
  for (const until = performance.now() + longestReplay; performance.now() < until; ) {
    const [row] = await onServer(region.server.cluster.address, 'postgres', (query) =>
      query('select pg_is_wal_replay_paused() as paused'),
    )
    if (row?.paused === true) return false
    if ((await accepted(region, old, database)).length === 0) return true
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return false
}

/** Whoever has the owner's token of before finds the vault of that region closed. @throws HttpFailure 409 where not */
async function renewOwner(site: Site, place: Region): Promise<void> {
  const before = openedFrom(site, place, place, 'owner')
  await place.archive.renewOwner()
  const opened = await before.list('kept/').then(
    () => true,
    (error) => {
      // One that does not run was told nothing, and begins with the new token.
      if (!(error instanceof HttpFailure) || error.status === 401) return false
      throw error
    },
  )
  if (opened) throw new HttpFailure(409, 'refused', `The owner's old token still opens the vault in ${place.name}.`)
}
