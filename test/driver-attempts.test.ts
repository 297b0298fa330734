import { expect, test } from 'vitest'
import { Failure, RetryableFailure, TerminalFailure } from '#diagnostics'
import { type Action, type Session, type Store, systemClock } from '#execution'
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
    {
      step: 'a',
      attempt: 1,
      retryable: false,
      message: 'The check "Is it the standby" failed: It is the primary.',
      harmless: true,
    },
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
    { message: 'The check "Is it the standby" failed: Not yet.', harmless: true, retryable: true },
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

test('an action says what it is told of, and nothing but its failure says that nothing was done', async () => {
  const refused: Action = {
    use: 'refused',
    effect: 'unkeyed',
    accepts: () => undefined,
    async run(args, context) {
      context.say(JSON.stringify([args, context.run, context.step, context.epoch, context.key.length]))
      throw new TerminalFailure('The port is closed.', { harmless: true })
    },
  }
  const lost = acting('lost', 'keyed', () => {
    throw new TerminalFailure('The line went dead.')
  })
  const book = alone(step('a', 'refused', [], { effect: 'unkeyed', essential: false }), step('b', 'lost', ['a']))
  const { said } = await run(book, [refused, lost])
  expect(said).toEqual(['a: [{},"run-1","a",1,32]'])
  expect(await failures()).toEqual([
    { step: 'a', attempt: 1, retryable: false, message: 'The port is closed.', harmless: true },
    { step: 'b', attempt: 1, retryable: false, message: 'The line went dead.' },
  ])
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
  // This one is what the check itself leaves.
  expect(effects()).toEqual(['a'])
  expect(types(await store.read('run-1'))).toEqual(['stepStarted a'])
})

test('a holder that cannot learn whether it still has the run does not act, and says nothing of the step', async () => {
  const clock = fast(1)
  let ahead = 0
  const slow = looks('slow')
  const late: Action = {
    ...slow,
    async run(...given) {
      ahead = 60
      return slow.run(...given)
    },
  }
  const renewLease: Store['renewLease'] = async () => {
    throw new Failure('unreachable', 'The disk is gone.')
  }
  const running = run(alone(step('a', 'act', [], { before: [check('slow')] })), [acting('act', 'keyed'), late], {
    clock: { ...clock, monotonic: () => clock.monotonic() + ahead },
    store: { renewLease },
  })
  await expect(running).rejects.toThrow('The disk is gone.')
  expect(effects()).toEqual([])
  expect(types(await store.read('run-1'))).toEqual(['stepStarted a'])
})

test('an act that ends well although the drive was broken off is written down, and is not done again', async () => {
  const stop = new AbortController()
  const act = acting('act', 'keyed')
  const deaf: Action = {
    ...act,
    async run(...given) {
      stop.abort()
      return act.run(...given)
    },
  }
  const book = runbook(step('a', 'act', []))
  expect(await run(book, [deaf], { signal: stop.signal })).toMatchObject({ outcome: undefined })
  expect(types(await store.read('run-1'))).toEqual(['stepStarted a', 'stepSucceeded a'])
  expect(await run(book, [act])).toMatchObject({ outcome: 'succeeded' })
  expect(effects()).toEqual(['a'])
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

test('a time limit longer than the machine’s timers take does not end an act at once, and leaves no timer behind', async () => {
  const patient: Action = {
    ...looks('patient'),
    async run(_, { signal }) {
      await systemClock.sleep(seconds(0.05), signal)
      if (signal.aborted) throw new RetryableFailure('stopped')
      return null
    },
  }
  const long = { effect: 'none', timeout: seconds(40 * 86_400), attempts: 1 } as const
  const book = alone(...Array.from({ length: 20 }, (_, at) => step(`s${at}`, 'patient', [], long)))
  expect(await run(book, [patient])).toMatchObject({ outcome: 'succeeded' })
  // A program whose run is over must end, and not wait for the limits of steps that ended long ago.
  expect(process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length).toBeLessThan(20)
})
