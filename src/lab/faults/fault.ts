import type { Fault } from '#runbook'
import type { Site } from '../site.ts'

/** One way of hurting the lab. Keys are dropped before they reach it: each is called once for each disaster. */
export interface LabFault {
  /** @returns the fault, in seconds on the monotonic clock */
  inject(site: Site, fault: Fault): Promise<number>
  /** Takes the cause away; what was destroyed stays so. */
  heal(site: Site, fault: Fault): Promise<void>
}
