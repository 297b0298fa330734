import { createArchive, type RegionArchive } from './archive/archive.ts'
import { createRegionCache, type RegionCache } from './cache/region-cache.ts'
import { createRegionObjects, type RegionObjects } from './objects/region-objects.ts'
import type { RegionSettings } from './region-settings.ts'
import { createServer, type RegionServer } from './server.ts'
import { createServices, type RegionServices } from './services.ts'

/** One region: a PostgreSQL server, web services and a vault, each there or not; a storage account and a cache, if any. */
export interface Region {
  readonly name: string
  readonly server: RegionServer
  readonly services: RegionServices
  readonly archive: RegionArchive
  readonly objects?: RegionObjects
  readonly cache?: RegionCache
}

export function createRegion(settings: RegionSettings): Region {
  const archive = createArchive(settings)
  const server = createServer(settings, archive)
  const services = createServices(settings, settings.postgres)
  const { name: region, places, roster, accounts } = settings
  const objects =
    settings.objects && accounts
      ? createRegionObjects({
          region,
          address: settings.objects,
          places,
          roster,
          key: accounts.keys.current,
          peerToken: accounts.tokens.peer,
          token: accounts.tokens.control,
          immutable: accounts.immutable,
        })
      : undefined
  const cache = settings.cache && createRegionCache(region, settings.cache, roster)
  return { name: region, server, services, archive, ...(objects ? { objects } : {}), ...(cache ? { cache } : {}) }
}
