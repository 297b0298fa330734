import type { LabFault } from './fault.ts'
import { kill } from './victims.ts'

/** The line is gone; both sides live, and customers reach both. */
export const partitioned: LabFault = {
  inject: (site) => kill(site, { link: [site.link.identity()], services: [], postmasters: [] }),
  heal: ({ link }) => link.mend(),
}
