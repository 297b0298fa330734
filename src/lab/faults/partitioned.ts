import type { LabFault } from './fault.ts'
import { kill } from './victims.ts'

/**
 * The line is gone; both sides live, and customers reach both. Where it has a network of its own, it loses what is sent and
 * nobody is told; otherwise every connection over it is reset.
 */
export const partitioned: LabFault = {
  inject: async (site) => ({
    t0: await kill(site, {
      link: site.networks ? [] : [site.link.identity()],
      services: [],
      postmasters: [],
      cuts: site.networks?.cuts([]) ?? [],
    }),
  }),
  heal: ({ link }) => link.mend(),
}
