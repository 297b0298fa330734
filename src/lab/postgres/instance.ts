import { copyTree } from '../files.ts'
import { isAlive, type ProcessIdentity } from '../processes.ts'
import { calledOff, type Entry, type Roster } from '../roster.ts'
import {
  type Cluster,
  configure,
  emptyDirectory,
  type Following,
  removeCluster,
  type Server,
  type Shape,
  startServer,
  stopServer,
} from './cluster.ts'
import { type Running, rewound } from './rewind.ts'
import type { ServerAddress } from './sql.ts'
import type { Template } from './template.ts'

/** One data directory, and the server that runs on it or not. */
export interface Instance {
  readonly cluster: Cluster
  runs(): boolean
  /** Its first process, where it was started and not stopped since, and what is rewinding its data; they may have been killed. */
  processes(): readonly ProcessIdentity[]
  /** Starts it as it is configured. */
  start(): Promise<void>
  /** Stops it, and leaves its data. */
  stop(): Promise<void>
  /** Stops it, and removes its data. */
  clear(): Promise<void>
  /** Data of its own instead of what was there: what `fill` brings into the empty directory, configured. */
  fill(fill: (cluster: Cluster) => Promise<unknown>, shape?: Shape): Promise<void>
  /**
   * Stops it, and makes a standby of it that follows another, from its own data as far as they are the same.
   * @returns the bytes copied; undefined where that cannot be done, and its data are then good for nothing
   */
  rewind(source: ServerAddress, following: Following): Promise<number | undefined>
}

export function createInstance(cluster: Cluster, entry: Entry, roster: Roster): Instance {
  let running: Server | undefined
  let helper: ProcessIdentity | undefined
  const instance: Instance = {
    cluster,
    runs: () => running !== undefined && isAlive(running.identity),
    processes: () => [running?.identity, helper].flatMap((one) => one ?? []),
    async start() {
      if (roster.isOver()) throw calledOff()
      const started = (server: Server) => {
        running = server
        roster.add(entry, server.identity)
      }
      running = await startServer(cluster, started, roster.insideOf(entry))
    },
    async stop() {
      if (!running) return
      await stopServer(running)
      roster.forget(running.identity)
      running = undefined
    },
    async clear() {
      await instance.stop()
      await removeCluster(cluster.binaries.postgres, cluster.data, cluster.owner)
    },
    async fill(fill, shape) {
      await instance.clear()
      await emptyDirectory(cluster)
      await fill(cluster)
      await configure(cluster, shape)
    },
    async rewind(source, following) {
      await instance.stop()
      const running: Running = async (name, work) => {
        if (roster.isOver()) throw calledOff()
        const ended = await work((identity) => {
          helper = identity
          roster.add({ ...entry, name }, identity)
        })
        if (helper) roster.forget(helper)
        helper = undefined
        return ended
      }
      return await rewound(source, cluster, following, running, roster.insideOf(entry))
    },
  }
  return instance
}

/** Fills a cluster with a copy of the template. */
export function copyOf({ directory }: Template): (cluster: Cluster) => Promise<unknown> {
  return ({ data, owner }) => copyTree(directory, data, owner)
}
