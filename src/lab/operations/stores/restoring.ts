import { logFor, unpacked } from '../../data/backups.ts'
import { forget } from '../../data/everywhere.ts'
import { openedFrom, openVaults, otherOf, shipFrom } from '../../data/vaults.ts'
import { rolesAsSql } from '../../credentials.ts'
import { HttpFailure } from '../../http.ts'
import { monotonic } from '../../monotonic.ts'
import { closeToWriters, isPrimary, openToWriters, promote } from '../../postgres/access.ts'
import { replayedAll } from '../../postgres/replay.ts'
import { onServer, type ServerAddress } from '../../postgres/sql.ts'
import type { Region } from '../../region.ts'
import type { Site } from '../../site.ts'
import type { Asked, Operation } from '../operation.ts'
import { choose, type Point, proved, refusal, shippedUpToNow } from './point.ts'

/** How far a region's server is on its way back. All stores are on it, so their steps share one restoration. */
interface Restoration {
  readonly point: Point
  readonly chosenFor: Set<string>
  restored?: Readonly<Record<string, string | number | boolean>>
  refuted: boolean
  switched: boolean
}

const restorations = new WeakMap<Region, Restoration>()
/** Regions whose writers were stopped because data was wrong: what is restored there stays closed until it is released. */
export const stopped = new WeakSet<Region>()

/** The point that a region goes back, or went back, to; undefined where it was never restored. */
export function restoredTo(region: Region): Point | undefined {
  return restorations.get(region)?.point
}

const chosen = (region: Region): Restoration => {
  const known = restorations.get(region)
  if (known) return known
  throw new HttpFailure(409, 'refused', `No point was chosen to which ${region.name} is restored.`)
}

/** The newest backup that is whole, and the newest point from it on at which nothing is wrong. */
export const choosePoint: Operation = async ({ site, region, component }) => {
  const known = restorations.get(region)
  const joins = known && !known.refuted && !known.chosenFor.has(component)
  const point = joins ? known.point : await choose(site, region)
  if (joins) known.chosenFor.add(component)
  else restorations.set(region, { point, chosenFor: new Set([component]), refuted: false, switched: false })
  const { backup, place, objects, before, at } = point
  return {
    backup: backup.name,
    vault: place.name,
    objects,
    point: before === undefined ? 'the end of the log' : `before transaction ${before}`,
    at: new Date(at).toISOString(),
    ageSeconds: Math.max(0, (Date.now() - at) / 1000),
  }
}

/** Beside what is there, closed to everybody but the superuser, and as it was at the chosen point. */
export const restore: Operation = async ({ site, region }) => {
  const restoration = chosen(region)
  const { point } = restoration
  if (restoration.restored && (restoration.switched || region.server.apart())) return restoration.restored
  const began = monotonic()
  const fill = unpacked(site, region, point)
  const { log, fetched } = logFor(site, region, point)
  const recovery = { log, ...(point.before === undefined ? {} : { before: point.before }) }
  await region.server.restoreApart((cluster) => Promise.all([fill(cluster), fetched]), { recovery })
  const apart = region.server.apart()
  if (!apart) throw new HttpFailure(503, 'unreachable', `What is restored in ${region.name} does not run.`)
  const { lsn, at } = await replayedAll(apart.address)
  // Where replay stopped inside of a transaction, its locks are held until recovery is over.
  await promote(apart.address)
  restoration.restored = {
    backup: point.backup.name,
    replayedTo: lsn,
    ...(at === undefined ? {} : { lastCommit: at }),
    bytes: point.backup.bytes,
    seconds: monotonic() - began,
  }
  return restoration.restored
}

/**
 * Every row's checksum holds, and there are as many rows as there have to be, none from after the point.
 * @throws HttpFailure 409 where that is not so, or the table is gone
 */
export const prove: Operation = async ({ site, region, component }) => {
  const restoration = restorations.get(region)
  const { address } = region.server.apart() ?? region.server.cluster
  try {
    const proof = await proved(address, component)
    const isWritten = site.spec.flows.some(({ data, store }) => data === 'writes' && store === component)
    // Once it serves, there are rows that are newer than the point.
    const point = restoration && !restoration.switched ? restoration.point : undefined
    const against = refusal(proof, component, isWritten, point)
    if (against !== undefined) throw new HttpFailure(409, 'refused', against)
    const { rows, unsound, newest } = proof
    return { rows, unsound, ...(newest === undefined ? {} : { newest }) }
  } catch (error) {
    if (restoration && !restoration.switched) restoration.refuted = true
    throw error
  }
}

/** What was restored takes the region's address. Where writers were stopped, they stay so until they are released. */
export const switchOver: Operation = async ({ site, region, component }) => {
  const { spec, credentials } = site
  const restoration = chosen(region)
  const { address } = region.server.cluster
  if (restoration.switched) return { alreadyDone: true, primary: await isPrimary(address) }
  const apart = region.server.apart()
  if (!apart)
    throw new HttpFailure(409, 'refused', `Nothing was restored in ${region.name}: restore ${component} first.`)
  // Whoever still used the old server finds nothing from here on, so that there are never two that take writes.
  await region.server.stop()
  // Passwords as they are today, not as they were when the backup was made.
  await onServer(apart.address, 'postgres', (query) => query(rolesAsSql(credentials)))
  if (stopped.has(region)) await closeToWriters(apart.address, spec.stores)
  else await openToWriters(apart.address, spec.stores)
  if (spec.data === 'everywhere') await parted(site, region, apart.address)
  await region.server.takeOver()
  restoration.switched = true
  await shipFrom(site, region, site.lost.size > 0)
  return { primary: await isPrimary(address), closed: stopped.has(region) }
}

/** What was restored has gone back, so it takes up nothing where it was left; both sides are made level anew. */
async function parted(site: Site, region: Region, address: ServerAddress): Promise<void> {
  const other = otherOf(site, region)
  const { stores } = site.spec
  await forget({ from: other, into: region, stores }, address)
  if (!site.lost.has(other.name)) await forget({ from: region, into: other, stores })
}

/** A base backup into the place that does not share the region's fate. */
export const backUp: Operation = async ({ site, region }) => {
  const other = site.regions.find(({ name }) => name !== region.name)
  await openVaults(site)
  const place = await shipFrom(site, region, other !== undefined && site.lost.has(other.name))
  const began = monotonic()
  const { name, bytes } = await region.archive.backUp()
  await shippedUpToNow(region)
  const cleared = await clearedAfter({ site, region }, other)
  return {
    backup: name,
    vault: place.name,
    bytes,
    seconds: monotonic() - began,
    sharesFate: place === region,
    ...(cleared === undefined ? {} : { stopped: cleared }),
  }
}

/** Where the other side keeps backups alone, what was drained there is not needed any more. */
async function clearedAfter(
  { site, region }: Pick<Asked, 'site' | 'region'>,
  other: Region | undefined,
): Promise<string | undefined> {
  if (site.spec.data !== 'restored' || !other?.server.runs() || !region.server.runs()) return undefined
  const [row] = await onServer(other.server.cluster.address, 'postgres', (query) =>
    query('show default_transaction_read_only'),
  )
  if (row?.default_transaction_read_only !== 'on') return undefined
  await other.server.stop()
  return other.name
}

/** Nothing is deleted any more, by age or by anybody. */
export const keepBackups: Operation = async ({ site, region }) => {
  const reached = site.regions.filter(({ name }) => !site.lost.has(name))
  for (const place of reached) await openedFrom(site, region, place, 'keep').hold()
  return { held: reached.map(({ name }) => name).join(', ') }
}
