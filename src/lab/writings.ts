import type { Writing } from '#evidence'
import type { LedgerEntry } from './load.ts'

/** A longer pause between two commits, in seconds, ends a writing. */
const pause = 1

/**
 * When each region took writes of a store: its acknowledged commits, joined where less than a second lies between two.
 * @param from seconds; what was committed before is left out
 * @returns in order of their beginnings
 */
export function writingsOf(component: string, entries: readonly LedgerEntry[], from: number): readonly Writing[] {
  const commits = entries
    .flatMap(([, acknowledged, at, region]) =>
      acknowledged && at !== null && region !== null && at >= from ? [{ at, region }] : [],
    )
    .sort((a, b) => a.at - b.at)
  const open = new Map<string, { -readonly [K in keyof Writing]: Writing[K] }>()
  const writings: Writing[] = []
  for (const { at, region } of commits) {
    const current = open.get(region)
    if (current && at - current.to < pause) {
      current.to = at
      current.acknowledged++
      continue
    }
    const next = { component, region, from: at, to: at, acknowledged: 1 }
    open.set(region, next)
    writings.push(next)
  }
  return writings
}
