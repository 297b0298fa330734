import { expect, test } from 'vitest'
import { RetryableFailure, TerminalFailure } from '#diagnostics'
import { type Action, openSession, type Session, systemClock } from '#execution'
import type { Happening } from '#journal'
import { seconds } from '#units'
import { did, manual, runbook as plainRunbook } from '../src/execution/testing/books.ts'

import {
  store,
  effects,
  acting,
  step,
  runbook,
  alone,
  run,
  fast,
  held,
  until,
  types,
  send,
  looks,
  check,
  failures,
} from './driving.ts'

test('what must hold before an act is looked at first, and where it does not hold nothing was done', async () => {
  const actions = [
    acting('act', 'unkeyed'),
    looks('fine'),
    looks('not', () => new TerminalFailure('It is the primary.')),
  ]
  const book = alone(step('a', 'act', [], { before: [check('fine'), check('not')], effect: 'unkeyed' }))
  expect(await run(book, actions)).toMatchObject({ outcome: 'failed' })
  expect(effects()).toEqual([])
  expect(await failures()).toEqual([
    { step: 'a', attempt: 1, retryable: false, message: 'Is it the standby: It is the primary.', harmless: true },
  ])
})

test('a check that may hold later is tried again, even before an act that nobody can look at', async () => {
  let tries = 0
  const later = looks('later', () => new RetryableFailure('Not yet.'))
  const soon: Action = { ...later, run: async (...given) => (++tries < 3 ? later.run(...given) : null) }
  const book = alone(step('a', 'act', [], { before: [check('later')], effect: 'unkeyed' }))
  expect(await run(book, [acting('act', 'unkeyed'), soon])).toMatchObject({ outcome: 'succeeded' })
  expect(effects()).toEqual(['a'])
  expect(await failures()).toMatchObject([
    { message: 'Is it the standby: Not yet.', harmless: true, retryable: true },
    { attempt: 2 },
  ])
})

test('where what must hold after an act does not, the attempt has failed although it had its effect', async () => {
  const actions = [acting('act', 'keyed'), looks('not', () => new TypeError('x is undefined'))]
  const book = alone(step('a', 'act', [], { after: [check('not')] }))
  expect(await run(book, actions)).toMatchObject({ outcome: 'failed' })
  expect(effects()).toEqual(['a'])
  expect(await failures()).toEqual([
    { step: 'a', attempt: 1, retryable: false, message: 'x is undefined This is a bug in Muster.' },
  ])
})

test('an action that Muster has not, or that does not take its arguments, fails before anything is done', async () => {
  const picky: Action = { ...acting('picky', 'unkeyed'), accepts: () => 'It wants a region.' }
  const odd: Action = {
    ...looks('odd'),
    async run() {
      throw 'odd'
    },
  }
  const steps = ['none', 'picky', 'odd'].map((use) => step(use, use, [], { essential: false, effect: 'unkeyed' }))
  const book = alone(...steps.map((one) => (one.id === 'odd' ? { ...one, effect: 'none' as const } : one)))
  expect(await run(book, [picky, odd])).toMatchObject({ outcome: 'succeeded' })
  expect(new Set((await failures()) as never[])).toEqual(
    new Set([
      { step: 'none', attempt: 1, retryable: false, message: 'Muster has no action "none".', harmless: true },
      { step: 'picky', attempt: 1, retryable: false, message: 'picky: It wants a region.', harmless: true },
      { step: 'odd', attempt: 1, retryable: false, message: 'odd This is a bug in Muster.', harmless: true },
    ]),
  )
})

test('an action says what it is told of, and its failure may say that nothing was done', async () => {
  const refused: Action = {
    use: 'refused',
    effect: 'unkeyed',
    accepts: () => undefined,
    async run(args, context) {
      context.say(JSON.stringify([args, context.run, context.step, context.epoch, context.key.length]))
      throw new TerminalFailure('The port is closed.', { harmless: true })
    },
  }
  const book = alone(step('a', 'refused', [], { effect: 'unkeyed' }))
  const { said } = await run(book, [refused])
  expect(said).toEqual(['a: [{},"run-1","a",1,32]'])
  expect(await failures()).toMatchObject([{ message: 'The port is closed.', harmless: true }])
})

test.each<[string, readonly Happening[], string]>([
  ['cancelled', [did.cancel()], 'The run was cancelled before it began.'],
  ['switched', [did.mode('forced')], 'The run was switched to forced before it began.'],
])('an act does not begin any more when the run is %s during the checks before it', async (_, happenings, message) => {
  const { action, begun, release } = held('wait', 'none')
  const book = plainRunbook(
    [step('a', 'act', [], { before: [check('wait')], modes: ['planned'], effect: 'unkeyed' })],
    {
      mode: 'planned',
    },
  )
  let session: Session | undefined
  const running = run(book, [acting('act', 'unkeyed'), action], {
    first: async (own) => {
      session = own
    },
  })
  await begun
  await session?.record(happenings)
  release()
  await running
  // The check itself leaves no effect of the step.
  expect(effects()).toEqual(['a'])
  expect(await failures()).toMatchObject([{ message, harmless: true }])
})

test('a holder that lost the run during the checks does not act', async () => {
  const { action, begun, release } = held('wait', 'none')
  const clock = fast(1)
  let ahead = 0
  const book = runbook(step('a', 'act', [], { before: [check('wait')] }))
  const running = run(book, [acting('act', 'keyed'), action], {
    clock: { ...clock, monotonic: () => clock.monotonic() + ahead },
  })
  await begun
  await store.takeLease('run-1', { by: ['lead', 'second'], reason: 'It hangs.' })
  ahead = 60
  release()
  await expect(running).rejects.toMatchObject({ kind: 'busy' })
  expect(types(await store.read('run-1'))).toEqual(['stepStarted a'])
})

test('an act that hangs when the run is broken off has no known result, and its successor looks', async () => {
  const stop = new AbortController()
  const { action, begun } = held('act', 'probed')
  const book = runbook(step('a', 'act', [], { effect: 'probed' }))
  const running = run(book, [action], { signal: stop.signal })
  await begun
  stop.abort()
  expect(await running).toMatchObject({ outcome: undefined })
  expect(types(await store.read('run-1'))).toEqual(['stepStarted a'])
  expect(await run(book, [acting('act', 'probed')])).toMatchObject({ outcome: 'succeeded' })
  expect(types(await store.read('run-1'))).toContain('stepProbed a')
})

test('a run that is taken over while it drives stops what is under way, and says who has it', async () => {
  const { action, begun } = held('hang')
  const quick = held('quick')
  const book = runbook(step('a', 'hang', []), step('b', 'quick', []))
  const running = run(book, [action, quick.action])
  await Promise.all([begun, quick.begun])
  await store.takeLease('run-1', { by: ['lead', 'second'], reason: 'It hangs.' })
  quick.release()
  await expect(running).rejects.toMatchObject({ kind: 'busy' })
})

test('a look that cannot tell, five times, leaves a doubt, which a person resolves', async () => {
  let looked = 0
  const blind: Action = {
    ...acting('act', 'probed'),
    async probe() {
      looked += 1
      if (looked % 2 === 0) throw new RetryableFailure('no answer')
      return 'unknown'
    },
  }
  const book = runbook(step('a', 'act', [], { effect: 'probed' }))
  const lost = await openSession(store, 'run-1', systemClock, () => undefined)
  await lost.record([did.begin('a')])
  await lost.close()
  const running = run(book, [blind], { clock: fast(100) })
  await until('stepInDoubt a')
  expect(looked).toBe(5)
  await send('resolve', 'lead', '1', 'a', { answer: 'done' })
  expect(await running).toMatchObject({ outcome: 'succeeded', asked: ['doubt a'] })
})

test('an action that was to be looked at and cannot be leaves a doubt', async () => {
  const book = runbook(step('a', 'act', [], { effect: 'probed' }))
  const lost = await openSession(store, 'run-1', systemClock, () => undefined)
  await lost.record([did.begin('a')])
  await lost.close()
  const running = run(book, [acting('act', 'keyed')], { clock: fast(200) })
  await until('stepInDoubt a')
  await send('resolve', 'lead', '1', 'a', { answer: 'notDone' })
  expect(await running).toMatchObject({ outcome: 'succeeded' })
  expect(effects()).toEqual(['a'])
})

test('what somebody went on without while it was looked at stays so', async () => {
  let tell = (_: 'done' | 'notDone' | 'unknown'): void => undefined
  const slow: Action = {
    ...acting('act', 'probed'),
    probe: () =>
      new Promise((resolve) => {
        tell = resolve
      }),
  }
  const book = runbook(step('a', 'act', [], { effect: 'probed' }), manual('b'))
  let session: Session | undefined
  const running = run(book, [slow], {
    first: async (own) => {
      session = own
      await own.record([did.begin('a'), did.fail('a', 1, { retryable: true }), did.fire('retry:a:1')])
    },
  })
  await until('asked b')
  await session?.record([did.skip('a')])
  tell('notDone')
  await send('done', 'lead', '1', 'b')
  expect(await running).toMatchObject({ outcome: 'succeeded' })
  expect(types(await store.read('run-1'))).not.toContain('stepProbed a')
  expect(effects()).toEqual([])
})

test('a step that no action does cannot be begun as one', async () => {
  const book = runbook(manual('m'), manual('n'))
  let session: Session | undefined
  const running = run(book, [], {
    first: async (own) => {
      session = own
    },
  })
  await until('asked n')
  await session?.record([did.begin('m')])
  await until('stepFailed m')
  await send('done', 'lead', '2', 'm')
  await send('done', 'lead', '3', 'n')
  await running
  expect(await failures()).toMatchObject([
    { step: 'm', harmless: true, message: expect.stringContaining('A person does') },
  ])
})

test('an act does not begin after its time is over, though the check before it did not notice', async () => {
  const deaf: Action = { ...looks('deaf'), run: async () => systemClock.sleep(seconds(0.2)).then(() => null) }
  const book = alone(step('a', 'act', [], { before: [check('deaf')], timeout: seconds(0.05), attempts: 1 }))
  expect(await run(book, [acting('act', 'keyed'), deaf])).toMatchObject({ outcome: 'failed' })
  expect(effects()).toEqual([])
  expect(await failures()).toMatchObject([{ message: 'It did not end within 0.05 s.', harmless: true }])
})

test('a look that is broken off says nothing', async () => {
  const stop = new AbortController()
  const blind: Action = { ...acting('act', 'probed'), probe: async () => 'unknown' }
  const book = runbook(step('a', 'act', [], { effect: 'probed' }))
  const running = run(book, [blind], {
    signal: stop.signal,
    first: (own) => own.record([did.begin('a'), did.take(1)]),
  })
  await systemClock.sleep(seconds(0.2))
  stop.abort()
  expect(await running).toMatchObject({ outcome: undefined })
  expect(types(await store.read('run-1'))).toEqual(['stepStarted a', 'leaseTaken'])
})
