import { HttpFailure } from '../../http.ts'
import { otherOf } from '../../data/vaults.ts'
import type { Operation } from '../../operations/operation.ts'
import type { Region } from '../../region.ts'
import type { Site } from '../../site.ts'
import { trials } from '../accounts.ts'
import { accountsOf, objectsOf } from '../around.ts'
import { blobsAt } from '../blobs.ts'

/** Whether a region's account can be asked at all. */
export function answersIn({ lost }: Site, region: Region): boolean {
  return !lost.has(region.name) && region.objects?.runs() === true
}

/**
 * Up to when the copy has followed, read before anybody accepts the loss.
 * @throws HttpFailure 409 where it does not know
 */
export const countLoss: Operation = async ({ region }) => {
  const { role, lastSync } = await objectsOf(region).status()
  if (role === 'primary') return { role, lost: 'nothing: this side takes writes already' }
  if (!lastSync)
    throw new HttpFailure(
      409,
      'refused',
      `The copy in ${region.name} was never complete, so nobody knows what it lacks.`,
    )
  return { role, lastSyncTime: lastSync.time, ageSeconds: Math.max(0, (Date.now() - Date.parse(lastSync.time)) / 1000) }
}

/**
 * The copy takes writes from now on, and nobody copies it any more.
 * @throws HttpFailure 409 where the other side takes writes too
 */
export const failOver: Operation = async ({ site, region }) => {
  const mine = objectsOf(region)
  const { role, lastSync } = await mine.status()
  if (role === 'primary') return { role, alreadyDone: true }
  const other = otherOf(site, region)
  if (answersIn(site, other) && (await objectsOf(other).status()).role === 'primary')
    throw new HttpFailure(
      409,
      'refused',
      `The account in ${other.name} takes writes; with this one there would be two. Close it first.`,
    )
  mine.noteTakeOver(lastSync)
  await mine.become('primary')
  return { role: 'primary', geoRedundant: false, ...(lastSync ? { lastSyncTime: lastSync.time } : {}) }
}

/** Nothing is written to that side any more, and the other one has everything that was. */
export const drain: Operation = async ({ site, region }) => {
  const mine = objectsOf(region)
  await mine.become('closed')
  await mine.level()
  const { lastSync } = await objectsOf(otherOf(site, region)).status()
  return { drained: true, ...(lastSync ? { lastSyncTime: lastSync.time } : {}) }
}

/** Nothing would be lost by a switch to that side. */
export const ready: Operation = async ({ site, region }) => {
  await objectsOf(otherOf(site, region)).level()
  const { lastSync } = await objectsOf(region).status()
  return { level: true, ...(lastSync ? { lastSyncTime: lastSync.time } : {}) }
}

/** With the key of the services, an object is written, read and removed, and an older one is asked for. */
export const verify: Operation = async ({ site, region, component }) => {
  const accounts = accountsOf(site)
  const container = accounts.containerOf(component)
  const blobs = blobsAt(objectsOf(region).address, accounts.keys.current)
  try {
    const name = `verify-${region.name}-${process.hrtime.bigint()}`
    const content = Buffer.from(name)
    await blobs.put(trials, name, { content, metadata: {} })
    const read = await blobs.get(trials, name)
    await blobs.remove(trials, name)
    if (read?.content.equals(content) !== true)
      throw new HttpFailure(409, 'refused', `${component} in ${region.name} did not give back what was written.`)
    const [old] = await blobs.list(container, { after: '', most: 1 })
    if (!old) throw new HttpFailure(409, 'refused', `${component} in ${region.name} holds nothing.`)
    return { written: true, read: true, old: old.name }
  } finally {
    blobs.close()
  }
}

/** Nobody's writes are taken there. */
export const isolate: Operation = async ({ region }) => {
  const mine = objectsOf(region)
  if (!mine.runs()) return { runs: false, isolated: true }
  const { role } = await mine.status()
  if (role === 'primary') await mine.become('closed')
  return { runs: true, isolated: true, was: role }
}
