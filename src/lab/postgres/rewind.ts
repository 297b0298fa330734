import { spawn } from 'node:child_process'
import { access, appendFile } from 'node:fs/promises'
import { join } from 'node:path'
import { commandIn, type Inside } from '../network/namespaces.ts'
import { identityOf, type ProcessIdentity } from '../processes.ts'
import { renewSlot } from './backup.ts'
import { type Cluster, configure, type Following } from './cluster.ts'
import { onServer, type ServerAddress } from './sql.ts'

/**
 * What a server needs from its first day on so that it can be rewound later: marks of pages that change without a
 * record, and log beyond its last checkpoint, for two servers may part before it. No more than that, and few segments
 * laid by for later, because pg_rewind copies whatever log the source has.
 */
export const rewindable = { wal_log_hints: 'on', wal_keep_size: '16MB', min_wal_size: '8MB' }
/** A crashed server that recovers alone ends with a checkpoint, after which it would throw away what is still needed. */
const keepsAll = ['-c', 'wal_keep_size=1GB']

/** Milliseconds that a program may take: one that hangs could not be replaced by a copy. */
const longest = 90_000

/** How a program ended, and what it said. */
export interface Ended {
  readonly ok: boolean
  readonly said: string
}

/** Runs one program at a time, known to the lab by that name for as long as it runs. */
export type Running = (
  name: string,
  work: (started: (identity: ProcessIdentity) => void) => Promise<Ended>,
) => Promise<Ended>

/**
 * Takes the data of a former primary back to where it parted from another server, by pg_rewind, and configures a standby
 * of that server: what it alone had is gone then. Nothing is started.
 * @param source the server that is followed, as the data reach it
 * @param inside the network of the data's region; the machine's own where left out
 * @returns the bytes copied, to the kibibyte; undefined where it cannot be done, with the reason in the server's log. The
 * data may be half of one and half of the other by then
 */
export async function rewound(
  source: ServerAddress,
  cluster: Cluster,
  following: Following,
  running: Running,
  inside?: Inside,
): Promise<number | undefined> {
  const { binaries, data, owner, log } = cluster
  const { rewind, postgres } = binaries
  if (rewind === undefined || !(await wasPrimary(data))) return undefined
  const run = async (name: string, program: string, args: readonly string[], env: Readonly<Record<string, string>>) => {
    const ended = await running(name, (started) => ranToEnd([program, ...args], { inside, owner, env, started }))
    await appendFile(log, ended.said)
    return ended
  }
  // One that was killed recovers alone, so that its log ends where its data do.
  const alone = ['--single', '-F', ...keepsAll, '-D', data, 'postgres']
  if (!(await run('postgres', postgres, alone, {})).ok) return undefined
  await onServer(source, 'postgres', async (query) => {
    await renewSlot(query, following.slot)
    // Until the first checkpoint after its promotion the source's control file tells the timeline of before.
    await query('checkpoint')
  })
  const { host, port, user, password } = source
  const { ok, said } = await run(
    'pg_rewind',
    rewind,
    [`--target-pgdata=${data}`, `--source-server=host=${host} port=${port} user=${user} dbname=postgres`, ...usual],
    // On the command line everybody could read it.
    { PGPASSWORD: password, PGCONNECT_TIMEOUT: '10', PGAPPNAME: following.name },
  )
  const bytes = ok ? copiedAccordingTo(said) : undefined
  if (bytes === undefined) return undefined
  // Configuration has come along with the data, and is the other server's.
  await configure(cluster, { following })
  return bytes
}

/** The files of a lab outlive no crash of the machine, so nothing waits for its disk. */
const usual = ['--no-sync', '--progress']

/**
 * The bytes that pg_rewind says it has copied; undefined where it left the data as they were because both servers are on
 * one timeline: two that were promoted apart may be so too, and cannot be told from two of which one follows the other.
 */
export function copiedAccordingTo(said: string): number | undefined {
  if (/same timeline/.test(said)) return undefined
  if (/no rewind required/.test(said)) return 0
  const last = [...said.matchAll(/(\d+)\/\s*(\d+) kB \(\d+%\) copied/g)].at(-1)?.[1]
  return last === undefined ? undefined : Number(last) * 1024
}

/** Whether data lie there that a server had which took writes; a standby's stop with its recovery. */
async function wasPrimary(data: string): Promise<boolean> {
  const isThere = async (name: string) =>
    await access(join(data, name)).then(
      () => true,
      () => false,
    )
  const begun = await Promise.all(['standby.signal', 'recovery.signal', 'backup_label'].map(isThere))
  return (await isThere(join('global', 'pg_control'))) && !begun.includes(true)
}

function ranToEnd(
  command: readonly [string, ...string[]],
  given: {
    readonly inside: Inside | undefined
    readonly owner: Cluster['owner']
    readonly env: Readonly<Record<string, string>>
    readonly started: (identity: ProcessIdentity) => void
  },
): Promise<Ended> {
  return new Promise((resolve) => {
    const { program, args, owner } = commandIn(given.inside, command, given.owner)
    const child = spawn(program, args, {
      ...owner,
      cwd: '/',
      // What it says is read, so it is to say it in English.
      env: { PATH: process.env['PATH'] ?? '', LC_ALL: 'C', ...given.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: longest,
      killSignal: 'SIGKILL',
    })
    let said = ''
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (said += text))
    child.on('error', (error) => resolve({ ok: false, said: `${program}: ${error.message}\n` }))
    child.on('close', (code) => resolve({ ok: code === 0, said }))
    const identity = child.pid === undefined ? undefined : identityOf(child.pid)
    if (identity) given.started(identity)
  })
}
