import { expect, test } from 'vitest'
import { Failure } from '#diagnostics'
import type { Json } from '#digest'
import { chain, type Happening, type JournalRecord, recordHash } from '#journal'
import type { Runbook } from '#runbook'
import { answerChallenge } from './keys.ts'
import { boundTo } from './people.ts'
import { decision, did, fresh, manual, runbook, step, undo } from './testing/books.ts'
import { runView } from './view.ts'

const epoch = Date.parse('2026-11-24T10:00:00.000Z')

/** A journal of a runbook: each event at its second, on a clock that began a thousand before. */
function journal(book: Runbook, ...events: ReadonlyArray<readonly [number, Happening]>): readonly JournalRecord[] {
  const begun: Happening = {
    type: 'runStarted',
    data: {
      runbookDigest: 'sha256:0',
      runbook: book as unknown as Json,
      subject: 'lab',
      target: 'lab',
      kind: 'drill',
    },
  }
  const placed = [[0, begun] as const, ...events].map(([second, happening]) => ({
    ...happening,
    actor: { name: 'muster', authn: 'muster' as const },
    ts: new Date(epoch + second * 1000).toISOString(),
    tsMono: 1000 + second,
  }))
  return chain('run-1', 1, undefined, placed).map(({ record }) => record)
}

const viewOf = (book: Runbook, ...events: ReadonlyArray<readonly [number, Happening]>) =>
  runView(journal(book, ...events))

test('a run is seen from its journal alone: what it is, where it stands, and what its steps wait for', () => {
  const book = runbook([
    decision('accept', [], { accepts: 'loss', atLeast: 2 }),
    manual('by-hand'),
    step('a', [], { essential: false }),
    step('later', ['accept'], { modes: ['planned'] }),
  ])
  const events: ReadonlyArray<readonly [number, Happening]> = [
    [5, did.show('accept')],
    [6, did.ask('accept')],
    [6, did.ask('by-hand')],
    [7, did.vote('accept', 'lead')],
    [8, { type: 'claimed', data: { step: 'by-hand', role: 'second', signal: 's' } }],
    [9, did.begin('a')],
    [10, did.fail('a')],
    [11, did.open()],
  ]
  const records = journal(book, ...events)
  const view = runView(records)
  const last = records.at(-1) as JournalRecord
  expect(view).toMatchObject({
    run: 'run-1',
    plan: 'shop',
    scenario: 'east-lost',
    direction: 'failover',
    mode: 'forced',
    kind: 'drill',
    subject: 'lab',
    target: 'lab',
    paused: false,
    cancelling: false,
    startedAt: '2026-11-24T10:00:00.000Z',
    head: recordHash(last),
    records,
    items: [{ item: 'item:1' }],
  })
  expect(view).not.toHaveProperty('outcome')
  const state = {
    ...fresh,
    steps: new Map([['accept', { status: 'waiting', attempts: 0, shown: shownLoss }]]),
  } as never
  const bound = boundTo(book, state, 'accept')
  expect(view.steps).toStrictEqual([
    {
      id: 'accept',
      title: 'accept',
      phase: 'decide',
      state: 'waiting',
      attempts: 0,
      asks: 'decision',
      waitsFor: '2 of these, 1 so far: lead, second',
      since: '2026-11-24T10:00:06.000Z',
      shown: shownLoss,
      bound,
      challenge: answerChallenge('run-1', 'accept', bound, 'approved'),
    },
    {
      id: 'by-hand',
      title: 'by-hand',
      phase: 'recover',
      state: 'waiting',
      attempts: 0,
      claimedBy: 'second',
      asks: 'work',
      waitsFor: 'lead: Do by-hand',
      since: '2026-11-24T10:00:06.000Z',
    },
    { id: 'a', title: 'a', phase: 'recover', state: 'failed', attempts: 1, message: 'no answer' },
  ])
})

const shownLoss = [{ component: 'orders-db', seconds: 3 }]

test('what a run waits for is said in words', () => {
  const steps = [
    decision('go'),
    step('lost', [], { effect: 'unkeyed' }),
    step('failed'),
    step('a', [], { undo: undo({ title: 'Put it back', work: { kind: 'manual', instruction: 'Turn the key' } }) }),
    step('kept', [], { undo: undo() }),
    decision('both', [], { deciders: ['lead', 'data-owner'], atLeast: 2 }),
  ]
  const view = viewOf(
    runbook(steps),
    [1, did.ask('go')],
    [1, did.begin('lost')],
    [1, did.begin('failed')],
    [1, did.begin('a')],
    [1, did.begin('kept')],
    [1, did.ask('both')],
    [2, did.doubt('lost')],
    [2, did.fail('failed')],
    [2, did.succeed('a')],
    [2, did.succeed('kept')],
    [3, did.undo('a')],
    [3, did.ask('undo:a')],
  )
  expect(view.steps.map(({ id, waitsFor }) => [id, waitsFor])).toEqual([
    ['go', 'a decision by lead or second'],
    ['lost', 'a named person to say whether it has happened'],
    ['failed', 'a person to say what now: retry, done by hand, skip, or cancel the run'],
    ['a', undefined],
    ['kept', undefined],
    ['both', '2 of these, 0 so far: lead, data-owner, second'],
    ['undo:a', 'lead: Turn the key'],
  ])
  expect(view.steps.at(-1)).toMatchObject({ title: 'Put it back', asks: 'work' })
})

test('since when it waits is told on the clock of whoever drives now', () => {
  const book = runbook([manual('a')])
  const records = journal(book, [5, did.ask('a')], [60, did.take(2, 'there')], [90, did.pause])
  // The machine that took over counts from its own start, be it earlier, later, or such that both count the same.
  for (const shift of [-1050, 5000, -60]) {
    const moved = records.map((record) => (record.seq < 3 ? record : { ...record, tsMono: record.tsMono + shift }))
    expect(runView(moved).steps).toMatchObject([{ since: '2026-11-24T10:01:00.000Z' }])
  }
})

test('steps of another mode are left out unless something was done of them', () => {
  const book = runbook([step('hold', [], { modes: ['planned'] }), step('a', [], { modes: ['forced'] }), step('b')])
  expect(viewOf(book).steps.map(({ id }) => id)).toEqual(['a', 'b'])
  const switched = viewOf(book, [1, did.begin('a')], [2, did.succeed('a')], [3, did.mode('planned')])
  expect(switched.mode).toBe('planned')
  expect(switched.steps.map(({ id }) => id)).toEqual(['hold', 'a', 'b'])
})

test('a run that is paused, cancelled or over says so', () => {
  const book = runbook([step('a')])
  expect(viewOf(book, [1, did.pause])).toMatchObject({ paused: true })
  const over = viewOf(book, [1, did.cancel()], [2, { type: 'runFinished', data: { outcome: 'cancelled' } }])
  expect(over).toMatchObject({ cancelling: true, outcome: 'cancelled' })
  expect(over.steps).toStrictEqual([{ id: 'a', title: 'a', phase: 'recover', state: 'notStarted', attempts: 0 }])
})

test('a journal that does not begin with its runbook is damaged', () => {
  const [, ...rest] = journal(runbook([step('a')]), [1, did.begin('a')])
  const damaged = new Failure('corrupt', 'A journal does not begin with its runbook.')
  expect(() => runView(rest)).toThrow(damaged)
  expect(() => runView([])).toThrow(damaged)
})
