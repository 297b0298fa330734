import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach } from 'vitest'
import { RetryableFailure, TerminalFailure } from '#diagnostics'
import {
  type Action,
  type Clock,
  drive,
  openSession,
  type Session,
  type Signal,
  type SignalKind,
  type Store,
  systemClock,
  type World,
} from '#execution'
import type { Happening, JournalRecord, StoreLoss } from '#journal'
import type { Effect, Runbook, Step } from '#runbook'
import { openStore } from '#store'
import { seconds } from '#units'
import { runbook as plainRunbook, step as plainStep } from '../src/execution/testing/books.ts'

export let folder: string

export let store: Store

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'muster-driver-'))
  store = openStore(join(folder, 'store'), systemClock)
})

afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Every effect is a line in a file outside Muster: what really happened, whatever the journal says. */
export function effects(): readonly string[] {
  const path = join(folder, 'effects')
  return existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n') : []
}

export function acting(use: string, effect: Effect, before: (attempt: number) => void = () => undefined): Action {
  let attempt = 0
  return {
    use,
    effect,
    accepts: () => undefined,
    async run(_, { step }) {
      attempt += 1
      before(attempt)
      appendFileSync(join(folder, 'effects'), `${step}\n`)
      return { attempt }
    },
    ...(effect === 'probed'
      ? {
          probe: async (_: unknown, { step }: { step: string }) =>
            effects().includes(step) ? ('done' as const) : ('notDone' as const),
        }
      : {}),
  }
}

export const step = (id: string, use: string, needs: readonly string[], given: Partial<Step> = {}): Step =>
  plainStep(id, needs, { work: { kind: 'action', use, with: {} }, backoff: seconds(0.01), ...given })

export const runbook = (...steps: readonly Step[]): Runbook => plainRunbook(steps)

/** A rehearsal that decides for itself: what fails for good ends it. */
export const alone = (...steps: readonly Step[]): Runbook => plainRunbook(steps, { decision: 'automatic' })

/** The world of these runs is the file of effects; no step asks for an address. */
export const world: World = {
  endpoint: () => {
    throw new TerminalFailure('Nothing is reached by address here.')
  },
  traffic: () => {
    throw new TerminalFailure('There is no traffic manager here.')
  },
  facts: async () => ({}),
}

/** What a test says otherwise than a plain drive. */
export interface Otherwise {
  readonly signal?: AbortSignal
  readonly clock?: Clock
  readonly store?: Partial<Store>
  losses?(): Promise<readonly StoreLoss[]>
  /** With the session, before the drive begins. */
  first?(session: Session): Promise<void>
}

export async function run(book: Runbook, actions: readonly Action[], given: Otherwise = {}) {
  const clock = given.clock ?? systemClock
  const kept = { ...store, ...given.store }
  const session = await openSession(kept, 'run-1', clock, () => undefined)
  const asked: string[] = []
  const said: string[] = []
  try {
    await given.first?.(session)
    const outcome = await drive({
      session,
      runbook: book,
      store: kept,
      clock,
      world,
      actions: new Map(actions.map((action) => [action.use, action])),
      losses: given.losses ?? (async () => []),
      signal: given.signal ?? new AbortController().signal,
      asked: (commands) => asked.push(commands.map((command) => `${command.for} ${command.step}`).join()),
      say: (id, line) => said.push(`${id}: ${line}`),
    })
    return { outcome, asked, said }
  } finally {
    await session.close()
  }
}

/** A clock that runs so many times faster than the machine's. */
export function fast(times: number): Clock {
  const start = systemClock.monotonic()
  return {
    id: 'fast',
    now: () => systemClock.now(),
    monotonic: () => start + (systemClock.monotonic() - start) * times,
    sleep: (duration, signal) => systemClock.sleep(seconds(duration / times), signal),
  }
}

/** An action that ends when the test says so, or when it is told to. */
export function held(use: string, effect: Effect = 'keyed') {
  let release = (): void => undefined
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  let begin = (): void => undefined
  const begun = new Promise<void>((resolve) => {
    begin = resolve
  })
  const action: Action = {
    use,
    effect,
    accepts: () => undefined,
    async run(_, { step: id, signal }) {
      begin()
      await Promise.race([released, new Promise((resolve) => signal.addEventListener('abort', resolve))])
      if (signal.aborted) throw new RetryableFailure('stopped')
      appendFileSync(join(folder, 'effects'), `${id}\n`)
      return null
    },
  }
  return { action, begun, release }
}

/** What the journal says, once a record of that type and step is in it. */
export async function until(type: string): Promise<readonly JournalRecord[]> {
  for (;;) {
    const records = await store.read('run-1')
    if (types(records).includes(type)) return records
    await systemClock.sleep(seconds(0.01))
  }
}

export const types = (records: readonly JournalRecord[]): readonly string[] =>
  records.map((record) => ('step' in record.data ? `${record.type} ${record.data.step}` : record.type))

export async function send(
  kind: SignalKind,
  by: string,
  id: string,
  to = 'decide',
  data: Signal['data'] = {},
): Promise<void> {
  await store.send({ id, run: 'run-1', kind, step: to, by, at: `2026-11-24T10:00:0${id}.000Z`, comment: 'seen', data })
}

export const looks = (use: string, wrong?: () => Error): Action => ({
  use,
  effect: 'none',
  accepts: () => undefined,
  async run() {
    const error = wrong?.()
    if (error) throw error
    return null
  },
})

export const check = (use: string) => ({ title: 'Is it the standby', use, with: {} })

export const failures = async (): Promise<readonly unknown[]> =>
  (await store.read('run-1')).flatMap(({ type, data }) => (type === 'stepFailed' ? [data] : []))

export const usual = (id: string, length: number): Happening => ({
  type: 'runStarted',
  data: {
    runbookDigest: '',
    runbook: null,
    subject: 'lab',
    target: 'lab',
    kind: 'drill',
    clock: 'fast',
    usual: { [id]: length },
  },
})
