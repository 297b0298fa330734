import { expect, test } from 'vitest'
import type { RunState } from '#journal'
import type { Runbook } from '#runbook'
import { stepKey } from './attempt.ts'
import { decide } from './decide.ts'
import { after, decision, did, fresh, manual, runbook, step, undo, words } from './testing/books.ts'

const next = (book: Runbook, state: RunState): readonly string[] => words(decide(book, state))

test('steps of another mode count as settled, and a switch brings them in or takes them out', () => {
  const steps = [
    step('hold', [], { modes: ['planned'] }),
    step('fence', ['hold'], { modes: ['forced'] }),
    step('promote', ['hold', 'fence']),
  ]
  const forced = runbook(steps)
  expect(next(forced, fresh)).toEqual(['start fence'])
  expect(next(runbook(steps, { mode: 'planned' }), fresh)).toEqual(['start hold'])
  expect(next(forced, after(fresh, did.mode('planned')))).toEqual(['start hold'])
  expect(next(forced, { ...fresh, mode: 'test' })).toEqual(['start promote'])
  const switched = after({ ...fresh, mode: 'planned' }, did.begin('hold'), did.mode('forced'))
  // It works on the side that is given up, so that it is told to stop; those who need it wait until it has ended.
  expect(next(forced, switched)).toEqual(['stop hold'])
  const unkeyed = [step('call', [], { modes: ['planned'], effect: 'unkeyed' })]
  expect(next(runbook(unkeyed), after({ ...fresh, mode: 'planned' }, did.begin('call'), did.mode('forced')))).toEqual(
    [],
  )
  expect(next(forced, after(switched, did.fail('hold')))).toEqual(['start fence'])
  const looking = runbook([step('look', [], { modes: ['planned'], effect: 'none' }), step('b')])
  expect(next(looking, after(fresh, did.begin('look')))).toEqual(['start b', 'stop look'])
})

test('a fallback begins when its step has failed for good, and stands in for it', () => {
  const book = runbook([step('a'), step('by-name', [], { insteadOf: 'a' }), step('b', ['a'])])
  expect(next(book, fresh)).toEqual(['start a'])
  expect(next(book, after(fresh, did.begin('a'), did.succeed('a')))).toEqual(['start b'])
  const broken = after(fresh, did.begin('a'), did.fail('a'))
  expect(next(book, broken)).toEqual(['start by-name'])
  expect(next(runbook(book.steps, { decision: 'automatic' }), broken)).toEqual(['start by-name'])
  const instead = after(broken, did.begin('by-name'))
  expect(next(book, after(instead, did.succeed('by-name')))).toEqual(['start b'])
  expect(next(book, after(instead, did.fail('by-name')))).toEqual(['ask failure by-name'])
  expect(next(book, after(instead, did.fail('by-name'), did.skip('by-name')))).toEqual(['start b'])
  // Where a person goes on without the step, its fallback is not needed either.
  expect(next(book, after(broken, did.skip('a')))).toEqual(['start b'])
  expect(next(runbook(book.steps, { decision: 'automatic' }), after(instead, did.fail('by-name')))).toEqual([
    'finish failed',
  ])
})

test('a fallback of another mode stands in for nothing, and all fallbacks of a step are waited for', () => {
  const other = runbook([step('a'), step('f', [], { insteadOf: 'a', modes: ['planned'] })])
  const broken = after(fresh, did.begin('a'), did.fail('a'))
  expect(next(other, broken)).toEqual(['ask failure a'])
  const two = runbook([
    step('a', [], { essential: false }),
    step('f', [], { insteadOf: 'a' }),
    step('g', [], { insteadOf: 'a' }),
    step('b', ['a']),
  ])
  expect(next(two, broken)).toEqual(['start f', 'start g'])
  const one = after(broken, did.begin('f'), did.succeed('f'), did.begin('g'))
  expect(next(two, one)).toEqual([])
  expect(next(two, after(one, did.succeed('g')))).toEqual(['start b'])
})

test('a fallback that is named before its step, or names none, stands in for nothing', () => {
  const book = runbook([
    step('a', [], { insteadOf: 'b' }),
    step('b', [], { insteadOf: 'b' }),
    step('c', [], { insteadOf: 'x' }),
  ])
  expect(next(book, fresh)).toEqual(['start a', 'start b', 'start c'])
})

test('a declined decision refuses the run, or leads to its alternative', () => {
  const declined = after(fresh, did.ask('go'), did.decide('go', 'rejected'))
  const book = runbook([decision('go'), step('a', ['go']), step('look', [], { effect: 'none' }), step('b')])
  expect(decide(book, declined)).toEqual([{ do: 'finish', outcome: 'refused', reason: 'go was rejected' }])
  const busy = after(declined, did.begin('b'), did.begin('look'))
  expect(next(book, busy)).toEqual(['stop look'])
  const other = runbook([decision('go'), step('wait', [], { insteadOf: 'go' }), step('a', ['go'])])
  expect(next(other, declined)).toEqual(['start wait'])
  expect(next(other, after(declined, did.begin('wait'), did.succeed('wait')))).toEqual(['start a'])
  expect(next(other, after(fresh, did.ask('go'), did.decide('go')))).toEqual(['start a'])
})

test('a disaster may be declared before its criteria hold; then the watch is told to stop, and nobody waits for it', () => {
  const book = runbook([
    step('notice', [], { phase: 'detect', effect: 'none' }),
    decision('declare', ['notice']),
    step('fence', ['declare', 'notice']),
  ])
  const watching = after(fresh, did.begin('notice'))
  expect(next(book, watching)).toEqual([])
  const voted = after(watching, did.vote('declare', 'lead'))
  expect(next(book, voted)).toEqual(['open declare'])
  const declared = after(voted, did.ask('declare'), did.decide('declare'))
  expect(next(book, declared)).toEqual(['stop notice'])
  const stopped = after(declared, did.fail('notice', 1, { harmless: true }))
  expect(next(book, stopped)).toEqual(['start fence'])
  // A watch that failed for good stands in nobody's way once people have declared.
  const blind = after(watching, did.fail('notice'))
  expect(next(book, blind)).toEqual(['ask failure notice'])
  expect(next(book, after(blind, did.vote('declare', 'lead'), did.ask('declare'), did.decide('declare')))).toEqual([
    'start fence',
  ])
  // Where nobody is asked, the criteria alone declare.
  expect(next(runbook(book.steps, { decision: 'automatic' }), voted)).toEqual([])
})

test('a paused run begins nothing and decides nothing, and goes on with what it has begun to ask', () => {
  const book = runbook([step('a'), manual('m'), decision('go'), step('p', [], { effect: 'probed', undo: undo() })])
  const paused = after(fresh, did.ask('go'), did.vote('go', 'lead'), did.pause)
  expect(next(book, paused)).toEqual(['open m'])
  expect(next(book, after(paused, did.begin('p'), did.take()))).toEqual(['open m', 'probe p'])
  const back = after(paused, did.begin('p'), did.succeed('p'), did.undo('p'))
  expect(next(book, back)).toEqual(['open m'])
  expect(next(book, after(back, did.go))).toEqual(['start undo:p', 'start a', 'open m', 'decide go approved'])
  const done = after(fresh, did.begin('a'), did.succeed('a'), did.pause)
  expect(next(runbook([step('a')]), done)).toEqual([])
  expect(next(runbook([step('a')]), after(done, did.go))).toEqual(['finish succeeded'])
})

test('a run does not end before what was left open is settled, where people can settle it', () => {
  const book = runbook([step('a')])
  const done = after(fresh, did.begin('a'), did.succeed('a'), did.open('item:1'), did.open('item:2'))
  expect(decide(book, done)).toEqual([{ do: 'ask', step: '', for: 'items' }])
  const one = after(done, did.close('item:2'))
  expect(next(book, one)).toEqual(['ask items'])
  expect(next(book, after(one, did.close('item:1')))).toEqual(['finish succeeded'])
  expect(next(runbook(book.steps, { decision: 'automatic' }), done)).toEqual(['finish succeeded'])
})

test('a step that a person wants back is taken back, and then a person says what becomes of it', () => {
  const book = runbook([step('a', [], { undo: undo() }), step('b', ['a']), step('c')])
  const done = after(fresh, did.begin('a'), did.succeed('a'), did.undo('a'))
  expect(next(book, done)).toEqual(['start undo:a', 'start c'])
  const back = after(done, did.begin('undo:a'))
  expect(next(book, back)).toEqual(['start c'])
  // What it failed to take back is put before a person too.
  const failed = after(back, did.fail('undo:a'))
  expect(next(book, failed)).toEqual(['ask failure undo:a', 'start c'])
  expect(next(book, after(failed, did.skip('undo:a')))).toEqual(['start b', 'start c'])
  const undone = after(back, did.succeed('undo:a'))
  expect(next(book, undone)).toEqual(['ask failure a', 'start c'])
  expect(next(book, after(undone, did.skip('a')))).toEqual(['start b', 'start c'])
  expect(next(book, after(undone, did.retry('a')))).toEqual(['start a', 'start c'])
})

test('a run waits for what is being taken back before it ends', () => {
  const book = runbook([step('a', [], { undo: undo() }), decision('go')])
  const back = after(fresh, did.begin('a'), did.succeed('a'), did.ask('go'), did.undo('a'), did.begin('undo:a'))
  expect(next(book, after(back, did.decide('go')))).toEqual([])
  // It ended as refused while it took back, when only the steps themselves were counted.
  expect(next(book, after(back, did.decide('go', 'rejected')))).toEqual([])
  expect(next(book, after(back, did.decide('go', 'rejected'), did.succeed('undo:a')))).toEqual(['finish refused'])
})

test('what is done again after it was taken back has a new key, or its target would drop it as a repeat', () => {
  const book = runbook([step('a', [], { undo: undo() })])
  const undone = after(
    fresh,
    did.begin('a'),
    did.succeed('a'),
    did.undo('a'),
    did.begin('undo:a'),
    did.succeed('undo:a'),
  )
  const again = after(undone, did.retry('a'))
  expect(decide(book, again)).toEqual([{ do: 'start', step: 'a', attempt: 2, key: stepKey('run-1', 'a', 1) }])
  const twice = after(again, did.begin('a', 2), did.succeed('a', 2), did.undo('a'))
  expect(decide(book, twice)).toEqual([{ do: 'start', step: 'undo:a', attempt: 2, key: stepKey('run-1', 'undo:a', 1) }])
  // Earlier attempts do not count against what is begun anew.
  const failed = after(twice, did.begin('undo:a', 2), did.fail('undo:a', 2, { retryable: true }))
  expect(next(book, failed)).toEqual(['wait retry:undo:a:2'])
})

test('a probed step that was skipped after a lost answer is looked at before it is done after all', () => {
  const book = runbook([step('a', [], { effect: 'probed' })])
  const unknown = after(fresh, did.begin('a'), did.fail('a'), did.skip('a'), did.retry('a'))
  expect(next(book, unknown)).toEqual(['probe a'])
  const known = after(fresh, did.begin('a'), did.fail('a', 1, { harmless: true }), did.skip('a'), did.retry('a'))
  expect(next(book, known)).toEqual(['start a'])
})

test('taking back that was given up after a lost answer is looked at before it is done after all', () => {
  const book = runbook([step('a', [], { undo: undo({ effect: 'probed' }) })])
  const back = after(fresh, did.begin('a'), did.succeed('a'), did.undo('a'), did.begin('undo:a'))
  const lost = after(back, did.fail('undo:a'), did.skip('undo:a'), did.undo('a'))
  expect(next(book, lost)).toEqual(['probe undo:a'])
  expect(next(book, after(lost, did.probe('undo:a', 'done')))).toEqual(['ask failure a'])
  const known = after(back, did.fail('undo:a', 1, { harmless: true }), did.skip('undo:a'), did.undo('a'))
  expect(next(book, known)).toEqual(['start undo:a'])
})

test('a note about taking a step back does not take it back', () => {
  const book = runbook([step('a', [], { undo: undo() }), step('b', ['a'])])
  const noted = after(fresh, did.begin('a'), did.succeed('a'), {
    type: 'noted',
    data: { text: 'maybe', step: 'undo:a' },
  })
  expect(next(book, noted)).toEqual(['start b'])
})

test('what is said to take back a step that nothing takes back changes nothing', () => {
  const book = runbook([step('a'), step('b', ['a'])])
  const odd = after(fresh, did.begin('a'), did.succeed('a'), did.undo('a'), did.undo('nothing'))
  expect(next(book, odd)).toEqual(['start b'])
})
