import { copyTree } from '../files.ts'
import { isAlive, type ProcessIdentity } from '../processes.ts'
import { calledOff, type Entry, type Roster } from '../roster.ts'
import {
  type Cluster,
  configure,
  emptyDirectory,
  removeCluster,
  type Server,
  type Shape,
  startServer,
  stopServer,
} from './cluster.ts'
import type { Template } from './template.ts'

/** One data directory, and the server that runs on it or not. */
export interface Instance {
  readonly cluster: Cluster
  runs(): boolean
  /** Its first process, where it was started and not stopped since; it may have been killed. */
  processes(): readonly ProcessIdentity[]
  /** Starts it as it is configured. */
  start(): Promise<void>
  /** Stops it, and leaves its data. */
  stop(): Promise<void>
  /** Stops it, and removes its data. */
  clear(): Promise<void>
  /** Data of its own instead of what was there: what `fill` brings into the empty directory, configured. */
  fill(fill: (cluster: Cluster) => Promise<unknown>, shape?: Shape): Promise<void>
}

export function createInstance(cluster: Cluster, entry: Entry, roster: Roster): Instance {
  let running: Server | undefined
  const instance: Instance = {
    cluster,
    runs: () => instance.processes().some(isAlive),
    processes: () => (running ? [running.identity] : []),
    async start() {
      if (roster.isOver()) throw calledOff()
      running = await startServer(cluster, (server) => {
        running = server
        roster.add(entry, server.identity)
      })
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
  }
  return instance
}

/** Fills a cluster with a copy of the template. */
export function copyOf({ directory }: Template): (cluster: Cluster) => Promise<unknown> {
  return ({ data, owner }) => copyTree(directory, data, owner)
}
