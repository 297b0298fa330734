import { RetryableFailure } from '#diagnostics'
import type { Action } from '#execution'
import { text, texts } from '../arguments.ts'
import { connected, row } from './connection.ts'

/** Whether a server takes writes; a server may have left recovery and still be read-only, so both are asked. */
const writable = `select not pg_is_in_recovery() and current_setting('transaction_read_only') = 'off' as writable`

/** Promotes a standby and waits until it takes writes. */
export const promote: Action = {
  use: 'postgres.promote',
  effect: 'probed',
  accepts: texts('component', 'region'),
  run: (args, { world, signal }) =>
    connected(world, text(args, 'component'), text(args, 'region'), signal, async (client) => {
      // One server may hold several databases; whoever comes second finds it promoted, which is what was wanted.
      await client.query(
        `select case when pg_is_in_recovery() then pg_promote(wait => true, wait_seconds => 60) else true end`,
      )
      if ((await row(client, writable))['writable'] !== 'true')
        throw new RetryableFailure('The server was promoted and does not take writes yet.')
      return { writable: true }
    }),
  probe: (args, { world, signal }) =>
    connected(world, text(args, 'component'), text(args, 'region'), signal, async (client) =>
      (await row(client, writable))['writable'] === 'true' ? 'done' : 'notDone',
    ),
}
