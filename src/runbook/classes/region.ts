import { assemble, type Own, sharesAgain } from '../assemble.ts'
import { type Contributed, contributions } from '../contribution.ts'
import type { Course } from '../draft.ts'
import { storesOf } from '../flows.ts'
import { enoughLeft } from '../guards.ts'
import type { Class, Given, Made, Reason } from './class.ts'
import { type Sides, sidesOf } from './sides.ts'

/** A region is gone: what was active there is recovered in the one that is left. */
export const region: Class = (given) => {
  const sides = sidesOf(given)
  return 'reason' in sides ? sides : regionMoved(given, sides, { gaps: [] })
}

/** What another class does otherwise. */
interface Otherwise {
  readonly own?: Own
  readonly gaps: readonly string[]
  /** What becomes of what components contribute. */
  parts?(parts: Contributed['parts'], course: Course): Contributed['parts']
  readonly words?: Course['words']
}

/** The move of everything that is active in one region to another one, there or back. */
export function regionMoved(
  given: Given,
  { lost, survivor, moved }: Sides,
  { own, gaps, parts, words }: Otherwise,
): Made | Reason {
  const { plan, id, direction, decision, mode, lead } = given
  const back = direction === 'failback'
  const course: Course = {
    plan,
    direction,
    from: back ? survivor : lost,
    to: back ? lost : survivor,
    lead,
    ...(words === undefined ? {} : { words }),
  }
  const contributed = contributions(plan, moved, course, { decision, mode })
  const changed = { ...contributed, parts: parts?.(contributed.parts, course) ?? contributed.parts }
  return {
    ...changed,
    course,
    moved,
    restored: [],
    touched: moved,
    steps: assemble({
      plan,
      scenario: id,
      parts: changed.parts,
      course,
      decision,
      losing: storesOf(plan, moved).some(({ replication }) => replication !== 'sync'),
      beforeFence: enoughLeft(plan, moved, course),
      shares: sharesAgain(plan, moved, course),
      ...(own === undefined ? {} : { own }),
    }),
    gaps,
    embeds: true,
  }
}
