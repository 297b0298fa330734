import type { Address } from '../addresses.ts'
import type { Region } from '../region.ts'
import { type LabSpec, linkDelay } from '../spec.ts'
import type { Template } from '../postgres/template.ts'
import { unpacked } from './backups.ts'
import { type Around, openVaults, otherOf, shipFrom } from './vaults.ts'
import { publish, subscribe } from './everywhere.ts'

/** A lab whose data is brought to how it stands on an ordinary day. */
export interface Beginning extends Around {
  readonly spec: LabSpec
  readonly template: Template
}

/**
 * Gives the second region what it has of the stores on an ordinary day; the first one's server runs already.
 * @returns what it has, in a sentence without an end
 */
export async function beginSecond(lab: Beginning): Promise<string> {
  const { spec, link } = lab
  const [primary, second] = lab.regions as readonly [Region, Region]
  if (spec.archived) {
    await openVaults(lab)
    await shipFrom(lab, primary)
  }
  switch (spec.data) {
    case 'streamed': {
      await Promise.all([
        second.server.followed(primary, link.towards(primary.name, 'postgres'), false),
        spec.archived ? primary.archive.backUp() : undefined,
      ])
      const how = spec.sync ? ', synchronously' : ''
      return `PostgreSQL in ${second.name} streams from ${primary.name}, ${linkDelay}ms away${how}`
    }
    case 'everywhere':
      await second.server.startPrimary(lab.template)
      if (spec.archived) {
        await shipFrom(lab, second)
        await primary.archive.backUp()
      }
      await bothWays(lab, primary, second)
      return `PostgreSQL in ${primary.name} and ${second.name} send each other what they take, ${linkDelay}ms away`
    case 'shipped':
      await copied(lab, second)
      return `A copy of ${primary.name} lies in ${second.name}, and its log is shipped there; no server runs`
    case 'restored':
      await primary.archive.backUp()
      return `A backup of ${primary.name} lies in the vault of ${second.name}, and its log is shipped there`
  }
}

/** Makes the cold copy in a region: a base backup that lies ready, and a log that is shipped. */
export async function copied(around: Around, region: Region): Promise<number> {
  const source = otherOf(around, region)
  const place = await shipFrom(around, source)
  const backup = await source.archive.backUp()
  await region.server.fill(unpacked(around, region, { backup, place }), {})
  return backup.bytes
}

/** Lets two servers, of which both hold the same, send each other what they take from now on. */
export async function bothWays(
  { spec: { stores }, link }: Pick<Beginning, 'spec' | 'link'>,
  one: Region,
  other: Region,
): Promise<void> {
  const towards = ({ name }: Region): Address => link.towards(name, 'postgres')
  for (const region of [one, other]) await publish(region, stores)
  await subscribe({ from: one, into: other, stores }, towards(one), false)
  await subscribe({ from: other, into: one, stores }, towards(other), false)
}
