import { join } from 'node:path'
import { Failure } from '#diagnostics'
import type { Address } from './addresses.ts'
import { copyTree } from './files.ts'
import { HttpFailure } from './http.ts'
import { monotonic } from './monotonic.ts'
import type { Places } from './places.ts'
import { backUp, streaming, waitFor } from './postgres/backup.ts'
import type { Binaries } from './postgres/binaries.ts'
import {
  type Cluster,
  configure,
  emptyDirectory,
  type Following,
  removeCluster,
  type Server,
  startServer,
  stopServer,
} from './postgres/cluster.ts'
import { identifier, onServer } from './postgres/sql.ts'
import { superuser, type Template } from './postgres/template.ts'
import { isAlive, type ProcessIdentity } from './processes.ts'
import { calledOff, type Entry, type Roster } from './roster.ts'
import type { LabSpec } from './spec.ts'

/** What a rebuild took. */
export interface Rebuilt {
  readonly seconds: number
  readonly bytes: number
}

/** One region: a PostgreSQL server and a web service, each there or not. */
export interface Region {
  readonly name: string
  readonly cluster: Cluster
  /** Whether its PostgreSQL, or its web service, is running. */
  runs(part: 'postgres' | 'web'): boolean
  /** The processes that a loss of the region kills. */
  processes(part: 'postgres' | 'web'): readonly ProcessIdentity[]
  startPrimary(template: Template): Promise<void>
  /** Becomes a streaming standby of another region, whatever it was before. */
  followed(source: Region, way: Address, overLink: boolean): Promise<Rebuilt>
  startWeb(): Promise<void>
}

export interface RegionSettings {
  readonly name: string
  readonly spec: LabSpec
  readonly places: Places
  readonly binaries: Binaries
  readonly password: string
  readonly postgres: Address
  readonly web: Address
  readonly roster: Roster
}

export function createRegion(settings: RegionSettings): Region {
  const { name, spec, places, binaries, password, roster } = settings
  const entryOf = (part: 'postgres' | 'web'): Entry => ({
    name: part,
    region: name,
    address: `${settings[part].host}:${settings[part].port}`,
  })
  const cluster: Cluster = {
    binaries,
    data: join(places.data, name),
    log: roster.logOf(entryOf('postgres')),
    address: { ...settings.postgres, user: superuser, password },
    ...(places.owner ? { owner: places.owner } : {}),
  }
  let server: Server | undefined
  let web: ProcessIdentity | undefined
  let webStarting: Promise<void> | undefined

  const start = async () => {
    if (roster.isOver()) throw calledOff()
    server = await startServer(cluster, ({ identity }) => roster.add(entryOf('postgres'), identity))
  }
  const clear = async () => {
    if (server) {
      await stopServer(server)
      roster.forget(server.identity)
      server = undefined
    }
    await removeCluster(binaries.postgres, cluster.data, places.owner)
  }
  const startWebNow = async () => {
    if (web) roster.forget(web)
    const { identity } = await roster.start('web', entryOf('web'), {
      region: name,
      ...settings.web,
      database: cluster.address,
      stores: spec.stores,
      flows: spec.flows,
    })
    web = identity
  }

  const region: Region = {
    name,
    cluster,
    runs: (part) => region.processes(part).some(isAlive),
    processes: (part) => (part === 'web' ? [web ?? []] : [server?.identity ?? []]).flat(),
    async startPrimary(template) {
      await clear()
      await emptyDirectory(cluster)
      await copyTree(template.directory, cluster.data, places.owner)
      await configure(cluster)
      await start()
      for (const store of spec.stores) {
        await onServer(cluster.address, 'postgres', (query) => query(`create database ${identifier(store)}`))
        await onServer(cluster.address, store, (query) => query(tables))
      }
    },
    async followed(source, way, overLink) {
      const began = monotonic()
      const primary = { ...source.cluster.address, ...way }
      const following: Following = { primary, slot: slotOf(name), name }
      await refuseStandby(source)
      // From here on the source has no standby, so nobody may wait for one.
      if (spec.sync) await waitFor(source.cluster.address, undefined)
      await clear()
      const bytes = await backUp(source.cluster, overLink ? primary : source.cluster.address, cluster, following)
      await start()
      await streaming(source.cluster.address, name, () => !region.runs('postgres') || !source.runs('postgres'))
      if (spec.sync) await waitFor(source.cluster.address, name)
      return { seconds: monotonic() - began, bytes }
    },
    startWeb() {
      if (region.runs('web')) return Promise.resolve()
      webStarting ??= startWebNow().finally(() => {
        webStarting = undefined
      })
      return webStarting
    },
  }
  return region
}

/** No key is unique, so that a write that was done twice is seen twice. */
const tables = `
  create table orders (
    key text not null, flow text not null, client text not null, region text not null,
    at timestamptz not null default clock_timestamp()
  );
  create index orders_by_key on orders (key);
  create index orders_by_flow on orders (flow, at desc);`

/** Slots allow lower-case letters, digits and underscores. */
function slotOf(region: string): string {
  return region.replaceAll('-', '_')
}

async function refuseStandby({ name, cluster }: Region): Promise<void> {
  const [row] = await onServer(cluster.address, 'postgres', (query) => query('select pg_is_in_recovery() as standby'))
  if (row?.standby === undefined) throw new Failure('unreachable', `PostgreSQL in ${name} does not say what it is.`)
  if (row.standby)
    throw new HttpFailure(
      409,
      'refused',
      `PostgreSQL in ${name} is a standby itself: promote it before others follow it.`,
    )
}
