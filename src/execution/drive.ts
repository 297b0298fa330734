import { RetryableFailure, TerminalFailure } from '#diagnostics'
import type { Happening, Outcome } from '#journal'
import type { Runbook, Step } from '#runbook'
import { type Duration, seconds, toMilliseconds } from '#units'
import { type Command, decide, intents } from './decide.ts'
import type { Action, ActionContext, Clock, Store, World } from './ports.ts'
import type { Session } from './session.ts'
import { answered } from './signals.ts'

/** What the local driver works with. */
export interface Drive {
  readonly session: Session
  readonly runbook: Runbook
  readonly store: Store
  readonly clock: Clock
  readonly world: World
  /** By name. */
  readonly actions: ReadonlyMap<string, Action>
  /** Aborting it starts no new step, aborts those under way, and ends the drive without an outcome. */
  readonly signal: AbortSignal
  /** Called when the run waits for people and when what it waits for changes. */
  asked(commands: readonly Extract<Command, { do: 'ask' }>[]): void
  /** A line from an action for whoever watches. */
  say(step: string, line: string): void
}

const inboxEvery = seconds(0.2)
const probeTries = 5

/**
 * Drives a run to its end with the local driver: carries out what `decide` says, and writes what happened.
 * @returns the outcome, or undefined where the signal ended it first
 * @throws Failure `busy` when the run was taken over; whatever the store throws
 */
export async function drive(given: Drive): Promise<Outcome | undefined> {
  const { session, runbook, signal } = given
  const underWay = new Map<string, Promise<void>>()
  const stop = new AbortController()
  const end = (): void => stop.abort()
  signal.addEventListener('abort', end, { once: true })
  if (signal.aborted) end()
  let failure: unknown
  let asked = ''
  const launch = (name: string, work: () => Promise<void>): void => {
    if (underWay.has(name)) return
    const promise = work()
      .catch((error: unknown) => {
        failure ??= error
      })
      .finally(() => underWay.delete(name))
    underWay.set(name, promise)
  }
  // Attempts that an earlier driver began are not ours: only what this one writes down is carried out.
  let carried = session.records().length
  session.follow((state) => (stop.signal.aborted ? [] : intents(runbook, state)))
  try {
    // Whatever may begin at once follows from the empty list.
    await session.record([])
    while (!stop.signal.aborted) {
      for (const record of session.records().slice(carried))
        if (record.type === 'stepStarted') {
          const { step, attempt, key } = record.data
          launch(`start:${step}:${attempt}`, () => attempted(given, stepOf(runbook, step), attempt, key, stop.signal))
        }
      carried = session.records().length
      const commands = decide(runbook, session.state())
      const finish = commands.find((command) => command.do === 'finish')
      if (finish?.do === 'finish') {
        const { outcome, reason } = finish
        await session.record([{ type: 'runFinished', data: { outcome, ...(reason === undefined ? {} : { reason }) } }])
        return outcome
      }
      for (const command of commands) {
        if (command.do === 'probe')
          launch(nameOf(command), () => probed(given, stepOf(runbook, command.step), command, stop.signal))
        if (command.do === 'wait') launch(nameOf(command), () => waited(given, command, stop.signal))
      }
      const asks = commands.filter((command) => command.do === 'ask')
      if (asks.map(nameOf).join() !== asked) {
        asked = asks.map(nameOf).join()
        given.asked(asks)
      }
      launch('inbox', () => emptyInbox(given, stop.signal))
      await Promise.race(underWay.values())
      if (failure !== undefined) throw failure
    }
    return undefined
  } finally {
    stop.abort()
    session.follow(undefined)
    signal.removeEventListener('abort', end)
    await Promise.all(underWay.values())
  }
}

function nameOf(command: Command): string {
  return command.do === 'wait' ? command.timer : command.do === 'finish' ? 'finish' : `${command.do}:${command.step}`
}

async function waited(
  { session, clock }: Drive,
  command: Extract<Command, { do: 'wait' }>,
  signal: AbortSignal,
): Promise<void> {
  await clock.sleep(command.for, signal)
  if (!signal.aborted) await session.record([{ type: 'timerFired', data: { timer: command.timer } }])
}

/** One attempt, whose start is on stable storage: its result is too, before anything follows from it. */
async function attempted(given: Drive, step: Step, attempt: number, key: string, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return
  const found = act(given, step)
  const result = await limited(given.clock, step.timeout, signal, async (limit): Promise<Happening> => {
    try {
      if (typeof found === 'string') throw new TerminalFailure(found)
      const output = await found.action.run(found.args, context(given, step, key, limit))
      return { type: 'stepSucceeded', data: { step: step.id, attempt, output } }
    } catch (error) {
      return failed(step, attempt, error, limit)
    }
  })
  // An attempt that the driver itself broke off has no known result: the next driver treats it as interrupted.
  if (!(signal.aborted && result.type === 'stepFailed')) await given.session.record([result])
}

async function probed(
  given: Drive,
  step: Step,
  { attempt, key }: { attempt: number; key: string },
  signal: AbortSignal,
): Promise<void> {
  const found = act(given, step)
  let answer: 'done' | 'notDone' | 'unknown' = 'unknown'
  for (let tried = 0; tried < probeTries && answer === 'unknown' && !signal.aborted; tried++) {
    if (tried > 0) await given.clock.sleep(seconds(tried), signal)
    answer = await limited(given.clock, step.timeout, signal, async (limit) => {
      try {
        if (typeof found === 'string' || !found.action.probe) return 'unknown'
        return await found.action.probe(found.args, context(given, step, key, limit))
      } catch {
        return 'unknown'
      }
    })
  }
  if (!signal.aborted) await given.session.record([{ type: 'stepProbed', data: { step: step.id, attempt, answer } }])
}

async function limited<T>(
  clock: Clock,
  timeout: Duration,
  signal: AbortSignal,
  work: (limit: AbortSignal) => Promise<T>,
): Promise<T> {
  const limit = new AbortController()
  const abort = (): void => limit.abort()
  signal.addEventListener('abort', abort, { once: true })
  // Timers take at most 2^31 - 1 milliseconds; a longer limit is no limit within one process's life.
  const timer = setTimeout(abort, Math.min(toMilliseconds(timeout), 2 ** 31 - 1))
  try {
    return await work(limit.signal)
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', abort)
  }
}

function failed(step: Step, attempt: number, error: unknown, limit: AbortSignal): Happening {
  const timedOut = limit.aborted
  const retryable = timedOut || error instanceof RetryableFailure
  const message = timedOut
    ? `It did not end within ${step.timeout} s.`
    : error instanceof RetryableFailure || error instanceof TerminalFailure
      ? error.message
      : `${error instanceof Error ? error.message : String(error)} This is a bug in Muster.`
  return { type: 'stepFailed', data: { step: step.id, attempt, retryable, message } }
}

function act(
  given: Drive,
  step: Step,
): { action: Action; args: Readonly<Record<string, string | number | boolean>> } | string {
  if (step.work.kind !== 'action') return `${step.id} is not done by an action.`
  const action = given.actions.get(step.work.use)
  if (!action) return `Muster has no action "${step.work.use}".`
  const wrong = action.accepts(step.work.with)
  return wrong === undefined ? { action, args: step.work.with } : `${step.work.use}: ${wrong}`
}

function context(given: Drive, step: Step, key: string, signal: AbortSignal): ActionContext {
  return {
    run: given.session.run,
    runbook: given.runbook,
    step: step.id,
    key,
    epoch: given.session.epoch,
    world: given.world,
    clock: given.clock,
    signal,
    say: (line) => given.say(step.id, line),
  }
}

/** Turns what people have sent into events; the event is stored before the signal counts as answered. */
async function emptyInbox(given: Drive, signal: AbortSignal): Promise<void> {
  const { session, store, runbook, clock } = given
  const signals = await store.signals(session.run)
  for (const one of signals) {
    // A driver may have died between the event and the settling; the journal then has the answer already.
    if (!session.records().some((record) => 'signal' in record.data && record.data.signal === one.id))
      await session.record([answered(runbook, session.state(), one)], { name: one.by, authn: 'stated' })
    await store.settle(one.id)
  }
  if (signals.length === 0) await clock.sleep(inboxEvery, signal)
}

function stepOf(runbook: Runbook, id: string): Step {
  const step = runbook.steps.find((candidate) => candidate.id === id)
  if (!step) throw new RangeError(`No step ${id} in the runbook. This is a bug in Muster.`)
  return step
}
