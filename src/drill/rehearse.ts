import { Failure } from '#diagnostics'
import { type Evidence, judge, type Measurements } from '#evidence'
import { drive, openSession, type Session } from '#execution'
import type { JournalRecord, Outcome } from '#journal'
import { type Runbook, runbookDigest } from '#runbook'
import { attended } from './attendance.ts'
import { causedBy } from './causing.ts'
import { forgotten, givenBack } from './clearing.ts'
import { faultOf, goes, mayGo } from './healing.ts'
import { inspected } from './inspecting.ts'
import { keptName, measured, restored } from './measure.ts'
import { lookEvery, type Rehearsal } from './rehearsal.ts'

/** One run of a drill with all that its evidence is judged from. */
export interface Judged {
  readonly runbook: Runbook
  readonly records: readonly JournalRecord[]
  readonly measurements: Measurements
  readonly evidence: Evidence
}

/**
 * A drill's runs; the failback is missing where there is no way back, where the failover did not succeed, and where it was
 * broken off itself.
 */
export interface Rehearsed {
  readonly failover: Judged
  readonly failback?: Judged
  /** Why the way back could not even be begun; what was proven before stays proven. */
  readonly brokenOff?: Failure
}

/** The name of the run that takes a drill back. */
export function failbackRun(run: string): string {
  return `${run}-failback`
}

/**
 * Rehearses a failover and its failback, where there is a way back, or takes up a rehearsal that its process did not live to end: what the
 * journal says is done is not done again.
 * @returns undefined where the signal cancelled it before its failover was measured; once it has begun, that is recorded
 * @throws Failure `unreachable` where the target cannot be started; `busy` where another run or process holds it;
 * `failed` where the run had begun and cannot go on
 */
export async function rehearse(given: Rehearsal): Promise<Rehearsed | undefined> {
  const { run, failover, store, clock } = given
  // Held until the way back is over: whoever takes the drill up meanwhile is told that it is driven.
  const session = await openSession(store, run, clock, (record) => given.watch(record, failover), given.force)
  let ours = true
  try {
    const result = await thereAndBack(given, session)
    if (result && !given.signal.aborted) await forgotten(given)
    return result
  } catch (error) {
    ours = !(error instanceof Failure && error.kind === 'busy')
    throw error
  } finally {
    try {
      if (ours) await stopped(given)
    } finally {
      await session.close()
    }
  }
}

/** What was started for the run is stopped; where that fails, whoever has broken the drill off hears of it too. */
async function stopped(given: Rehearsal): Promise<void> {
  const { target, say } = given
  if (given.staysOpen !== true && target.told !== true && (await holds(given))) say('Stopping the target')
  try {
    await target.stop(given.failover)
  } catch (error) {
    if (error instanceof Failure) say(error.message)
    throw error
  }
}

async function thereAndBack(given: Rehearsal, session: Session): Promise<Rehearsed | undefined> {
  let first: Judged | undefined
  try {
    first = await there(given, session)
  } catch (error) {
    // Whoever has taken the drill over goes on with what is hurt.
    if (!(error instanceof Failure && error.kind === 'busy')) await givenBack(given, session)
    throw error
  }
  if (first === undefined) {
    // Nobody goes on with what was cancelled, so that nothing of it may stay.
    if (given.staysOpen === true && session.state().outcome === 'cancelled') {
      await givenBack(given, session)
      await forgotten(given)
    }
    return undefined
  }
  if (first.evidence.verdict === 'failed' || !succeeded(first)) {
    await givenBack(given, session)
    if (given.staysOpen === true && succeeded(first))
      given.say(
        `Everything was done, and customers were not served as they should be: they stay in ${given.failover.to}, and nobody goes back by himself. Find out why, and go back: muster failback.`,
      )
    return { failover: first }
  }
  const second = given.failback && (await andBack(given, given.failback, first))
  // The way back was left open; what is still to be done is no part of what is judged now.
  if (second === undefined && given.failback && given.staysOpen === true && given.signal.aborted) return undefined
  if (second instanceof Failure) return { failover: first, brokenOff: second }
  return { failover: first, ...(second ? { failback: second } : {}) }
}

/** A run that was ended because nobody was left for a step missed its objectives, and has nothing to go back from. */
function succeeded({ records }: Judged): boolean {
  return records.some((record) => record.type === 'runFinished' && record.data.outcome === 'succeeded')
}

/** Whether the target lives and is this run's. */
async function holds({ target, run }: Rehearsal): Promise<boolean> {
  const { running, claimedBy } = await target.status()
  return running && claimedBy === run
}

/**
 * Starts the target for a run that has no event yet; for one that has, takes up the target it left. A run that was
 * measured needs it no more.
 * @throws Failure `failed` where that target is gone
 */
async function prepared(given: Rehearsal, session: Session): Promise<void> {
  const { target, failover, say, signal } = given
  if (session.records().length === 0) {
    const abandon = (): void => void target.stop(failover).catch(() => undefined)
    signal.addEventListener('abort', abandon, { once: true })
    try {
      await target.start(given.run, failover, say)
      say('Load on every flow; waiting until each has been served')
      await target.load(given.warmUp)
    } finally {
      signal.removeEventListener('abort', abandon)
    }
    return
  }
  if (await holds(given)) return target.start(given.run, failover, say)
  if (given.kept.get(keptName(session)) !== undefined) return
  const reason = 'The target that this run was rehearsed on is gone.'
  throw new Failure('failed', `${reason} The run ${given.run} cannot be taken up; start a new drill.`)
}

/** The failover, from the fault to its verdict. */
async function there(given: Rehearsal, session: Session): Promise<Judged | undefined> {
  const { failover, signal } = given
  try {
    if (session.state().outcome === 'cancelled') return undefined
    await prepared(given, session)
    if (signal.aborted && session.records().length === 0) return undefined
    await begun(given, session, failover)
    if (session.state().outcome === undefined && !signal.aborted) await given.target.setUp?.(failover)
    if (session.state().outcome === undefined && session.state().faultAt === undefined)
      await inspected(given, session, 'before', failover)
    if (session.state().outcome === undefined && !signal.aborted) await inject(given, session, failover)
    return await ended(given, session, failover, [])
  } catch (error) {
    throw await brokenOff(session, error)
  }
}

/** The failback, as a run of its own. Where it breaks off, that is its verdict, and the failover's stands. */
async function andBack(given: Rehearsal, failback: Runbook, first: Judged): Promise<Judged | Failure | undefined> {
  const { run } = given
  const session = await wayBack(given, failback)
  if (session instanceof Failure) return session
  const unmeasured: Measurements = {
    schemaVersion: 1,
    method: 'none',
    clock: first.measurements.clock,
    clients: [],
    ledgers: [],
  }
  try {
    if (session.state().outcome === 'cancelled') return undefined
    await begun(given, session, failback, run)
    if (!(await holds(given)) && given.kept.get(keptName(session)) === undefined)
      throw new Failure('unreachable', 'The target is gone, so the way back cannot be gone.')
    return await ended(given, session, failback, first.measurements.ledgers)
  } catch (error) {
    const failure = await brokenOff(session, error)
    if (!(failure instanceof Failure) || failure.kind === 'busy') throw failure
    if (session.records().length === 0) return broke(session.run, failure)
    given.say(failure.message)
    return judged(session, failback, unmeasured)
  } finally {
    await session.close()
  }
}

/** Opens the run that goes back, or says why that cannot be. @throws Failure `busy` where somebody else holds it */
async function wayBack({ run, store, clock, watch, force }: Rehearsal, failback: Runbook): Promise<Session | Failure> {
  const name = failbackRun(run)
  try {
    return await openSession(store, name, clock, (record) => watch(record, failback), force)
  } catch (error) {
    if (!(error instanceof Failure) || error.kind === 'busy') throw error
    return broke(name, error)
  }
}

function broke(run: string, failure: Failure): Failure {
  return new Failure('failed', `The run ${run} broke off: ${failure.message}`, { cause: failure })
}

/** Sees to it that the journal begins with its runbook. */
export async function begun(given: Rehearsal, session: Session, runbook: Runbook, follows?: string): Promise<void> {
  if (session.records().some((record) => record.type === 'runStarted')) return
  const { absent, unannounced } = given.attendance ?? {}
  const parts = given.target.parts?.()
  await session.record([
    {
      type: 'runStarted',
      data: {
        runbookDigest: runbookDigest(runbook),
        runbook: JSON.parse(JSON.stringify(runbook)),
        subject: given.subject,
        target: given.target.name,
        kind: 'drill',
        clock: given.clock.id,
        usual: given.usual(runbook),
        ...(isGentle(given) ? { takesBack: true } : {}),
        ...(parts === undefined ? {} : { parts }),
        ...(follows === undefined ? {} : { follows }),
        ...(absent === undefined ? {} : { absent: [...absent] }),
        ...(unannounced === undefined ? {} : { unannounced }),
      },
    },
  ])
}

/** Whether nobody was hurt, on systems that go on after the drill: whoever fails there leaves them as they were. */
function isGentle({ staysOpen, cause }: Rehearsal): boolean {
  return staysOpen === true && cause?.by === 'nobody'
}

/** Drives one run to its end, measures it once, and judges it. @returns undefined where the signal cancelled it */
async function ended(
  given: Rehearsal,
  session: Session,
  runbook: Runbook,
  earlier: Measurements['ledgers'],
): Promise<Judged | undefined> {
  if (session.state().outcome === undefined) {
    const outcome = await driven(given, session, runbook)
    if (outcome === undefined) {
      // A real system stands where the run has brought it, so that somebody has to go on from there.
      if (given.staysOpen === true) return undefined
      await session.record([
        { type: 'runFinished', data: { outcome: 'cancelled', reason: 'The drill was interrupted.' } },
      ])
      return undefined
    }
  }
  const measurements = await measured(given, session, runbook, earlier)
  return given.signal.aborted ? undefined : judged(session, runbook, measurements)
}

function judged(session: Session, runbook: Runbook, measurements: Measurements): Judged {
  const records = session.records()
  return { runbook, records, measurements, evidence: judge(runbook, records, measurements) }
}

/** Records that a run which has begun cannot go on, where it still can be recorded, and says so. */
async function brokenOff(session: Session, error: unknown): Promise<unknown> {
  if (session.records().length === 0 || !(error instanceof Failure) || error.kind === 'busy') return error
  // Where the store itself is what failed, nothing can be recorded; the run then stays as one that can be resumed.
  if (session.state().outcome === undefined)
    await session
      .record([{ type: 'runFinished', data: { outcome: 'failed', reason: error.message } }])
      .catch(() => undefined)
  return broke(session.run, error)
}

async function inject(given: Rehearsal, session: Session, runbook: Runbook): Promise<void> {
  const { cause = { by: 'target' }, heldBack, clock, signal } = given
  if (session.state().faultAt !== undefined || cause.by === 'nobody') return
  if (cause.by === 'target' && heldBack !== undefined) await clock.sleep(heldBack, signal)
  if (signal.aborted) return
  const fault = faultOf(runbook)
  const atMono =
    cause.by === 'person' ? await causedBy(cause, given, session) : await given.target.inject(session.run, fault)
  if (atMono === undefined) return
  const { as, regions, components, between } = fault
  const harm = cause.by === 'target' ? given.target.harm?.() : undefined
  await session.record([
    {
      type: 'faultInjected',
      data: {
        as,
        regions: [...regions],
        ...(components.length === 0 ? {} : { components: [...components] }),
        ...(between.length === 0 ? {} : { between: [...between] }),
        atMono,
        ...(harm === undefined ? {} : { harm }),
      },
    },
  ])
}

/** Drives the runbook; once its flows are restored, takes the cause away. */
async function driven(given: Rehearsal, session: Session, runbook: Runbook): Promise<Outcome | undefined> {
  const { store, clock, actions, target } = given
  const over = new AbortController()
  const signal = AbortSignal.any([given.signal, over.signal])
  const driving = drive({
    session,
    runbook,
    store,
    clock,
    actions,
    world: target,
    losses: () => given.losses(runbook),
    signal,
    asked: (commands) => given.asked(commands, runbook),
    say: (step, line) => given.say(`${step}: ${line}`),
  })
  const mending = runbook.direction === 'failover' ? mend(given, session, runbook, signal) : Promise.resolve()
  const attending = attended(given, session, runbook, signal)
  try {
    // Whichever of them fails ends the others.
    const outcome = await Promise.race([driving, mending.then(() => driving), attending.then(() => driving)])
    // Steps may be over before customers were served for long enough; nobody goes back to what is still hurt.
    if (outcome === 'succeeded') await mending
    return outcome
  } finally {
    over.abort()
    await Promise.allSettled([driving, mending, attending])
  }
}

/** Takes the cause away once the flows are served without it, as time would. */
async function mend(given: Rehearsal, session: Session, runbook: Runbook, signal: AbortSignal): Promise<void> {
  const { target, clock } = given
  const fault = faultOf(runbook)
  // A person who has caused it takes it away, and nobody at all where nothing was hurt.
  if (given.cause !== undefined && given.cause.by !== 'target') return
  if (session.state().healed || !goes(runbook, fault)) return
  while (!mayGo(runbook, fault, session.state(), clock.monotonic()) && !signal.aborted)
    await clock.sleep(lookEvery, signal)
  await restored(given, session.state().faultAt ?? 0, runbook, signal)
  if (signal.aborted) return
  await inspected(given, session, 'outage', runbook)
  await target.heal(session.run, fault)
  await session.record([
    fault.as === 'cut-off' || fault.as === 'killed'
      ? { type: 'regionReturned', data: { regions: [...fault.regions] } }
      : { type: 'faultHealed', data: { as: fault.as } },
  ])
}
