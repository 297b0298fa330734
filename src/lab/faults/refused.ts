import { monotonic } from '../monotonic.ts'
import { cutOff } from './cut-off.ts'
import type { LabFault } from './fault.ts'

/** The management refuses everything, and what runs goes on; where regions are named, they are lost as well. */
export const refused: LabFault = {
  async inject(site, fault) {
    const t0 = monotonic()
    site.management.refuses = true
    return fault.regions.length === 0 ? { t0 } : await cutOff.inject(site, fault)
  },
  async heal(site, fault) {
    if (fault.regions.length > 0) await cutOff.heal(site, fault)
    site.management.refuses = false
  },
}
