import type { Action } from '#execution'
import { text, texts } from '../arguments.ts'
import { ruleOf } from '../guard.ts'
import { manageOf } from '../manage.ts'
import { member, requested } from '../request.ts'

/** Starts a service in a region through its management address. */
export const startService: Action = {
  use: 'service.start',
  effect: 'probed',
  accepts: texts('component', 'region'),
  async run(args, { world, key, signal }) {
    const { url, token } = manageOf(world, text(args, 'component'), text(args, 'region'))
    return requested({ method: 'POST', url: `${url}/start`, token, body: { key }, signal, refuses: ruleOf(world) })
  },
  async probe(args, { world, signal }) {
    const { url, token } = manageOf(world, text(args, 'component'), text(args, 'region'))
    const state = member(await requested({ method: 'GET', url, token, signal, refuses: ruleOf(world) }), 'state')
    return state === 'running' ? 'done' : 'notDone'
  },
}
