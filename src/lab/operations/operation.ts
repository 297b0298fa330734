import type { Region } from '../region.ts'
import type { Site } from '../site.ts'

/** What an operation is told. */
export interface Asked {
  readonly site: Site
  /** Where it is done; it can be managed. */
  readonly region: Region
  readonly component: string
  /** The regions that the recovery leaves and goes to; the same one where nothing moves. */
  readonly from: string
  readonly to: string
}

/**
 * Does what the step of that verb says, and tells what was seen: plain data, shown to people. It is done when it
 * resolves. Repeats of a key do not reach it; one that failed may be tried again.
 */
export type Operation = (asked: Asked) => Promise<Readonly<Record<string, string | number | boolean>>>
