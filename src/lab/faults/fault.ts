import type { Harm } from '#drill'
import type { Fault } from '#runbook'
import type { Site } from '../site.ts'

export interface Injected {
  /** The fault, in seconds on the monotonic clock. */
  readonly t0: number
  /** What it did; absent where nobody counts that. */
  readonly harm?: readonly Harm[]
}

/** One way of hurting the lab. Keys are dropped before they reach it: each is called once for each disaster. */
export interface LabFault {
  inject(site: Site, fault: Fault): Promise<Injected>
  /** Takes the cause away; what was destroyed stays so. */
  heal(site: Site, fault: Fault): Promise<void>
}
