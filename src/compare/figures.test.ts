import { expect, test } from 'vitest'
import { type Attempt, figuresOf } from './figures.ts'
import type { Side } from './model.ts'

let number = 0
function wrote(client: string, answeredAt: number, by?: Side, pinned = false): Attempt {
  number++
  return { client, key: `${client}/${number}`, sentAt: answeredAt - 0.01, answeredAt, pinned, ...(by ? { by } : {}) }
}

/** A write every tenth of a second. */
function every(client: string, from: number, to: number, by: Side, pinned = false): readonly Attempt[] {
  const times = Math.round((to - from) * 10)
  return Array.from({ length: times + 1 }, (_, index) => wrote(client, from + index / 10, by, pinned))
}

const keysOf = (attempts: readonly Attempt[]) => new Set(attempts.map(({ key }) => key))

test('downtime is the longest time without a success of anybody, and the longest of one client stands beside it', () => {
  const attempts = [
    ...every('a', 0, 10, 'east'),
    ...every('a', 16, 20, 'west'),
    ...every('b', 0, 9.5, 'east'),
    ...every('b', 17, 20, 'west'),
  ]
  const seen = { attempts, t0: 10.05, until: 20.2, held: keysOf(attempts), began: 0, ledAt: 15.75 }
  expect(figuresOf(seen)).toEqual({
    downtime: 6,
    clientGap: 7.5,
    detect: 5.7,
    lost: 0,
    acknowledged: attempts.length,
    splitWrites: 0,
    writesPerSecond: Number((195 / 10.05).toFixed(3)),
  })
})

test('a system that goes on after the fault is down for no longer than its longest pause', () => {
  const attempts = every('a', 0, 20, 'east')
  const { downtime, detect } = figuresOf({ attempts, t0: 10, until: 20.1, held: keysOf(attempts), began: 0 })
  expect(downtime).toBeCloseTo(0.1, 3)
  expect(detect).toBeUndefined()
})

test('a pause before the fault counts for nothing, and one across it counts whole', () => {
  const attempts = [wrote('a', 1, 'east'), wrote('a', 5, 'east'), wrote('a', 7, 'west')]
  const seen = { attempts, until: 7.1, held: keysOf(attempts), began: 0 }
  expect(figuresOf({ ...seen, t0: 5.5 }).downtime).toBe(2)
  expect(figuresOf({ ...seen, t0: 4 }).downtime).toBe(4)
})

test('what has not ended is no figure', () => {
  const ended = [...every('a', 0, 10, 'east'), wrote('a', 16, 'west')]
  expect(figuresOf({ attempts: ended, t0: 10, until: 18, held: keysOf(ended), began: 0 }).downtime).toBeUndefined()
  const never = every('a', 0, 10, 'east')
  expect(figuresOf({ attempts: never, t0: 10, until: 60, held: keysOf(never), began: 0 })).toMatchObject({ lost: 0 })
  expect(figuresOf({ attempts: never, t0: 10, until: 60, held: keysOf(never), began: 0 })).not.toHaveProperty(
    'downtime',
  )
})

test('one client that was never served again leaves the longest gap of a client unknown', () => {
  const attempts = [...every('a', 0, 20, 'east'), ...every('b', 0, 9, 'east'), wrote('b', 15)]
  const figures = figuresOf({ attempts, t0: 10, until: 20.1, held: keysOf(attempts), began: 0 })
  expect(figures.downtime).toBeCloseTo(0.1, 3)
  expect(figures).not.toHaveProperty('clientGap')
})

test('a write counts as lost only where it was acknowledged, whoever made it', () => {
  const kept = wrote('a', 1, 'east')
  const attempts = [kept, wrote('a', 2, 'east'), wrote('a', 3), wrote('p', 3, 'east', true), wrote('a', 4, 'west')]
  const held = new Set([kept.key, attempts[4]?.key ?? ''])
  expect(figuresOf({ attempts, t0: 2.5, until: 4.1, held, began: 0 })).toMatchObject({ lost: 2, acknowledged: 4 })
})

test('both sides wrote where the old one took a write that was sent after the new one had acknowledged its first', () => {
  const before = wrote('p', 9.005, 'east', true)
  const attempts = [before, wrote('a', 9, 'west'), wrote('p', 9.5, 'east', true), wrote('a', 10, 'west')]
  const seen = { attempts, t0: 5, until: 10.1, held: keysOf(attempts), began: 0 }
  expect(figuresOf(seen).splitWrites).toBe(1)
  expect(figuresOf({ ...seen, attempts: [before, ...attempts.slice(3)] }).splitWrites).toBe(0)
})
