import { expect, test } from 'vitest'
import { type Evidence, judgement } from '#evidence'
import type { Forecast } from '#simulation'
import type { CountedDrill } from './matrix-rows.ts'
import { lengthOf, type Turn, turns } from './matrix-turns.ts'

const pair = (strategy: string, disaster: string, change: Partial<Turn> = {}): Turn => ({
  strategy,
  disaster,
  plan: { name: strategy, digest: 'd1' },
  tiers: {},
  expected: [3],
  ...change,
})
const [hot, warm, cold] = [pair('hot', 'blip'), pair('warm', 'blip'), pair('cold', 'region-lost')]

/** A drill of a pair that took so many seconds, its way back included. */
function drill({ plan, disaster }: Turn, seconds: number): CountedDrill {
  const startedAt = '2026-11-24T10:00:00.000Z'
  const at = (after: number): string => new Date(Date.parse(startedAt) + after * 1000).toISOString()
  const evidence = {
    judgement,
    kind: 'drill',
    subject: 'lab',
    approvals: [],
    direction: 'failover',
    plan,
    scenario: disaster,
    startedAt,
    finishedAt: at(seconds / 2),
  } as unknown as Evidence
  return { evidence, failback: { ...evidence, finishedAt: at(seconds) }, forecast: {} as Forecast }
}

const order = (known: readonly CountedDrill[], runs?: number, broken: ReadonlyMap<Turn, number> = new Map()) =>
  turns([hot, warm, cold, pair('none', 'blip', { reason: 'Only people can.' })], known, broken, runs).map(
    ({ strategy }) => strategy,
  )

test('the pair with the fewest drills is next, and one that no machine can rehearse never', () => {
  expect(order([])).toEqual(['hot', 'warm', 'cold'])
  expect(order([drill(hot, 20), drill(hot, 20), drill(warm, 20)])).toEqual(['cold', 'warm', 'hot'])
})

test('a pair that has its drills is left alone', () => {
  expect(order([drill(hot, 20), drill(cold, 20)], 1)).toEqual(['warm'])
  expect(order([], 0)).toEqual([])
})

test('what was tried in vain waits its turn, and is not tried for ever', () => {
  expect(order([], undefined, new Map([[hot, 1]]))).toEqual(['warm', 'cold', 'hot'])
  expect(order([drill(hot, 20)], 2, new Map([[hot, 1]]))).toEqual(['warm', 'cold'])
  expect(order([], undefined, new Map([[hot, 2]]))).toEqual(['warm', 'cold'])
})

test('a drill is taken to last as long as the longest of its pair, or of its disaster, start and stop included', () => {
  const known = [drill(hot, 20), drill(hot, 40), drill(cold, 300)]
  expect(lengthOf(hot, known)).toBe(55)
  expect(lengthOf(warm, known)).toBe(55)
  expect(lengthOf(warm, [])).toBe(90)
})

test('a drill of a plan that was changed since says nothing of what the pair has', () => {
  expect(order([drill({ ...hot, plan: { name: 'hot', digest: 'd0' } }, 20)], 1)).toEqual(['hot', 'warm', 'cold'])
})
