import { createArchive, type RegionArchive } from './archive/archive.ts'
import type { RegionSettings } from './region-settings.ts'
import { createServer, type RegionServer } from './server.ts'
import { createServices, type RegionServices } from './services.ts'

/** One region: a PostgreSQL server, web services and a vault, each there or not. */
export interface Region {
  readonly name: string
  readonly server: RegionServer
  readonly services: RegionServices
  readonly archive: RegionArchive
}

export function createRegion(settings: RegionSettings): Region {
  const archive = createArchive(settings)
  const server = createServer(settings, archive)
  const services = createServices(settings, settings.postgres)
  return { name: settings.name, server, services, archive }
}
