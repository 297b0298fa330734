import { RetryableFailure } from '#diagnostics'
import type { Action } from '#execution'
import { seconds } from '#units'
import { text, texts } from '../arguments.ts'
import { connected, row } from './connection.ts'
import { forgetBefore, notedBefore, putBack } from './read-only.ts'

const lookEvery = seconds(0.02)
const loaded = 'select pg_conf_load_time()::text as at'

/**
 * Takes a drain back: the server's own setting is again what the drain found, so that what was read-only before stays
 * so. Where no drain is to be taken back it changes nothing. Sessions that the drain ended come back by themselves.
 */
export const reopen: Action = {
  use: 'postgres.reopen',
  effect: 'probed',
  accepts: texts('component', 'region'),
  run: (args, { world, clock, signal }) =>
    connected(world, text(args, 'component'), text(args, 'region'), signal, async (client) => {
      const before = await notedBefore(client)
      if (before !== undefined) {
        await putBack(client, before)
        const { at } = await row(client, loaded)
        await client.query('select pg_reload_conf()')
        // Once this session has it, new ones start with it.
        while (!signal.aborted && (await row(client, loaded))['at'] === at) await clock.sleep(lookEvery, signal)
        if (signal.aborted) throw new RetryableFailure('It was broken off.')
        await forgetBefore(client)
      }
      const { mode } = await row(client, `select current_setting('default_transaction_read_only') as mode`)
      return { drained: before !== undefined, writable: mode === 'off' }
    }),
  probe: (args, { world, signal }) =>
    connected(world, text(args, 'component'), text(args, 'region'), signal, async (client) =>
      (await notedBefore(client)) === undefined ? 'done' : 'notDone',
    ),
}
