import { join } from 'node:path'
import type { Json } from '#digest'
import {
  type Clock,
  type Drive,
  drive,
  type Force,
  openSession,
  type Session,
  type Store,
  systemClock,
} from '#execution'
import { type Happening, type JournalRecord, type Outcome, recordHash } from '#journal'
import { type Runbook, runbookDigest } from '#runbook'
import { openStore } from '#store'
import { seconds } from '#units'
import { actionsOn, type CallBoundary, world } from './actions.ts'
import { type Outside, openOutside } from './outside.ts'

/** Where a driver can die or be stopped: just before or just after something that lasts. */
export type Boundary = 'before write' | 'before commit' | 'after commit' | 'after fsync' | 'after done' | CallBoundary

export interface Run {
  /** The folder with the store and the file outside. */
  readonly home: string
  readonly run: string
  readonly book: Runbook
  readonly signal?: AbortSignal
  readonly force?: Force
  /** Called as each boundary is passed, with the events or the step that it is about. */
  readonly reach?: (at: Boundary, of: readonly string[]) => void
  /** Wraps the store, to see within a commit. */
  readonly within?: (store: Store, reach: (at: Boundary, of: readonly string[]) => void) => Store
  /** Called once the run is held. */
  readonly opened?: (session: Session) => void
}

/** The machine's clock at twenty times its pace, for runs that mostly wait; all processes of the host read the same. */
export const quickClock: Clock = {
  id: `${systemClock.id} x20`,
  now: () => systemClock.now(),
  monotonic: () => systemClock.monotonic() * 20,
  sleep: (duration, signal) => systemClock.sleep(seconds(duration / 20), signal),
}

/** A run that has not ended by then waits for something that does not come: I8; milliseconds. */
const patience = 60_000

export const outsideOf = (home: string): Outside => openOutside(join(home, 'outside'))

export const storeOf = (home: string): Store => openStore(join(home, 'store'), quickClock)

/**
 * Drives a run to its end with the real session, driver and store, and with people who answer what they are asked.
 * @throws Failure whatever session and drive throw
 */
export async function driven(given: Run): Promise<Outcome | undefined> {
  const { home, run, book, reach = () => undefined } = given
  const outside = outsideOf(home)
  const real = storeOf(home)
  const store = seen(given.within?.(real, reach) ?? real, outside, reach)
  try {
    const session = await openSession(store, run, quickClock, () => undefined, given.force)
    outside.say({ what: 'taken', epoch: session.epoch })
    given.opened?.(session)
    try {
      if (session.records().length === 0) await session.record([beginning(book)])
      return await drive({
        session: heard(session, outside, reach),
        runbook: book,
        store,
        clock: quickClock,
        world,
        actions: actionsOn(outside, reach),
        losses: async () => [],
        signal: AbortSignal.any([AbortSignal.timeout(patience), ...(given.signal ? [given.signal] : [])]),
        asked: people(real, session, outside),
        say: () => undefined,
      })
    } finally {
      await session.close()
    }
  } finally {
    await store.close()
  }
}

function beginning(book: Runbook): Happening {
  return {
    type: 'runStarted',
    data: {
      runbookDigest: runbookDigest(book),
      runbook: book as unknown as Json,
      subject: 'lab',
      target: 'lab',
      kind: 'drill',
      clock: quickClock.id,
    },
  }
}

/** What an event is called where a boundary is named after it. */
export function nameOf({ type, data }: Pick<JournalRecord, 'type' | 'data'>): string {
  const of = 'step' in data ? data.step : 'timer' in data ? data.timer : undefined
  const words = [type, of, 'attempt' in data ? data.attempt : undefined]
  return words.filter((word) => word !== undefined).join(' ')
}

/** The store, with what it promises written down outside. */
function seen(store: Store, outside: Outside, reach: (at: Boundary, of: readonly string[]) => void): Store {
  return {
    ...store,
    async append(run, expectedSeq, epoch, events) {
      const of = events.map(nameOf)
      reach('before write', of)
      try {
        const added = await store.append(run, expectedSeq, epoch, events)
        const last = added.at(-1)
        if (last) outside.say({ what: 'stored', seq: last.seq, hash: recordHash(last), epoch })
        reach('after fsync', of)
        return added
      } catch (error) {
        outside.say({ what: 'failed', message: error instanceof Error ? error.message : String(error), epoch })
        throw error
      }
    },
  }
}

/** The session, with what it acknowledges written down outside. */
function heard(session: Session, outside: Outside, reach: (at: Boundary, of: readonly string[]) => void): Session {
  let told = session.records().length
  return {
    ...session,
    async record(what, actor) {
      await session.record(what, actor)
      const added = session.records().slice(told)
      const last = added.at(-1)
      if (!last) return
      told += added.length
      outside.say({ what: 'acknowledged', seq: last.seq, hash: recordHash(last), epoch: session.epoch })
      reach('after done', added.map(nameOf))
    },
  }
}

/** How often people look whether what they have said was heard; seconds. */
const lookEvery = seconds(0.02)

/**
 * People who answer what they are asked: they say go, do their work, and look at the world where a step is in doubt. As
 * long as they are asked they see to it that one word of theirs is on its way.
 */
function people(store: Store, session: Session, outside: Outside): Drive['asked'] {
  const { run } = session
  let sent = 0
  let asked = new Set<string>()
  const isOnItsWay = async (step: string): Promise<boolean> => {
    const open = await store.signals(run)
    // A driver may have died between its answer to a word and the note that it is answered.
    const heard = new Set(session.records().flatMap(({ data }) => ('signal' in data ? [data.signal] : [])))
    return open.some((signal) => signal.step === step && !heard.has(signal.id))
  }
  const answer = async (name: string, { step, for: what }: Parameters<Drive['asked']>[0][number]): Promise<void> => {
    for (; asked.has(name) && !session.lost.aborted; await systemClock.sleep(lookEvery)) {
      if (await isOnItsWay(step)) continue
      const happened = outside.lines().some((line) => line.what === 'effect' && line.step === step)
      sent += 1
      const id = `${process.pid}-${sent}`
      await store.send({
        id,
        run,
        kind: answers[what],
        step,
        by: 'lead',
        at: new Date().toISOString(),
        comment: 'I have looked.',
        ...(what === 'doubt' ? { data: { answer: happened ? 'done' : 'notDone' } } : {}),
      })
      outside.say({ what: 'sent', signal: id })
    }
  }
  return (asks) => {
    const before = asked
    asked = new Set(asks.map((ask) => `${ask.for} ${ask.step}`))
    for (const ask of asks) {
      const name = `${ask.for} ${ask.step}`
      // A store that has failed or is closed has said so to the driver too.
      if (!before.has(name)) answer(name, ask).catch(() => undefined)
    }
  }
}

const answers = { decision: 'approve', work: 'done', doubt: 'resolve', failure: 'retry', items: 'done' } as const
