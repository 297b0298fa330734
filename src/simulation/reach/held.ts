import type { Plan } from '#plan'
import type { Step } from '#runbook'
import { isTaken, type Loss, type Need, needsOf } from './needs.ts'
import type { Network } from './network.ts'

/** What every step of a network needs, by place. */
export function needsIn({ steps }: Network, plan: Plan): ReadonlyArray<readonly Need[]> {
  return steps.map((step) => needsOf(step, plan))
}

/** Until when each step cannot be done because something it needs is gone, by place; seconds, Infinity: never. */
export function heldBy(needs: ReadonlyArray<readonly Need[]>, losses: readonly Loss[]): Float64Array {
  return Float64Array.from(needs, (all) => takenUntil(all, losses))
}

/** Until when one of the needs is not met; 0 where all are. */
export function takenUntil(needs: readonly Need[], losses: readonly Loss[]): number {
  return needs.reduce((last, need) => Math.max(last, lastOf(need, losses)), 0)
}

/** Until when a need is not met; 0 where it is. */
export function lastOf(need: Need, losses: readonly Loss[]): number {
  return losses.reduce((last, loss) => (isTaken(need, loss) ? Math.max(last, loss.until) : last), 0)
}

/** A capability that is gone in a region, or everywhere. */
export interface Gone {
  readonly capability: string
  readonly region?: string
}

/** Everything that steps could miss: each capability in each region where one needs it, in order of first need. */
export function everyGone(needs: ReadonlyArray<readonly Need[]>): readonly Gone[] {
  const found = new Map<string, Gone>()
  for (const { capability, in: places, spared } of needs.flat()) {
    if (spared !== undefined) continue
    const [region, ...others] = places
    const gone: Gone = region === undefined || others.length > 0 ? { capability } : { capability, region }
    found.set(JSON.stringify(gone), gone)
  }
  return [...found.values()]
}

/** The same as a loss for ever. */
export function forEver({ capability, region }: Gone): Loss {
  return { capability, until: Infinity, ...(region === undefined ? {} : { regions: [region] }) }
}

/** Ids of the steps at the places given that cannot be done without what is gone. */
export function stepsWithout(
  places: readonly number[],
  steps: readonly Step[],
  needs: ReadonlyArray<readonly Need[]>,
  losses: readonly Loss[],
): readonly string[] {
  return places.flatMap((place) => (takenUntil(needs[place] ?? [], losses) > 0 ? [(steps[place] as Step).id] : []))
}
