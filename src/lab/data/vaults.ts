import type { RegionArchive, Vault } from '../archive/archive.ts'
import type { VaultTokens } from '../archive/vault.ts'
import { type VaultClient, vaultAt } from '../archive/vault-client.ts'
import type { Link } from '../link.ts'
import type { Region } from '../region.ts'

/** What lies between regions and their vaults. */
export interface Around {
  readonly regions: readonly Region[]
  readonly link: Link
  readonly lost: ReadonlySet<string>
}

/** The other one of the two regions. */
export function otherOf({ regions }: Pick<Around, 'regions'>, { name }: Region): Region {
  const other = regions.find((region) => region.name !== name)
  if (!other) throw new Error('A lab has two regions.')
  return other
}

/** A vault as a region reaches it: its own at once, the other one over the line. */
export function vaultFrom(around: Around, region: Region, place: Region): Vault {
  const { archive, name } = place
  const at = name === region.name ? archive.address : around.link.towards(name, 'vault')
  return { region: name, at, token: archive.tokens.ship }
}

/** The same, opened by one of its tokens. */
export function openedFrom(
  around: Around,
  region: Region,
  place: Region,
  token: keyof VaultTokens = 'ship',
): VaultClient {
  return vaultAt(vaultFrom(around, region, place).at, place.archive.tokens[token])
}

/**
 * Ships what a region's server archives to the other region's vault; to its own where the other region is lost and
 * may never return.
 * @returns where it goes
 */
export async function shipFrom(around: Around, region: Region, near = false): Promise<Region> {
  const place = near ? region : otherOf(around, region)
  const { cluster } = region.server
  await region.archive.shipTo(vaultFrom(around, region, place), cluster.address, cluster.data)
  return place
}

/** Opens the vaults of regions that are not lost; one that runs stays as it is. */
export async function openVaults({ regions, lost }: Around): Promise<void> {
  const there: readonly RegionArchive[] = regions.filter(({ name }) => !lost.has(name)).map(({ archive }) => archive)
  await Promise.all(there.map((archive) => archive.open()))
}
