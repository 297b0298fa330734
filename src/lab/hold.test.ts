import { expect, test } from 'vitest'
import { type Answered, holdBegins } from './hold.ts'

/** Answers a tenth of a second apart, from 1.0 on: `+` succeeded, `-` failed. */
const answers = (text: string): Answered[] =>
  text.split('').map((sign, index) => ({ at: 1 + index / 10, ok: sign === '+' }))

test('a hold begins at the first success that is followed by nothing but successes', () => {
  expect(holdBegins(answers('--+-++++++++'), 0, 1, 0.5, 10)).toBeCloseTo(1.4)
})

test('a share below one forgives a failure within the hold', () => {
  expect(holdBegins(answers('--+-++++++++'), 0, 0.8, 0.55, 10)).toBeCloseTo(1.2)
  expect(holdBegins(answers('--+-++++++++'), 0, 0.9, 0.55, 10)).toBeCloseTo(1.4)
})

test('a success before the instant begins no hold', () => {
  expect(holdBegins(answers('++++++++++++'), 1.45, 1, 0.3, 10)).toBeCloseTo(1.5)
})

test('a hold that is not over yet does not count', () => {
  expect(holdBegins(answers('+++++'), 0, 1, 0.5, 1.49)).toBeUndefined()
  expect(holdBegins(answers('+++++'), 0, 1, 0.5, 1.5)).toBe(1)
})

test('without a success there is no hold', () => {
  expect(holdBegins(answers('-----'), 0, 0, 0.2, 10)).toBeUndefined()
  expect(holdBegins([], 0, 1, 0, 10)).toBeUndefined()
})

test('it agrees with counting each window apart', () => {
  let seed = 7
  const random = () => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647
  for (let round = 0; round < 200; round++) {
    const requests = Array.from({ length: 60 }, (_, index) => ({ at: index / 10 + random() / 20, ok: random() < 0.8 }))
    const [instant, success, hold, now] = [random() * 4, 0.7 + random() * 0.3, random() * 2, 4 + random() * 3]
    const plain = requests.find(({ at, ok }) => {
      const within = requests.filter((other) => other.at >= at && other.at <= at + hold)
      return ok && at > instant && at + hold <= now && within.filter((one) => one.ok).length >= success * within.length
    })
    expect(holdBegins(requests, instant, success, hold, now)).toBe(plain?.at)
  }
})
