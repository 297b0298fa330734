import type { StoreSync } from './beside.ts'
import type { Measurements } from './model.ts'
import { rounded } from './round.ts'

/** The stores that say how far they had followed, in the order of the ledgers. */
export function syncsOf({ ledgers, t0 }: Measurements): readonly StoreSync[] {
  if (t0 === undefined) return []
  return ledgers.flatMap(({ component, syncedUpTo, oldestLostAt }) =>
    syncedUpTo === undefined
      ? []
      : [
          {
            component,
            behind: rounded(t0 - syncedUpTo),
            ...(oldestLostAt === undefined ? {} : { oldestLost: rounded(t0 - oldestLostAt) }),
            agrees: oldestLostAt === undefined || oldestLostAt >= syncedUpTo,
          },
        ],
  )
}

/** Where the two witnesses of a loss contradict each other, in sentences. */
export function contradicted(syncs: readonly StoreSync[]): readonly string[] {
  return syncs
    .filter(({ agrees }) => !agrees)
    .map(
      ({ component, behind, oldestLost = 0 }) =>
        `${component} says that everything up to ${behind} s before the fault was copied, and a write of ${oldestLost} s before it is lost: one of the two is wrong.`,
    )
}
