import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Clock, openSession, type Session, type Store, systemClock } from '#execution'
import type { Happening } from '#journal'
import { openStore } from '#store'
import { causedBy, faultItem } from './causing.ts'
import type { Rehearsal } from './rehearsal.ts'

let folder = ''
let store: Store
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'muster-caused-'))
  store = openStore(join(folder, 'store'), systemClock)
})
afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

const began: Happening = {
  type: 'runStarted',
  data: { runbookDigest: '', runbook: {}, subject: 'nonprod', target: 'staging', kind: 'drill', clock: 'host:1' },
}
const opened: Happening = { type: 'itemOpened', data: { item: faultItem, text: 'Switch it off.', owner: 'on-call' } }
const closed: Happening = { type: 'itemClosed', data: { item: faultItem, disposition: 'It is off.', signal: 's1' } }

/** A clock that stands still. */
const at = (id: string, now: number): Clock => ({ ...systemClock, id, monotonic: () => now })

async function recorded(clock: Clock, ...events: readonly Happening[]): Promise<Session> {
  const session = await openSession(store, 'drill-1', clock, () => undefined)
  if (events.length > 0) await session.record(events)
  return session
}

type Felt = NonNullable<Rehearsal['target']['feltSince']>

/** @param felt when flows failed, as a target knows it */
const caused = (session: Session, clock: Clock, felt?: Felt) =>
  causedBy(
    { by: 'person', role: 'on-call', what: 'Switch it off.' },
    {
      clock,
      store,
      signal: new AbortController().signal,
      target: felt ? { feltSince: felt } : {},
      say: () => undefined,
    } as unknown as Rehearsal,
    session,
  )

test('a fault is as old as the failure that a person caused, or as their word', async () => {
  const clock = at('host:1', 300)
  const session = await recorded(clock, began, opened, closed)
  expect(await caused(session, clock, (asked) => ({ at: asked + 7, isOpen: true }))).toBe(307)
  expect(await caused(session, clock)).toBe(300)
  await session.close()
})

test('what had passed before the person said so counts only where nothing else is seen for a while', async () => {
  let now = 300
  const clock: Clock = { ...systemClock, id: 'host:1', monotonic: () => now, sleep: async () => void (now += 1) }
  const session = await recorded(clock, began, opened, closed)
  expect(await caused(session, clock, () => ({ at: now < 305 ? 290 : 304, isOpen: now >= 305 }))).toBe(304)
  now = 300
  expect(await caused(session, clock, () => ({ at: 290, isOpen: false }))).toBe(290)
  expect(now).toBeGreaterThan(310)
  expect(await caused(session, clock, () => undefined)).toBe(300)
  await session.close()
})

test('where the machine was started anew since, nothing is counted from times of before', async () => {
  await (await recorded(at('host:1', 300), began, opened, closed)).close()
  const clock = at('host:2', 20)
  const session = await recorded(clock)
  expect(await caused(session, clock, (asked) => ({ at: asked + 7, isOpen: true }))).toBe(27)
  expect(await caused(session, clock)).toBe(20)
  await session.close()
})
