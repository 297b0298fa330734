import type { Action } from '#execution'
import { text, texts } from '../arguments.ts'
import { ruleOf } from '../guard.ts'
import { manageOf } from '../manage.ts'
import { member, requested } from '../request.ts'
import { connected, row } from './connection.ts'

/** Rebuilds the server in a region as a standby of the source: what it alone holds is thrown away. */
export const rebuildStandby: Action = {
  use: 'postgres.rebuild-standby',
  effect: 'probed',
  accepts: texts('component', 'region', 'source'),
  async run(args, { world, key, signal }) {
    const { url, token } = manageOf(world, text(args, 'component'), text(args, 'region'))
    const answer = await requested({
      method: 'POST',
      url: `${url}/rebuild`,
      token,
      body: { source: text(args, 'source'), key },
      signal,
      refuses: ruleOf(world),
    })
    const method = member(answer, 'method')
    // A management address that can do it in one way only need not say how.
    return { copiedBytes: member(answer, 'bytes') ?? 'unknown', ...(method === undefined ? {} : { method }) }
  },
  probe: (args, { world, signal }) =>
    connected(world, text(args, 'component'), text(args, 'source'), signal, async (client) => {
      const { streaming } = await row(
        client,
        `select count(*) as streaming from pg_stat_replication where state = 'streaming'`,
      )
      return streaming === '0' ? 'notDone' : 'done'
    }),
}
