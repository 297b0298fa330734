import type { Json } from '#digest'
import type { Action, ActionContext, Arguments } from '#execution'
import { text, texts } from '../arguments.ts'
import { ruleOf } from '../guard.ts'
import { requested } from '../request.ts'

/** Keeps all traffic away from a region, whatever its probes say, and cuts the connections it has. */
export const fence: Action = {
  use: 'traffic.fence',
  effect: 'keyed',
  accepts: texts('region'),
  run: (args, context) => command('fence', args, context),
}

/** Takes a fence back: the region may be routed to again. */
export const unfence: Action = {
  use: 'traffic.unfence',
  effect: 'keyed',
  accepts: texts('region'),
  run: (args, context) => command('unfence', args, context),
}

/** Admits nobody and cuts present connections, until traffic is released or routed again. */
export const hold: Action = {
  use: 'traffic.hold',
  effect: 'keyed',
  accepts: texts(),
  run: (args, context) => command('hold', args, context),
}

/** Takes a hold back: traffic goes to the region again that it went to before. */
export const release: Action = {
  use: 'traffic.release',
  effect: 'keyed',
  accepts: texts(),
  run: (args, context) => command('release', args, context),
}

/** Sends all traffic to a region. */
export const route: Action = {
  use: 'traffic.route',
  effect: 'keyed',
  accepts: texts('region'),
  run: (args, context) => command('route', args, context),
}

/** Sends traffic to several regions again, each of which carries a part of it; their names stand with commas between. */
export const share: Action = {
  use: 'traffic.share',
  effect: 'keyed',
  accepts: (args) =>
    texts('regions')(args) ??
    (namesIn(args).some((name) => name === '') ? 'Its regions are names with a comma between each two.' : undefined),
  run: (args, context) => command('share', args, context),
}

function namesIn(args: Arguments): readonly string[] {
  return text(args, 'regions')
    .split(',')
    .map((name) => name.trim())
}

/** The traffic manager drops repeats by the key, and refuses a holder whose lease is older than one it has seen. */
async function command(
  verb: string,
  args: Arguments,
  { world, key, run, epoch, signal }: ActionContext,
): Promise<Json> {
  const { url, token } = world.traffic()
  const about = {
    ...(args['region'] === undefined ? {} : { region: text(args, 'region') }),
    ...(args['regions'] === undefined ? {} : { regions: namesIn(args) }),
  }
  await requested({
    method: 'POST',
    url: `${url}/${verb}`,
    token,
    signal,
    body: { key, run, epoch, ...about },
    refuses: ruleOf(world),
  })
  return about
}
