import { RetryableFailure, TerminalFailure } from '#diagnostics'
import type { Action } from '#execution'
import { text, whole, withWhole } from '../arguments.ts'
import { trafficSeen } from './status.ts'

/**
 * Asserts that enough is left before a region is taken away: so many others answer their probes and are not fenced. A
 * standby answers that it is not ready, which is an answer: it is about to be made ready.
 */
export const enough: Action = {
  use: 'traffic.enough',
  effect: 'none',
  accepts: withWhole(['without'], ['atLeast']),
  async run(args, { world, signal }) {
    const [without, atLeast] = [text(args, 'without'), whole(args, 'atLeast')]
    const { regions } = await trafficSeen(world, signal)
    const others = Object.entries(regions).filter(([region, { fenced }]) => region !== without && !fenced)
    const on = others.flatMap(([region, { answers }]) => (answers === true ? [region] : []))
    if (on.length >= atLeast) return { on, atLeast }
    const untold = others.flatMap(([region, { answers }]) => (answers === undefined ? [region] : []))
    const message =
      `Without ${without} at least ${atLeast} other ${atLeast === 1 ? 'region has' : 'regions have'} to be on, and ` +
      `${on.length === 0 ? 'none is' : on.length === 1 ? `only ${on[0]} is` : `only ${on.join(' and ')} are`}.`
    // Whoever has not been asked yet may be on: that passes by waiting.
    if (on.length + untold.length >= atLeast)
      throw new RetryableFailure(`${message} ${untold.join(' and ')}: not probed yet.`, { harmless: true })
    throw new TerminalFailure(`${message} Bring another region up, or lift its fence, before this one is taken away.`, {
      harmless: true,
    })
  },
}
