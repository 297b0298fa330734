import { join } from 'node:path'
import { Failure } from '#diagnostics'
import type { Address } from './addresses.ts'
import { copyTree } from './files.ts'
import { HttpFailure } from './http.ts'
import { monotonic } from './monotonic.ts'
import { backUp, streaming, waitFor } from './postgres/backup.ts'
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
import type { RegionSettings } from './region-settings.ts'
import { calledOff, type Entry } from './roster.ts'

/** What a rebuild took. */
export interface Rebuilt {
  readonly seconds: number
  readonly bytes: number
}

/** The one PostgreSQL server of a region, there or not; it holds all stores of the region. */
export interface RegionServer {
  readonly cluster: Cluster
  runs(): boolean
  /** The processes that a loss of the region kills. */
  processes(): readonly ProcessIdentity[]
  startPrimary(template: Template): Promise<void>
  /** Becomes a streaming standby of another region's, whatever it was before. */
  followed(
    source: { readonly name: string; readonly server: RegionServer },
    way: Address,
    overLink: boolean,
  ): Promise<Rebuilt>
}

export function createServer(settings: RegionSettings): RegionServer {
  const { name, spec, places, binaries, password, roster } = settings
  const entry: Entry = {
    name: 'postgres',
    region: name,
    address: `${settings.postgres.host}:${settings.postgres.port}`,
  }
  const cluster: Cluster = {
    binaries,
    data: join(places.data, name),
    log: roster.logOf(entry),
    address: { ...settings.postgres, user: superuser, password },
    ...(places.owner ? { owner: places.owner } : {}),
  }
  let running: Server | undefined

  const start = async () => {
    if (roster.isOver()) throw calledOff()
    running = await startServer(cluster, ({ identity }) => roster.add(entry, identity))
  }
  const clear = async () => {
    if (running) {
      await stopServer(running)
      roster.forget(running.identity)
      running = undefined
    }
    await removeCluster(binaries.postgres, cluster.data, places.owner)
  }

  const server: RegionServer = {
    cluster,
    runs: () => server.processes().some(isAlive),
    processes: () => (running ? [running.identity] : []),
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
    async followed({ name: from, server: source }, way, overLink) {
      const began = monotonic()
      const primary = { ...source.cluster.address, ...way }
      const following: Following = { primary, slot: slotOf(name), name }
      await refuseStandby(from, source)
      // From here on the source has no standby, so nobody may wait for one.
      if (spec.sync) await waitFor(source.cluster.address, undefined)
      await clear()
      const bytes = await backUp(source.cluster, overLink ? primary : source.cluster.address, cluster, following)
      await start()
      await streaming(source.cluster.address, name, () => !server.runs() || !source.runs())
      if (spec.sync) await waitFor(source.cluster.address, name)
      return { seconds: monotonic() - began, bytes }
    },
  }
  return server
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

async function refuseStandby(name: string, { cluster }: RegionServer): Promise<void> {
  const [row] = await onServer(cluster.address, 'postgres', (query) => query('select pg_is_in_recovery() as standby'))
  if (row?.standby === undefined) throw new Failure('unreachable', `PostgreSQL in ${name} does not say what it is.`)
  if (row.standby)
    throw new HttpFailure(
      409,
      'refused',
      `PostgreSQL in ${name} is a standby itself: promote it before others follow it.`,
    )
}
