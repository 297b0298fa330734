import { generateKeyPairSync, sign } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Failure, RetryableFailure, TerminalFailure } from '#diagnostics'
import { answerChallenge, type Action, openSession, type Session, type Store, systemClock } from '#execution'
import { seconds } from '#units'
import { boundTo } from '../src/execution/testing/inside.ts'
import { decision, did, manual, runbook as plainRunbook, undo } from '../src/execution/testing/books.ts'

import { folder, store, effects, acting, step, runbook, alone, run, held, until, types, send } from './driving.ts'

test('a run does each step once, in order, and its intent stands in the journal before its result', async () => {
  const book = runbook(step('a', 'act', []), step('b', 'act', ['a']))
  expect(await run(book, [acting('act', 'keyed')])).toMatchObject({ outcome: 'succeeded' })
  expect(effects()).toEqual(['a', 'b'])
  expect(types(await store.read('run-1'))).toEqual([
    'stepStarted a',
    'stepSucceeded a',
    'stepStarted b',
    'stepSucceeded b',
    'runFinished',
  ])
})

test('a failure that may pass is tried again, one that may not ends the run, and neither repeats what was done', async () => {
  const flaky = acting('flaky', 'keyed', (attempt) => {
    if (attempt < 3) throw new RetryableFailure('not yet')
  })
  const hopeless = acting('hopeless', 'keyed', () => {
    throw new TerminalFailure('never')
  })
  const book = alone(step('a', 'flaky', []), step('b', 'hopeless', ['a']), step('c', 'flaky', ['b']))
  expect(await run(book, [flaky, hopeless])).toMatchObject({ outcome: 'failed' })
  expect(effects()).toEqual(['a'])
  const records = await store.read('run-1')
  expect(types(records).filter((type) => type === 'stepFailed a')).toHaveLength(2)
  expect(records.at(-1)?.data).toMatchObject({ outcome: 'failed', reason: 'b: never' })
})

test('a driver that was lost between effect and record looks before it acts, and does nothing twice', async () => {
  const book = runbook(step('a', 'act', [], { effect: 'probed' }), step('b', 'act', ['a'], { effect: 'probed' }))
  const session = await openSession(store, 'run-1', systemClock, () => undefined)
  await session.record([{ type: 'stepStarted', data: { step: 'a', attempt: 1, key: 'k' } }])
  writeFileSync(join(folder, 'effects'), 'a\n')
  await session.close()
  expect(await run(book, [acting('act', 'probed')])).toMatchObject({ outcome: 'succeeded' })
  expect(effects()).toEqual(['a', 'b'])
  expect(types(await store.read('run-1'))).toContain('stepProbed a')
})

test('a step that is too slow is given up at its timeout and counts as a failure that may pass', async () => {
  const slow: Action = {
    use: 'slow',
    effect: 'none',
    accepts: () => undefined,
    async run(_, { clock, signal }) {
      await clock.sleep(seconds(60), signal)
      throw new RetryableFailure('stopped')
    },
  }
  const book = alone(step('a', 'slow', [], { timeout: seconds(0.05), attempts: 2, effect: 'none' }))
  expect(await run(book, [slow])).toMatchObject({ outcome: 'failed' })
  const failures = (await store.read('run-1')).filter((record) => record.type === 'stepFailed')
  expect(failures.map((record) => record.data.message)).toEqual([
    'It did not end within 0.05 s.',
    'It did not end within 0.05 s.',
  ])
})

test('an approval sent before anybody waits for it is used, a stranger’s is refused with the reason, a deputy’s counts', async () => {
  const book = runbook(
    decision('decide'),
    step('by-hand', '', ['decide'], { work: { kind: 'manual', instruction: 'Turn the key' } }),
  )
  await send('approve', 'stranger', '1')
  await send('approve', 'second', '2')
  await send('approve', 'lead', '3')
  await send('done', 'lead', '4', 'by-hand')
  expect(await run(book, [])).toMatchObject({ outcome: 'succeeded' })
  const records = await store.read('run-1')
  expect(records.map((record) => [record.type, record.actor.name])).toEqual([
    ['asked', 'muster'],
    ['signalRefused', 'stranger'],
    ['voted', 'second'],
    ['decided', 'muster'],
    ['asked', 'muster'],
    ['signalRefused', 'lead'],
    ['manualDone', 'lead'],
    ['runFinished', 'muster'],
  ])
  expect(await store.signals('run-1')).toEqual([])
})

test('a signal whose answer stands in the journal already is not used again', async () => {
  const session = await openSession(store, 'run-1', systemClock, () => undefined)
  // What a driver leaves that died between the event and the settling of the signal.
  await session.record([
    {
      type: 'voted',
      data: { step: 'decide', decision: 'approved', role: 'lead', person: 'lead', bound: '', signal: '1' },
    },
  ])
  await session.close()
  await send('approve', 'lead', '1')
  expect(await run(runbook(decision('decide')), [])).toMatchObject({ outcome: 'succeeded' })
  expect(types(await store.read('run-1'))).not.toContain('signalRefused')
})

test('a person’s step can be answered though an announcement before it could not be made', async () => {
  const mute = acting('mute', 'none', () => {
    throw new TerminalFailure('nobody listens')
  })
  const book = runbook(
    step('tell', 'mute', [], { essential: false, effect: 'none' }),
    step('look', '', ['tell'], { work: { kind: 'manual', instruction: 'Look' } }),
  )
  await send('done', 'lead', '1', 'look')
  const stopped = new AbortController()
  const ended = run(book, [mute], { signal: stopped.signal })
  while (!(await store.read('run-1')).some((record) => record.type === 'stepFailed'))
    await systemClock.sleep(seconds(0.01))
  await send('done', 'lead', '2', 'look')
  expect(await ended).toMatchObject({ outcome: 'succeeded' })
})

test('a rejected decision ends the run as refused, and nothing after it happens', async () => {
  await send('reject', 'lead', '1')
  expect(await run(runbook(decision('decide'), step('a', 'act', ['decide'])), [acting('act', 'keyed')])).toMatchObject({
    outcome: 'refused',
  })
  expect(effects()).toEqual([])
})

test('stopping ends the drive without an outcome, and the run goes on where it was', async () => {
  const stop = new AbortController()
  const book = runbook(step('a', 'act', []), step('wait', '', ['a'], { work: { kind: 'manual', instruction: 'Wait' } }))
  const stopped = run(book, [acting('act', 'keyed')], { signal: stop.signal })
  while (!(await store.read('run-1')).some((record) => record.type === 'stepSucceeded'))
    await systemClock.sleep(seconds(0.01))
  stop.abort()
  expect(await stopped).toMatchObject({ outcome: undefined })
  await send('done', 'lead', '1', 'wait')
  expect(await run(book, [acting('act', 'keyed')])).toMatchObject({ outcome: 'succeeded' })
  expect(effects()).toEqual(['a'])
  expect((await store.read('run-1')).at(-1)?.epoch).toBe(2)
})

test('an approval wakes the driver though nothing else is under way', async () => {
  const book = runbook(decision('decide'), step('a', 'act', ['decide']))
  const running = run(book, [acting('act', 'keyed')])
  await until('asked decide')
  await systemClock.sleep(seconds(0.3))
  await send('approve', 'lead', '1')
  expect(await running).toMatchObject({ outcome: 'succeeded', asked: ['decision decide', ''] })
})

test('a run that has ended is not driven again', async () => {
  const book = runbook(step('a', 'act', []))
  expect(await run(book, [acting('act', 'keyed')])).toMatchObject({ outcome: 'succeeded' })
  expect(await run(book, [acting('act', 'keyed')])).toMatchObject({ outcome: 'succeeded' })
  expect(effects()).toEqual(['a'])
  expect(await store.read('run-1')).toHaveLength(3)
})

test('a drive that is broken off before it begins does nothing in the world', async () => {
  const book = runbook(step('a', 'act', []))
  expect(await run(book, [acting('act', 'keyed')], { signal: AbortSignal.abort() })).toMatchObject({
    outcome: undefined,
  })
  expect(effects()).toEqual([])
})

test('what a cancelled run did is taken back, in the order in which it was not done', async () => {
  const back = undo({ work: { kind: 'action', use: 'back', with: {} } })
  const { action, begun, release } = held('wait')
  const book = runbook(
    step('a', 'act', [], { undo: back }),
    step('b', 'act', ['a'], { undo: back }),
    step('c', 'wait', ['b']),
  )
  const running = run(book, [acting('act', 'keyed'), acting('back', 'keyed'), action])
  await begun
  await send('cancel', 'lead', '1', '')
  await until('cancelAsked')
  release()
  expect(await running).toMatchObject({ outcome: 'cancelled' })
  expect(effects()).toEqual(['a', 'b', 'c', 'undo:b', 'undo:a'])
  expect((await store.read('run-1')).at(-1)?.data).toEqual({
    outcome: 'cancelled',
    reason: 'seen; not taken back: c',
  })
})

test('a store that fails ends the drive before the next effect', async () => {
  let writes = 0
  const append: Store['append'] = async (...given) => {
    writes += 1
    if (writes > 1) throw new Failure('unreachable', 'The disk is full.')
    return store.append(...given)
  }
  const book = runbook(step('a', 'act', []), step('b', 'act', ['a']))
  await expect(run(book, [acting('act', 'keyed')], { store: { append } })).rejects.toThrow('The disk is full.')
  expect(effects()).toEqual(['a'])
  expect(await run(book, [acting('act', 'probed')])).toMatchObject({ outcome: 'succeeded' })
})

test('an inbox that cannot be read ends the drive', async () => {
  const signals: Store['signals'] = async () => {
    throw new Failure('unreachable', 'The disk is gone.')
  }
  await expect(run(runbook(manual('m')), [], { store: { signals } })).rejects.toThrow('The disk is gone.')
})

test('a runbook that is not the run’s is a bug, and is called one', async () => {
  const book = runbook(step('a', 'act', []))
  const { action, begun } = held('act')
  let session: Session | undefined
  const running = run(book, [action], {
    first: async (own) => {
      session = own
    },
  })
  await begun
  await session?.record([did.begin('stranger')])
  await expect(running).rejects.toThrow('No step stranger in the runbook. This is a bug in Muster.')
})

test('an answer that is signed is known by the key, and any other is what somebody stated', async () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const book = plainRunbook([decision('decide', [], { atLeast: 2 })], {
    people: [
      { role: 'lead', name: 'Lea', deputy: 'second', key: `ed25519:${publicKey.export({ format: 'jwk' }).x ?? ''}` },
      { role: 'second', name: 'Sam' },
    ],
  })
  const fresh = { run: 'run-1', steps: new Map() } as never
  const challenge = answerChallenge('run-1', 'decide', boundTo(book, fresh, 'decide'), 'approved')
  const signature = sign(null, Buffer.from(challenge), privateKey).toString('base64url')
  await send('approve', 'lead', '1', 'decide', { signature })
  await send('approve', 'second', '2')
  expect(await run(book, [])).toMatchObject({ outcome: 'succeeded' })
  const votes = (await store.read('run-1')).filter(({ type }) => type === 'voted')
  expect(votes.map(({ actor }) => actor)).toEqual([
    { name: 'lead', authn: 'local-key' },
    { name: 'second', authn: 'stated' },
  ])
})
