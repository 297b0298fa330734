import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  chain,
  genesis,
  type JournalRecord,
  journalText,
  type NewEvent,
  parseJournal,
  recordHash,
  replay,
  stepState,
  verifyChain,
} from './index.ts'

const actor = { name: 'muster', authn: 'muster' } as const

function event(given: Pick<NewEvent, 'type' | 'data'>, second = 0): NewEvent {
  return { ...given, actor, ts: '2026-11-24T10:00:00.000Z', tsMono: second } as NewEvent
}

function journal(epoch: number, ...given: ReadonlyArray<Pick<NewEvent, 'type' | 'data'>>): readonly JournalRecord[] {
  return chain('run-1', epoch, undefined, given.map(event)).map(({ record }) => record)
}

const some = journal(
  1,
  { type: 'stepStarted', data: { step: 'promote.db@west', attempt: 1, key: 'k' } },
  { type: 'stepSucceeded', data: { step: 'promote.db@west', attempt: 1, output: { writable: true } } },
  { type: 'noted', data: { text: 'a line\nwith a break \u2028 and more' } },
)

test('records are numbered from one and chained from the genesis hash', () => {
  expect(some.map((record) => record.seq)).toEqual([1, 2, 3])
  expect(some[0]?.prev).toBe(genesis)
  expect(some[1]?.prev).toBe(recordHash(some[0] as JournalRecord))
  expect(verifyChain(some)).toBeUndefined()
})

test('a journal survives its text form, one line a record', () => {
  const text = journalText(some)
  expect(text.split('\n')).toHaveLength(4)
  expect(parseJournal(text)).toEqual({ records: some })
})

test('every changed byte of an exported journal is found, given its head', () => {
  const text = journalText(some)
  const head = recordHash(some.at(-1) as JournalRecord)
  fc.assert(
    fc.property(fc.nat(text.length - 1), fc.integer({ min: 1, max: 0xff }), (at, mask) => {
      const changed = text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ mask) + text.slice(at + 1)
      const { records, badLine } = parseJournal(changed)
      expect(badLine !== undefined || verifyChain(records, head) !== undefined).toBe(true)
    }),
    { numRuns: 500 },
  )
})

test.each([
  ['dropped', some.slice(1), 1],
  ['dropped in the middle', [some[0], some[2]], 2],
  ['repeated', [some[0], some[0], some[1]], 2],
  ['swapped', [some[1], some[0], some[2]], 1],
] as const)('a record that was %s is located', (_, records, seq) => {
  expect(verifyChain(records as readonly JournalRecord[])?.seq).toBe(seq)
})

test('a cut tail shows only against the head', () => {
  const head = recordHash(some.at(-1) as JournalRecord)
  expect(verifyChain(some.slice(0, 2))).toBeUndefined()
  expect(verifyChain(some.slice(0, 2), head)?.reason).toContain('is expected')
})

test('a takeover turns steps under way into interrupted ones and leaves the done ones done', () => {
  const state = replay([
    ...some,
    ...journal(
      2,
      { type: 'stepStarted', data: { step: 'route@west', attempt: 1, key: 'r' } },
      { type: 'leaseTaken', data: { holder: 'h:1', epoch: 2 } },
    ),
  ])
  expect(stepState(state, 'promote.db@west').status).toBe('succeeded')
  expect(stepState(state, 'route@west').status).toBe('interrupted')
  expect(stepState(state, 'nobody').status).toBe('notStarted')
})

test('a record under an older lease than the one before, and an event longer than a journal takes, are refused', () => {
  const noted = (text: string): NewEvent => ({
    type: 'noted',
    data: { text },
    actor: { name: 'muster', authn: 'muster' },
    ts: '2026-11-24T10:00:00.000Z',
    tsMono: 1,
  })
  const [first] = chain('run-1', 2, undefined, [noted('one')])
  const [second] = chain('run-1', 1, first && { seq: 1, hash: first.hash }, [noted('two')])
  if (!first || !second) throw new RangeError('Two records were made.')
  expect(verifyChain([first.record, second.record])).toEqual({
    seq: 2,
    reason: 'record 2 was written under an older lease',
  })
  expect(() => chain('run-1', 1, undefined, [noted('x'.repeat(4_000_000))])).toThrow(RangeError)
})

test('a line that is JSON and no record is named', () => {
  for (const line of ['1', 'null', '"text"', '{"seq":1,"type":"noted"}'])
    expect(parseJournal(`${line}\n`)).toEqual({ records: [], badLine: 1 })
})

test('a record that no journal can hold is named: half a character, or nested too deep', () => {
  const deep = `${'['.repeat(20_000)}${']'.repeat(20_000)}`
  for (const data of ['"\\ud800"', deep])
    expect(parseJournal(`{"data":${data},"seq":1,"type":"noted"}\n`)).toEqual({ records: [], badLine: 1 })
})
