import type { LabFault } from './fault.ts'
import { giveBack } from './give-back.ts'
import { allIn, kill } from './victims.ts'

/** Regions lose every process; the line stays, so that what the system had to send still arrives. */
export const killed: LabFault = {
  async inject(site, { regions }) {
    const victims = allIn(site, regions)
    for (const name of regions) site.lost.add(name)
    return { t0: await kill(site, { link: [], ...victims }) }
  },
  heal: (site, { regions }) => giveBack(site, regions),
}
