import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { RetryableFailure, TerminalFailure } from '#diagnostics'
import type { Json } from '#digest'
import {
  type Action,
  drive,
  type Force,
  openSession,
  type Session,
  type Signal,
  type Store,
  systemClock,
} from '#execution'
import type { Happening, JournalRecord } from '#journal'
import { type Runbook, runbookDigest } from '#runbook'
import { openStore } from '#store'
import { seconds } from '#units'
import { world } from '../durability/actions.ts'
import { nameOf, quickClock } from '../durability/run.ts'

/** What comes of one call of an action. `hangs` ends only with its driver, so that nobody knows what came of it. */
export type Deed = 'ok' | 'slow' | 'answer lost' | 'refused' | 'fails' | 'hangs'

/** What somebody asks of the run; by the lead unless it says otherwise. */
export interface Ask {
  /** Where something is named after it. */
  readonly id?: string
  readonly kind: Signal['kind']
  readonly step?: string
  readonly by?: string
  readonly comment?: string
  readonly data?: Signal['data'] | ((records: readonly JournalRecord[], book: Runbook) => Signal['data'])
}

/** One driver of a run, until something happens; the last one drives to the end. */
export interface Driver {
  /** The name of an event, or what is asked, as `decision decide`: then the driver is gone, with all that is under way. */
  readonly until?: string
  readonly force?: Force
  /** A monotonic clock of its own. */
  readonly clock?: string
}

/** A run that is worth keeping: what happens in it, besides what the runbook says. */
export interface Course {
  readonly name: string
  readonly book: Runbook
  /** What becomes of the calls of a step, in order; after that, and of all others, it is `ok`. */
  readonly deeds?: Readonly<Record<string, readonly Deed[]>>
  /** What looks at a step tell, in order; after that it is the truth. */
  readonly looks?: Readonly<Record<string, readonly ('done' | 'notDone' | 'unknown')[]>>
  /** What people ask, by the event or the question that leads to it; each once. */
  readonly on?: Readonly<Record<string, readonly Ask[]>>
  readonly drivers?: readonly Driver[]
  readonly begin?: Partial<Extract<Happening, { type: 'runStarted' }>['data']>
  /** What is written just after the beginning. */
  readonly first?: readonly Happening[]
}

/** Drives a course with the real session, driver and store, and gives the journal that it leaves. */
export async function recorded(course: Course): Promise<readonly JournalRecord[]> {
  const folder = mkdtempSync(join(tmpdir(), 'muster-journal-'))
  const store = openStore(folder, quickClock)
  const { name: run, book } = course
  const heard = new Set<string>()
  const actions = actionsOf(course)
  try {
    const held: Session[] = []
    for (const driver of course.drivers ?? [{}]) {
      const stop = new AbortController()
      const late = AbortSignal.timeout(30_000)
      late.addEventListener('abort', () => stop.abort())
      const clock = { ...quickClock, id: driver.clock ?? 'the first clock' }
      let session: Session | undefined
      const hear = (what: string): void => {
        if (driver.until === what) stop.abort()
        const asks = course.on?.[what] ?? []
        if (heard.has(what) || !session) return
        heard.add(what)
        for (const [at, ask] of asks.entries())
          void store.send(signalOf(ask, ask.id ?? `${heard.size}-${at}`, session, book))
      }
      // A record is known to the state of the run only after whoever watches has seen it.
      const watch = (record: JournalRecord): void => void setImmediate(() => hear(nameOf(record)))
      // No name of a machine is kept.
      const unnamed: Store = {
        ...store,
        takeLease: async (...args) => ({
          ...(await store.takeLease(...args)),
          holder: { host: 'host', pid: 1, startedAt: '' },
        }),
      }
      session = await openSession(unnamed, run, clock, watch, driver.force)
      // Whoever is pushed aside by force holds on as long as it can.
      held.push(session)
      if (session.records().length === 0) await session.record([beginning(course, clock.id), ...(course.first ?? [])])
      await drive({
        session,
        runbook: book,
        store,
        clock,
        world,
        actions,
        losses: async () => [{ component: 'orders-db', seconds: 3 }],
        signal: stop.signal,
        asked: (asks) => {
          for (const ask of asks) hear(`${ask.for} ${ask.step}`.trimEnd())
        },
        say: () => undefined,
      })
      if (late.aborted) throw new RangeError(`${run} waits for ever; what it has heard: ${[...heard].join(', ')}.`)
      if (!course.drivers?.some(({ force }) => force)) await session.close()
    }
    const records = await store.read(run)
    for (const session of held) await session.close()
    return records
  } finally {
    await store.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

function beginning({ book, begin }: Course, clock: string): Happening {
  return {
    type: 'runStarted',
    data: {
      runbookDigest: runbookDigest(book),
      runbook: book as unknown as Json,
      subject: 'lab',
      target: 'lab',
      kind: 'drill',
      clock,
      ...begin,
    },
  }
}

function signalOf(
  { kind, step, by = 'lead', comment, data }: Ask,
  id: string,
  session: Session,
  book: Runbook,
): Signal {
  const more = typeof data === 'function' ? data(session.records(), book) : data
  return {
    id,
    run: session.run,
    kind,
    by,
    at: new Date(systemClock.now()).toISOString(),
    ...(step === undefined ? {} : { step }),
    ...(comment === undefined ? {} : { comment }),
    ...(more === undefined ? {} : { data: more }),
  }
}

/** The action that every step of these runbooks has, by the effect of the step. */
function actionsOf({ deeds = {}, looks = {} }: Course): ReadonlyMap<string, Action> {
  const calls = new Map<string, number>()
  const happened = new Set<string>()
  const nth = <T>(of: string, list: readonly T[]): T | undefined => {
    const count = calls.get(of) ?? 0
    calls.set(of, count + 1)
    return list[count]
  }
  const act: Action = {
    use: 'act',
    effect: 'probed',
    accepts: () => undefined,
    async run(_, { step, clock, signal }) {
      const deed = nth(`call ${step}`, deeds[step] ?? []) ?? 'ok'
      if (deed === 'refused') throw new RetryableFailure('not now', { harmless: true })
      if (deed === 'fails') throw new TerminalFailure('it says that it failed')
      happened.add(step)
      if (deed === 'slow') await clock.sleep(seconds(4), signal)
      if (deed === 'hangs') await clock.sleep(seconds(10_000), signal)
      if (deed === 'hangs' || deed === 'answer lost') throw new RetryableFailure('no answer')
      return { seen: step }
    },
    async probe(_, { step }) {
      return nth(`look ${step}`, looks[step] ?? []) ?? (happened.has(step) ? 'done' : 'notDone')
    },
  }
  return new Map([['act', act]])
}
