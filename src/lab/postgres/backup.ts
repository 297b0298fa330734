import { join } from 'node:path'
import { Failure } from '#diagnostics'
import { copyTree } from '../files.ts'
import { type Cluster, configure, emptyDirectory, type Following, write } from './cluster.ts'
import { onServer, type ServerAddress } from './sql.ts'

/** Files of a running server that a base backup must not have. */
const leftOut = [
  'postmaster.pid',
  'postmaster.opts',
  'standby.signal',
  'recovery.signal',
  'backup_label',
  'tablespace_map',
]
/** Directories whose content is made anew. */
const emptied = [
  'pg_wal',
  'pg_replslot',
  'pg_dynshmem',
  'pg_notify',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_subtrans',
]
export const controlFile = join('global', 'pg_control')

/**
 * Makes a standby of a running primary: a replication slot, a base backup by SQL, and the standby's configuration.
 * The statements go over the given way; the files are copied from disk to disk, for both regions are on this machine.
 * @returns the bytes copied
 */
export async function backUp(
  source: Cluster,
  way: ServerAddress,
  standby: Cluster,
  following: Following,
): Promise<number> {
  return onServer(way, 'postgres', async (query) => {
    await renewSlot(query, following.slot)
    await query('select pg_backup_start($1, fast => true)', [following.name])
    await emptyDirectory(standby)
    let bytes = await copyTree(source.data, standby.data, standby.owner, isLeftOut)
    // Last, so that it is not older than any other file.
    bytes += await copyTree(
      join(source.data, 'global'),
      join(standby.data, 'global'),
      standby.owner,
      (path) => path !== 'pg_control',
    )
    const [label] = await query('select labelfile from pg_backup_stop(wait_for_archive => false)')
    if (typeof label?.labelfile !== 'string') throw new Failure('unreachable', 'PostgreSQL gave no backup label.')
    await write(standby, 'backup_label', label.labelfile)
    await configure(standby, { following })
    return bytes
  })
}

/** Whether a base backup is without that path; the control file comes last, so that it is not older than any other. */
export function isLeftOut(path: string): boolean {
  return (
    leftOut.includes(path) ||
    path === controlFile ||
    emptied.some((name) => path.startsWith(`${name}/`) && !keptInside(path))
  )
}

/** Directories inside emptied ones that a server expects to find. */
function keptInside(path: string): boolean {
  return path === join('pg_wal', 'archive_status') || path === join('pg_wal', 'summaries')
}

type Query = (text: string, values?: readonly unknown[]) => Promise<ReadonlyArray<Record<string, unknown>>>

/** A slot for a standby that is about to follow, which keeps the log from now on. */
export async function renewSlot(query: Query, slot: string): Promise<void> {
  // What an earlier standby of that name left. Its sender may still be ending.
  await query('select pg_terminate_backend(active_pid) from pg_replication_slots where slot_name = $1 and active', [
    slot,
  ])
  await dropSlot(query, slot)
  await query('select pg_create_physical_replication_slot($1, true)', [slot])
}

async function dropSlot(query: Query, slot: string): Promise<void> {
  for (let attempt = 0; attempt < 40; attempt++) {
    const [row] = await query('select active from pg_replication_slots where slot_name = $1', [slot])
    if (!row) return
    if (row.active === false) {
      await query('select pg_drop_replication_slot($1)', [slot])
      return
    }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Failure('unreachable', `The replication slot ${slot} is still in use after 2 s.`)
}

/** Waits until the primary streams to the standby. @throws Failure `unreachable` after 30 s */
export async function streaming(primary: ServerAddress, name: string, giveUp: () => boolean): Promise<void> {
  const until = performance.now() + 30_000
  await onServer(primary, 'postgres', async (query) => {
    while (performance.now() < until && !giveUp()) {
      const rows = await query(
        `select 1 from pg_stat_replication where application_name = $1 and state = 'streaming'`,
        [name],
      )
      if (rows.length > 0) return
      await new Promise((resolve) => setTimeout(resolve, 25))
    }
    throw new Failure('unreachable', `The standby in ${name} does not stream within 30 s.`)
  })
}

/**
 * Lets the primary wait for that standby at every commit, or for none.
 * Only a primary with its standby may wait: one without would answer nobody.
 */
export async function waitFor(primary: ServerAddress, standby: string | undefined): Promise<void> {
  await onServer(primary, 'postgres', async (query) => {
    if (standby === undefined) await query('alter system reset synchronous_standby_names')
    else await query(`alter system set synchronous_standby_names = '"${standby}"'`)
    await query('select pg_reload_conf()')
  })
}
