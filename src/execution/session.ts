import { Failure } from '#diagnostics'
import {
  type Actor,
  type Happening,
  type JournalRecord,
  type NewEvent,
  type RunState,
  fold,
  nothingYet,
  replay,
} from '#journal'
import type { Clock, Lease, Store } from './ports.ts'

/** Muster itself, as the cause of an event. */
export const muster: Actor = { name: 'muster', authn: 'muster' }

/** One holder's hold on one run: its state as the journal tells it, and the only way to add to it. */
export interface Session {
  readonly run: string
  readonly epoch: number
  /** After everything recorded so far. */
  state(): RunState
  records(): readonly JournalRecord[]
  /**
   * Adds events, and resolves once they are on stable storage. Calls that come while another is being written are
   * written together, in the order of the calls.
   * @throws Failure `busy` when somebody else has taken the run over
   */
  record(happenings: readonly Happening[], actor?: Actor): Promise<void>
  /**
   * From now on, whatever is recorded is followed by what `intents` derives from the state after it, in the same
   * commit; it is asked again until it has nothing to add.
   */
  follow(intents: ((state: RunState) => readonly Happening[]) | undefined): void
  close(): Promise<void>
}

const renewEvery = 2000

/**
 * Takes a run's lease and opens it. A run that exists is taken over: its journal is verified and replayed, and the
 * steps that were under way count as interrupted.
 * @param watch gets every record that this session adds, in order, after it is stored
 * @throws Failure `busy` while another holder lives; `corrupt` where the journal does not verify
 */
export async function openSession(
  store: Store,
  run: string,
  clock: Clock,
  watch: (record: JournalRecord) => void,
): Promise<Session> {
  let lease: Lease = await store.takeLease(run)
  const records: JournalRecord[] = [...(await store.read(run))]
  let state = records.length > 0 ? replay(records) : { ...nothingYet, run }
  let waiting: { events: NewEvent[]; done: (error?: unknown) => void }[] = []
  let writing = false
  let intents: ((state: RunState) => readonly Happening[]) | undefined

  const stamped = (happenings: readonly Happening[], actor: Actor): NewEvent[] => {
    const ts = new Date(clock.now()).toISOString()
    const tsMono = Number(clock.monotonic().toFixed(6))
    return happenings.map((happening) => ({ ...happening, actor, ts, tsMono }))
  }

  /** The events with all that follows from them, as the journal will have them. */
  const followed = (events: readonly NewEvent[]): readonly NewEvent[] => {
    if (!intents) return events
    const all: NewEvent[] = []
    let ahead = state
    let next: readonly NewEvent[] = events
    do {
      for (const event of next) ahead = fold(ahead, { ...event, runId: run, epoch: lease.epoch, seq: ahead.seq + 1 })
      all.push(...next)
      next = stamped(intents(ahead), muster)
    } while (next.length > 0)
    return all
  }

  const write = async (): Promise<void> => {
    writing = true
    // Callers of the same moment share one commit.
    await Promise.resolve()
    while (waiting.length > 0) {
      const batch = waiting
      waiting = []
      try {
        const events = followed(batch.flatMap((entry) => entry.events))
        for (const record of await store.append(run, state.seq, lease.epoch, events)) {
          records.push(record)
          state = fold(state, record)
          watch(record)
        }
        for (const entry of batch) entry.done()
      } catch (error) {
        for (const entry of batch) entry.done(error)
      }
    }
    writing = false
  }

  const session: Session = {
    run,
    epoch: lease.epoch,
    state: () => state,
    records: () => records,
    record(happenings, actor = muster) {
      return new Promise((resolve, reject) => {
        const done = (error?: unknown): void => (error === undefined ? resolve() : reject(error))
        waiting.push({ events: stamped(happenings, actor), done })
        if (!writing) void write()
      })
    },
    follow(next) {
      intents = next
    },
    async close() {
      clearInterval(renewal)
      // On a full disk it cannot be given back; it ends with this process then.
      await store.releaseLease(lease).catch(() => undefined)
    },
  }
  const renewal = setInterval(() => {
    store.renewLease(lease).then(
      (renewed) => {
        lease = renewed
      },
      (error) => {
        // A lost lease shows itself at the next append, which the store refuses; any other trouble may pass.
        if (error instanceof Failure && error.kind === 'busy') clearInterval(renewal)
      },
    )
  }, renewEvery)
  renewal.unref()
  // A fresh journal begins with its runbook, which the caller records, and one that has ended stays as it is; only a
  // takeover is told at once.
  if (records.length > 0 && state.outcome === undefined)
    await session.record([
      { type: 'leaseTaken', data: { holder: `${lease.holder.host}:${lease.holder.pid}`, epoch: lease.epoch } },
    ])
  return session
}
