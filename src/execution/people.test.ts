import { expect, test } from 'vitest'
import { digest } from '#digest'
import { deciders, type Person, personOf, runbookDigest } from '#runbook'
import { seconds } from '#units'
import { boundTo, decidersNow, verdictOf } from './people.ts'
import { after, decision, did, fresh, manual, runbook } from './testing/books.ts'

const named = (people: readonly Person[]) => runbook([manual('a')], { people })

test('those who may decide are the deciders and their deputies, each once', () => {
  const book = runbook([manual('a')])
  expect(deciders(book, ['lead', 'second', 'nobody'])).toEqual(['lead', 'second', 'nobody'])
  expect(deciders(book, ['lead'])).toEqual(['lead', 'second'])
  expect(deciders(book, ['data-owner'])).toEqual(['data-owner'])
})

test('as time passes those to whom it was escalated may decide too, and whoever broke the glass', () => {
  const go = decision('go', [], { deciders: ['data-owner'], escalation: [{ after: seconds(60), to: 'lead' }] })
  const book = runbook([go])
  expect(decidersNow(book, fresh, go)).toEqual(['data-owner'])
  expect(decidersNow(book, after(fresh, did.fire('escalate:go:0')), go)).toEqual(['data-owner', 'lead', 'second'])
  const broken = { ...fresh, glassBrokenBy: ['keeper'] }
  expect(decidersNow(book, broken, go)).toEqual(['data-owner', 'keeper'])
  expect(decidersNow(book, broken, manual('a'))).toEqual([])
  expect(decidersNow(book, fresh, decision('go'))).toEqual(['lead', 'second'])
})

test.each<[string, Partial<Person>, Partial<Person>]>([
  ['a name, however it is written', { name: 'Dana  Dahl' }, { name: 'dana dahl' }],
  ['a name with space around it', { name: ' Dana Dahl\n' }, { name: 'Dana Dahl' }],
  ['a name in letters that look alike', { name: 'Dana Dahl' }, { name: 'Dаna Dаhl' }],
  ['a name with an invisible sign in it', { name: 'Dana Dahl' }, { name: 'Dana\u200b Dahl' }],
  ['a name with an invisible sign inside a word', { name: 'Dana Dahl' }, { name: 'Da\u200bna Da\u034fhl' }],
  ['a number, however it is grouped', { phone: '+1 555-0100' }, { phone: '+15550100' }],
  ['an address, whatever comes after a plus', { email: 'dana@shop.example' }, { email: 'Dana+dr@shop.example' }],
  ['a key', { key: 'ed25519:abc' }, { key: 'ed25519:abc' }],
])('two roles are one person when they share %s', (_, one, other) => {
  const book = named([
    { role: 'a', name: 'First', ...one },
    { role: 'b', name: 'Second', ...other },
    { role: 'c', name: 'Third' },
  ])
  expect(personOf(book, 'a')).toBe(personOf(book, 'b'))
  expect(personOf(book, 'c')).not.toBe(personOf(book, 'a'))
})

test('people who share nothing are as many as they are, however near their names are', () => {
  const book = named([
    { role: 'a', name: 'Ann Amari', phone: '1', email: 'ann@shop.example', key: 'ed25519:a' },
    { role: 'b', name: 'Anna Mari', phone: '2', email: 'anna@shop.example', key: 'ed25519:b' },
    { role: 'c', name: 'Anna', phone: '3', email: 'ann@shop.example.org', key: 'ed25519:A' },
  ])
  expect(new Set(['a', 'b', 'c'].map((role) => personOf(book, role))).size).toBe(3)
})

test('roles that share nothing directly are one person by way of a third', () => {
  const book = named([
    { role: 'a', name: 'Ann', phone: '1' },
    { role: 'b', name: 'Bea', email: 'x@y' },
    { role: 'c', name: 'Cat', phone: '1', email: 'x@y' },
    { role: 'd', name: 'Dee', phone: '2' },
  ])
  expect(new Set(['a', 'b', 'c'].map((role) => personOf(book, role))).size).toBe(1)
  expect(personOf(book, 'd')).toBe('d')
  expect(personOf(book, 'stranger')).toBe('stranger')
})

test('enough distinct people approve, one who declines is enough, and of those with the glass broken one will do', () => {
  const { work } = decision('go', [], { atLeast: 2 })
  if (work.kind !== 'decision') return
  const vote = (person: string, given: 'approved' | 'rejected' = 'approved') => ({
    role: person,
    person,
    decision: given,
  })
  expect(verdictOf(work, [])).toBeUndefined()
  expect(verdictOf(work, [vote('a'), { ...vote('a'), role: 'b' }])).toBeUndefined()
  expect(verdictOf(work, [vote('a'), vote('b')])).toBe('approved')
  expect(verdictOf(work, [vote('a'), vote('b'), vote('c', 'rejected')])).toBe('rejected')
  expect(verdictOf(work, [vote('a')], ['a'])).toBe('approved')
  expect(verdictOf(work, [vote('b')], ['a'])).toBeUndefined()
  const { atLeast: _, ...one } = work
  expect(verdictOf(one, [vote('a')])).toBe('approved')
})

test('an answer is bound to the run, the step, the runbook and the loss that was shown', () => {
  const book = runbook([decision('go'), decision('other')])
  const bound = boundTo(book, fresh, 'go')
  expect(bound).toMatch(/^sha256:[0-9a-f]{64}$/)
  expect(boundTo(structuredClone(book), fresh, 'go')).toBe(bound)
  // Whoever signs an answer elsewhere binds it to the same.
  expect(bound).toBe(digest({ run: 'run-1', step: 'go', runbook: runbookDigest(book), shown: [] }))
  const others = [
    boundTo(book, { ...fresh, run: 'run-2' }, 'go'),
    boundTo(book, fresh, 'other'),
    boundTo(runbook([decision('go')]), fresh, 'go'),
    boundTo(book, after(fresh, did.show('go', 3)), 'go'),
    boundTo(book, after(fresh, did.show('go', 4)), 'go'),
  ]
  expect(new Set([bound, ...others]).size).toBe(6)
})
