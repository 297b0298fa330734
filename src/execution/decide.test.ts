import { expect, test } from 'vitest'
import type { RunState } from '#journal'
import type { Effect, Runbook } from '#runbook'
import { seconds } from '#units'
import { backoff, stepKey } from './attempt.ts'
import { intentsOf } from './command.ts'
import { decide } from './decide.ts'
import { stepNamed } from './network.ts'
import { next as nextOf } from './next.ts'
import { after, at, decision, did, fresh, manual, runbook, step, undo, words } from './testing/books.ts'

const next = (book: Runbook, state: RunState): readonly string[] => words(decide(book, state))

test('steps begin as soon as all that they need is done, side by side and in runbook order', () => {
  const book = runbook([step('a'), step('b', ['a']), step('c', ['a']), step('d', ['b', 'c']), step('e', ['nowhere'])])
  expect(next(book, fresh)).toEqual(['start a', 'start e'])
  expect(next(book, after(fresh, did.begin('a'), did.begin('e'), did.succeed('e')))).toEqual([])
  const two = after(fresh, did.begin('a'), did.succeed('a'), did.begin('e'))
  expect(next(book, two)).toEqual(['start b', 'start c'])
  expect(next(book, after(two, did.begin('b'), did.succeed('b')))).toEqual(['start c'])
})

test('a start names the attempt and a key that is the same for all attempts of the step in the run', () => {
  const book = runbook([step('a')])
  const key = stepKey('run-1', 'a')
  expect(decide(book, fresh)).toEqual([{ do: 'start', step: 'a', attempt: 1, key }])
  const again = after(fresh, did.begin('a'), did.take())
  expect(decide(book, again)).toEqual([{ do: 'start', step: 'a', attempt: 2, key }])
  expect(key).toMatch(/^[0-9a-f]{32}$/)
  expect(stepKey('run-2', 'a')).not.toBe(key)
  expect(stepKey('run-1', 'b')).not.toBe(key)
  expect(stepKey('run-1', 'a', 1)).not.toBe(key)
  expect(stepKey('run-1', 'a', 0)).toBe(key)
})

test('no more is under way at once than the runbook allows, and what takes back counts too', () => {
  const steps = [step('a'), manual('by-hand'), step('b'), step('c', [], { undo: undo() }), step('d')]
  const book = runbook(steps, { limits: { atOnce: 2 } })
  expect(next(book, fresh)).toEqual(['start a', 'open by-hand', 'start b'])
  expect(next(book, after(fresh, did.begin('c')))).toEqual(['start a', 'open by-hand'])
  const back = after(fresh, did.begin('c'), did.succeed('c'), did.undo('c'), did.begin('undo:c'), did.begin('a'))
  expect(next(book, back)).toEqual(['open by-hand'])
  // One that was lost is begun again in its place, before others.
  expect(next(book, after(fresh, did.begin('d'), did.begin('b'), did.take()))).toEqual([
    'start a',
    'open by-hand',
    'start b',
  ])
})

test.each<[Effect, string]>([
  ['none', 'start a'],
  ['keyed', 'start a'],
  ['probed', 'probe a'],
  ['unkeyed', 'doubt a'],
])('after a lost driver a step with effect %s leads to: %s', (effect, expected) => {
  const book = runbook([step('a', [], { effect })])
  const lost = after(fresh, did.begin('a'), did.take())
  expect(next(book, lost)).toEqual([expected])
  if (effect === 'probed')
    expect(decide(book, lost)).toEqual([{ do: 'probe', step: 'a', attempt: 1, key: stepKey('run-1', 'a') }])
  if (effect === 'unkeyed')
    expect(decide(book, lost)).toEqual([
      { do: 'doubt', step: 'a', attempt: 1, reason: 'its driver was lost while it ran' },
    ])
})

test('a look that says done settles the step, not done lets it begin again, and one that cannot tell asks a person', () => {
  const book = runbook([step('a', [], { effect: 'probed' })])
  const lost = after(fresh, did.begin('a'), did.take())
  expect(next(book, after(lost, did.probe('a', 'done')))).toEqual(['finish succeeded'])
  expect(decide(book, after(lost, did.probe('a', 'notDone')))).toMatchObject([{ do: 'start', attempt: 2 }])
  expect(decide(book, after(lost, did.probe('a', 'unknown')))).toEqual([
    { do: 'doubt', step: 'a', attempt: 1, reason: 'a look at the target did not tell whether it has happened' },
  ])
})

test('a doubt is asked of a person, who says that it was done, or that it was not', () => {
  const book = runbook([step('a', [], { effect: 'unkeyed' }), step('b')])
  const doubted = after(fresh, did.begin('a'), did.take(), did.doubt('a'))
  // What does not hang on it goes on.
  expect(next(book, doubted)).toEqual(['ask doubt a', 'start b'])
  expect(next(book, after(doubted, did.resolve('a', 'done')))).toEqual(['start b'])
  expect(next(book, after(doubted, did.resolve('a', 'notDone')))).toEqual(['start a', 'start b'])
  // Where a rehearsal decides for itself, nobody is there to be asked.
  const alone = runbook(book.steps, { decision: 'automatic' })
  expect(decide(alone, doubted)).toEqual([{ do: 'finish', outcome: 'failed', reason: 'a: lost' }])
})

test('a failure that may pass is tried again after its wait, counted from the failure, and a probed step looks first', () => {
  const broken = after(fresh, did.begin('a'))
  const failed = at(broken, 50, did.fail('a', 1, { retryable: true }))
  const keyed = runbook([step('a')])
  expect(decide(keyed, failed)).toEqual([
    { do: 'wait', timer: 'retry:a:1', for: backoff('run-1', step('a'), 1), since: 50 },
  ])
  const fired = after(failed, did.fire('retry:a:1'))
  expect(decide(keyed, fired)).toMatchObject([{ do: 'start', step: 'a', attempt: 2 }])
  const probed = runbook([step('a', [], { effect: 'probed' })])
  expect(next(probed, fired)).toEqual(['probe a'])
  // Where nothing was done there is nothing to look at.
  const harmless = after(broken, did.fail('a', 1, { retryable: true, harmless: true }), did.fire('retry:a:1'))
  expect(next(probed, harmless)).toEqual(['start a'])
})

test('an unkeyed step is tried again by itself only where it is known that nothing was done', () => {
  const book = runbook([step('a', [], { effect: 'unkeyed' })])
  const begun = after(fresh, did.begin('a'))
  expect(decide(book, after(begun, did.fail('a', 1, { retryable: true })))).toEqual([
    { do: 'doubt', step: 'a', attempt: 1, reason: 'no answer' },
  ])
  expect(next(book, after(begun, did.fail('a', 1)))).toEqual(['doubt a'])
  const harmless = after(begun, did.fail('a', 1, { retryable: true, harmless: true }))
  expect(next(book, harmless)).toEqual(['wait retry:a:1'])
  expect(next(book, after(harmless, did.fire('retry:a:1')))).toEqual(['start a'])
})

test('waits between attempts double up to half a minute, carry up to a half of jitter, and are the same on every replay', () => {
  const one = step('a')
  for (const [attempt, base] of [
    [1, 0.2],
    [2, 0.4],
    [3, 0.8],
    [20, 30],
  ] as const) {
    const wait = backoff('run-1', one, attempt)
    expect(wait).toBeGreaterThanOrEqual(base)
    expect(wait).toBeLessThanOrEqual(base * 1.5)
    expect(backoff('run-1', one, attempt)).toBe(wait)
  }
  expect(backoff('run-1', one, 1)).not.toBe(backoff('run-2', one, 1))
  expect(backoff('run-1', one, 1)).not.toBe(backoff('run-1', step('b'), 1))
})

test('where people decide, a step that failed for good is put before a person while the others go on', () => {
  const book = runbook([step('a', [], { attempts: 2 }), step('b', ['a']), step('c')])
  const one = after(fresh, did.begin('a'), did.fail('a', 1, { retryable: true }), did.fire('retry:a:1'))
  const two = after(one, did.begin('a', 2), did.fail('a', 2, { retryable: true }))
  expect(next(book, two)).toEqual(['ask failure a', 'start c'])
  // A person grants one attempt more, does it by hand, or goes on without it.
  expect(decide(book, after(two, did.retry('a')))).toMatchObject([{ do: 'start', step: 'a', attempt: 3 }, {}])
  const third = after(two, did.retry('a'), did.begin('a', 3), did.fail('a', 3, { retryable: true }))
  expect(next(book, third)).toEqual(['ask failure a', 'start c'])
  expect(next(book, after(two, did.hand('a')))).toEqual(['start b', 'start c'])
  expect(next(book, after(two, did.skip('a')))).toEqual(['start b', 'start c'])
})

test('a rehearsal that decides for itself fails with the step, once what is under way has ended', () => {
  const steps = [step('a'), step('b'), step('look', [], { effect: 'none' })]
  const book = runbook(steps, { decision: 'automatic' })
  const broken = after(fresh, did.begin('a'), did.begin('b'), did.begin('look', 4), did.fail('a'))
  // What changes nothing is told to end; the rest is let end.
  expect(decide(book, broken)).toEqual([{ do: 'stop', step: 'look', attempt: 4 }])
  const ended = after(broken, did.fail('look', 4), did.succeed('b'))
  expect(decide(book, ended)).toEqual([{ do: 'finish', outcome: 'failed', reason: 'a: no answer' }])
})

test('a step that is not essential fails without consequence', () => {
  const book = runbook([step('tell', [], { essential: false }), step('a', ['tell'])])
  const told = after(fresh, did.begin('tell'), did.fail('tell'))
  expect(next(book, told)).toEqual(['start a'])
  expect(next(runbook(book.steps, { decision: 'automatic' }), told)).toEqual(['start a'])
})

test('a person’s step is opened, asked for, and done', () => {
  const book = runbook([manual('a'), step('b', ['a'])])
  expect(next(book, fresh)).toEqual(['open a'])
  expect(next(book, after(fresh, did.ask('a')))).toEqual(['ask work a'])
  expect(next(book, after(fresh, did.ask('a'), did.hand('a')))).toEqual(['start b'])
})

test('a run that is over does nothing more', () => {
  const over = after(fresh, { type: 'runFinished', data: { outcome: 'failed' } })
  expect(decide(runbook([step('a')]), over)).toEqual([])
})

test('a decision is open until enough distinct people have agreed, and one who declines is enough', () => {
  const book = runbook([decision('go', [], { atLeast: 2 })])
  expect(next(book, fresh)).toEqual(['open go'])
  const open = after(fresh, did.ask('go'))
  expect(next(book, open)).toEqual(['ask decision go'])
  const one = after(open, did.vote('go', 'lead'))
  expect(next(book, one)).toEqual(['ask decision go'])
  expect(next(book, after(one, did.vote('go', 'lead')))).toEqual(['ask decision go'])
  expect(decide(book, after(one, did.vote('go', 'second')))).toEqual([
    { do: 'decide', step: 'go', decision: 'approved', method: 'person' },
  ])
  expect(next(book, after(one, did.vote('go', 'second', 'rejected')))).toEqual(['decide go rejected'])
})

test('where nobody is asked the runbook decides', () => {
  const book = runbook([decision('go', [], { accepts: 'loss' })], { decision: 'automatic' })
  expect(decide(book, fresh)).toEqual([{ do: 'decide', step: 'go', decision: 'approved', method: 'automatic' }])
  // What a person has to do is not done by deciding.
  expect(next(runbook([manual('a')], { decision: 'automatic' }), fresh)).toEqual(['open a'])
})

test('what a decision accepts is shown before it is opened', () => {
  const book = runbook([decision('accept', [], { accepts: 'loss' })])
  expect(next(book, fresh)).toEqual(['show accept'])
  const shown = after(fresh, did.show('accept'))
  expect(next(book, shown)).toEqual(['open accept'])
  expect(next(book, after(shown, did.ask('accept')))).toEqual(['ask decision accept'])
})

test('a decision that nobody takes is escalated, and goes as the plan says when its time is over', () => {
  const given = { within: seconds(900), escalation: [{ after: seconds(300), to: 'chief' }] }
  const open = at(fresh, 20, did.ask('go'))
  const waits = runbook([decision('go', [], { ...given, ifUndecided: 'wait' })])
  expect(decide(waits, open)).toEqual([
    { do: 'ask', step: 'go', for: 'decision' },
    { do: 'wait', timer: 'escalate:go:0', for: 300, since: 20 },
    { do: 'wait', timer: 'undecided:go', for: 900, since: 20 },
  ])
  const late = after(open, did.fire('escalate:go:0'), did.fire('undecided:go'))
  expect(next(waits, late)).toEqual(['ask decision go'])
  const goes = runbook([decision('go', [], { ...given, ifUndecided: 'failover' })])
  expect(decide(goes, late)).toEqual([
    {
      do: 'decide',
      step: 'go',
      decision: 'approved',
      method: 'automatic',
      comment: 'Nobody decided within 900 s, and the plan says to go then.',
    },
  ])
})

test('what is written down before the world is touched follows from the commands', () => {
  expect(
    intentsOf([
      { do: 'start', step: 'a', attempt: 1, key: 'k' },
      { do: 'wait', timer: 't', for: seconds(1) },
      { do: 'decide', step: 'd', decision: 'approved', method: 'automatic', comment: 'so' },
      { do: 'doubt', step: 'u', attempt: 2, reason: 'lost' },
      { do: 'open', step: 'm' },
      { do: 'ask', step: 'm', for: 'work' },
      { do: 'finish', outcome: 'failed', reason: 'why' },
    ]),
  ).toEqual([
    { type: 'stepStarted', data: { step: 'a', attempt: 1, key: 'k' } },
    { type: 'decided', data: { step: 'd', decision: 'approved', method: 'automatic', comment: 'so' } },
    { type: 'stepInDoubt', data: { step: 'u', attempt: 2, reason: 'lost' } },
    { type: 'asked', data: { step: 'm' } },
    { type: 'runFinished', data: { outcome: 'failed', reason: 'why' } },
  ])
})

test('a decision over a state is the same whoever asks', () => {
  const book = runbook([step('a'), step('b', ['a'])])
  const state = after(fresh, did.begin('a'), did.succeed('a'))
  expect(decide(book, state)).toEqual(decide(structuredClone(book), structuredClone(state)))
})

test('a step that has come to its end does nothing more, and a failure without words is one all the same', () => {
  const book = runbook([step('a', [], { effect: 'unkeyed' })])
  const [a] = book.steps
  if (!a) return
  const standing = (status: 'succeeded' | 'skipped' | 'rejected' | 'failed'): RunState => ({
    ...fresh,
    steps: new Map([['a', { status, attempts: 1 }]]),
  })
  for (const status of ['succeeded', 'skipped', 'rejected'] as const)
    expect(nextOf(book, standing(status), a)).toEqual([])
  expect(nextOf(book, standing('failed'), a)).toEqual([{ do: 'doubt', step: 'a', attempt: 1, reason: 'it failed' }])
})

test('steps are known by their names, and what takes one back by the name of that', () => {
  const book = runbook([step('a', [], { undo: undo({ title: 'Back' }) }), step('b'), step('undo:c')])
  expect(stepNamed(book, 'a')?.id).toBe('a')
  expect(stepNamed(book, 'undo:a')).toMatchObject({ id: 'undo:a', title: 'Back' })
  expect(stepNamed(book, 'undo:b')).toBeUndefined()
  expect(stepNamed(book, 'undo:d')).toBeUndefined()
  expect(stepNamed(book, 'undo:c')?.id).toBe('undo:c')
  expect(stepNamed(book, 'd')).toBeUndefined()
})
