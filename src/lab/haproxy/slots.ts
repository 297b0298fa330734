import type { Address } from '../addresses.ts'
import { HttpFailure } from '../http.ts'
import type { LabSpec } from '../spec.ts'

/** One of the servers that HAProxy was started with; an instance of its region is put into it and taken out again. */
export interface Slot {
  readonly name: string
  readonly region: string
  /** Absent while no instance is in it. */
  readonly address?: Address
}

/**
 * Servers for all regions, twice as many in each as the largest number of instances that a plan asks for there: those that
 * leave keep theirs for a while, and a scale-out may go beyond.
 */
export function slotsOf({ regions, instances: { full, first, second } }: LabSpec): readonly Slot[] {
  const each = 2 * Math.max(full, first, second)
  return regions.flatMap((region) =>
    Array.from({ length: each }, (_, index) => ({ name: `${region}-${index + 1}`, region })),
  )
}

/**
 * Puts instances into the servers of their region: one that has its server keeps it, and those that are gone leave theirs.
 * @throws HttpFailure 409 where there are more instances than servers
 */
export function placed(slots: readonly Slot[], region: string, instances: readonly Address[]): readonly Slot[] {
  const own = slots.filter((slot) => slot.region === region)
  if (instances.length > own.length)
    throw new HttpFailure(
      409,
      'refused',
      `HAProxy was started with ${own.length} servers for ${region}, and ${instances.length} instances run there. Run fewer of them, or start the lab anew with a plan that asks for more.`,
    )
  const kept = own.filter(({ address }) => address && instances.some((one) => isSame(one, address)))
  const fresh = instances.filter((one) => !kept.some(({ address }) => address && isSame(one, address)))
  return slots.map((slot) => {
    if (slot.region !== region || kept.includes(slot)) return slot
    const address = fresh.shift()
    return { name: slot.name, region, ...(address ? { address } : {}) }
  })
}

export function isSame(one: Address, other: Address): boolean {
  return one.host === other.host && one.port === other.port
}
