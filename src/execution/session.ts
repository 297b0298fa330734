import { setImmediate as turn } from 'node:timers/promises'
import { Failure } from '#diagnostics'
import {
  type Actor,
  growing,
  type Happening,
  type JournalRecord,
  type NewEvent,
  nothingYet,
  type Placed,
  type RunState,
  replay,
} from '#journal'
import type { Runbook } from '#runbook'
import { seconds } from '#units'
import { type Command, intentsOf } from './command.ts'
import type { Clock, Force, Lease, Store } from './ports.ts'
import { openProgress } from './progress.ts'

/** Muster itself, as the cause of an event. */
export const muster: Actor = { name: 'muster', authn: 'muster' }

/** One holder's hold on one run: its state as the journal tells it, and the only way to add to it. */
export interface Session {
  readonly run: string
  readonly epoch: number
  /** After everything recorded so far. */
  state(): RunState
  /** What is on stable storage, in order. */
  records(): readonly JournalRecord[]
  /**
   * Adds events, and resolves once they are on stable storage. Calls that come while another is being written are
   * written together, in the order of the calls.
   * @param what the events, or what makes them from the state as it is when their turn comes; none is an answer too
   * @throws Failure `busy` when somebody else has taken the run over; whatever the store throws. After that nothing can
   * be recorded through this session any more
   */
  record(what: readonly Happening[] | (() => readonly Happening[]), actor?: Actor): Promise<void>
  /**
   * From now on, whatever is recorded is followed by what the runbook derives from the state after it, in the same
   * commit, until nothing is to be added. Without a runbook nothing follows.
   * @param heard called whenever something was stored
   */
  follow(runbook: Runbook | undefined, heard?: () => void): void
  /** What the runbook that is followed does next; empty where none is. */
  commands(): readonly Command[]
  /** Makes sure that the run is still held, just before the world is touched. @throws Failure `busy` where it is not */
  assure(): Promise<void>
  /** Aborts, with the failure as its reason, as soon as it is known that nothing can be recorded any more. */
  readonly lost: AbortSignal
  close(): Promise<void>
}

/** How often the lease is renewed, and how old the last sign of it may be where the world is to be touched; seconds. */
const renewEvery = 2
const freshFor = 5

/**
 * Takes a run's lease and opens it. A run that exists is taken over: its journal is verified and replayed, and the
 * steps that were under way count as interrupted.
 * @param watch gets every record that this session adds, in order, after it is stored
 * @param force takes the run from a holder that may live, and waits until that one can no longer trust its hold
 * @throws Failure `busy` while another holder lives; `corrupt` where the journal does not verify
 */
export async function openSession(
  store: Store,
  run: string,
  clock: Clock,
  watch: (record: JournalRecord) => void,
  force?: Force,
): Promise<Session> {
  const lease = await store.takeLease(run, force)
  // A holder that was just woken trusts its hold for so long, and does not know yet that it has lost it.
  if (force) await clock.sleep(seconds(freshFor))
  try {
    return await opened(store, lease, clock, watch, force)
  } catch (error) {
    // Whoever repairs what is wrong must not find the run held by one that could not open it.
    await store.releaseLease(lease).catch(() => undefined)
    throw error
  }
}

async function opened(
  store: Store,
  taken: Lease,
  clock: Clock,
  watch: (record: JournalRecord) => void,
  force: Force | undefined,
): Promise<Session> {
  const { run, epoch } = taken
  let lease = taken
  let held = moment(clock)
  const records: JournalRecord[] = [...(await store.read(run))]
  /** The run as it stands, and, once a runbook is followed, what it does next. */
  let current: { readonly state: RunState; take(event: Placed): void; commands?(): readonly Command[] } = growing(
    records.length > 0 ? replay(records) : nothingYet(run),
  )
  let heard: (() => void) | undefined
  let waiting: Entry[] = []
  let writing: Promise<void> | undefined
  const lost = new AbortController()

  const took = (events: readonly NewEvent[]): void => {
    for (const event of events) current.take({ ...event, runId: run, epoch, seq: current.state.seq + 1 })
  }
  /** Takes what is to be recorded into the state with all that follows from it. @returns it as the journal will have it */
  const withIntents = (batch: readonly Entry[]): readonly NewEvent[] => {
    const all: NewEvent[] = []
    const add = (events: readonly NewEvent[]): number => {
      took(events)
      return all.push(...events)
    }
    for (const { make, at, actor } of batch) add(stamped(make(), at, actor))
    for (;;) {
      const next = stamped(intentsOf(current.commands?.() ?? []), moment(clock), muster)
      if (next.length === 0) return all
      add(next)
    }
  }
  const append = async (events: readonly NewEvent[]): Promise<void> => {
    // The hold is as old as the question that was answered, however long the answer took.
    const asked = moment(clock)
    const added = await store.append(run, records.length, epoch, events)
    held = asked
    for (const record of added) {
      records.push(record)
      watch(record)
    }
  }
  const write = async (): Promise<void> => {
    while (waiting.length > 0 && !lost.signal.aborted) {
      // Callers of the same turn share one commit.
      await turn()
      const batch = waiting
      waiting = []
      try {
        const events = withIntents(batch)
        if (events.length > 0) await append(events)
        for (const entry of batch) entry.done()
        heard?.()
      } catch (error) {
        // The state is ahead of the journal now, and what was meant to be stored may be there or not.
        lose(error)
        for (const entry of batch) entry.done(error)
        await halted(error)
      }
    }
    for (const entry of waiting) entry.done(lost.signal.reason)
    waiting = []
    writing = undefined
  }
  /** Says in the journal why nothing follows, where that can still be said: a store keeps some room for it. */
  const halted = async (error: unknown): Promise<void> => {
    if (error instanceof Failure && error.kind === 'busy') return
    const text = `The driver halted: ${error instanceof Error ? error.message : String(error)}`
    const events = stamped([{ type: 'noted', data: { text } }], moment(clock), muster)
    // It is refused where what was meant to be stored is there after all, or somebody else holds the run.
    await store.append(run, records.length, epoch, events).catch(() => undefined)
  }
  const lose = (error: unknown): void => {
    clearInterval(renewal)
    lost.abort(error)
  }
  const renew = async (): Promise<void> => {
    const asked = moment(clock)
    lease = await store.renewLease(lease)
    held = asked
  }
  const renewal = setInterval(() => {
    renew().catch((error: unknown) => {
      // Any other trouble may pass; a lease that is lost does not come back.
      if (error instanceof Failure && error.kind === 'busy') lose(error)
    })
  }, renewEvery * 1000)
  renewal.unref()

  const session: Session = {
    run,
    epoch,
    lost: lost.signal,
    state: () => current.state,
    records: () => records,
    record(what, actor = muster) {
      return new Promise((resolve, reject) => {
        const done = (error?: unknown): void => (error === undefined ? resolve() : reject(error))
        if (lost.signal.aborted) return done(lost.signal.reason)
        waiting.push({ make: typeof what === 'function' ? what : () => what, at: moment(clock), actor, done })
        writing ??= write()
      })
    },
    follow(runbook, listener) {
      heard = listener
      current = runbook ? openProgress(runbook, current.state) : growing(current.state)
    },
    commands: () => (lost.signal.aborted ? [] : (current.commands?.() ?? [])),
    async assure() {
      if (lost.signal.aborted) throw lost.signal.reason
      // A process that slept may have lost the run meanwhile, and does not know it yet.
      if (!isFresh(held, moment(clock))) await renew()
    },
    async close() {
      clearInterval(renewal)
      await writing
      // On a full disk it cannot be given back; it ends with this process then.
      await store.releaseLease(lease).catch(() => undefined)
    },
  }
  // A fresh journal begins with its runbook, which the caller records, and one that has ended stays as it is; only a
  // takeover is told at once.
  if (records.length > 0 && current.state.outcome === undefined) {
    const holder = `${lease.holder.host}:${lease.holder.pid}`
    const forced = force ? { forced: force } : {}
    await session.record([{ type: 'leaseTaken', data: { holder, epoch, clock: clock.id, ...forced } }])
  }
  return session
}

/** Something to be recorded, when it was asked for, and whom to tell. */
interface Entry {
  make(): readonly Happening[]
  readonly at: Moment
  readonly actor: Actor
  done(error?: unknown): void
}

/** One moment on both clocks. */
interface Moment {
  /** Milliseconds since 1970. */
  readonly now: number
  /** Seconds. */
  readonly mono: number
}

function moment(clock: Clock): Moment {
  return { now: clock.now(), mono: clock.monotonic() }
}

/** Whether a hold of that age may be relied on. The monotonic clock of some systems stands still while a laptop sleeps. */
function isFresh(held: Moment, at: Moment): boolean {
  return at.mono - held.mono <= freshFor && Math.abs(at.now - held.now) <= freshFor * 1000
}

function stamped(happenings: readonly Happening[], at: Moment, actor: Actor): readonly NewEvent[] {
  const ts = new Date(at.now).toISOString()
  const tsMono = Number(at.mono.toFixed(6))
  return happenings.map((happening) => ({ ...happening, actor, ts, tsMono }))
}
