import { RetryableFailure, TerminalFailure } from '#diagnostics'
import { type Happening, undoPrefix } from '#journal'
import { type Check, type Step, stepIn, type Work } from '#runbook'
import { type Duration, seconds, toMilliseconds } from '#units'
import type { Drive } from './given.ts'
import type { Action, ActionContext, Arguments } from './ports.ts'
import { leftToSettle } from './settling.ts'

const probeTries = 5

/** What ends an attempt early: the whole drive is broken off, or the step is told to stop. */
export interface Ends {
  readonly broken: AbortSignal
  readonly stopped: AbortSignal
}

/**
 * One attempt, whose start is on stable storage: checks before the act, the act, checks after it. Its result is on
 * stable storage too, before anything follows from it.
 */
export async function attempted(given: Drive, step: Step, attempt: number, key: string, ends: Ends): Promise<void> {
  let unheld: { readonly error: unknown } | undefined
  const signal = AbortSignal.any([ends.broken, ends.stopped])
  const result = await limited(step.timeout, signal, async (limit): Promise<Happening> => {
    let acted = false
    try {
      const { action, args } = found(given, step.work)
      for (const check of step.before ?? []) await checked(given, step, check, key, limit)
      // The checks may have taken long: the act begins only where the run is still held and still wants it.
      await given.session.assure().catch((error: unknown) => {
        unheld = { error }
        throw error
      })
      limit.throwIfAborted()
      const not = forbidden(given, step)
      if (not !== undefined) throw new TerminalFailure(not)
      acted = true
      const output = await action.run(args, context(given, step, key, limit))
      for (const check of step.after ?? []) await checked(given, step, check, key, limit)
      return { type: 'stepSucceeded', data: { step: step.id, attempt, output } }
    } catch (error) {
      return failed(step, attempt, error, { late: limit.aborted, stopped: ends.stopped.aborted, acted })
    }
  })
  if (unheld) throw unheld.error
  // An attempt that the driver itself broke off has no known result: the next driver treats it as interrupted.
  if (!(ends.broken.aborted && result.type === 'stepFailed'))
    await given.session.record(() => [result, ...leftToSettle(given.session.state(), step, result)])
}

/** Looks whether the effect of an attempt has happened, a few times where the look itself fails. */
export async function looked(
  given: Drive,
  step: Step,
  { attempt, key }: { readonly attempt: number; readonly key: string },
  signal: AbortSignal,
): Promise<void> {
  let answer: 'done' | 'notDone' | 'unknown' = 'unknown'
  for (let tried = 0; tried < probeTries && answer === 'unknown'; tried++) {
    await given.clock.sleep(seconds(tried), signal)
    if (signal.aborted) return
    answer = await limited(step.timeout, signal, async (limit) => {
      try {
        const { action, args } = found(given, step.work)
        return (await action.probe?.(args, context(given, step, key, limit))) ?? 'unknown'
      } catch {
        return 'unknown'
      }
    })
  }
  // A look that was broken off says nothing.
  if (signal.aborted) return
  const wanted = (): boolean =>
    given.session.commands().some((command) => command.do === 'probe' && command.step === step.id)
  // Somebody may have settled meanwhile what was looked at.
  await given.session.record(() => (wanted() ? [{ type: 'stepProbed', data: { step: step.id, attempt, answer } }] : []))
}

/** Why an attempt that was begun must not act after all. What takes a step back acts in a run that is cancelled too. */
function forbidden({ session, runbook }: Drive, step: Step): string | undefined {
  const { cancelling, mode = runbook.mode } = session.state()
  if (step.id.startsWith(undoPrefix)) return undefined
  if (cancelling) return 'The run was cancelled before it began.'
  return stepIn(step, mode) ? undefined : `The run was switched to ${mode} before it began.`
}

async function checked(given: Drive, step: Step, check: Check, key: string, signal: AbortSignal): Promise<void> {
  const { action, args } = found(given, { kind: 'action', ...check })
  try {
    await action.run(args, context(given, step, key, signal))
  } catch (error) {
    if (error instanceof RetryableFailure)
      throw new RetryableFailure(`The check "${check.title}" failed: ${error.message}`, { cause: error })
    if (error instanceof TerminalFailure)
      throw new TerminalFailure(`The check "${check.title}" failed: ${error.message}`, { cause: error })
    throw error
  }
}

/** @throws TerminalFailure where Muster has no such action, or it does not take the arguments */
function found(given: Drive, work: Work): { readonly action: Action; readonly args: Arguments } {
  if (work.kind !== 'action') throw new TerminalFailure('A person does this, not an action. This is a bug in Muster.')
  const action = given.actions.get(work.use)
  if (!action) throw new TerminalFailure(`Muster has no action "${work.use}".`)
  const wrong = action.accepts(work.with)
  if (wrong !== undefined) throw new TerminalFailure(`${work.use}: ${wrong}`)
  return { action, args: work.with }
}

/**
 * @param signal not aborted yet
 * @returns what the work comes to, which is told to end at its time limit or when the signal aborts
 */
async function limited<T>(
  timeout: Duration,
  signal: AbortSignal,
  work: (limit: AbortSignal) => Promise<T>,
): Promise<T> {
  const limit = new AbortController()
  const abort = (): void => limit.abort()
  // Joined by hand: a signal of `AbortSignal.any` that an action still listens to is kept as long as what it is made of.
  signal.addEventListener('abort', abort)
  // Timers end after 25 days at the latest; a longer limit is no limit within one process's life.
  const timer = setTimeout(abort, toMilliseconds(timeout))
  try {
    return await work(limit.signal)
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', abort)
  }
}

function failed(
  step: Step,
  attempt: number,
  error: unknown,
  how: { readonly late: boolean; readonly stopped: boolean; readonly acted: boolean },
): Happening {
  const known = error instanceof RetryableFailure || error instanceof TerminalFailure
  const harmless = !how.acted || step.effect === 'none' || (known && error.harmless)
  const message = how.stopped
    ? 'It was told to stop.'
    : how.late
      ? `It did not end within ${step.timeout} s.`
      : known
        ? error.message
        : `${error instanceof Error ? error.message : String(error)} This is a bug in Muster.`
  const retryable = !how.stopped && (how.late || error instanceof RetryableFailure)
  return {
    type: 'stepFailed',
    data: { step: step.id, attempt, retryable, message, ...(harmless ? { harmless: true } : {}) },
  }
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
