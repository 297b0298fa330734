import type { LabFault } from './fault.ts'
import { giveBack } from './give-back.ts'
import { allIn, kill } from './victims.ts'

/** Regions lose every process, and the line, within the same few microseconds. */
export const cutOff: LabFault = {
  async inject(site, { regions }) {
    const victims = allIn(site, regions)
    for (const name of regions) site.lost.add(name)
    return await kill(site, { link: [site.link.identity()], ...victims })
  },
  heal: (site, { regions }) => giveBack(site, regions),
}
