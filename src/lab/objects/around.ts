import type { Link } from '../link.ts'
import type { Region } from '../region.ts'
import { type Accounts, trials } from './accounts.ts'
import { blobsAt, md5Of } from './blobs.ts'
import { documents, documentOf } from './documents.ts'
import type { RegionObjects } from './region-objects.ts'

/** Documents that are put at once. */
const atOnce = 8

/** What lies between the regions' accounts. */
export interface AroundAccounts {
  readonly regions: readonly Region[]
  readonly link: Link
  readonly accounts?: Accounts
}

/** What the accounts share, in a lab that has them. */
export function accountsOf({ accounts }: Pick<AroundAccounts, 'accounts'>): Accounts {
  if (accounts) return accounts
  throw new Error('The lab has no object storage.')
}

/** The account of a region in a lab that has them. */
export function objectsOf({ name, objects }: Region): RegionObjects {
  if (objects) return objects
  throw new Error(`The lab has no object storage in ${name}.`)
}

/**
 * Starts both accounts, the first as the one that takes writes, puts what visitors read into it, and copies it to the
 * other region. @returns what it has, in a sentence without an end
 */
export async function beginAccounts({ regions, link, accounts }: AroundAccounts): Promise<string | undefined> {
  const [first, second] = regions
  if (!accounts || !first || !second) return undefined
  const [primary, copy] = [objectsOf(first), objectsOf(second)]
  await Promise.all([primary.start('primary', accounts.containers()), copy.start('secondary', accounts.containers())])
  const blobs = blobsAt(primary.address, accounts.keys.current)
  const wanted = accounts
    .containers()
    .filter((name) => name !== trials)
    .flatMap((container) => documents.map((name) => ({ container, name })))
  for (let from = 0; from < wanted.length; from += atOnce)
    await Promise.all(
      wanted.slice(from, from + atOnce).map(async ({ container, name }) => {
        const content = documentOf(name)
        await blobs.put(container, name, { content, metadata: { sum: md5Of(content) } })
      }),
    )
  blobs.close()
  await primary.replicate(link.towards(second.name, 'objects'), accounts.lag)
  await primary.level()
  return `Azurite in ${first.name} takes objects, and ${second.name} gets them ${accounts.lag} s later`
}
