import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { access, chown, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Failure } from '#diagnostics'
import { hasCode, type Owner } from '../files.ts'
import { commandIn, type Inside } from '../network/namespaces.ts'
import { block } from '../network/network.ts'
import { hasEnded, identityOf, killTrees, type ProcessIdentity, signal } from '../processes.ts'
import type { Binaries } from './binaries.ts'
import { onServer, type ServerAddress } from './sql.ts'
import { endOfLog } from './template.ts'

/** Where a cluster's data lie, and how its server is reached. */
export interface Cluster {
  readonly binaries: Binaries
  readonly data: string
  readonly log: string
  readonly address: ServerAddress
  readonly owner?: Owner
  /** Settings of its own besides the usual ones. */
  readonly settings?: Readonly<Record<string, string>>
}

/** What a server replays that is started from a backup. */
export interface Recovery {
  /** A directory of log segments that PostgreSQL's user can read. */
  readonly log: string
  /** The transaction before which replay stops and waits to be promoted; without one it replays whatever comes. */
  readonly before?: string
}

/** How a server is set up; a primary that lets everybody in where nothing is said. */
export interface Shape {
  readonly following?: Following
  readonly recovery?: Recovery
  /** Lets nobody in but the superuser. */
  readonly closed?: boolean
}

/** What a standby follows. */
export interface Following {
  /** The near end of the link towards the primary. */
  readonly primary: ServerAddress
  readonly slot: string
  /** How the primary knows this standby. */
  readonly name: string
}

/** A running server. `exited` resolves when its first process has ended. */
export interface Server {
  readonly identity: ProcessIdentity
  readonly exited: Promise<void>
}

class NotStarted extends Failure {
  override readonly name = 'NotStarted'
  readonly isOverData: boolean
  constructor(message: string, isOverData: boolean) {
    super('unreachable', message)
    this.isOverData = isOverData
  }
}

/**
 * Whether a new server failed because of what it was copied from: there was nothing to copy, or it ended by itself over
 * its data, as far as its log tells. A port that somebody has, a full disk or a kill are no fault of the data.
 */
export function isOverData(error: unknown): boolean {
  return error instanceof NotStarted ? error.isOverData : hasCode(error, 'ENOENT')
}

/** Writes the whole configuration of a server; nothing of an older one remains. */
export async function configure(cluster: Cluster, { following, recovery, closed = false }: Shape = {}): Promise<void> {
  const settings: Record<string, string> = {
    listen_addresses: cluster.address.host,
    port: String(cluster.address.port),
    // Two servers on one port would collide on the socket's lock.
    unix_socket_directories: '',
    // Kept in the data directory, so that kill -9 leaves nothing in /dev/shm.
    dynamic_shared_memory_type: 'mmap',
    shared_buffers: '32MB',
    max_connections: '200',
    max_wal_size: '256MB',
    wal_level: 'replica',
    hot_standby: 'on',
    max_slot_wal_keep_size: '1GB',
    // The default of 5 s would delay rejoining.
    wal_retrieve_retry_interval: '200ms',
    wal_receiver_status_interval: '1s',
    wal_sender_timeout: '10s',
    wal_receiver_timeout: '10s',
    log_line_prefix: '%m [%p] %a ',
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...cluster.settings,
  }
  if (following) {
    const { host, port, user, password } = following.primary
    settings.primary_conninfo = `host=${host} port=${port} user=${user} password=${password} application_name=${following.name}`
    settings.primary_slot_name = following.slot
  }
  if (recovery) {
    settings.restore_command = `cp ${quoted(recovery.log)}/%f "%p"`
    if (recovery.before !== undefined)
      Object.assign(settings, {
        recovery_target_xid: recovery.before,
        recovery_target_inclusive: 'off',
        recovery_target_action: 'pause',
      })
  }
  const lines = Object.entries(settings).map(
    ([name, value]) => `${name} = '${value.replaceAll('\\', '\\\\').replaceAll("'", "''")}'\n`,
  )
  await write(cluster, 'postgresql.conf', lines.join(''))
  // ALTER SYSTEM's file: a base backup brings the primary's, which is not ours.
  await write(cluster, 'postgresql.auto.conf', '')
  await admit(cluster, !closed)
  for (const name of ['standby.signal', 'recovery.signal']) await rm(join(cluster.data, name), { force: true })
  if (following || recovery) await write(cluster, 'standby.signal', '')
}

/** Says whom the server lets in: everybody with a password, or the superuser alone. A running one is to be told. */
export async function admit(cluster: Cluster, everybody: boolean): Promise<void> {
  const { user, host } = cluster.address
  const from = host.startsWith('127.') ? '127.0.0.0/8' : block
  const who = everybody ? 'all' : user
  await write(
    cluster,
    'pg_hba.conf',
    `host all ${who} ${from} scram-sha-256\nhost replication ${user} ${from} scram-sha-256\n`,
  )
}

/** A path for a command of PostgreSQL's, which replaces what follows a percent sign and hands the rest to a shell. */
export function quoted(path: string): string {
  return `'${path.replaceAll('%', '%%').replaceAll("'", `'\\''`)}'`
}

/** Writes a file of the data directory, owned by PostgreSQL's user. */
export async function write({ data, owner }: Cluster, name: string, content: string): Promise<void> {
  await writeFile(join(data, name), content, { mode: 0o600 })
  if (owner) await chown(join(data, name), owner.uid, owner.gid)
}

/**
 * Starts the server and waits until it accepts connections.
 * @param started called as soon as its process is there
 * @param inside the network that it runs in; the machine's own where left out
 * @throws Failure `unreachable` with the last lines of its log
 */
export async function startServer(
  cluster: Cluster,
  started: (server: Server) => void,
  inside?: Inside,
): Promise<Server> {
  const log = openSync(cluster.log, 'a')
  let child: ChildProcess
  try {
    const { program, args, owner } = commandIn(inside, [cluster.binaries.postgres, '-D', cluster.data], cluster.owner)
    child = spawn(program, args, {
      ...owner,
      cwd: '/',
      stdio: ['ignore', log, log],
    })
  } finally {
    closeSync(log)
  }
  const state = { ended: false, byItself: false }
  const exited = new Promise<void>((resolve) => {
    // A server that panics aborts; any other signal came from somebody else.
    child.on('exit', (code, signal) =>
      resolve(void Object.assign(state, { ended: true, byItself: code !== null || signal === 'SIGABRT' })),
    )
    child.on('error', () => resolve(void (state.ended = true)))
  })
  const identity = child.pid === undefined ? undefined : identityOf(child.pid)
  if (!identity) {
    await exited
    throw await willNotStart(cluster, state.byItself)
  }
  const server = { identity, exited }
  started(server)
  const until = performance.now() + 60_000
  // Whoever answers may be somebody else's, who had the port first: this one has ended then, or is about to.
  while (!(await accepts(cluster)) || state.ended) {
    if (state.ended || performance.now() > until) {
      await killTrees([identity])
      throw await willNotStart(cluster, state.byItself)
    }
    await Promise.race([exited, new Promise((resolve) => setTimeout(resolve, 25))])
  }
  return server
}

/** Stops a server at once, which loses nothing that was committed. */
export async function stopServer({ identity }: Server): Promise<void> {
  signal(identity, 'SIGQUIT')
  // It gives its children 5 s before it kills them.
  if (!(await hasEnded(identity, 6000))) await killTrees([identity])
}

/**
 * Removes a data directory whose server was killed. Its few bytes of System V shared memory outlive the files unless
 * PostgreSQL itself is let in once more: it removes what a dead server of the same directory left.
 */
export async function removeCluster(postgres: string | undefined, data: string, owner?: Owner): Promise<void> {
  const left = await access(join(data, 'postmaster.pid')).then(
    () => true,
    () => false,
  )
  if (left && postgres !== undefined) {
    // Refused for as long as one of the dead server's processes still holds the memory.
    for (let attempt = 0; attempt < 20 && !(await letIn(postgres, data, owner)); attempt++)
      await new Promise((resolve) => setTimeout(resolve, 100))
  }
  await rm(data, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 })
}

/** @returns whether PostgreSQL came as far as taking memory of its own */
function letIn(postgres: string, data: string, owner?: Owner): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(postgres, ['--check', '-D', data], { ...owner, cwd: '/', stdio: 'ignore', timeout: 10_000 })
    child.on('close', (code) => resolve(code === 0)).on('error', () => resolve(false))
  })
}

/** An empty data directory, owned by PostgreSQL's user and closed to all others. */
export async function emptyDirectory({ data, owner }: Cluster): Promise<void> {
  await mkdir(data, { recursive: true, mode: 0o700 })
  if (owner) await chown(data, owner.uid, owner.gid)
}

/** Whether a server answers there whose data are this cluster's. */
async function accepts({ address, data }: Cluster): Promise<boolean> {
  try {
    const [row] = await onServer(address, 'postgres', (query) => query('show data_directory'), 5000)
    return row?.data_directory === data
  } catch (error) {
    // It is starting up, or not listening yet; whatever else it says will not pass by waiting.
    if (hasCode(error, '57P03', 'ECONNREFUSED', 'ECONNRESET') || /timeout|terminated/i.test(String(error))) return false
    throw new Failure(
      'unreachable',
      `PostgreSQL at ${address.host}:${address.port} refuses the lab: ${String(error)}.`,
      { cause: error },
    )
  }
}

/** What a log says where the machine is at fault, and not the data. */
const ofMachine =
  /No space left|Address already in use|could not (bind|create)|Cannot allocate memory|Permission denied/i

/** @param byItself whether it ended, and nobody killed it */
async function willNotStart({ address, log }: Cluster, byItself: boolean): Promise<Failure> {
  const end = await endOfLog(log)
  const failure = new NotStarted(
    `PostgreSQL does not start at ${address.host}:${address.port}; its log ends:\n${end}`,
    byItself && !ofMachine.test(end),
  )
  return /No space left on device/.test(end) ? Object.assign(failure, { code: 'ENOSPC' }) : failure
}
