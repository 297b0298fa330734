import { afterAll, expect, it } from 'vitest'
import { seeded } from '../../src/execution/testing/chance.ts'
import { crashed, pointsOf } from './crash.ts'
import { killedAtRandom } from './kills.ts'
import { aMinute, figures, inLanes } from './lanes.ts'
import { openChildren } from './process.ts'

const children = openChildren()
afterAll(() => children.end())

it('a run that dies at any boundary of any of its events, clean and torn, loses nothing and does nothing twice', {
  timeout: 3_600_000,
}, async () => {
  const points = await pointsOf(children, 'whole')
  const chance = seeded(Date.now())
  const since = performance.now()
  const missed: string[] = []
  let torn = 0
  await inLanes(
    [false, true].flatMap((tears) => points.map((point) => ({ point, tears }))),
    async (one) => {
      const result = await crashed(children, 'whole', one.point, one.tears ? chance.next() : undefined)
      if (!result.met) missed.push(`${one.point.at} ${one.point.of}`)
      torn += result.torn ? 1 : 0
    },
  )
  const count = 2 * points.length
  figures(
    `all ${points.length} crash points, clean and torn (${torn}): 0 lost, 0 duplicate; ${aMinute(count, since)} a minute`,
  )
  // Only what was never written, at the very beginning, cannot be torn.
  expect(torn).toBeGreaterThanOrEqual(points.length - 3)
  expect(missed).toEqual([])
})

it('five hundred random kills lose nothing and do nothing twice', { timeout: 3_600_000 }, async () => {
  const since = performance.now()
  const { kills, runs, again } = await killedAtRandom(children, seeded(Date.now()), 500)
  expect(kills).toBeGreaterThanOrEqual(500)
  figures(
    `${kills} random kills of ${runs} runs, ${again} of them killed again: 0 lost, 0 duplicate; ${aMinute(kills, since)} kills a minute`,
  )
})
