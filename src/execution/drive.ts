import type { Outcome, StoreLoss } from '#journal'
import type { Runbook, Step } from '#runbook'
import { type Duration, seconds } from '#units'
import { attempted, looked } from './act.ts'
import { openBell } from './bell.ts'
import type { Command } from './command.ts'
import type { Drive } from './given.ts'
import { emptied } from './inbox.ts'
import { stepNamed } from './network.ts'

/** How long a look at what would be lost may take before it counts as not known. */
const lossPatience = seconds(30)

/**
 * Drives a run to its end with the local driver: carries out what `decide` says, and writes what happened.
 * @returns the outcome, or undefined where the signal ended it first
 * @throws Failure `busy` when the run was taken over; whatever the store throws
 */
export async function drive(given: Drive): Promise<Outcome | undefined> {
  const { session, runbook, signal } = given
  const underWay = new Map<string, Promise<void>>()
  const stop = new AbortController()
  const bell = openBell()
  const end = (): void => {
    stop.abort()
    bell.ring()
  }
  signal.addEventListener('abort', end, { once: true })
  session.lost.addEventListener('abort', end, { once: true })
  if (signal.aborted || session.lost.aborted) end()
  let failure: { readonly error: unknown } | undefined
  const launch = (name: string, work: () => Promise<void>): void => {
    if (underWay.has(name)) return
    const promise = work()
      .catch((error: unknown) => {
        failure ??= { error }
      })
      .finally(() => {
        underWay.delete(name)
        bell.ring()
      })
    underWay.set(name, promise)
  }
  /** Attempts under way that can be told to stop, by step. */
  const stops = new Map<string, AbortController>()
  const act = ({ step, attempt, key }: { step: string; attempt: number; key: string }): void => {
    const stopped = new AbortController()
    stops.set(step, stopped)
    const ends = { broken: stop.signal, stopped: stopped.signal }
    launch(`start:${step}:${attempt}`, () => attempted(given, stepOf(runbook, step), attempt, key, ends))
  }
  // Attempts that an earlier driver began are not ours: only what this one writes down is carried out.
  let carried = session.records().length
  let asked = ''
  session.follow(runbook, bell.ring)
  try {
    // Whatever may begin at once follows from nothing.
    await session.record([])
    if (carried === session.records().length && session.state().outcome !== undefined) return session.state().outcome
    launch('inbox', async () => {
      while (!stop.signal.aborted) await emptied(given, stop.signal)
    })
    while (!stop.signal.aborted) {
      for (; carried < session.records().length; carried++) {
        const record = session.records()[carried]
        if (record?.type === 'stepStarted') act(record.data)
        else if (record?.type === 'runFinished') return record.data.outcome
      }
      const commands = session.commands()
      for (const command of commands)
        switch (command.do) {
          case 'probe':
            launch(`probe:${command.step}`, () => looked(given, stepOf(runbook, command.step), command, stop.signal))
            break
          case 'show':
            launch(`show:${command.step}`, () => shown(given, command.step, stop.signal))
            break
          case 'stop':
            stops.get(command.step)?.abort()
            break
          case 'wait':
            launch(command.timer, () => waited(given, command, stop.signal))
            break
          default:
        }
      const asks = commands.filter((command) => command.do === 'ask')
      const words = asks.map((ask) => `${ask.for}:${ask.step}`).join()
      if (words !== asked) {
        asked = words
        given.asked(asks)
      }
      await bell.rung()
      if (failure) throw failure.error
    }
    if (session.lost.aborted) throw session.lost.reason
    return undefined
  } finally {
    stop.abort()
    session.follow(undefined)
    signal.removeEventListener('abort', end)
    session.lost.removeEventListener('abort', end)
    await Promise.all(underWay.values())
  }
}

type Wait = Extract<Command, { do: 'wait' }>

/**
 * A wait is counted from its beginning on the run's own clock, however often the driver changed meanwhile, and comes to
 * nothing where it is no longer waited for when it ends.
 */
async function waited({ session, clock }: Drive, first: Wait, signal: AbortSignal): Promise<void> {
  const seen = clock.monotonic()
  const wanted = (): Wait | undefined =>
    session.commands().find((command): command is Wait => command.do === 'wait' && command.timer === first.timer)
  for (let now: Wait | undefined = first; now; now = wanted()) {
    const left = leftOf(now.for, Math.min(now.since ?? seen, clock.monotonic()), clock.monotonic())
    if (left === 0)
      return session.record(() => (wanted() ? [{ type: 'timerFired', data: { timer: first.timer } }] : []))
    await clock.sleep(left, signal)
    if (signal.aborted) return
  }
}

function leftOf(whole: Duration, since: number, now: number): Duration {
  return seconds(Math.max(0, whole - (now - since)))
}

/** Shows what would be lost; a look that fails or hangs is a loss that nobody knows, and the question is asked all the same. */
async function shown(given: Drive, step: string, signal: AbortSignal): Promise<void> {
  const { session, clock, runbook, losses } = given
  const unknown = (why: string): readonly StoreLoss[] =>
    runbook.stores.map(({ component }) => ({ component, unknown: why }))
  const enough = new AbortController()
  const late = clock
    .sleep(lossPatience, AbortSignal.any([signal, enough.signal]))
    .then(() => unknown(`The look at it did not end within ${lossPatience} s.`))
  const looking = losses().catch((error: unknown) => unknown(error instanceof Error ? error.message : String(error)))
  const stores = await Promise.race([looking, late])
  enough.abort()
  if (!signal.aborted)
    await session.record(() =>
      session.commands().some((command) => command.do === 'show' && command.step === step)
        ? [{ type: 'lossShown', data: { step, stores } }]
        : [],
    )
}

function stepOf(runbook: Runbook, id: string): Step {
  const step = stepNamed(runbook, id)
  if (!step) throw new RangeError(`No step ${id} in the runbook. This is a bug in Muster.`)
  return step
}
