import { expect, test } from 'vitest'
import type { Runbook } from '#runbook'
import { seconds } from '#units'
import { decision, manual, runbook, step, undo } from '../../src/execution/testing/books.ts'
import { rare, simulateSeeds } from './seeds.ts'
import { simulate } from './simulate.ts'

test('5,000 runs under faults keep every invariant, and reach everything that is rare', { timeout: 300_000 }, () => {
  const only = process.env['SEED']
  if (only !== undefined) {
    const seed = Number(only)
    const result = simulate(seed, seed % 2 === 0 ? 'safety' : 'liveness', { keep: true })
    process.stdout.write(`${result.lines.join('\n')}\n`)
    expect(result.broken).toEqual([])
    return
  }
  const { failures, reached, effects, hours, hoursPerSecond } = simulateSeeds(0, 5000)
  process.stdout.write(`${Math.round(hours)} simulated hours, ${Math.round(hoursPerSecond)} of them a second\n`)
  expect(failures).toEqual([])
  expect(rare.filter((what) => !reached.has(what))).toEqual([])
  // A run in which nothing is done proves nothing.
  expect(effects).toBeGreaterThan(5000)
})

test('a seed replays exactly, and another one does not give the same run', () => {
  for (const seed of [1, 2, 17, 4711]) {
    const [one, other] = [simulate(seed, 'safety', { keep: true }), simulate(seed, 'safety')]
    expect(one.digest).toBe(other.digest)
    expect(one.reached).toEqual(other.reached)
    expect(one.lines.length).toBeGreaterThan(0)
  }
  expect(new Set(Array.from({ length: 20 }, (_, seed) => simulate(seed, 'liveness').digest)).size).toBe(20)
})

/** One step of every kind, one after the other, each with a way back. */
const everyKind: Runbook = runbook(
  [
    step('notice', [], { phase: 'detect', effect: 'none' }),
    decision('declare', ['notice'], { atLeast: 1 }),
    step('look', ['declare'], { effect: 'none' }),
    step('keyed', ['look'], { effect: 'keyed', undo: undo({ effect: 'keyed' }) }),
    step('probed', ['keyed'], { effect: 'probed', undo: undo({ effect: 'probed' }) }),
    step('unkeyed', ['probed'], { effect: 'unkeyed', undo: undo({ effect: 'unkeyed' }) }),
    manual('by-hand', ['unkeyed']),
  ].map((one) => ({ ...one, backoff: seconds(1) })),
)

/** The runs in which drivers die at each of those boundaries, and what does not hold in them. */
function killed(deaths: readonly (readonly number[])[], cancelAt?: number): readonly string[] {
  return deaths.flatMap((at) => {
    const result = simulate(1, 'liveness', {
      book: everyKind,
      deaths: new Set(at),
      ...(cancelAt === undefined ? {} : { cancelAt }),
    })
    const end = cancelAt === undefined ? 'succeeded' : 'cancelled'
    const ends = result.outcome === end ? [] : [`it ended ${result.outcome}`]
    return [...result.broken, ...ends].map((why) => `killed at ${at.join(' and ')}: ${why}`)
  })
}

const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, at) => at + 1)

test('a driver that is killed at any boundary, with what it was writing whole or lost, loses nothing and does nothing twice', () => {
  const { boundaries } = simulate(1, 'liveness', { book: everyKind, deaths: new Set() })
  expect(boundaries).toBeGreaterThan(40)
  expect(killed(upTo(boundaries).map((at) => [at]))).toEqual([])
})

test('so it does when its successor is killed too, wherever that is', () => {
  const pairs = upTo(40).flatMap((first) => upTo(24).map((later) => [first, first + later]))
  expect(killed(pairs)).toEqual([])
})

test('so it does when the run is being cancelled, and takes back exactly what was done', () => {
  for (const cancelAt of [1500, 1600, 4000]) {
    const { boundaries, outcome } = simulate(1, 'liveness', { book: everyKind, deaths: new Set(), cancelAt })
    if (outcome !== 'cancelled') continue
    expect(
      killed(
        upTo(boundaries).map((at) => [at]),
        cancelAt,
      ),
    ).toEqual([])
  }
})
