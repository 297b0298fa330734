import { isAlive, type ProcessIdentity } from './processes.ts'
import type { RegionSettings } from './region-settings.ts'
import type { Entry } from './roster.ts'
import type { ServerAddress } from './postgres/sql.ts'

/** The web services of a region, there or not; they stand for every component that serves and keeps no data. */
export interface RegionServices {
  runs(): boolean
  /** The processes that a loss of the region kills. */
  processes(): readonly ProcessIdentity[]
  start(): Promise<void>
}

export function createServices(settings: RegionSettings, database: ServerAddress): RegionServices {
  const { name, spec, roster } = settings
  const entry: Entry = { name: 'web', region: name, address: `${settings.web.host}:${settings.web.port}` }
  let running: ProcessIdentity | undefined
  let starting: Promise<void> | undefined

  const startNow = async () => {
    if (running) roster.forget(running)
    const { identity } = await roster.start('web', entry, {
      region: name,
      ...settings.web,
      database,
      stores: spec.stores,
      flows: spec.flows,
    })
    running = identity
  }

  const services: RegionServices = {
    runs: () => services.processes().some(isAlive),
    processes: () => (running ? [running] : []),
    start() {
      if (services.runs()) return Promise.resolve()
      starting ??= startNow().finally(() => {
        starting = undefined
      })
      return starting
    },
  }
  return services
}
