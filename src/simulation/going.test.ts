import { expect, test } from 'vitest'
import { odds } from './going.ts'
import { decide, estimatesOf, flow, runbook, step, takes, watch } from './testing/samples.ts'

const book = runbook([watch, decide, step('promote', 'recover', ['decide']), step('route', 'route', ['promote'])])
const options = { seed: 1, runs: 2000, elapsed: 10, waits: [10, 30, 60] }

test('noticing and deciding are over, and what has passed counts', () => {
  const estimates = estimatesOf(book, { detect: takes(500), decide: takes(500), promote: takes(20), route: takes(10) })
  const [checkout] = odds(book, estimates, options)
  expect(checkout?.going.map(({ wait, probabilityMet }) => [wait, probabilityMet])).toEqual([
    [0, 1],
    [10, 1],
    [30, 0],
    [60, 0],
  ])
  expect(checkout?.going[0]?.p50).toBeCloseTo(40.1, 0)
  expect(checkout?.going[0]?.target).toBe(60)
})

test('the odds never rise with the wait', () => {
  const [checkout] = odds(book, estimatesOf(book, {}, takes(15, 40)), options)
  const met = (checkout?.going ?? []).map(({ probabilityMet = -1 }) => probabilityMet)
  expect(met[0]).toBeGreaterThan(0.5)
  for (const [at, probability] of met.entries()) expect(probability).toBeLessThanOrEqual(met[at - 1] ?? 1)
  expect(met.at(-1)).toBe(0)
})

test('a planned switch counts from the fault too, for a disaster does not wait for it', () => {
  const planned = { ...book, mode: 'planned' as const }
  const [checkout] = odds(planned, estimatesOf(planned, {}, takes(5)), options)
  expect(checkout?.going[1]?.p50).toBeCloseTo(30.1, 0)
})

test('a flow that is not touched has nothing to go for', () => {
  const apart = { ...book, flows: [flow({ restoredBy: [] })] }
  expect(odds(apart, estimatesOf(apart, {}), options)).toEqual([{ flow: 'checkout', going: [] }])
})
