import { expect, test } from 'vitest'
import type { RunState } from '#journal'
import { decide } from './decide.ts'
import { after, did, fresh, manual, runbook, step, undo, words } from './testing/books.ts'

const book = runbook([
  step('look', [], { effect: 'none' }),
  step('hold', [], { undo: undo() }),
  step('fence', ['hold'], { undo: undo(), effect: 'probed' }),
  step('promote', ['fence'], { irreversible: true, undo: undo() }),
  step('tell', ['promote'], { effect: 'unkeyed' }),
])
const next = (state: RunState, given = book): readonly string[] => words(decide(given, state))
const done = (id: string) => [did.begin(id), did.succeed(id)]
const reason = (state: RunState, given = book): string | undefined => {
  const [finish] = decide(given, state)
  return finish?.do === 'finish' ? finish.reason : undefined
}

test('a cancelled run takes back exactly what was done, the last thing first and one at a time', () => {
  const cancelled = after(fresh, ...done('look'), ...done('hold'), ...done('fence'), did.cancel())
  expect(next(cancelled)).toEqual(['start undo:fence'])
  const one = after(cancelled, ...done('undo:fence'))
  expect(next(one)).toEqual(['start undo:hold'])
  expect(decide(book, after(one, ...done('undo:hold')))).toEqual([
    { do: 'finish', outcome: 'cancelled', reason: 'cancelled' },
  ])
})

test('nothing that comes earlier is taken back while something is being taken back, nor does the run end', () => {
  const cancelled = after(fresh, ...done('hold'), ...done('fence'), did.cancel())
  expect(next(after(cancelled, did.begin('undo:fence')))).toEqual([])
  const last = after(cancelled, ...done('undo:fence'), did.begin('undo:hold'))
  expect(next(last)).toEqual([])
})

test('what has begun is let end first, and what changes nothing is told to stop', () => {
  const busy = after(fresh, did.begin('look'), did.begin('hold'), did.cancel())
  expect(next(busy)).toEqual(['stop look'])
  expect(next(after(busy, did.fail('look'), did.succeed('hold')))).toEqual(['start undo:hold'])
})

test('what cannot be taken back stays, and the end says so, in the order in which it was done', () => {
  const all = after(fresh, ...done('hold'), ...done('fence'), ...done('promote'), ...done('tell'), did.cancel())
  const back = after(all, ...done('undo:fence'), ...done('undo:hold'))
  expect(reason(back)).toBe('cancelled; not taken back: promote, tell')
  const kept = after(fresh, ...done('look'), ...done('hold'), {
    type: 'cancelAsked',
    data: { undo: false, signal: 's', comment: 'It was a false alarm.' },
  })
  expect(reason(kept)).toBe('It was a false alarm.; not taken back: hold')
})

test('a run that fails with nobody to be asked takes back what it did, where it is to, and then says that it failed', () => {
  const machines = { ...book, decision: 'automatic' } as const
  const failing = [...done('hold'), did.begin('fence'), did.fail('fence', 1, { harmless: true })]
  expect(reason(after(fresh, ...failing), machines)).toBe('fence: no answer')
  const broken = after({ ...fresh, takesBack: true }, ...failing)
  expect(next(broken, machines)).toEqual(['start undo:hold'])
  expect(next(after(broken, did.begin('undo:hold')), machines)).toEqual([])
  expect(decide(machines, after(broken, ...done('undo:hold')))).toEqual([
    { do: 'finish', outcome: 'failed', reason: 'fence: no answer' },
  ])
  const half = after({ ...fresh, takesBack: true }, ...done('hold'), did.begin('fence'), did.fail('fence'))
  expect(next(half, machines)).toEqual(['probe fence'])
})

test('nothing is taken back once the other side took over, or may have, and the end names what stands', () => {
  const machines = { ...book, decision: 'automatic' } as const
  const gentle = { ...fresh, takesBack: true } as const
  const told = [did.begin('tell'), did.fail('tell', 1, { harmless: true })]
  const over = after(gentle, ...done('hold'), ...done('fence'), ...done('promote'), ...told)
  expect(decide(machines, over)).toEqual([
    {
      do: 'finish',
      outcome: 'failed',
      reason: 'tell: no answer; not taken back: hold, fence, promote',
    },
  ])
  const perhaps = after(gentle, ...done('hold'), did.begin('promote'), did.fail('promote'))
  expect(reason(perhaps, machines)).toContain('not taken back: hold')
})

test('what nobody knows of is looked at or asked before what came earlier is taken back, and is never repeated', () => {
  const lost = after(fresh, ...done('hold'), did.begin('fence'), did.take(), did.cancel())
  expect(next(lost)).toEqual(['probe fence'])
  expect(next(after(lost, did.probe('fence', 'done')))).toEqual(['start undo:fence'])
  expect(next(after(lost, did.probe('fence', 'notDone')))).toEqual(['start undo:hold'])
  expect(decide(book, after(lost, did.probe('fence', 'unknown')))).toEqual([
    { do: 'doubt', step: 'fence', attempt: 1, reason: 'a look at the target did not tell whether it has happened' },
  ])
  expect(next(after(lost, did.doubt('fence')))).toEqual(['ask doubt fence'])
  const keyed = after(fresh, did.begin('hold'), did.take(), did.cancel())
  expect(decide(book, keyed)).toEqual([
    { do: 'doubt', step: 'hold', attempt: 1, reason: 'the run was cancelled while it was under way' },
  ])
  const failed = after(fresh, did.begin('fence'), did.fail('fence'), did.cancel())
  expect(next(failed)).toEqual(['probe fence'])
  const harmless = after(fresh, did.begin('fence'), did.fail('fence', 1, { harmless: true }), did.cancel())
  expect(next(harmless)).toEqual(['finish cancelled'])
  // Going on without a step does not tell whether it has happened.
  const skipped = after(fresh, did.begin('fence'), did.fail('fence'), did.skip('fence'), did.cancel())
  expect(next(skipped)).toEqual(['probe fence'])
  expect(next(after(fresh, did.skip('fence'), did.cancel()))).toEqual(['finish cancelled'])
})

test('a lost answer is not forgotten when the next attempt does nothing', () => {
  const lost = after(fresh, did.begin('hold'), did.fail('hold', 1, { retryable: true }), did.begin('hold', 2))
  const harmless = after(lost, did.fail('hold', 2, { harmless: true }))
  expect(next(after(harmless, did.cancel()))).toEqual(['doubt hold'])
  expect(next(after(harmless, did.skip('hold'), did.cancel()))).toEqual(['doubt hold'])
  const third = after(harmless, did.retry('hold'), did.begin('hold', 3), did.fail('hold', 3, { harmless: true }))
  expect(next(after(third, did.cancel()))).toEqual(['doubt hold'])
  const crashed = after(fresh, did.begin('hold'), did.take(), did.begin('hold', 2), did.take(3), did.begin('hold', 3))
  expect(next(after(crashed, did.fail('hold', 3, { harmless: true }), did.cancel()))).toEqual(['doubt hold'])
  const known = after(fresh, did.begin('hold'), did.fail('hold', 1, { harmless: true }), did.begin('hold', 2))
  expect(next(after(known, did.fail('hold', 2, { harmless: true }), did.cancel()))).toEqual(['finish cancelled'])
})

test('an unkeyed step that was lost is asked about though nothing takes it back, and a keyed one is named at the end', () => {
  const lost = after(fresh, did.begin('tell'), did.take(), did.cancel())
  expect(next(lost)).toEqual(['doubt tell'])
  const bare = runbook([step('a'), step('b', [], { effect: 'none' }), step('c')])
  const keyed = after(fresh, did.begin('a'), did.begin('b'), did.begin('c'), did.take(), did.cancel())
  expect(reason(keyed, bare)).toBe('cancelled; not known whether it was done: a, c')
})

test('what changes nothing is neither asked about nor taken back, though the plan says how that would be done', () => {
  const looking = runbook([step('look', [], { effect: 'none', undo: undo() })])
  for (const lost of [did.take(), did.fail('look')])
    expect(decide(looking, after(fresh, did.begin('look'), lost, did.cancel()))).toEqual([
      { do: 'finish', outcome: 'cancelled', reason: 'cancelled' },
    ])
})

test('what could not be taken back is put before a person, who may let it be', () => {
  const cancelled = after(fresh, ...done('hold'), ...done('fence'), did.cancel())
  const stuck = after(cancelled, did.begin('undo:fence'), did.fail('undo:fence'))
  expect(next(stuck)).toEqual(['ask failure undo:fence'])
  expect(next(after(stuck, did.retry('undo:fence')))).toEqual(['start undo:fence'])
  expect(next(after(stuck, did.hand('undo:fence')))).toEqual(['start undo:hold'])
  const left = after(stuck, did.skip('undo:fence'), ...done('undo:hold'))
  expect(reason(left)).toBe('cancelled; not taken back: fence')
  const lost = after(cancelled, did.begin('undo:fence'), did.fail('undo:fence', 1, { retryable: true }))
  expect(next(lost)).toEqual(['wait retry:undo:fence:1'])
})

test('a rehearsal that decides for itself asks nobody, and says at its end what stays and what is not known', () => {
  const alone = runbook(
    [
      step('a', [], { undo: undo({ effect: 'unkeyed' }) }),
      step('b', [], { undo: undo() }),
      step('c', [], { effect: 'unkeyed' }),
    ],
    { decision: 'automatic' },
  )
  const cancelled = after(fresh, ...done('a'), ...done('b'), did.begin('c'), did.take(), did.cancel())
  expect(next(cancelled, alone)).toEqual(['doubt c'])
  const doubted = after(cancelled, did.doubt('c'))
  expect(next(doubted, alone)).toEqual(['start undo:b'])
  const stuck = after(doubted, did.begin('undo:b'), did.fail('undo:b'))
  expect(next(stuck, alone)).toEqual(['start undo:a'])
  const lost = after(stuck, did.begin('undo:a'), did.take(), did.doubt('undo:a'))
  expect(reason(lost, alone)).toBe('cancelled; not taken back: a, b; not known whether it was done: c')
})

test('a step that was taken back and done again is taken back once more', () => {
  const again = after(
    fresh,
    ...done('hold'),
    did.undo('hold'),
    ...done('undo:hold'),
    did.retry('hold'),
    did.begin('hold', 2),
    did.succeed('hold', 2),
    did.cancel(),
  )
  expect(decide(book, again)).toMatchObject([{ do: 'start', step: 'undo:hold', attempt: 2 }])
  const back = after(again, did.begin('undo:hold', 2), did.succeed('undo:hold', 2))
  expect(next(back)).toEqual(['finish cancelled'])
  const byHand = runbook([manual('a', [], { undo: undo({ work: { kind: 'manual', instruction: 'Back' } }) })])
  const worked = after(fresh, did.ask('a'), did.hand('a'), did.cancel())
  expect(next(worked, byHand)).toEqual(['open undo:a'])
  expect(next(after(worked, did.ask('undo:a')), byHand)).toEqual(['ask work undo:a'])
})

test('a cancelled run is not held up by being paused', () => {
  const paused = after(fresh, ...done('hold'), did.pause, did.cancel())
  expect(next(paused)).toEqual(['start undo:hold'])
  expect(next(after(paused, ...done('undo:hold')))).toEqual(['finish cancelled'])
})
