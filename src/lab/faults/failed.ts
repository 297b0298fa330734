import type { LabFault } from './fault.ts'
import { kill, partsIn } from './victims.ts'

/**
 * Single components lose their processes in the regions named, and nothing else does. They stay down, for nothing here
 * starts by itself; so there is nothing to heal.
 */
export const failed: LabFault = {
  inject: async (site, fault) => ({ t0: await kill(site, { link: [], ...partsIn(site, fault) }) }),
  heal: async () => {},
}
