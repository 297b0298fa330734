import { expect, test } from 'vitest'
import { deciders, nobodys, type Person, standIn } from '#runbook'
import { seconds } from '#units'
import { decidersNow } from './people.ts'
import type { Signal } from './ports.ts'
import { answered } from './signals.ts'
import { after, decision, did, fresh, manual, runbook } from './testing/books.ts'

const people: readonly Person[] = [
  { role: 'lead', name: 'Lea Lind', deputy: 'second' },
  { role: 'second', name: 'Sam Sand', deputy: 'third' },
  { role: 'third', name: 'Tom Tan' },
  { role: 'lead-at-night', name: 'lea lind' },
]
const go = decision('go')
const book = runbook([go, manual('look')], { people })
const without = (...absent: readonly string[]) => ({ ...fresh, absent })

const signal = (kind: Signal['kind'], by: string, step?: string): Signal => ({
  id: 's1',
  run: 'run-1',
  kind,
  by,
  at: '2026-11-24T10:00:00.000Z',
  comment: 'here',
  ...(step === undefined ? {} : { step }),
})

test('the deputy stands in for who is absent, and for an absent deputy the next in line', () => {
  expect(standIn(book, 'lead', [])).toBe('lead')
  expect(standIn(book, 'lead', ['lead'])).toBe('second')
  expect(standIn(book, 'lead', ['lead', 'second'])).toBe('third')
  expect(standIn(book, 'lead', ['lead', 'second', 'third'])).toBeUndefined()
  expect(deciders(book, ['lead'])).toEqual(['lead', 'second'])
  expect(deciders(book, ['lead'], ['second'])).toEqual(['lead', 'third'])
  expect(decidersNow(book, without('lead', 'second'), go)).toEqual(['third'])
})

test('whatever an absent person sends is refused with the reason, in whichever role of theirs', () => {
  const asked = after(without('lead'), did.ask('go'))
  for (const kind of ['approve', 'claim', 'note', 'here', 'done'] as const)
    expect(answered(book, asked, signal(kind, 'lead', 'go'))).toEqual([
      {
        type: 'signalRefused',
        data: {
          signal: 's1',
          reason: '"lead" takes no part in this drill: it is held without lead, and second stands in.',
        },
      },
    ])
  expect(answered(book, asked, signal('approve', 'lead-at-night', 'go'))).toMatchObject([{ type: 'signalRefused' }])
  expect(answered(book, asked, signal('approve', 'second', 'go'))).toMatchObject([{ type: 'voted' }])
  expect(answered(book, after(fresh, did.ask('go')), signal('approve', 'lead', 'go'))).toMatchObject([
    { type: 'voted' },
  ])
})

test('who was called out says that they are there, whatever is asked', () => {
  expect(answered(book, fresh, signal('here', 'third'))).toEqual([
    { type: 'answeredCall', data: { role: 'third', signal: 's1', comment: 'here' } },
  ])
  expect(answered(book, fresh, signal('here', 'stranger'))).toMatchObject([{ type: 'signalRefused' }])
})

test('what nobody is left for is told with the reason, and nothing where somebody stands in', () => {
  const all = ['lead', 'second', 'third']
  expect(nobodys(book, [])).toEqual([])
  expect(nobodys(book, ['lead', 'second'])).toEqual([])
  expect(nobodys(book, all)).toEqual([
    { step: 'go', reason: 'lead is absent and so is second, the deputy.', essential: true },
    { step: 'look', reason: 'lead is absent and so is second, the deputy.', essential: true },
  ])
  const two = runbook([decision('go', [], { deciders: ['lead', 'third'], atLeast: 2 })], { people })
  expect(nobodys(two, ['third'])).toEqual([])
  expect(nobodys(two, ['second', 'third'])).toEqual([
    { step: 'go', reason: 'It takes 2 people, and without third there are 1.', essential: true },
  ])
})

test('a decision that falls by itself, and one that emergency keys open, is left to somebody', () => {
  const all = ['lead', 'second', 'third']
  const goes = decision('go', [], { within: seconds(60), ifUndecided: 'failover' })
  expect(nobodys(runbook([goes], { people }), all)).toEqual([])
  const keys = {
    people: [...people, { role: 'holder', name: 'Hal Holm' }],
    breakGlass: { holders: ['holder'], atLeast: 1 },
  }
  expect(nobodys(runbook([go], keys), all)).toEqual([])
  expect(nobodys(runbook([go], keys), [...all, 'holder'])).toHaveLength(1)
})
