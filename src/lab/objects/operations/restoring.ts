import { HttpFailure } from '../../http.ts'
import { monotonic } from '../../monotonic.ts'
import type { Operation } from '../../operations/operation.ts'
import type { Region } from '../../region.ts'
import type { Site } from '../../site.ts'
import { accountsOf, objectsOf } from '../around.ts'
import { blobsAt } from '../blobs.ts'
import { keptIn } from '../feed.ts'
import { answersIn } from './moving.ts'

/** How far the objects of a component are on their way back. */
interface Restoration {
  /** Where they lie that are brought back, and where they come to lie. */
  readonly container: string
  readonly into: string
  /** The number of the first change that is left out; absent where nothing was wrong. */
  readonly before?: number
  /** When that change was, RFC 3339. */
  readonly time?: string
  /** Objects that were put after it. */
  readonly later: number
  restored?: number
}

const restorations = new WeakMap<Site, Map<string, Restoration>>()

export function restorationOf(site: Site, component: string): Restoration | undefined {
  return restorations.get(site)?.get(component)
}

function chosen(site: Site, component: string): Restoration {
  const known = restorationOf(site, component)
  if (known) return known
  throw new HttpFailure(409, 'refused', `No point was chosen to which ${component} is restored.`)
}

/** Just before the first change that replaced or removed an object: what services do is to add some, and nothing else. */
export const choosePoint: Operation = async ({ site, region, component }) => {
  const accounts = accountsOf(site)
  const container = accounts.containerOf(component)
  const { trouble, later = 0 } = await objectsOf(region).trouble(container)
  const ageSeconds = trouble && monotonic() - trouble.at
  const time = ageSeconds === undefined ? undefined : new Date(Date.now() - ageSeconds * 1000).toISOString()
  const restoration: Restoration = {
    container,
    into: accounts.freshFor(component),
    ...(trouble && time !== undefined ? { before: trouble.number, time } : {}),
    later,
  }
  const known = restorations.get(site) ?? new Map<string, Restoration>()
  restorations.set(site, known.set(component, restoration))
  return trouble && time !== undefined && ageSeconds !== undefined
    ? { point: `before change ${trouble.number}`, wrong: trouble.name, at: time, ageSeconds }
    : { point: 'now: nothing was replaced or removed' }
}

/** Beside what is there, under a name that nobody uses, with each object as it was at the point. */
export const restore: Operation = async ({ site, region, component }) => {
  const restoration = chosen(site, component)
  const { container, before, into } = restoration
  restoration.restored ??= await objectsOf(region).restore(container, before, into)
  return { objects: restoration.restored, into }
}

/** Every restored object is read. @throws HttpFailure 409 where one is not as it was written */
export const prove: Operation = async ({ site, region, component }) => {
  const { into, restored } = chosen(site, component)
  const { objects, unsound } = await objectsOf(region).prove(into)
  if (unsound === 0 && objects === restored && objects > 0) return { objects, unsound }
  throw new HttpFailure(
    409,
    'refused',
    `Of ${restored ?? 0} objects of ${component} that were restored, ${objects} are there, and ${unsound} are not as they were written.`,
  )
}

/** Services use what was restored, in both regions; what was there before is left as it is. */
export const switchOver: Operation = async ({ site, component }) => {
  const accounts = accountsOf(site)
  const { into, container } = chosen(site, component)
  accounts.moved(component, into)
  for (const region of site.regions) await useAccount(site, region)
  return { uses: into, left: container }
}

/** Tells a region's services where the objects are now. */
async function useAccount(site: Site, { services, objects }: Region): Promise<void> {
  const accounts = accountsOf(site)
  if (!objects) return
  const components = site.spec.objects?.components ?? []
  const containers = Object.fromEntries(components.map((one) => [one, accounts.containerOf(one)]))
  await services.become({ objects: { account: objects.address, containers } })
}

const closed = new WeakMap<Site, Set<Region>>()

/** No account takes writes. */
export const stopWriters: Operation = async ({ site }) => {
  const taking = []
  for (const region of site.regions)
    if (answersIn(site, region) && (await objectsOf(region).status()).role === 'primary') taking.push(region)
  for (const region of taking) await objectsOf(region).become('closed')
  const before = closed.get(site) ?? new Set<Region>()
  closed.set(site, new Set([...before, ...taking]))
  return { closedIn: taking.map(({ name }) => name).join(', ') }
}

/** The account that was closed takes writes again. */
export const release: Operation = async ({ site, region }) => {
  const open = [...(closed.get(site) ?? new Set([region]))].filter((one) => answersIn(site, one))
  closed.delete(site)
  for (const one of open) await objectsOf(one).become('primary')
  return { openIn: open.map(({ name }) => name).join(', ') }
}

/** It is tried whether the services' key removes what the account keeps. @throws HttpFailure 409 where it does */
export const keepBackups: Operation = async ({ site, region, component }) => {
  const accounts = accountsOf(site)
  const container = keptIn(accounts.containerOf(component))
  const versions = await objectsOf(region).objects(container)
  const [first] = versions
  if (!first) return { versions: 0 }
  const blobs = blobsAt(objectsOf(region).address, accounts.keys.current)
  try {
    await blobs.remove(container, first.name)
  } catch (error) {
    if (error instanceof HttpFailure && error.status === 403) return { versions: versions.length, removable: false }
    throw error
  } finally {
    blobs.close()
  }
  throw new HttpFailure(409, 'refused', `The services' key removes what ${component} keeps of earlier contents.`)
}

/** A new key for the services; the old one opens nothing any more. @throws HttpFailure 409 where it does */
export const rotate: Operation = async ({ site, component }) => {
  const accounts = accountsOf(site)
  const old = accounts.keys.current()
  const told = site.regions.filter((one) => answersIn(site, one))
  if (told.length === 0) throw new HttpFailure(409, 'unreachable', 'No account runs, so none can be told of a new key.')
  const key = await accounts.keys.renew()
  for (const region of told) {
    const mine = objectsOf(region)
    await mine.rekey(key)
    const blobs = blobsAt(mine.address, () => old)
    const opened = await blobs.list(accounts.containerOf(component), { after: '', most: 1 }).then(
      () => true,
      (error) => {
        if (error instanceof HttpFailure && error.status === 403) return false
        throw error
      },
    )
    blobs.close()
    if (opened) throw new HttpFailure(409, 'refused', `The old key still opens the account in ${region.name}.`)
  }
  return { toldIn: told.map(({ name }) => name).join(', '), oldRefused: true }
}
