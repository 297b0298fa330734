import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { breaksOf } from './breaks.ts'
import type { Board, Candidate } from './faults.ts'
import { recoveryBoard } from './faults.ts'
import type { Fault, ObjectiveBreaks } from './model.ts'
import { smallestBreaks } from './search.ts'
import { ways } from './testing/random.ts'
import { byHand, shop, wayOf } from './testing/plans.ts'

const named = ({ failures }: { readonly failures: readonly Fault[] }): string =>
  failures.map(({ kind, of }) => `${kind} ${of}`).join(' + ')
const of = (all: readonly ObjectiveBreaks[], objective: string) => all.find((one) => one.objective === objective)

describe('the objectives of a shop', () => {
  test('fall with any one step, and what it needs; a deputy stands in for an absent person', () => {
    const plan = shop()
    const found = of(breaksOf(plan, wayOf(plan)), 'rto')
    const sets = found?.breaks.map(named) ?? []
    expect(found).toMatchObject({ met: true, target: 1800, searched: { upTo: 1, complete: true } })
    expect(sets).toEqual(
      expect.arrayContaining([
        'capability database@west',
        'step promote.db@west',
        'region west',
        'capability edge-management',
      ]),
    )
    expect(sets.join()).not.toContain('person')
    expect(found?.breaks.every(({ size, value }) => size === 1 && value === undefined)).toBe(true)
  })

  test('of loss fall with a copy that lags by its p99, or with the other region', () => {
    const plan = shop()
    const found = of(breaksOf(plan, wayOf(plan)), 'rpo')
    expect(found?.breaks).toEqual([
      { size: 1, failures: [{ kind: 'lag', of: 'db' }], value: 90, target: 60 },
      { size: 1, failures: [{ kind: 'region', of: 'west' }], target: 60 },
    ])
  })

  test('of the minimum service are judged by the same recovery', () => {
    const plan = shop()
    expect(of(breaksOf(plan, wayOf(plan)), 'minimum')).toMatchObject({ target: 1200, met: true })
  })

  test('that are missed anyway are not searched', () => {
    const plan = shop()
    const way = wayOf(plan)
    const flows = way.runbook.flows.map((flow) => ({ ...flow, objectives: { ...flow.objectives, rto: 60 as never } }))
    expect(of(breaksOf(plan, { ...way, runbook: { ...way.runbook, flows } }), 'rto')).toMatchObject({
      met: false,
      breaks: [],
      searched: { upTo: 0 },
    })
  })

  test('never fall with what no step needs', () => {
    const plan = shop(byHand)
    const told = JSON.stringify(breaksOf(plan, wayOf(plan)))
    for (const capability of ['secrets', 'identity', 'support', 'site-access']) expect(told).not.toContain(capability)
  })
})

/** A board on which faults of a kind count for themselves, and the value is their sum. */
function counting(adds: readonly number[], others: readonly number[]): Board {
  const candidates: readonly Candidate[] = [
    ...adds.map((one, place): Candidate => ({ fault: { kind: 'slow', of: `${place}` }, adds: one })),
    ...others.map((_, place): Candidate => ({ fault: { kind: 'step', of: `${place}` } })),
  ]
  const weight = ({ kind, of: place }: Fault): number => (kind === 'slow' ? adds : others)[Number(place)] ?? 0
  return { candidates, value: (faults) => faults.reduce((sum, fault) => sum + weight(fault), 0) }
}

test('the smallest sets are all found, and nothing else', () => {
  const weights = fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 5 })
  fc.assert(
    fc.property(weights, weights, fc.integer({ min: 0, max: 30 }), (adds, others, target) => {
      const board = counting(adds, others)
      const { breaks, searched } = smallestBreaks(board, target)
      const all = subsets(board.candidates.map(({ fault }) => fault)).filter((one) => one.length > 0 && one.length <= 3)
      const breaking = all.filter((one) => (board.value(one) ?? 0) > target)
      const size = Math.min(...breaking.map((one) => one.length))
      const expected = breaking.filter((one) => one.length === size)
      const keys = (sets: ReadonlyArray<readonly Fault[]>) =>
        sets
          .map((one) =>
            one
              .map(({ kind, of: place }) => kind + place)
              .sort()
              .join(),
          )
          .sort()
      expect(keys(breaks.map(({ failures }) => failures))).toEqual(keys(expected))
      expect(searched.complete).toBe(true)
    }),
  )
})

test('every set that is reported breaks its objective, and no part of it does', () => {
  fc.assert(
    fc.property(ways(10), ({ plan, way }) => {
      const [flow] = way.runbook.flows
      const board = flow && recoveryBoard(flow, plan, way)
      if (!board) return
      const found = of(breaksOf(plan, way), 'rto')
      for (const { failures, size, value, target } of found?.breaks ?? []) {
        expect(failures).toHaveLength(size)
        expect(board.value(failures)).toBe(value ?? Infinity)
        for (const part of subsets(failures).filter((one) => one.length < size))
          expect(board.value(part)).toBeLessThanOrEqual(target)
      }
    }),
    { numRuns: 200 },
  )
})

test('sets of steps that only take longer are found by what they add together', () => {
  const { breaks } = smallestBreaks(counting([5, 4, 1], []), 8)
  expect(breaks.map(named)).toEqual(['slow 0 + slow 1'])
})

test('a search that is cut off says so, and looks for no larger sets', () => {
  const { breaks, searched } = smallestBreaks(counting([], Array<number>(100).fill(1)), 2, 500)
  expect(breaks).toEqual([])
  expect(searched).toEqual({ sets: 500, upTo: 2, complete: false })
})

test('of 500 steps, those that cannot add enough are passed over', () => {
  const { breaks, searched } = smallestBreaks(counting([...Array<number>(500).fill(1), 50, 50], [0, 0]), 99)
  expect(breaks.map(named)).toEqual(['slow 500 + slow 501'])
  expect(searched).toMatchObject({ upTo: 2, complete: true })
  expect(searched.sets).toBeLessThan(50)
})

function subsets<T>(all: readonly T[]): ReadonlyArray<readonly T[]> {
  return all.reduce<ReadonlyArray<readonly T[]>>((sets, one) => [...sets, ...sets.map((set) => [...set, one])], [[]])
}
