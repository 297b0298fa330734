import type { LabFault } from './fault.ts'
import { holdUp, letAllGo } from './braking.ts'
import { giveBack } from './give-back.ts'
import { allIn } from './victims.ts'

/**
 * Seconds. Whoever asks waits for the rest of the turn, so most answers come later than anybody waits for them; and a
 * probe that gives up after a second fails several times between two answers.
 */
const turn = { stopped: 4.9, goes: 0.1 }

/** Regions still answer, and far too late: everything in them stands still most of the time. Their management too. */
export const slow: LabFault = {
  async inject(site, { regions }) {
    const victims = allIn(site, regions)
    for (const name of regions) site.lost.add(name)
    return { t0: await holdUp(site, { ...victims, ...turn }) }
  },
  async heal(site, { regions }) {
    await letAllGo(site)
    await giveBack(site, regions)
  },
}
