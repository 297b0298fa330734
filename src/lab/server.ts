import { appendFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from '#diagnostics'
import type { Address } from './addresses.ts'
import type { RegionArchive } from './archive/archive.ts'
import { rolesAsSql } from './credentials.ts'
import { HttpFailure, messageOf } from './http.ts'
import { monotonic } from './monotonic.ts'
import { backUp, streaming, waitFor } from './postgres/backup.ts'
import { type Cluster, configure, type Following, removeCluster, type Shape } from './postgres/cluster.ts'
import { copyOf, createInstance, type Instance } from './postgres/instance.ts'
import { leftBy, showsOnly } from './postgres/left.ts'
import { tables } from './postgres/orders.ts'
import { rewindable } from './postgres/rewind.ts'
import { identifier, onServer, type ServerAddress } from './postgres/sql.ts'
import { superuser, type Template } from './postgres/template.ts'
import { freePort } from './ports.ts'
import { isAlive, type ProcessIdentity } from './processes.ts'
import type { RegionSettings } from './region-settings.ts'
import type { Entry } from './roster.ts'

/** What a rebuild took. */
export interface Rebuilt {
  readonly seconds: number
  readonly bytes: number
  /** From its own data as far as those were the same, or from the source's alone; absent where there is no choice. */
  readonly method?: 'rewound' | 'copied'
}

/** The one PostgreSQL server of a region, there or not; it holds all stores of the region. */
export interface RegionServer {
  /** What is reached by the region's address. */
  readonly cluster: Cluster
  runs(): boolean
  /** First processes of its servers, those beside it and apart too: what a loss of the region kills, with all their children. */
  processes(): readonly ProcessIdentity[]
  startPrimary(template: Template): Promise<void>
  /** Becomes a streaming standby of another region's, whatever it was before. */
  followed(
    source: { readonly name: string; readonly server: RegionServer },
    way: Address,
    overLink: boolean,
  ): Promise<Rebuilt>
  /** Stops it and leaves its data. */
  stop(): Promise<void>
  /** Puts data in place of what was there, and starts nothing. */
  fill(fill: (cluster: Cluster) => Promise<unknown>, shape: Shape): Promise<void>
  /** Starts it on the data that lies there, set up like that. */
  start(shape: Shape): Promise<void>
  /** What was restored beside it and nobody is let in to; undefined where there is none that runs. */
  apart(): Cluster | undefined
  /** Puts data beside what is there and starts a server on it that lets nobody in. */
  restoreApart(fill: (cluster: Cluster) => Promise<unknown>, shape: Shape): Promise<void>
  /** A standby of this very server beside it, with data of its own: undefined where there is none that runs. */
  second(): Cluster | undefined
  /** Makes that standby anew, and resolves once it streams. @throws HttpFailure 409 where this one is a standby itself */
  followedBeside(): Promise<Rebuilt>
  /** What was restored apart takes the place of what was there, which is kept as `REGION.old` and never started again. */
  takeOver(): Promise<void>
  /**
   * Lets work read what the server left that does not run: a copy of it is started apart, lets in nobody but the superuser
   * and changes nothing, and is gone again when this settles, however it does. What was left stays as it is.
   * @throws Failure `unreachable` where it does not start, HttpFailure 409 where its place is taken; whatever the work throws
   */
  leftBehind<T>(work: (address: ServerAddress) => Promise<T>): Promise<T>
}

export function createServer(settings: RegionSettings, archive: RegionArchive): RegionServer {
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
    settings: {
      ...(binaries.rewind === undefined ? {} : rewindable),
      ...archive.settings,
      ...(spec.data === 'everywhere' ? everywhere : {}),
    },
    ...(places.owner ? { owner: places.owner } : {}),
  }
  const main = createInstance(cluster, entry, roster)
  let beside: Instance | undefined
  let follower: Instance | undefined
  let left: Instance | undefined
  const instanceBeside = async (
    suffix: string,
    at: Address | undefined,
    own: Cluster['settings'],
  ): Promise<Instance> => {
    const { host } = cluster.address
    const address = { ...cluster.address, port: at?.port ?? (await freePort(host)) }
    const besides: Entry = { name: 'postgres', region: name, address: `${address.host}:${address.port}` }
    const settings = { ...cluster.settings, ...own }
    return createInstance({ ...cluster, data: `${cluster.data}.${suffix}`, address, settings }, besides, roster)
  }

  const server: RegionServer = {
    cluster,
    runs: main.runs,
    processes: () => [main, beside, follower, left].flatMap((one) => one?.processes() ?? []),
    async startPrimary(template) {
      await server.fill(copyOf(template), {})
      await main.start()
      await onServer(cluster.address, 'postgres', (query) => query(rolesAsSql(settings.credentials)))
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
      const over = overLink ? primary : source.cluster.address
      const begin = async () => {
        if (spec.archived) await archive.forget()
        await main.start()
        await streaming(source.cluster.address, name, () => !server.runs() || !source.runs())
      }
      const copied = async (): Promise<number> => {
        await main.clear()
        const bytes = await backUp(source.cluster, over, cluster, following)
        await begin()
        return bytes
      }
      const rewound = binaries.rewind === undefined ? undefined : await rewoundOn(main, over, following, begin)
      const bytes = rewound ?? (await copied())
      if (spec.sync) await waitFor(source.cluster.address, name)
      const method = rewound === undefined ? 'copied' : 'rewound'
      return { seconds: monotonic() - began, bytes, ...(binaries.rewind === undefined ? {} : { method }) }
    },
    stop: main.stop,
    async fill(fill, shape) {
      await main.fill(fill, shape)
      // What the server of before had not shipped yet belongs to no history of this one.
      if (spec.archived) await archive.forget()
    },
    async start(shape) {
      await main.stop()
      await configure(cluster, shape)
      await main.start()
    },
    apart: () => (beside?.processes().some(isAlive) ? beside.cluster : undefined),
    async restoreApart(fill, shape) {
      await beside?.clear()
      beside = await instanceBeside('apart', settings.apart, apartOnly)
      await beside.fill(fill, { ...shape, closed: true })
      await beside.start()
    },
    second: () => (follower?.runs() ? follower.cluster : undefined),
    async followedBeside() {
      const began = monotonic()
      await refuseStandby(name, server)
      await follower?.clear()
      const made = await instanceBeside('second', settings.second, apartOnly)
      follower = made
      const known = `${name}-second`
      const following: Following = { primary: cluster.address, slot: slotOf(known), name: known }
      const bytes = await backUp(cluster, cluster.address, made.cluster, following)
      await made.start()
      await streaming(cluster.address, known, () => !made.runs() || !server.runs())
      if (spec.sync) await waitFor(cluster.address, known)
      return { seconds: monotonic() - began, bytes }
    },
    async takeOver() {
      const taken = beside
      if (!taken) throw new HttpFailure(409, 'refused', `Nothing was restored in ${name} that could take over.`)
      const old = `${cluster.data}.old`
      await taken.stop()
      await main.stop()
      await removeCluster(undefined, old)
      await rename(cluster.data, old).catch(ifAbsent)
      await rename(taken.cluster.data, cluster.data)
      beside = undefined
      await configure(cluster, {})
      await main.start()
    },
    async leftBehind(work) {
      // Where a region has a network of its own, one address is all that there is for servers apart.
      if (settings.apart && server.apart())
        throw new HttpFailure(
          409,
          'refused',
          `What was restored in ${name} runs where what was left there is looked at.`,
        )
      const looked = await instanceBeside('left', settings.apart, showsOnly)
      left = looked
      try {
        await looked.fill(leftBy(cluster), { closed: true })
        await looked.start()
        return await work(looked.cluster.address)
      } finally {
        await looked.clear()
        left = undefined
      }
    },
  }
  return server
}

/**
 * Makes a standby from the data that lie there, and starts it.
 * @returns the bytes copied; undefined where it has to be made anew, for which its log tells the reason
 */
async function rewoundOn(
  main: Instance,
  source: ServerAddress,
  following: Following,
  begin: () => Promise<void>,
): Promise<number | undefined> {
  try {
    const bytes = await main.rewind(source, following)
    if (bytes !== undefined) await begin()
    return bytes
  } catch (error) {
    await appendFile(main.cluster.log, `What was rewound does not follow: ${messageOf(error)}\n`)
    return undefined
  }
}

/** What a server needs that sends its rows to another one and takes that one's, for every store. */
const everywhere = {
  wal_level: 'logical',
  // By it a row is known to be of the other side, so that a change of both is counted as a conflict.
  track_commit_timestamp: 'on',
  max_replication_slots: '32',
  max_wal_senders: '32',
  max_worker_processes: '48',
  max_logical_replication_workers: '32',
  max_sync_workers_per_subscription: '4',
}

/** What was restored takes nothing from others, and its log is kept back until it takes over. */
const apartOnly = { max_logical_replication_workers: '0', archive_command: 'false' }

/** Slots allow lower-case letters, digits and underscores. */
export function slotOf(region: string): string {
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

function ifAbsent(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error
}
