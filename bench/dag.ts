import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus'
import { uniformInt } from 'pure-rand/distribution/uniformInt'

/** One step: how long it takes, and the places of the steps before it that it needs. */
export interface DagStep {
  readonly milliseconds: number
  readonly needs: readonly number[]
}

/**
 * Steps of 1 to 20 ms, each needing one to three of the two hundred steps before it; the same for the same seed.
 * @param count how many
 */
export function dagOf(count: number, seed: number): readonly DagStep[] {
  const chance = xoroshiro128plus(seed)
  const reach = 200
  return Array.from({ length: count }, (_, place) => {
    const wanted = uniformInt(chance, 1, 3)
    const needs = new Set<number>()
    for (let one = 0; one < wanted && place > 0; one++)
      needs.add(uniformInt(chance, Math.max(0, place - reach), place - 1))
    return { milliseconds: uniformInt(chance, 1, 20), needs: [...needs].sort((a, b) => a - b) }
  })
}

/** The shortest time in which anybody can be through, in seconds. */
export function criticalPath(dag: readonly DagStep[]): number {
  const ends: number[] = []
  for (const { milliseconds, needs } of dag)
    ends.push(Math.max(0, ...needs.map((need) => ends[need] ?? 0)) + milliseconds)
  return Math.max(...ends) / 1000
}

/** The steps that need each one. */
export function dependentsOf(dag: readonly DagStep[]): ReadonlyArray<readonly number[]> {
  const dependents: number[][] = dag.map(() => [])
  for (const [place, { needs }] of dag.entries()) for (const need of needs) dependents[need]?.push(place)
  return dependents
}
