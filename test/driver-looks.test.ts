import { expect, test } from 'vitest'
import { RetryableFailure } from '#diagnostics'
import { type Action, openSession, type Session, systemClock } from '#execution'
import { seconds } from '#units'
import { did, manual } from '../src/execution/testing/books.ts'

import { store, effects, acting, step, runbook, run, fast, until, types, send } from './driving.ts'

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

test('what people have settled or taken up while it was looked at stays so, and a look beside it still counts', async () => {
  const tell = new Map<string, (answer: 'done' | 'notDone') => void>()
  let all = (): void => undefined
  const looking = new Promise<void>((resolve) => {
    all = resolve
  })
  const slow: Action = {
    ...acting('act', 'probed'),
    probe: (_, { step: id }) =>
      new Promise((resolve) => {
        tell.set(id, resolve)
        if (tell.size === 3) all()
      }),
  }
  const ids = ['a', 'b', 'c']
  const book = runbook(...ids.map((id) => step(id, 'act', [], { effect: 'probed' })), manual('m'))
  let session: Session | undefined
  const running = run(book, [slow], {
    first: async (own) => {
      session = own
      await own.record(
        ids.flatMap((id) => [did.begin(id), did.fail(id, 1, { retryable: true }), did.fire(`retry:${id}:1`)]),
      )
    },
  })
  await looking
  await session?.record([did.skip('a'), did.doubt('b')])
  for (const id of ids) tell.get(id)?.(id === 'c' ? 'done' : 'notDone')
  await until('stepProbed c')
  await send('resolve', 'lead', '1', 'b', { answer: 'done' })
  await send('done', 'lead', '2', 'm')
  expect(await running).toMatchObject({ outcome: 'succeeded' })
  expect(types(await store.read('run-1')).filter((type) => type.startsWith('stepProbed'))).toEqual(['stepProbed c'])
  expect(effects()).toEqual([])
})

test('a look that is broken off between two tries says nothing, and is not tried again', async () => {
  const stop = new AbortController()
  let looked = 0
  const blind: Action = {
    ...acting('act', 'probed'),
    async probe() {
      looked += 1
      return 'unknown'
    },
  }
  const book = runbook(step('a', 'act', [], { effect: 'probed' }))
  const running = run(book, [blind], {
    signal: stop.signal,
    clock: {
      ...systemClock,
      sleep(duration, signal) {
        if (looked === 1 && duration === 1) stop.abort()
        return systemClock.sleep(duration, signal)
      },
    },
    first: (own) => own.record([did.begin('a'), did.take(1)]),
  })
  expect(await running).toMatchObject({ outcome: undefined })
  expect(looked).toBe(1)
  expect(types(await store.read('run-1'))).toEqual(['stepStarted a', 'leaseTaken'])
})

test('a look that hangs is told to end when the drive is broken off, and says nothing', async () => {
  const stop = new AbortController()
  const hangs: Action = {
    ...acting('act', 'probed'),
    async probe(_, { signal }) {
      setImmediate(() => stop.abort())
      await systemClock.sleep(seconds(3600), signal)
      return 'notDone'
    },
  }
  const book = runbook(step('a', 'act', [], { effect: 'probed' }))
  expect(
    await run(book, [hangs], { signal: stop.signal, first: (own) => own.record([did.begin('a'), did.take(1)]) }),
  ).toMatchObject({ outcome: undefined })
  expect(types(await store.read('run-1'))).toEqual(['stepStarted a', 'leaseTaken'])
})
