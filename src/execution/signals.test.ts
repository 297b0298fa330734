import { expect, test } from 'vitest'
import type { Happening, RunState } from '#journal'
import { type Runbook } from '#runbook'
import type { Signal, SignalKind } from './ports.ts'
import { answered } from './signals.ts'
import { after, decision, did, fresh, manual, runbook, step, undo } from './testing/books.ts'

const signalId = 'abcdef012345'

function signal(kind: SignalKind, given: Partial<Signal> = {}): Signal {
  return { id: signalId, run: 'run-1', kind, by: 'lead', at: '2026-11-24T10:00:00.000Z', ...given }
}

/** The events of an answer, or the reason of a refusal. */
function answer(book: Runbook, state: RunState, kind: SignalKind, given: Partial<Signal> = {}): unknown {
  const events = answered(book, state, signal(kind, given))
  const [first] = events
  return events.length === 1 && first?.type === 'signalRefused' ? first.data.reason : events
}

const refused = (reason: string): Happening => ({ type: 'signalRefused', data: { signal: signalId, reason } })

const book = runbook([
  decision('go', [], { deciders: ['lead', 'data-owner'], atLeast: 2 }),
  manual('by-hand', ['go']),
  step('a', ['go'], { undo: undo() }),
  step('b', ['a'], { undo: undo() }),
])

const open = after(fresh, did.ask('go'))

const gone = after(open, did.vote('go', 'lead'), did.vote('go', 'data-owner'), did.decide('go'))

const working = after(gone, did.ask('by-hand'), did.begin('a'))

test('a stranger is refused, whatever is asked, but may leave a note', () => {
  expect(answered(book, open, signal('approve', { by: 'stranger', step: 'go' }))).toEqual([
    refused('"stranger" is no role of this plan; it has: lead, second, data-owner.'),
  ])
  expect(answer(book, open, 'note', { by: 'stranger', comment: 'I saw smoke' })).toEqual([
    { type: 'noted', data: { text: 'I saw smoke', signal: signalId } },
  ])
  expect(answer(book, open, 'note', { step: 'a' })).toEqual([
    { type: 'noted', data: { text: '', signal: signalId, step: 'a' } },
  ])
})

test('what can be used is answered with what follows from it, told by the id of the signal', () => {
  expect(answered(book, open, signal('approve', { step: 'go' }))).toMatchObject([
    { type: 'voted', data: { step: 'go', role: 'lead', signal: signalId } },
  ])
})

test('who owns a step or decides is a role of the plan, as are the contacts', () => {
  const owned = runbook([manual('m', [], { owner: 'dba' }), decision('go', [], { deciders: ['chief'] })], {
    people: [],
  })
  expect(answer(owned, fresh, 'item', { comment: 'x', data: { owner: 'dba' }, by: 'chief' })).toMatchObject([{}])
  expect(answer(owned, fresh, 'pause', { by: 'stranger' })).toContain('it has: dba, lead, chief')
})

test('what this Muster does not know, and what comes after the end, is refused with the reason', () => {
  expect(answer(book, open, 'dance' as SignalKind)).toBe('This Muster knows no "dance".')
  for (const [outcome, reason] of [
    ['succeeded', 'The run is over: it succeeded.'],
    ['failed', 'The run is over: it failed.'],
    ['refused', 'The run is over: it was refused.'],
    ['cancelled', 'The run is over: it was cancelled.'],
  ] as const)
    expect(answer(book, { ...open, outcome }, 'approve', { step: 'go' })).toBe(reason)
  expect(answer(book, { ...open, outcome: 'failed' }, 'pause')).toBe('The run is over: it failed.')
  const left = after(fresh, did.open('item:1'), { type: 'runFinished', data: { outcome: 'failed' } })
  expect(answer(book, left, 'done', { step: 'item:1', comment: 'mended' })).toMatchObject([{ type: 'itemClosed' }])
  expect(answer(book, left, 'note', { comment: 'late' })).toMatchObject([{ type: 'noted' }])
})

test('a person’s work is done by whoever is asked, with what was seen, and by nobody else once it is claimed', () => {
  expect(answer(book, working, 'done', { step: 'by-hand', comment: 'It is on.' })).toEqual([
    { type: 'manualDone', data: { step: 'by-hand', result: 'It is on.', signal: signalId } },
  ])
  expect(answer(book, working, 'done', { step: 'by-hand' })).toMatchObject([{ data: { result: 'done' } }])
  expect(answer(book, working, 'claim', { step: 'by-hand' })).toEqual([
    { type: 'claimed', data: { step: 'by-hand', role: 'lead', signal: signalId } },
  ])
  const claimed = after(working, { type: 'claimed', data: { step: 'by-hand', role: 'lead', signal: 's' } })
  const taken = 'lead has claimed by-hand; it can be handed over with `muster run handover`.'
  expect(answer(book, claimed, 'done', { step: 'by-hand', by: 'second' })).toBe(taken)
  expect(answer(book, claimed, 'claim', { step: 'by-hand', by: 'second' })).toBe(taken)
  expect(answer(book, claimed, 'done', { step: 'by-hand' })).toMatchObject([{ type: 'manualDone' }])
  expect(answer(book, working, 'done', { step: 'a' })).toBe('a is not done by a person.')
  expect(answer(book, working, 'done')).toBe('The runbook has no step "".')
  expect(answer(book, open, 'done', { step: 'by-hand' })).toBe(
    'by-hand cannot be answered yet: steps before it are not done.',
  )
  expect(answer(book, after(working, did.hand('by-hand')), 'done', { step: 'by-hand' })).toBe(
    'by-hand is not waiting: it is succeeded.',
  )
  expect(answer(book, working, 'claim', { step: 'a' })).toBe('a is not waiting: it is running.')
  const quiet = runbook([step('tell', [], { essential: false })])
  const told = after(fresh, did.begin('tell'), did.fail('tell'))
  expect(answer(quiet, told, 'claim', { step: 'tell' })).toBe('tell is not waiting: it is over.')
})

test('what failed for good may be tried again, done by hand, or gone on without', () => {
  const failed = after(working, did.fail('a'))
  expect(answer(book, failed, 'retry', { step: 'a', comment: 'The disk was full.' })).toEqual([
    { type: 'retryAsked', data: { step: 'a', signal: signalId, comment: 'The disk was full.' } },
  ])
  expect(answer(book, failed, 'done', { step: 'a', comment: 'By hand.' })).toEqual([
    { type: 'manualDone', data: { step: 'a', result: 'By hand.', signal: signalId } },
  ])
  expect(answer(book, failed, 'done', { step: 'a' })).toMatchObject([{ data: { result: 'done' } }])
  expect(answer(book, failed, 'skip', { step: 'a', comment: 'Not needed.' })).toEqual([
    { type: 'stepSkipped', data: { step: 'a', comment: 'Not needed.', signal: signalId } },
  ])
  expect(answer(book, failed, 'claim', { step: 'a' })).toMatchObject([{ type: 'claimed' }])
  expect(answer(book, failed, 'skip', { step: 'a' })).toBe('Say why it may be skipped.')
  expect(answer(book, working, 'retry', { step: 'a' })).toBe('a has not failed for good: it is running.')
  expect(answer(book, working, 'skip', { step: 'a', comment: 'x' })).toBe('a is running.')
  expect(answer(book, gone, 'skip', { step: 'go', comment: 'x' })).toBe(
    'go is a decision: it is approved or rejected, never skipped.',
  )
  const skipped = after(failed, did.skip('a'))
  expect(answer(book, skipped, 'skip', { step: 'a', comment: 'x' })).toBe('a is skipped.')
  expect(answer(book, after(working, did.succeed('a')), 'skip', { step: 'a', comment: 'x' })).toBe('a is succeeded.')
  expect(answer(book, skipped, 'retry', { step: 'a' })).toMatchObject([{ type: 'retryAsked' }])
  const lost = after(working, did.take(3))
  for (const state of [lost, after(lost, did.doubt('a')), after(lost, did.probe('a', 'unknown'))])
    expect(answer(book, state, 'skip', { step: 'a', comment: 'x' })).toBe(
      'Nobody knows yet whether a has happened; resolve that first.',
    )
  const cancelled = after(failed, did.skip('a'), did.cancel())
  expect(answer(book, cancelled, 'retry', { step: 'a' })).toBe('The run is being cancelled: nothing is done again.')
})

test('a decision that was taken back is put to those who decide again, and nobody does it by hand', () => {
  const taken = runbook([decision('go', [], {}, { undo: undo() })])
  const decided = after(fresh, did.ask('go'), did.vote('go', 'lead'), did.decide('go'))
  const back = after(decided, did.undo('go'), did.begin('undo:go'), did.succeed('undo:go'))
  expect(answer(taken, back, 'done', { step: 'go', comment: 'We just go.' })).toBe('go is not done by a person.')
  expect(answer(taken, back, 'retry', { step: 'go' })).toMatchObject([{ type: 'retryAsked' }])
})

test('what takes a step back may be tried again, done by hand or let be in a run that is cancelled', () => {
  const stuck = after(working, did.succeed('a'), did.cancel(), did.begin('undo:a'), did.fail('undo:a'))
  expect(answer(book, stuck, 'retry', { step: 'undo:a' })).toMatchObject([{ type: 'retryAsked' }])
  expect(answer(book, stuck, 'done', { step: 'undo:a' })).toMatchObject([{ type: 'manualDone' }])
  expect(answer(book, stuck, 'skip', { step: 'undo:a', comment: 'x' })).toMatchObject([{ type: 'stepSkipped' }])
})

test('a doubt is resolved by a named person who says what they have seen', () => {
  const doubted = after(working, did.take(3), did.doubt('a'))
  const given = { step: 'a', comment: 'It is there.' }
  expect(answer(book, doubted, 'resolve', { ...given, data: { answer: 'done' } })).toEqual([
    {
      type: 'stepResolved',
      data: { step: 'a', attempt: 1, answer: 'done', result: 'It is there.', signal: signalId },
    },
  ])
  expect(answer(book, doubted, 'resolve', { ...given, data: { answer: 'notDone' } })).toMatchObject([
    { data: { answer: 'notDone' } },
  ])
  for (const data of [{}, { answer: 'perhaps' }, { answer: true }])
    expect(answer(book, doubted, 'resolve', { ...given, data })).toBe('Say whether it has happened: done or not done.')
  expect(answer(book, doubted, 'resolve', given)).toBe('Say whether it has happened: done or not done.')
  expect(answer(book, doubted, 'resolve', { step: 'a', data: { answer: 'done' } })).toBe('Say what you have seen.')
  // An answer that was late is none to the attempt after the one that was meant.
  expect(answer(book, doubted, 'resolve', { ...given, data: { answer: 'done', attempt: 1 } })).toMatchObject([
    { type: 'stepResolved', data: { attempt: 1 } },
  ])
  expect(answer(book, doubted, 'resolve', { ...given, data: { answer: 'done', attempt: 2 } })).toBe(
    'What was resolved is attempt 2 of a, and attempt 1 is in doubt.',
  )
  expect(answer(book, working, 'resolve', { ...given, data: { answer: 'done' } })).toBe(
    'a is not in doubt: it is running.',
  )
})

test('a step is taken back where it was done, can be, and nothing stands on it', () => {
  const done = after(working, did.succeed('a'))
  expect(answer(book, done, 'undo', { step: 'a', comment: 'Too soon.' })).toEqual([
    { type: 'undoAsked', data: { step: 'a', signal: signalId, comment: 'Too soon.' } },
  ])
  expect(answer(book, working, 'undo', { step: 'a' })).toBe('a was not done: it is running.')
  const further = after(done, did.begin('b'))
  expect(answer(book, further, 'undo', { step: 'a' })).toBe('b came after it; take that back first.')
  expect(answer(book, after(further, did.succeed('b')), 'undo', { step: 'a' })).toBe(
    'b came after it; take that back first.',
  )
  const harmless = after(further, did.fail('b', 1, { harmless: true }))
  expect(answer(book, harmless, 'undo', { step: 'a' })).toMatchObject([{ type: 'undoAsked' }])
  // One that was gone on without stands in nobody's way.
  expect(answer(book, after(done, did.skip('b')), 'undo', { step: 'a' })).toMatchObject([{ type: 'undoAsked' }])
  const back = after(done, did.undo('a'))
  expect(answer(book, back, 'undo', { step: 'a' })).toBe('a is being taken back already.')
  expect(answer(book, after(back, did.skip('undo:a')), 'undo', { step: 'a' })).toMatchObject([{ type: 'undoAsked' }])
  const again = after(back, did.begin('undo:a'), did.succeed('undo:a'), did.retry('a'), did.begin('a', 2))
  expect(answer(book, after(again, did.succeed('a', 2)), 'undo', { step: 'a' })).toMatchObject([{ type: 'undoAsked' }])
  expect(answer(book, after(done, did.cancel()), 'undo', { step: 'a' })).toBe(
    'The run is being cancelled, and takes back what it did.',
  )
  expect(answer({ ...book, decision: 'automatic' }, done, 'undo', { step: 'a' })).toBe(
    'A rehearsal that decides for itself is cancelled as a whole.',
  )
  expect(answer(book, after(working, did.hand('by-hand')), 'undo', { step: 'by-hand' })).toBe(
    'The runbook does not say how by-hand is taken back.',
  )
  const final = runbook([step('a', [], { irreversible: true, undo: undo() })])
  expect(answer(final, after(fresh, did.begin('a'), did.succeed('a')), 'undo', { step: 'a' })).toBe(
    'a cannot be taken back.',
  )
})

test('a step is not taken back under one that rests on it by way of a look or a decision', () => {
  const long = runbook([
    step('a', [], { undo: undo() }),
    step('look', ['a'], { effect: 'none' }),
    decision('go', ['look']),
    step('b', ['go']),
    step('apart'),
  ])
  const looked = after(
    fresh,
    did.begin('a'),
    did.succeed('a'),
    did.begin('look'),
    did.succeed('look'),
    did.begin('apart'),
  )
  expect(answer(long, looked, 'undo', { step: 'a' })).toMatchObject([{ type: 'undoAsked' }])
  const begun = after(looked, did.ask('go'), did.decide('go'), did.begin('b'))
  for (const state of [begun, after(begun, did.take(4)), after(begun, did.fail('b'))])
    expect(answer(long, state, 'undo', { step: 'a' })).toBe('b came after it; take that back first.')
})

test('a run is paused and continued once each', () => {
  expect(answer(book, open, 'pause', { comment: 'wait' })).toEqual([
    { type: 'paused', data: { signal: signalId, comment: 'wait' } },
  ])
  const paused = after(open, did.pause)
  expect(answer(book, paused, 'pause')).toBe('The run is paused already.')
  expect(answer(book, paused, 'continue')).toEqual([{ type: 'continued', data: { signal: signalId } }])
  expect(answer(book, open, 'continue')).toBe('The run is not paused.')
})

test('behind what cannot be taken back a cancelled run takes back nothing, unless somebody says so', () => {
  const over = runbook([step('hold', [], { undo: undo() }), step('promote', ['hold'], { irreversible: true })])
  const held = after(fresh, did.begin('hold'), did.succeed('hold'))
  expect(answer(over, held, 'cancel')).toMatchObject([{ data: { undo: true } }])
  const begun = after(held, did.begin('promote'))
  for (const state of [begun, after(begun, did.succeed('promote')), after(begun, did.take())]) {
    expect(answer(over, state, 'cancel')).toMatch(/^promote was begun and cannot be taken back; .*--keep .*--all /)
    expect(answer(over, state, 'cancel', { data: { undo: false } })).toMatchObject([{ data: { undo: false } }])
    expect(answer(over, state, 'cancel', { data: { undo: true, all: true } })).toMatchObject([{ data: { undo: true } }])
  }
  expect(answer(over, after(begun, did.fail('promote', 1, { harmless: true })), 'cancel')).toMatchObject([
    { data: { undo: true } },
  ])
  // Where nothing could be taken back there is nothing to choose.
  const bare = runbook([step('promote', [], { irreversible: true })])
  expect(answer(bare, after(fresh, did.begin('promote')), 'cancel')).toMatchObject([{ type: 'cancelAsked' }])
})

test('what stands behind something that cannot be taken back is taken back only where somebody says so', () => {
  const over = runbook([
    step('hold', [], { undo: undo() }),
    step('promote', ['hold'], { irreversible: true }),
    step('check', ['promote'], { effect: 'none' }),
    step('route', ['check'], { undo: undo() }),
  ])
  const done = ['hold', 'promote', 'check', 'route'].reduce(
    (state, id) => after(state, did.begin(id), did.succeed(id)),
    fresh,
  )
  expect(answer(over, done, 'undo', { step: 'route' })).toMatch(
    /^promote came before route and cannot be taken back; .*--all/,
  )
  expect(answer(over, done, 'undo', { step: 'route', data: { all: true } })).toMatchObject([{ type: 'undoAsked' }])
})

test('whoever may take a decision of the run may cancel it, taking back what was done unless they say otherwise', () => {
  expect(answer(book, open, 'cancel', { by: 'second' })).toEqual([
    { type: 'cancelAsked', data: { undo: true, signal: signalId } },
  ])
  expect(answer(book, open, 'cancel', { data: { undo: false } })).toMatchObject([{ data: { undo: false } }])
  const narrow = runbook([decision('go', [], { deciders: ['data-owner'] })])
  expect(answer(narrow, open, 'cancel')).toBe('"lead" may not do that: data-owner may.')
  expect(answer(runbook([manual('a')]), fresh, 'cancel', { by: 'data-owner' })).toMatchObject([{ type: 'cancelAsked' }])
  expect(answer(book, after(open, did.cancel()), 'cancel')).toBe('The run is being cancelled already.')
})

test('a run is switched between planned and forced, never to or from a rehearsal that changes nothing', () => {
  expect(answer(book, open, 'mode', { data: { mode: 'planned' }, comment: 'It lives.' })).toEqual([
    { type: 'modeChanged', data: { mode: 'planned', signal: signalId, comment: 'It lives.' } },
  ])
  expect(answer(book, open, 'mode', { data: { mode: 'forced' } })).toBe('The run is forced already.')
  const planned = after(open, did.mode('planned'))
  expect(answer(book, planned, 'mode', { data: { mode: 'forced' } })).toMatchObject([{ data: { mode: 'forced' } }])
  for (const data of [{ mode: 'test' }, {}, { mode: 1 }])
    expect(answer(book, open, 'mode', { data })).toBe(
      'A run can be switched to planned or forced; a rehearsal that changes nothing is a run of its own.',
    )
  expect(answer({ ...book, mode: 'test' }, open, 'mode', { data: { mode: 'forced' } })).toBe(
    'A run in mode test changes nothing and stays so.',
  )
  expect(answer(runbook([decision('go')]), open, 'mode', { by: 'data-owner', data: { mode: 'planned' } })).toBe(
    '"data-owner" may not do that: lead, second may.',
  )
})

test('the next shift is told everything that is open, each thing once', () => {
  const state = after(
    working,
    { type: 'claimed', data: { step: 'by-hand', role: 'lead', signal: 's' } },
    { type: 'claimed', data: { step: 'a', role: 'lead', signal: 's' } },
    did.succeed('a'),
    did.open('item:1'),
    did.open('item:2'),
    did.close('item:2'),
  )
  expect(answer(book, state, 'handover', { data: { to: 'second' }, comment: 'Good night.' })).toEqual([
    {
      type: 'handedOver',
      data: { from: 'lead', to: 'second', open: ['by-hand', 'item:1'], comment: 'Good night.', signal: signalId },
    },
  ])
  const done = after(state, did.begin('b'), did.succeed('b'), did.hand('by-hand'))
  expect(answer(book, done, 'handover', { data: { to: 'second' } })).toMatchObject([{ data: { open: ['item:1'] } }])
  const asked = answer(book, after(open, did.begin('a')), 'handover', { data: { to: 'second' } })
  expect(asked).toMatchObject([{ data: { open: ['go'] } }])
  for (const data of [{}, { to: 'nobody' }])
    expect(answer(book, state, 'handover', { data })).toBe(
      'Say who takes over, a role of this plan: lead, second, data-owner.',
    )
})

test('whoever goes hands over what they had claimed, though it waits for nobody now, and nothing that others had', () => {
  const claim = (id: string, role: string): Happening => ({ type: 'claimed', data: { step: id, role, signal: 's' } })
  const two = runbook([step('mine'), step('theirs'), step('given-up'), step('free')])
  const state = after(
    fresh,
    ...two.steps.flatMap(({ id }) => [did.begin(id), did.fail(id)]),
    claim('mine', 'lead'),
    claim('theirs', 'second'),
    claim('given-up', 'lead'),
    ...two.steps.flatMap(({ id }) => [did.retry(id), did.begin(id, 2)]),
    did.fail('given-up', 2),
    did.skip('given-up'),
  )
  expect(answer(two, state, 'handover', { data: { to: 'second' } })).toMatchObject([{ data: { open: ['mine'] } }])
})

test('an item is opened with a text and an owner, and closed with what became of it', () => {
  expect(answer(book, open, 'item', { comment: 'Look at the queue', step: 'a', data: { owner: 'second' } })).toEqual([
    {
      type: 'itemOpened',
      data: { item: 'item:abcdef', text: 'Look at the queue', owner: 'second', signal: signalId, step: 'a' },
    },
  ])
  expect(answer(book, open, 'item', { comment: 'x' })).toMatchObject([{ data: { owner: 'lead' } }])
  expect(answer(book, open, 'item')).toBe('An item needs a text.')
  expect(answer(book, open, 'item', { comment: 'x', data: { owner: 'nobody' } })).toBe(
    '"nobody" is no role of this plan.',
  )
  // Two whose names would be the same are two items.
  expect(answer(book, after(open, did.open('item:abcdef')), 'item', { comment: 'x' })).toMatchObject([
    { data: { item: `item:${signalId}` } },
  ])
  const left = after(open, did.open('item:1'))
  expect(answer(book, left, 'done', { step: 'item:1', comment: 'mended' })).toEqual([
    { type: 'itemClosed', data: { item: 'item:1', disposition: 'mended', signal: signalId } },
  ])
  expect(answer(book, left, 'done', { step: 'item:1' })).toBe('Say what became of it.')
  expect(answer(book, after(left, did.close('item:1')), 'done', { step: 'item:1', comment: 'x' })).toBe(
    'item:1 is settled already: done.',
  )
})
