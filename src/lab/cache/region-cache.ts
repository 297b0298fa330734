import type { Address } from '../addresses.ts'
import { isAlive, type ProcessIdentity } from '../processes.ts'
import type { Roster } from '../roster.ts'
import { cacheAt, type CacheClient } from './client.ts'

/** The cache of one region; it runs or not, and begins empty each time. */
export interface RegionCache {
  /** Where services reach it. */
  readonly address: Address
  /** The processes that a loss of the region kills. */
  processes(): readonly ProcessIdentity[]
  runs(): boolean
  /** Starts it where it does not run. */
  start(): Promise<void>
  /** Asks it something. @throws Failure `unreachable` where it does not answer */
  ask<T>(act: (cache: CacheClient) => Promise<T>): Promise<T>
}

/** Milliseconds: the lab has more patience with it than a service has. */
const patience = 3000

export function createRegionCache(region: string, address: Address, roster: Roster): RegionCache {
  let identity: ProcessIdentity | undefined
  const cache: RegionCache = {
    address,
    processes: () => (identity ? [identity] : []),
    runs: () => identity !== undefined && isAlive(identity),
    async start() {
      if (cache.runs()) return
      if (identity) roster.forget(identity)
      const entry = { name: 'cache', region, address: `${address.host}:${address.port}` }
      identity = (await roster.start('cache', entry, address)).identity
    },
    async ask(act) {
      const client = cacheAt(address, patience)
      try {
        return await act(client)
      } finally {
        client.close()
      }
    },
  }
  return cache
}
