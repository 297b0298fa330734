import { regionPairs } from '#catalog'
import { Unknown, type Value } from './value.ts'

/** The word for what is run beside the regions. */
export const global = 'global'

/** The regions of Azure as a template, a person or a table may write them: `West US 2`, `westus2`. */
export function regionOf(value: Value | undefined): string | Unknown {
  if (value instanceof Unknown) return value
  if (typeof value !== 'string' || value.trim() === '') return new Unknown('the input names no region', '{region}')
  const name = value.toLowerCase().replaceAll(/[\s_-]+/g, '')
  if (name === global) return global
  if (Object.hasOwn(regionPairs, name)) return name
  return new Unknown(`“${value}” is no region of Azure that Muster knows`, `{${value}}`)
}

/** The region to which the provider copies what lies in one; null where it has none. */
export function pairOf(region: string | Unknown): string | null | Unknown {
  if (region instanceof Unknown) return new Unknown(region.why, `{pair of ${region.text}}`)
  return regionPairs[region] ?? null
}

/** Whether some regions are one; undefined where that is not known. */
export function sameRegion(a: string | Unknown, b: string | Unknown): boolean | undefined {
  if (a instanceof Unknown || b instanceof Unknown)
    return a instanceof Unknown && b instanceof Unknown && a.text === b.text ? true : undefined
  return a === b
}
