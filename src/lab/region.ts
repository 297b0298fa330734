import type { RegionSettings } from './region-settings.ts'
import { createServer, type RegionServer } from './server.ts'
import { createServices, type RegionServices } from './services.ts'

/** One region: a PostgreSQL server and web services, each there or not. */
export interface Region {
  readonly name: string
  readonly server: RegionServer
  readonly services: RegionServices
}

export function createRegion(settings: RegionSettings): Region {
  const server = createServer(settings)
  return { name: settings.name, server, services: createServices(settings, server.cluster.address) }
}
