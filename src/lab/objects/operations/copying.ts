import { HttpFailure } from '../../http.ts'
import { otherOf } from '../../data/vaults.ts'
import { monotonic } from '../../monotonic.ts'
import type { Operation } from '../../operations/operation.ts'
import type { Region } from '../../region.ts'
import type { Site } from '../../site.ts'
import { accountsOf, objectsOf } from '../around.ts'
import { answersIn } from './moving.ts'
import { restorationOf } from './restoring.ts'

/** What one side has and the other lacks; after a restore, what came after its point. Where it cannot be seen, that is said. */
export const reconcile: Operation = async ({ site, region, component, from, to }) => {
  const restoration = restorationOf(site, component)
  if (from === to && restoration)
    return { known: true, lost: restoration.later, after: restoration.time ?? 'nothing was wrong' }
  const accounts = accountsOf(site)
  const other = otherOf(site, region)
  if (site.lost.has(region.name) || !answersIn(site, other))
    return {
      known: false,
      why: `the account in ${site.lost.has(region.name) ? region.name : other.name} does not answer`,
    }
  const mine = objectsOf(region)
  // It is only looked at, and takes no writes; what it becomes is said by the step that copies to it again.
  await mine.start('closed', accounts.containers())
  const container = accounts.containerOf(component)
  const [acknowledged, here, there] = await Promise.all([
    mine.acknowledged(container),
    mine.objects(container),
    objectsOf(other).objects(container),
  ])
  const elsewhere = new Set(there.map(({ name }) => name))
  const held = new Set(here.map(({ name }) => name))
  const only = acknowledged.filter((name) => !elsewhere.has(name))
  // Objects are only ever added, so that one of a name is the same on both sides.
  const list = { component, region: region.name, at: monotonic(), only, differing: [] }
  site.listed.set(`${component}@${region.name}`, list)
  return {
    known: true,
    onlyThere: only.length,
    // Azurite writes its index every five seconds, so that what came last before it was killed may be named and not there.
    withoutContent: only.filter((name) => !held.has(name)).length,
    first: only.slice(0, 20).join(', '),
  }
}

/** That side becomes the copy that it is on an ordinary day, and has everything. */
export const reProtect: Operation = async ({ site, region }) => {
  const accounts = accountsOf(site)
  const [source, copy] = await sidesOf(site, region)
  const target = objectsOf(copy)
  if (target.runs()) await target.become('secondary')
  else await target.start('secondary', accounts.containers())
  await objectsOf(source).replicate(site.link.towards(copy.name, 'objects'), accounts.lag)
  const { changes } = await objectsOf(source).level()
  const { lastSync } = await target.status()
  return {
    source: source.name,
    copy: copy.name,
    changes,
    ...(lastSync ? { lastSyncTime: lastSync.time } : {}),
  }
}

/** Nothing is copied any more, so that a copy that is still sound stays so. */
export const stopReplication: Operation = async ({ site }) => {
  const running = site.regions.filter((one) => answersIn(site, one))
  for (const one of running) await objectsOf(one).replicate()
  const statuses = await Promise.all(running.map((one) => objectsOf(one).status()))
  const followed = statuses.find(({ lastSync }) => lastSync)?.lastSync
  return { stoppedIn: running.map(({ name }) => name).join(', '), ...(followed ? { lastSyncTime: followed.time } : {}) }
}

/** Which side is copied to which: the asked one is the copy, unless it is the one that takes writes. */
async function sidesOf(site: Site, region: Region): Promise<readonly [source: Region, copy: Region]> {
  const other = otherOf(site, region)
  const writes = async (one: Region) => answersIn(site, one) && (await objectsOf(one).status()).role === 'primary'
  if (await writes(other)) return [other, region]
  if (await writes(region)) return [region, other]
  throw new HttpFailure(409, 'unreachable', 'No account takes writes, so there is nothing to copy from.')
}
