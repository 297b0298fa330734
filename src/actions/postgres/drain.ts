import type { Client } from 'pg'
import { RetryableFailure } from '#diagnostics'
import type { Action, Clock } from '#execution'
import { seconds } from '#units'
import { text, texts } from '../arguments.ts'
import { connected, row } from './connection.ts'
import { noteBefore } from './read-only.ts'

const lookEvery = seconds(0.02)

/**
 * Stops writes on a primary for good, ends the sessions that could still write, and waits until the standby has
 * replayed all that was committed. The setting is the server's own, so it survives a restart; repeating a drain
 * changes nothing more. What stood there before is noted beside it, for `postgres.reopen`.
 */
export const drain: Action = {
  use: 'postgres.drain',
  effect: 'keyed',
  accepts: texts('component', 'region', 'standby'),
  // The standby first: where it cannot be reached, no write was stopped for nothing.
  run: (args, { world, clock, signal }) =>
    connected(world, text(args, 'component'), text(args, 'standby'), signal, (standby) =>
      connected(world, text(args, 'component'), text(args, 'region'), signal, async (client) => {
        await noteBefore(client)
        await client.query('alter system set default_transaction_read_only = on')
        await client.query('select pg_reload_conf()')
        // The reload reaches sessions one by one; once this one has it, new ones start with it.
        while (
          !signal.aborted &&
          (await row(client, 'show default_transaction_read_only'))['default_transaction_read_only'] !== 'on'
        )
          await clock.sleep(lookEvery, signal)
        if (signal.aborted) throw new RetryableFailure('It was broken off.')
        // Whoever could still write is ended, all at once, and waited for; the replication and Muster's own session stay.
        const { ended = '' } = await row(
          client,
          `select string_agg(pid::text, ',') as ended from
             (select pid, pg_terminate_backend(pid) from pg_stat_activity
              where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()) as one`,
        )
        while (!signal.aborted && !(await gone(client, ended))) await clock.sleep(lookEvery, signal)
        const { lsn = '' } = await row(client, 'select pg_current_wal_flush_lsn() as lsn')
        await replayed(standby, lsn, clock, signal)
        return { drainedTo: lsn }
      }),
    ),
}

/** @param pids numbers of sessions, joined by commas; may be empty */
async function gone(client: Client, pids: string): Promise<boolean> {
  const sql = `select count(*) as open from pg_stat_activity where pid::text = any(string_to_array($1, ','))`
  return (await row(client, sql, [pids]))['open'] === '0'
}

/** Waits until a standby has replayed everything up to a place in the log. */
async function replayed(standby: Client, lsn: string, clock: Clock, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const { reached } = await row(standby, 'select pg_last_wal_replay_lsn() >= $1::pg_lsn as reached', [lsn])
    if (reached === 'true') return
    await clock.sleep(lookEvery, signal)
  }
  throw new RetryableFailure('The standby did not catch up in time.')
}
