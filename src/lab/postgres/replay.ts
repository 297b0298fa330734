import { Failure } from '#diagnostics'
import { onServer, type ServerAddress } from './sql.ts'

/** Up to where a server has replayed. */
export interface Replayed {
  readonly lsn: string
  /** The commit time of the last transaction, RFC 3339 in UTC; absent where none was replayed. */
  readonly at?: string
}

/**
 * Waits until a server in recovery has replayed all that there is, or has come to the point where it is to stop.
 * @throws Failure `unreachable` after two minutes
 */
export async function replayedAll(address: ServerAddress): Promise<Replayed> {
  const until = performance.now() + 120_000
  return await onServer(address, 'postgres', async (query) => {
    while (performance.now() < until) {
      const [row] = await query(
        `select wait_event, pg_last_wal_replay_lsn()::text as lsn, pg_last_xact_replay_timestamp() as at
         from pg_stat_activity where backend_type = 'startup'`,
      )
      // It asks for more log again and again, or it waits at its point to be promoted.
      if (['RecoveryRetrieveRetryInterval', 'RecoveryPause'].includes(row?.wait_event)) return replayedOf(row)
      await new Promise((resolve) => setTimeout(resolve, 25))
    }
    throw new Failure('unreachable', 'PostgreSQL does not come to the end of the log within two minutes.')
  })
}

function replayedOf(row: { lsn?: string; at?: Date | null } | undefined): Replayed {
  return { lsn: row?.lsn ?? '0/0', ...(row?.at ? { at: row.at.toISOString() } : {}) }
}

/** How far a standby is behind the server that it follows. */
export interface Lag {
  /** How long it took until it had what the other had when it was asked, in seconds; ≥ 0. */
  readonly lagSeconds: number
  /** What that was. */
  readonly upTo: string
}

/** Waits until a standby has replayed what its primary has written by now. @throws Failure `unreachable` after 30 s */
export async function caughtUp(primary: ServerAddress, standby: ServerAddress): Promise<Lag> {
  return await onServer(standby, 'postgres', async (query) => {
    const [now] = await onServer(primary, 'postgres', (ask) => ask('select pg_current_wal_flush_lsn()::text as lsn'))
    const began = performance.now()
    for (;;) {
      const [row] = await query('select pg_last_wal_replay_lsn() >= $1::pg_lsn as level', [now?.lsn])
      const lagSeconds = Math.round(performance.now() - began) / 1000
      if (row?.level === true) return { lagSeconds, upTo: String(now?.lsn) }
      if (lagSeconds > 30) throw new Failure('unreachable', 'The standby does not catch up within 30 s.')
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  })
}
