import { pairOf, sameRegion } from '../regions.ts'
import type { Redundancy } from '../resource.ts'
import { textOf, Unknown, type Value } from '../value.ts'

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
  return { across, regions: geo && pair !== null ? [region, pair] : [region], by, word: text }
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

/** How far copies in some regions reach: whether they lie in one region or several may be unknown. */
export function acrossRegions(regions: ReadonlyArray<string | Unknown>): 'none' | 'regions' | Unknown {
  const [first, ...others] = regions
  if (first === undefined) return 'none'
  const same = others.map((one) => sameRegion(first, one))
  if (same.includes(false)) return 'regions'
  const unknown = regions.find((one) => one instanceof Unknown)
  return same.includes(undefined) && unknown instanceof Unknown ? new Unknown(unknown.why, unknown.text) : 'none'
}
