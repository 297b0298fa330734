import type { Address, Addresses } from './addresses.ts'
import type { Child } from './child.ts'
import type { Networks } from './network/namespaces.ts'
import { isAlive, type ProcessIdentity } from './processes.ts'
import type { RelayReady } from './relay.ts'
import type { Entry, Roster } from './roster.ts'
import { linkDelay } from './spec.ts'

/** The line between the regions. It is cut by killing its process, or where it has a network of its own, by taking that down. */
export interface Link {
  readonly identity: () => ProcessIdentity
  carries(): boolean
  /** The near end of the line towards a service of a region; the same after the line was cut and mended. */
  towards(region: string, service: string): Address
  /** Makes it carry again where it was cut. */
  mend(): Promise<void>
}

/** How the line's process is called; it is nowhere but in the line's network, where there is one. */
export const relayEntry: Entry = { name: 'relay' }

export async function startLink(roster: Roster, addresses: Addresses, networks?: Networks): Promise<Link> {
  const begin = (at?: RelayReady['towards']): Promise<Child<RelayReady>> =>
    roster.start<RelayReady>('relay', relayEntry, {
      delay: linkDelay,
      regions: addresses.regions,
      at,
      host: networks?.nearEnds,
    })
  let relay = await begin()
  let mending: Promise<void> | undefined
  const mendNow = async () => {
    await networks?.join()
    if (isAlive(relay.identity)) return
    roster.forget(relay.identity)
    relay = await begin(relay.ready.towards)
  }
  const link: Link = {
    identity: () => relay.identity,
    carries: () => isAlive(relay.identity) && networks?.isCut() !== true,
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
