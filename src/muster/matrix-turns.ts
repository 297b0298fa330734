import { seconds } from '#units'
import { type CountedDrill, isCurrent, isOf, type Pair } from './matrix-rows.ts'

/** How long a drill of which none is known may be taken to last, its start and stop included. */
const usualLength = seconds(90)
/** What a drill takes beside its runs: the lab starts, and stops. */
const aroundRuns = seconds(15)

/** A pair that may be one that no machine can rehearse. */
export type Turn = Pair & { readonly reason?: string }

/**
 * Pairs that may be tried, the one with the fewest drills first, then in the order given.
 * @param broken how often each was tried in vain in this call: that counts as a drill, and after two it is left alone
 * @param runs how many drills each is to have; no limit where left out
 */
export function turns<T extends Turn>(
  pairs: readonly T[],
  known: readonly CountedDrill[],
  broken: ReadonlyMap<T, number>,
  runs: number | undefined,
): readonly T[] {
  const counted = pairs
    .filter(({ reason }) => reason === undefined)
    .map((pair) => ({ pair, turn: drillsOf(pair, known).length + (broken.get(pair) ?? 0) }))
    .filter(({ pair, turn }) => (broken.get(pair) ?? 0) < 2 && (runs === undefined || turn < runs))
  return counted.sort((a, b) => a.turn - b.turn).map(({ pair }) => pair)
}

/** How long a drill of the pair usually takes: as long as its longest one, or as the longest of the same disaster. */
export function lengthOf(pair: Pair, known: readonly CountedDrill[]): number {
  const own = drillsOf(pair, known)
  const alike = own.length > 0 ? own : known.filter(({ evidence }) => evidence.scenario === pair.disaster)
  const lengths = alike.map((one) => spanOf(one) + aroundRuns)
  return lengths.length === 0 ? usualLength : Math.max(...lengths)
}

/** Seconds from the start of a drill's failover to the end of its failback. */
function spanOf({ evidence, failback }: CountedDrill): number {
  const end = Date.parse(failback?.finishedAt ?? evidence.finishedAt)
  const span = (end - Date.parse(evidence.startedAt)) / 1000
  return Number.isFinite(span) ? Math.max(0, span) : usualLength
}

/** The drills that count for a pair, in the order given. */
export function drillsOf(pair: Pair, known: readonly CountedDrill[]): readonly CountedDrill[] {
  return known.filter((one) => isOf(pair, one) && isCurrent(pair, one))
}
