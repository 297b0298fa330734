import { expect, test } from 'vitest'
import { type Contact, openCalls } from './calls.ts'

const noon = 12 * 3600

function contact(role: string, over: Partial<Contact> = {}): Contact {
  return { role, absent: false, count: 1, ...over }
}

function begun(contacts: readonly Contact[], fault = noon, uniform: (place: number) => number = () => 0.5) {
  const calls = openCalls(contacts)
  calls.begin(fault, uniform)
  return calls
}

test('half of the answers come in a third of the time that 95 of 100 take', () => {
  const one = [contact('a', { within: 900 })]
  expect(begun(one).answered(0, 10)).toBeCloseTo(310, 6)
  expect(begun(one, noon, () => 0.95).answered(0, 10)).toBeCloseTo(910, 6)
})

test('who has been called in a run answers at once when called again, and not before the first answer', () => {
  const calls = begun([contact('a', { within: 900 })])
  const first = calls.answered(0, 100)
  expect(calls.answered(0, 200)).toBe(first)
  expect(calls.answered(0, 5000)).toBe(5000)
})

test('out of hours nobody answers before they begin', () => {
  const office = { hours: { from: 9 * 3600, until: 17 * 3600 } }
  expect(begun([contact('a', office)]).answered(0, 0)).toBe(0)
  expect(begun([contact('a', office)], 3 * 3600).answered(0, 0)).toBe(6 * 3600)
  expect(begun([contact('a', office)], 16 * 3600).answered(0, 2 * 3600)).toBe(17 * 3600)
})

test('a deputy is called when the time to answer is over, and at once out of hours', () => {
  const deputy = contact('b', { within: 300 })
  const late = [contact('a', { within: 600, deputy: 1 }), deputy]
  // The contact takes more than 95 of 100 do, its deputy half of what most take.
  expect(begun(late, noon, (place) => (place === 0 ? 0.999 : 0.5)).answered(0, 0)).toBeCloseTo(700, 6)
  const asleep = [contact('a', { hours: { from: 9 * 3600, until: 17 * 3600 }, within: 600, deputy: 1 }), deputy]
  expect(begun(asleep, 3 * 3600).answered(0, 0)).toBeCloseTo(100, 6)
  const away = [contact('a', { within: 600, deputy: 1, absent: true }), deputy]
  expect(begun(away).answered(0, 0)).toBeCloseTo(700, 6)
  expect(begun([contact('a', { absent: true })]).answered(0, 0)).toBe(Number.POSITIVE_INFINITY)
})

test('of several deciders the one counts that makes them enough', () => {
  const three = [900, 300, 3000].map((within, at) => contact(`${at}`, { within }))
  const question = { deciders: [0, 1, 2], escalation: [] }
  const decided = (atLeast: number): number => begun(three).decided({ ...question, atLeast }, 0)
  expect([1, 2, 3].map(decided).map(Math.round)).toEqual([100, 300, 1000])
  expect(decided(4)).toBe(Number.POSITIVE_INFINITY)
})

test('a question is escalated when it is open for so long', () => {
  const two = [contact('a', { absent: true }), contact('b', { within: 300 })]
  const escalated = { deciders: [0], escalation: [{ after: 1200, to: 1 }], atLeast: 1 }
  expect(begun(two).decided(escalated, 0)).toBeCloseTo(1300, 6)
})

test('nobody counts as called who would only have been called later', () => {
  const two = [contact('a', { within: 300 }), contact('b', { within: 300 })]
  const calls = begun(two)
  expect(calls.decided({ deciders: [0], escalation: [{ after: 1200, to: 1 }], atLeast: 1 }, 0)).toBeCloseTo(100, 6)
  expect(calls.answered(1, 5000)).toBeCloseTo(5100, 6)
})
