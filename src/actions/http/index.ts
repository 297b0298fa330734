import type { Action } from '#execution'
import { text, texts } from '../arguments.ts'
import { ruleOf } from '../guard.ts'
import { requested } from '../request.ts'

/** Asks a service, in its own region and past the traffic manager, to write, read back and undo. */
export const verifyHttp: Action = {
  use: 'http.verify',
  effect: 'none',
  accepts: texts('component', 'region'),
  async run(args, { world, signal }) {
    const { url } = world.endpoint(text(args, 'component'), text(args, 'region'))
    return {
      answered: await requested({ method: 'POST', url: `${url}/verify`, signal, refuses: ruleOf(world) }),
    }
  },
}
