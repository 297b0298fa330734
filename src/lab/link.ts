import type { Address, Addresses } from './addresses.ts'
import type { Child } from './child.ts'
import { isAlive, type ProcessIdentity } from './processes.ts'
import type { RelayReady } from './relay.ts'
import type { Roster } from './roster.ts'
import { linkDelay } from './spec.ts'

/** The line between the regions. It is cut by killing its process. */
export interface Link {
  readonly identity: () => ProcessIdentity
  carries(): boolean
  /** The near end of the line towards a service of a region; the same after the line was cut and mended. */
  towards(region: string, service: string): Address
  /** Starts it again where it was cut. */
  mend(): Promise<void>
}

export async function startLink(roster: Roster, addresses: Addresses): Promise<Link> {
  const begin = (at?: RelayReady['towards']): Promise<Child<RelayReady>> =>
    roster.start<RelayReady>('relay', { name: 'relay' }, { delay: linkDelay, regions: addresses.regions, at })
  let relay = await begin()
  let mending: Promise<void> | undefined
  const mendNow = async () => {
    roster.forget(relay.identity)
    relay = await begin(relay.ready.towards)
  }
  const link: Link = {
    identity: () => relay.identity,
    carries: () => isAlive(relay.identity),
    towards(region, service) {
      const address = relay.ready.towards[region]?.[service]
      if (!address) throw new Error(`The link leads to no ${service} in ${region}.`)
      return address
    },
    mend() {
      if (link.carries()) return Promise.resolve()
      mending ??= mendNow().finally(() => {
        mending = undefined
      })
      return mending
    },
  }
  return link
}
