import { RetryableFailure } from '#diagnostics'
import type { Action } from '#execution'
import { seconds } from '#units'
import { text, texts } from '../arguments.ts'
import { connected, row } from './connection.ts'

const lookEvery = seconds(0.1)

/** Writes into a table of its own, reads back, and rolls back: the database takes writes and nothing is left of it. */
export const verifyPostgres: Action = {
  use: 'postgres.verify',
  effect: 'none',
  accepts: texts('component', 'region'),
  run: (args, { world, key, signal }) =>
    connected(world, text(args, 'component'), text(args, 'region'), signal, async (client) => {
      await client.query('begin')
      await client.query('create table muster_verify (key text)')
      await client.query('insert into muster_verify values ($1)', [key])
      const { found } = await row(client, 'select count(*) as found from muster_verify where key = $1', [key])
      await client.query('rollback')
      if (found !== '1') throw new RetryableFailure('A row that was written could not be read back.')
      return { wroteAndRead: true }
    }),
}

/** Waits until a standby streams from its source and has replayed everything that the source has committed. */
export const caughtUp: Action = {
  use: 'postgres.caught-up',
  effect: 'none',
  accepts: texts('component', 'region', 'source'),
  run: (args, { world, clock, signal }) =>
    connected(world, text(args, 'component'), text(args, 'source'), signal, async (source) => {
      while (!signal.aborted) {
        const { lag, state } = await row(
          source,
          `select state, pg_current_wal_flush_lsn() - replay_lsn as lag from pg_stat_replication
           where state = 'streaming' and replay_lsn is not null order by replay_lsn desc limit 1`,
        )
        // Under load a standby is never at zero; what a planned switch needs is that it keeps up.
        if (state === 'streaming' && Number(lag) < 1_000_000) return { state, lagBytes: Number(lag) }
        await clock.sleep(lookEvery, signal)
      }
      throw new RetryableFailure('The standby does not stream.')
    }),
}
