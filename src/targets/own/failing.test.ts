import { expect, test } from 'vitest'
import { feltSince } from './failing.ts'

/** Requests a second apart from an instant on: `.` was served, `x` was not. */
const asked = (from: number, how: string) =>
  how.split('').map((one, index) => ({ at: from + index, ok: one === '.', latency: 0.25 }))

const since = (asking: number, said: number, ...flows: readonly string[]) =>
  feltSince(
    flows.map((how) => asked(100, how)),
    asking,
    said,
  )

test('a stray failure before the act moves nothing', () => {
  expect(since(100, 112, '..x.......xxx')).toEqual({ at: 109.75, isOpen: true })
})

test('what is served now and then goes on failing', () => {
  expect(since(100, 112, '..x....x.x..xx')).toEqual({ at: 106.75, isOpen: true })
})

test('what fails only once it was said counts too, and what has passed only where nothing does', () => {
  expect(since(100, 104, '..x...')).toEqual({ at: 101.75, isOpen: false })
  expect(since(100, 104, '..x.......x.')).toEqual({ at: 109.75, isOpen: true })
  expect(since(100, 104, '......')).toBeUndefined()
  expect(since(104, 108, '..x......')).toBeUndefined()
})

test('of several flows the first that felt it counts, and none that felt something else', () => {
  expect(since(100, 108, 'x........xxx', '......xxxxxx', '.......xxxxx')).toEqual({ at: 105.75, isOpen: true })
  expect(since(100, 112, 'x.............', '......xxx.....', '.......xx.....')).toEqual({ at: 105.75, isOpen: false })
})

test('of what failed before anybody was asked only what still does counts, from then on', () => {
  expect(since(104, 108, '..xxxxxxx')).toEqual({ at: 104, isOpen: true })
})
