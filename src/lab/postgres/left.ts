import { copyTree } from '../files.ts'
import type { Cluster } from './cluster.ts'

/**
 * What a server does not do that only shows what another one left: change anything, ship its log, send what it has or
 * take from others. Its data are a copy that is thrown away, so nothing of it waits for the disk.
 */
export const showsOnly = {
  default_transaction_read_only: 'on',
  archive_mode: 'off',
  max_wal_senders: '0',
  max_logical_replication_workers: '0',
  autovacuum: 'off',
  fsync: 'off',
}

/** Files of a server that ended that belong to its process; a copy that kept them could be taken for it. */
const itsOwn = ['postmaster.pid', 'postmaster.opts']
/** Slots keep log for those who follow, whom a copy has none of. */
const emptied = ['pg_replslot/', 'pg_dynshmem/', 'pg_stat_tmp/']

/**
 * Fills a cluster with what a server left that does not run any more, log and all, so that it recovers to the last commit.
 * What was left stays as it is, to the byte: whoever makes a standby of it finds what the server left and nothing since.
 */
export function leftBy(server: Pick<Cluster, 'data'>): (cluster: Cluster) => Promise<unknown> {
  return ({ data, owner }) =>
    copyTree(
      server.data,
      data,
      owner,
      (path) => itsOwn.includes(path) || emptied.some((directory) => path.startsWith(directory)),
    )
}
