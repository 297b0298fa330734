import type { Address } from '../addresses.ts'

/** How customers find a region by name. */
export interface Names {
  /** The name that they use. */
  readonly name: string
  /** The component of the plan that stands for the zone. */
  readonly component: string
  /** Seconds, whole: for how long an answer may be kept. */
  readonly ttl: number
  /** Where the zone's own server answers. */
  readonly zone: Address
  /** Where the resolver answers that customers ask; it keeps what it was told. */
  readonly resolver: Address
  /** The region that each address leads to. */
  readonly regions: Readonly<Record<string, string>>
}

/** Below a top-level domain that is nobody's (RFC 6761, 6.2). */
export const origin = 'muster.test'
export const customersName = `shop.${origin}`
