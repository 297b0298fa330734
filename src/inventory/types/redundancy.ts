import { pairOf, sameRegion } from '../regions.ts'
import type { Redundancy } from '../resource.ts'
import { list, textOf, Unknown, type Value } from '../value.ts'

/** One place, its zones, or its region and the pair's, as the words of storage and vaults say. */
export function redundancyOf(
  value: Value | undefined,
  region: string | Unknown,
  usual?: string,
): Redundancy | undefined {
  const word = value ?? usual
  if (word === undefined) return undefined
  const by = value === undefined ? 'default' : 'set'
  if (word instanceof Unknown) return { across: word, regions: [region], by, word: word.text }
  const text = textOf(word) ?? ''
  const across = acrossOf(text)
  const geo = across === 'regions' || across === 'zones-and-regions'
  const pair = pairOf(region)
  if (geo && pair === null && by === 'default') return { across: nowhere(text), regions: [region], by, word: text }
  return { across, regions: geo && pair !== null ? [region, pair] : [region], by, word: text }
}

/** What a service does by itself is not known where its region has no pair. */
function nowhere(word: string): Unknown {
  return new Unknown('nothing is set, and the region has no pair to which the service could copy', `{${word}}`)
}

/** How far a word of storage or of a vault reaches: `Standard_RAGRS`, `ZoneRedundant`, `GeoZone`. */
export function acrossOf(word: string): Redundancy['across'] {
  const text = word.toLowerCase().replace(/^(standard|premium|standardv2|premiumv2)_/, '')
  if (/geozone|gzrs/.test(text)) return 'zones-and-regions'
  if (/geo|grs/.test(text)) return 'regions'
  if (/zone|zrs/.test(text)) return 'zones'
  if (/local|lrs/.test(text)) return 'none'
  return new Unknown(`“${word}” is no redundancy that Muster knows`, `{${word}}`)
}

/** A copy of something, in a region, which may not be there. */
export interface Copy {
  readonly region: string | Unknown
  readonly doubt?: Unknown | undefined
}

/** How far something in a region reaches by its copies: those that may not be there leave it unknown. */
export function acrossCopies(region: string | Unknown, copies: readonly Copy[]): 'none' | 'regions' | Unknown {
  const certain = acrossRegions([region, ...copies.filter(({ doubt }) => !doubt).map((one) => one.region)])
  return certain === 'regions' ? certain : (copies.find(({ doubt }) => doubt)?.doubt ?? certain)
}

/** Whether a list names more than one zone; unknown where the list is. */
export function zonal(value: Value | undefined): 'zones' | 'none' | Unknown {
  const zones = list(value)
  if (zones instanceof Unknown) return zones
  return (zones?.length ?? 0) > 1 ? 'zones' : 'none'
}

/** How far copies in some regions reach: whether they lie in one region or several may be unknown. */
export function acrossRegions(regions: ReadonlyArray<string | Unknown>): 'none' | 'regions' | Unknown {
  const [first, ...others] = regions
  if (first === undefined) return 'none'
  const same = others.map((one) => sameRegion(first, one))
  if (same.includes(false)) return 'regions'
  const unknown = regions.find((one) => one instanceof Unknown)
  return same.includes(undefined) && unknown instanceof Unknown ? new Unknown(unknown.why, unknown.text) : 'none'
}
