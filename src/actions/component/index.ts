import type { Json } from '#digest'
import type { Action } from '#execution'
import { text, texts } from '../arguments.ts'
import { ruleOf } from '../guard.ts'
import { manageOf } from '../manage.ts'
import { requested } from '../request.ts'

/**
 * Has one operation of a component carried out by its management address: any manager that takes
 * `POST /operations/VERB` with `{key, from, to}` and a bearer token, answers once it is done with what was seen, and
 * drops repeats of a key. The answer is journalled as it is.
 */
export const operate: Action = {
  use: 'component.operate',
  effect: 'keyed',
  accepts(args) {
    const wrong = texts('component', 'region', 'operation', 'from', 'to')(args)
    if (wrong !== undefined) return wrong
    return verb.test(text(args, 'operation')) ? undefined : 'Its operation is one word in lower case, such as scale.'
  },
  async run(args, { world, key, signal }): Promise<Json> {
    const { url, token } = manageOf(world, text(args, 'component'), text(args, 'region'))
    return requested({
      method: 'POST',
      url: `${url}/operations/${text(args, 'operation')}`,
      token,
      body: { key, from: text(args, 'from'), to: text(args, 'to') },
      signal,
      refuses: ruleOf(world),
    })
  },
}

/** It becomes a part of an address. */
const verb = /^[a-z][a-z0-9-]{0,62}$/
