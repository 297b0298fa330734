import { afterAll, expect, it } from 'vitest'
import { seeded } from '../../src/execution/testing/chance.ts'
import { effects } from './book.ts'
import { crashed, type Point } from './crash.ts'
import { killedAtRandom } from './kills.ts'
import { aMinute, figures, inLanes } from './lanes.ts'
import { openChildren } from './process.ts'

const children = openChildren()
afterAll(() => children.end())

const writes = ['before write', 'before commit', 'after commit', 'after fsync', 'after done'] as const

/** Each kind of boundary with each kind of effect; the whole is in the slow suite. */
const sample: readonly Point[] = [
  ...effects.flatMap((effect) => writes.map((at): Point => ({ at, of: `stepFailed ${effect}-1 1` }))),
  ...effects.flatMap((effect) =>
    (['before call', 'after call'] as const).map((at): Point => ({ at, of: `${effect}-1` })),
  ),
  { at: 'before look', of: 'probed-1' },
  { at: 'after look', of: 'probed-1' },
]

it('a run that dies at a boundary is taken up with nothing lost and nothing done twice, clean and torn', {
  timeout: 300_000,
}, async () => {
  const chance = seeded(1)
  const since = performance.now()
  let torn = 0
  await inLanes(
    [false, true].flatMap((tears) => sample.map((point) => ({ point, tears }))),
    async (one) => {
      const result = await crashed(children, 'short', one.point, one.tears ? chance.next() : undefined)
      expect(result.met, `${one.point.at} ${one.point.of}`).toBe(true)
      torn += result.torn ? 1 : 0
    },
  )
  expect(torn).toBe(sample.length)
  const count = 2 * sample.length
  figures(`${count} crash points, ${torn} of them torn: 0 lost, 0 duplicate; ${aMinute(count, since)} a minute`)
})

it('a run that is killed at random moments, again and again, ends with nothing lost and nothing done twice', {
  timeout: 300_000,
}, async () => {
  const since = performance.now()
  const { kills, runs, again } = await killedAtRandom(children, seeded(2), 50)
  expect(kills).toBeGreaterThanOrEqual(50)
  expect(again).toBeGreaterThan(0)
  figures(
    `${kills} random kills of ${runs} runs, ${again} of them killed again: 0 lost, 0 duplicate; ${aMinute(kills, since)} kills a minute`,
  )
})
