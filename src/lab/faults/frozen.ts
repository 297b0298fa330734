import type { LabFault } from './fault.ts'
import { holdUp } from './braking.ts'
import { partsIn } from './victims.ts'

/** Seconds, where the fault does not say how long it lasts. */
const usual = 2

/** Components, or all of their regions, stand still once and go on by themselves. */
export const frozen: LabFault = {
  inject: async (site, fault) => ({
    t0: await holdUp(site, { ...partsIn(site, fault), stopped: fault.lasts ?? usual }),
  }),
  heal: async () => {},
}
