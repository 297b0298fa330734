import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openSession, type Session, systemClock } from '#execution'
import type { Runbook } from '#runbook'
import { seconds } from '#units'
import { bootId } from '../src/execution/testing/inside.ts'
import { decision, did, manual, runbook as plainRunbook } from '../src/execution/testing/books.ts'

import {
  folder,
  store,
  effects,
  acting,
  step,
  runbook,
  run,
  fast,
  held,
  looks,
  until,
  types,
  send,
  failures,
  usual,
} from './driving.ts'

test('a disaster that is declared early stops the watch', async () => {
  const { action, begun } = held('watch', 'none')
  const book = runbook(
    step('notice', 'watch', [], { phase: 'detect', effect: 'none' }),
    decision('decide', ['notice']),
    step('a', 'act', ['decide']),
  )
  const running = run(book, [action, acting('act', 'keyed')])
  await begun
  await send('approve', 'lead', '1')
  expect(await running).toMatchObject({ outcome: 'succeeded' })
  expect(await failures()).toMatchObject([{ step: 'notice', message: 'It was told to stop.', retryable: false }])
  expect(effects()).toEqual(['a'])
})

test('what would be lost is shown before it is asked, and a look at it that fails is a loss that nobody knows', async () => {
  const book = plainRunbook(
    [decision('accept', [], { accepts: 'loss', within: seconds(1), ifUndecided: 'failover' })],
    {
      stores: [{ component: 'orders-db', replication: 'async' }],
    },
  )
  await run(book, [], {
    clock: fast(100),
    losses: async () => {
      throw new TypeError('no route')
    },
  })
  const [shown, asked] = await store.read('run-1')
  expect(shown).toMatchObject({
    type: 'lossShown',
    data: { step: 'accept', stores: [{ component: 'orders-db', unknown: 'no route' }] },
  })
  expect(asked).toMatchObject({ type: 'asked' })
})

test('a look at the loss that hangs does not hold up the question', async () => {
  const book = plainRunbook(
    [decision('accept', [], { accepts: 'loss', within: seconds(1), ifUndecided: 'failover' })],
    {
      stores: [{ component: 'orders-db', replication: 'async' }],
    },
  )
  const hangs = new Promise<never>(() => undefined)
  expect(await run(book, [], { clock: fast(200), losses: () => hangs })).toMatchObject({ outcome: 'succeeded' })
  expect((await store.read('run-1'))[0]?.data).toMatchObject({
    stores: [{ unknown: 'The look at it did not end within 30 s.' }],
  })
})

test('a look at the loss gives up with the drive', async () => {
  const stop = new AbortController()
  const book = runbook(decision('accept', [], { accepts: 'loss' }))
  const running = run(book, [], { signal: stop.signal, losses: () => new Promise<never>(() => stop.abort()) })
  expect(await running).toMatchObject({ outcome: undefined })
  expect(await store.read('run-1')).toEqual([])
})

test('a step that is slower than usual raises its alarm, and one that ended in time does not', async () => {
  const { action, begun, release } = held('act')
  const book = runbook(step('a', 'act', []), manual('m', ['a']))
  const running = run(book, [action], { clock: fast(10), first: (own) => own.record([usual('a', 2)]) })
  await begun
  await until('timerFired')
  release()
  await send('done', 'lead', '1', 'm')
  await until('asked m')
  await send('done', 'lead', '2', 'm')
  await running
  const timers = (await store.read('run-1')).flatMap(({ type, data }) => (type === 'timerFired' ? [data] : []))
  expect(timers).toEqual([{ timer: 'slow:a:1' }])
})

test('an alarm of what has ended meanwhile is not raised', async () => {
  const book = runbook(step('a', 'act', []), manual('m', ['a']))
  const running = run(book, [acting('act', 'keyed')], {
    clock: fast(10),
    first: (own) => own.record([usual('a', 1)]),
  })
  await until('asked m')
  await systemClock.sleep(seconds(0.3))
  await send('done', 'lead', '1', 'm')
  await running
  expect(types(await store.read('run-1'))).not.toContain('timerFired')
})

test('a wait is counted from when it began, whoever waits', async () => {
  const book = runbook(decision('decide', [], { within: seconds(20), ifUndecided: 'failover' }))
  const clock = fast(10)
  const first = await openSession(store, 'run-1', clock, () => undefined)
  await first.record([usual('x', 1), did.ask('decide')])
  await first.close()
  const records = await store.read('run-1')
  await systemClock.sleep(seconds(1))
  await run(book, [], { clock })
  const fired = (await store.read('run-1')).find(({ type }) => type === 'timerFired')
  const since = records.at(-1)?.tsMono ?? 0
  expect((fired?.tsMono ?? 0) - since).toBeGreaterThanOrEqual(20)
  // Had it been counted anew, it would have been thirty at least.
  expect((fired?.tsMono ?? 0) - since).toBeLessThan(29)
})

test('a sleep longer than the machine’s timers take does not end at once', async () => {
  const woken = new AbortController()
  let isOver = false
  const sleeping = systemClock.sleep(seconds(40 * 86_400), woken.signal).then(() => {
    isOver = true
  })
  await systemClock.sleep(seconds(0.05))
  expect(isOver).toBe(false)
  woken.abort()
  await sleeping
  await systemClock.sleep(seconds(0))
  expect(systemClock.id).toMatch(/^.+:.+$/)
  expect(systemClock.now()).toBeGreaterThan(Date.parse('2026-01-01'))
})

test('two starts of one machine are told apart, and where the system does not say, two processes', () => {
  expect(systemClock.id.endsWith(`:${bootId()}`)).toBe(true)
  expect(bootId(join(folder, 'nothing'))).toBe(String(process.pid))
})

test('a wait that is broken off fires nothing', async () => {
  const stop = new AbortController()
  const book = runbook(decision('decide', [], { within: seconds(60) }))
  const running = run(book, [], { signal: stop.signal })
  await until('asked decide')
  await systemClock.sleep(seconds(0.1))
  stop.abort()
  expect(await running).toMatchObject({ outcome: undefined })
  expect(types(await store.read('run-1'))).toEqual(['asked decide'])
})

test('a timer does not fire after what settles in the same moment what it was for', async () => {
  const book = runbook(decision('decide', [], { within: seconds(60) }), manual('m'))
  let session: Session | undefined
  let wake = (): void => undefined
  const clock = fast(1)
  let ahead = 0
  const running = run(book, [], {
    clock: {
      ...clock,
      monotonic: () => clock.monotonic() + ahead,
      sleep: (duration, signal) =>
        duration < 10 ? clock.sleep(duration, signal) : new Promise((resolve) => (wake = resolve)),
    },
    first: async (own) => {
      session = own
    },
  })
  await until('asked m')
  await systemClock.sleep(seconds(0.1))
  ahead = 3600
  const deciding = session?.record([did.decide('decide')])
  wake()
  await deciding
  await send('done', 'lead', '1', 'm')
  expect(await running).toMatchObject({ outcome: 'succeeded' })
  expect(types(await store.read('run-1'))).not.toContain('timerFired')
})

test('an alarm whose beginning nobody wrote down counts from when it is first seen', async () => {
  const flow = {
    id: 'buy',
    does: 'Sells',
    tier: 1,
    data: 'writes',
    objectives: { rto: seconds(4) },
    level: { success: 1, hold: seconds(1) },
    restoredBy: ['m'],
    stores: [],
    components: [],
  } as unknown as Runbook['flows'][number]
  const running = run(plainRunbook([manual('m')], { flows: [flow] }), [], { clock: fast(20) })
  await until('timerFired')
  await systemClock.sleep(seconds(0.1))
  await send('done', 'lead', '1', 'm')
  expect(await running).toMatchObject({ outcome: 'succeeded' })
  const timers = (await store.read('run-1')).flatMap(({ type, data }) => (type === 'timerFired' ? [data] : []))
  expect(timers).toEqual([{ timer: 'deadline:buy:75' }, { timer: 'deadline:buy:100' }])
})

test('a loss that is looked at while the run is cancelled is not shown any more', async () => {
  const book = plainRunbook([decision('accept', [], { accepts: 'loss' })], {
    stores: [{ component: 'orders-db', replication: 'async' }],
  })
  let session: Session | undefined
  await run(book, [], {
    first: async (own) => {
      session = own
    },
    losses: async () => {
      void session?.record([did.cancel(false)])
      throw 'no route'
    },
  })
  expect(types(await store.read('run-1'))).toEqual(['cancelAsked', 'runFinished'])
})

test('what only the old side had keeps the run open until its owner has said what becomes of it', async () => {
  const look = { ...looks('look'), effect: 'keyed' as const, run: async () => ({ known: true, onlyThere: 3 }) }
  const given = { phase: 'reconcile', component: 'db', region: 'east', owner: 'data-owner' } as const
  const book = runbook(step('reconcile.db@east', 'look', [], given))
  const running = run(book, [look])
  const open = await until('itemOpened reconcile.db@east')
  expect(open.at(-1)?.data).toMatchObject({ item: 'item:reconcile.db@east', owner: 'data-owner' })
  await send('done', 'data-owner', '1', 'item:reconcile.db@east')
  expect(await running).toMatchObject({ outcome: 'succeeded', asked: ['items '] })
  expect(types(await store.read('run-1')).slice(-2)).toEqual(['itemClosed', 'runFinished'])
})
