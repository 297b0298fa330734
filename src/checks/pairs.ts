import { regionPairs, regionPairsOrigin } from '#catalog'
import type { Plan } from '#plan'

/** Whether the provider pairs one region with another, and what that means for storage. */
export interface Pairing {
  /** The provider's names of both regions. */
  readonly from: string
  readonly to: string
  /** The region with which the first is paired; null where it has none. */
  readonly pair: string | null
  readonly reached: boolean
  /** What to do where the pair is reached, and where it is not. */
  readonly yes: string
  readonly no: string
}

/** How two regions of a plan are paired; undefined where a region or the provider's name of it is not known. */
export function pairing(plan: Plan, from: string | undefined, to: string | undefined): Pairing | undefined {
  const [first, second] = [from, to].map((region) =>
    region !== undefined && Object.hasOwn(plan.regions, region) ? plan.regions[region]?.location : undefined,
  )
  if (first === undefined || second === undefined) return undefined
  if (!Object.hasOwn(regionPairs, first) || !Object.hasOwn(regionPairs, second)) return undefined
  const pair = regionPairs[first] ?? null
  const known = `(as of ${regionPairsOrigin.asOf})`
  return {
    from: first,
    to: second,
    pair,
    reached: pair === second,
    yes: `Add method: geo-zone-redundant, for ${second} is the pair of ${first} ${known}.`,
    no: `Add method: object-replication, for ${second} is not the pair of ${first} ${known}.`,
  }
}
