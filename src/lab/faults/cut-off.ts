import type { LabFault } from './fault.ts'
import { giveBack } from './give-back.ts'
import { allIn, kill } from './victims.ts'

/** Regions lose every process, and the line, within the same few microseconds; with networks of their own they fall silent. */
export const cutOff: LabFault = {
  async inject(site, { regions }) {
    const victims = allIn(site, regions)
    for (const name of regions) site.lost.add(name)
    const cuts = site.networks?.cuts(regions) ?? []
    return { t0: await kill(site, { link: [site.link.identity()], ...victims, cuts }) }
  },
  heal: (site, { regions }) => giveBack(site, regions),
}
