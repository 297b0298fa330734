import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Failure } from '#diagnostics'
import { type Clock, openSession, type Session, type Store, systemClock } from '#execution'
import type { Happening, JournalRecord } from '#journal'
import { openStore } from '#store'
import { did, runbook, step } from '../src/execution/testing/books.ts'

let folder: string
let store: Store
let sessions: Session[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'muster-session-'))
  store = openStore(join(folder, 'store'), systemClock)
  sessions = []
})

afterEach(async () => {
  vi.useRealTimers()
  for (const session of sessions) await session.close()
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

async function opened(
  given: Partial<Store> = {},
  clock: Clock = systemClock,
  ...rest: readonly unknown[]
): Promise<Session> {
  const [watch, force] = rest as [((record: JournalRecord) => void)?, Parameters<Store['takeLease']>[1]?]
  const session = await openSession({ ...store, ...given }, 'run-1', clock, watch ?? (() => undefined), force)
  sessions.push(session)
  return session
}

const note = (text: string): Happening => ({ type: 'noted', data: { text } })
const force = { by: ['lead', 'second'], reason: 'The laptop is gone.' }
const types = (records: readonly JournalRecord[]): readonly string[] => records.map(({ type }) => type)

/** A clock that we move by hand. */
function handClock(): Clock & { mono: number; wall: number } {
  const clock = {
    id: 'hand',
    mono: 100,
    wall: Date.parse('2026-11-24T10:00:00.000Z'),
    now: () => clock.wall,
    monotonic: () => clock.mono,
    sleep: systemClock.sleep,
  }
  return clock
}

test('what is recorded is on stable storage when it is acknowledged, and told to who watches', async () => {
  const seen: JournalRecord[] = []
  const clock = handClock()
  const session = await opened({}, clock, (record: JournalRecord) => seen.push(record))
  await session.record([note('one')], { name: 'lead', authn: 'stated' })
  const records = await store.read('run-1')
  expect(records).toMatchObject([
    {
      type: 'noted',
      actor: { name: 'lead', authn: 'stated' },
      ts: '2026-11-24T10:00:00.000Z',
      tsMono: 100,
      epoch: 1,
      seq: 1,
    },
  ])
  expect(seen).toEqual(records)
  expect(session.records()).toEqual(records)
  expect(session.state()).toMatchObject({ run: 'run-1', seq: 1, epoch: 1 })
  await session.record([note('two')])
  expect((await store.read('run-1'))[1]?.actor).toEqual({ name: 'muster', authn: 'muster' })
})

test('calls of one turn share a commit, in their order, and each sees what came before it', async () => {
  const append = vi.fn(store.append)
  const session = await opened({ append })
  const seen: number[] = []
  await Promise.all([
    session.record([note('one')]),
    session.record(() => {
      seen.push(session.state().seq)
      return [note('two')]
    }),
    session.record(() => []),
    session.record([note('three')]),
  ])
  expect(append).toHaveBeenCalledTimes(1)
  expect(seen).toEqual([1])
  expect((await store.read('run-1')).map(({ data }) => data)).toEqual([
    { text: 'one' },
    { text: 'two' },
    { text: 'three' },
  ])
})

test('where there is nothing to record nothing is written', async () => {
  const append = vi.fn(store.append)
  const session = await opened({ append })
  await session.record(() => [])
  await session.record([])
  expect(append).not.toHaveBeenCalled()
})

test('what is recorded while a write is on its way is written after it', async () => {
  const session = await opened()
  const first = session.record([note('one')])
  await new Promise(setImmediate)
  const second = session.record([note('two')])
  await Promise.all([first, second])
  expect(await store.read('run-1')).toHaveLength(2)
})

test('what follows from the runbook stands in the same commit, and who follows is told', async () => {
  const append = vi.fn(store.append)
  const session = await opened({ append })
  expect(session.commands()).toEqual([])
  const heard = vi.fn()
  const book = runbook([step('a'), step('b', ['a'])])
  session.follow(book, heard)
  expect(session.commands()).toMatchObject([{ do: 'start', step: 'a' }])
  await session.record([])
  expect(append).toHaveBeenCalledTimes(1)
  expect(heard).toHaveBeenCalledTimes(1)
  await session.record([did.succeed('a')])
  expect(types(await store.read('run-1'))).toEqual(['stepStarted', 'stepSucceeded', 'stepStarted'])
  session.follow(undefined)
  await session.record([did.succeed('b')])
  expect(types(await store.read('run-1')).at(-1)).toBe('stepSucceeded')
  expect(heard).toHaveBeenCalledTimes(2)
})

test('the end of a run stands in the commit of what led to it, so that nothing comes between', async () => {
  const session = await opened()
  session.follow(runbook([step('a')]))
  await session.record([])
  await Promise.all([session.record([did.succeed('a')]), session.record([did.open()])])
  // The item that came in the same moment keeps the run open.
  expect(types(await store.read('run-1'))).toEqual(['stepStarted', 'stepSucceeded', 'itemOpened'])
  await session.record([did.close()])
  expect(types(await store.read('run-1')).slice(-2)).toEqual(['itemClosed', 'runFinished'])
})

test('a run that exists is taken over, which is told at once; one that has ended stays as it is', async () => {
  const first = await opened()
  await first.record([did.begin('a')])
  await first.close()
  const second = await opened()
  const [, taken] = await store.read('run-1')
  expect(taken).toMatchObject({ type: 'leaseTaken', epoch: 2, data: { epoch: 2, clock: systemClock.id } })
  expect(taken?.data).toMatchObject({ holder: expect.stringMatching(/^.+:\d+$/) })
  expect(taken?.data).not.toHaveProperty('forced')
  expect(second.epoch).toBe(2)
  expect(second.state().steps.get('a')).toMatchObject({ status: 'interrupted' })
  await second.record([{ type: 'runFinished', data: { outcome: 'succeeded' } }])
  await second.close()
  await opened()
  expect(await store.read('run-1')).toHaveLength(3)
})

test('a holder from whom the run was taken by force records nothing more, and knows it', async () => {
  const first = await opened()
  await first.record([note('one')])
  const second = await opened({}, { ...systemClock, sleep: async () => undefined }, undefined, force)
  expect((await store.read('run-1')).at(-1)?.data).toMatchObject({ forced: force })
  expect(first.lost.aborted).toBe(false)
  await expect(first.record([note('two')])).rejects.toMatchObject({ kind: 'busy' })
  expect(first.lost.aborted).toBe(true)
  expect(first.commands()).toEqual([])
  await expect(first.record([note('three')])).rejects.toBe(first.lost.reason)
  await expect(first.assure()).rejects.toBe(first.lost.reason)
  await second.record([note('four')])
  expect((await store.read('run-1')).map(({ epoch }) => epoch)).toEqual([1, 2, 2])
})

test('a store that fails halts the run: nothing follows, and the journal says why where it still can', async () => {
  let behind: Promise<void> | undefined
  const append: Store['append'] = async (...given) => {
    if (behind) return store.append(...given)
    behind = session.record([note('two')])
    throw new Failure('unreachable', 'The disk is full.')
  }
  const session = await opened({ append })
  session.follow(runbook([step('a')]))
  const waiting = session.record([note('one')])
  const full = { status: 'rejected', reason: { message: 'The disk is full.' } }
  expect(await Promise.allSettled([waiting])).toMatchObject([full])
  expect(await Promise.allSettled([behind])).toMatchObject([full])
  await session.close()
  expect((await store.read('run-1')).map(({ data }) => data)).toEqual([
    { text: 'The driver halted: The disk is full.' },
  ])
})

test('what was stored though the store gave an error is neither repeated nor added to', async () => {
  const append: Store['append'] = async (...given) => {
    await store.append(...given)
    throw 'no answer'
  }
  const session = await opened({ append })
  await expect(session.record([note('one')])).rejects.toBe('no answer')
  await session.close()
  expect((await store.read('run-1')).map(({ data }) => data)).toEqual([{ text: 'one' }])
})

test('a run that cannot be opened is not left held by whoever tried', async () => {
  const read: Store['read'] = async () => {
    throw new Failure('corrupt', 'Record 3 is damaged.')
  }
  await expect(opened({ read })).rejects.toThrow('Record 3 is damaged.')
  expect(await store.lease('run-1')).toBeUndefined()
  const releaseLease: Store['releaseLease'] = async () => {
    throw new Failure('unreachable', 'The disk is full.')
  }
  await expect(opened({ read, releaseLease })).rejects.toThrow('Record 3 is damaged.')
})

test('a run that cannot be told who took it over is not opened', async () => {
  const first = await opened()
  await first.record([note('one')])
  await first.close()
  const append: Store['append'] = async () => {
    throw new Failure('unreachable', 'The disk is full.')
  }
  await expect(opened({ append })).rejects.toThrow('The disk is full.')
  expect(await store.lease('run-1')).toBeUndefined()
})

test('just before an act the lease is renewed where its last sign is old, by whichever clock says so', async () => {
  const renewLease = vi.fn(store.renewLease)
  const clock = handClock()
  const session = await opened({ renewLease }, clock)
  await session.assure()
  clock.mono += 5
  clock.wall += 5000
  await session.assure()
  expect(renewLease).not.toHaveBeenCalled()
  clock.mono += 0.1
  await session.assure()
  expect(renewLease).toHaveBeenCalledTimes(1)
  await session.assure()
  expect(renewLease).toHaveBeenCalledTimes(1)
  // A laptop that slept: its monotonic clock stood still.
  clock.wall += 60_000
  await session.assure()
  expect(renewLease).toHaveBeenCalledTimes(2)
  clock.wall -= 3_600_000
  await session.assure()
  expect(renewLease).toHaveBeenCalledTimes(3)
  clock.mono += 4
  await session.record([note('one')])
  clock.mono += 4
  await session.assure()
  expect(renewLease).toHaveBeenCalledTimes(3)
})

test('a write that took long says nothing of the lease as it is at its end', async () => {
  const renewLease = vi.fn(store.renewLease)
  const clock = handClock()
  const append: Store['append'] = async (...given) => {
    const added = await store.append(...given)
    // The process is stopped between the store's answer and the next line.
    clock.mono += 60
    return added
  }
  const session = await opened({ append, renewLease }, clock)
  await session.record([note('one')])
  await session.assure()
  expect(renewLease).toHaveBeenCalledTimes(1)
  renewLease.mockImplementationOnce(async (lease) => {
    clock.mono += 60
    return store.renewLease(lease)
  })
  clock.mono += 60
  await session.assure()
  await session.assure()
  expect(renewLease).toHaveBeenCalledTimes(3)
})

test('the lease is renewed every two seconds; only one that is lost ends the session', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  const answers: (() => Promise<never>)[] = []
  const renewLease: Store['renewLease'] = async (lease) => (await answers.shift()?.()) ?? store.renewLease(lease)
  const session = await opened({ renewLease })
  await vi.advanceTimersByTimeAsync(4000)
  await vi.waitFor(async () => expect((await store.lease('run-1'))?.renewals).toBe(2))
  answers.push(() => Promise.reject(new Failure('unreachable', 'The disk is full.')))
  await vi.advanceTimersByTimeAsync(2000)
  expect(session.lost.aborted).toBe(false)
  answers.push(() => Promise.reject(new TypeError('busy')))
  await vi.advanceTimersByTimeAsync(2000)
  expect(session.lost.aborted).toBe(false)
  const lost = new Failure('busy', 'The run was taken over.')
  answers.push(() => Promise.reject(lost))
  await vi.advanceTimersByTimeAsync(2000)
  await vi.waitFor(() => expect(session.lost.reason).toBe(lost))
  await expect(session.record([note('one')])).rejects.toBe(lost)
  expect(vi.getTimerCount()).toBe(0)
})

test('closing waits for what is being written, gives the lease back, and ends the renewals', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  const session = await opened()
  const writing = session.record([note('one')])
  await session.close()
  await writing
  expect(await store.lease('run-1')).toBeUndefined()
  expect(vi.getTimerCount()).toBe(0)
  const next = await opened({
    releaseLease: async () => {
      throw new Failure('unreachable', 'The disk is full.')
    },
  })
  await next.close()
})

test('a run that is taken by force is not acted on while its old holder may still trust its hold', async () => {
  await opened()
  const clock = handClock()
  const slept: number[] = []
  const waits = { ...clock, sleep: async (duration: number) => void slept.push(duration) }
  const session = await opened({}, waits, undefined, force)
  expect(slept).toEqual([5])
  expect(session.epoch).toBe(2)
  // Whoever takes a run that nobody holds does not wait.
  await session.close()
  slept.length = 0
  await opened({}, waits)
  expect(slept).toEqual([])
})
