import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { RetryableFailure, TerminalFailure } from '#diagnostics'
import { type Action, drive, openSession, type Store, systemClock, type World } from '#execution'
import type { JournalRecord } from '#journal'
import type { Effect, Runbook, Step } from '#runbook'
import { openStore } from '#store'
import { seconds } from '#units'

let folder: string
let store: Store

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'muster-driver-'))
  store = openStore(join(folder, 'store'), systemClock)
})

afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

/** Every effect is a line in a file outside Muster: what really happened, whatever the journal says. */
function effects(): readonly string[] {
  const path = join(folder, 'effects')
  return existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n') : []
}

function acting(use: string, effect: Effect, before: (attempt: number) => void = () => undefined): Action {
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

function step(id: string, use: string, needs: readonly string[], given: Partial<Step> = {}): Step {
  return {
    id,
    title: id,
    objective: id,
    phase: 'recover',
    needs,
    owner: 'lead',
    work: { kind: 'action', use, with: {} },
    requires: [],
    effect: 'keyed',
    timeout: seconds(10),
    attempts: 3,
    backoff: seconds(0.01),
    irreversible: false,
    essential: true,
    ...given,
  }
}

function runbook(...steps: readonly Step[]): Runbook {
  return {
    schemaVersion: 1,
    plan: { name: 'shop', owner: 'team', digest: 'sha256:0' },
    scenario: { id: 'east-lost', class: 'region', loses: ['east'] },
    direction: 'failover',
    mode: 'forced',
    from: 'east',
    to: 'west',
    regions: {},
    flows: [],
    stores: [],
    probes: [],
    decision: 'people',
    people: [
      { role: 'lead', name: 'Lead', deputy: 'second' },
      { role: 'second', name: 'Second' },
    ],
    steps,
    deviations: [],
    gaps: [],
  }
}

/** The world of these runs is the file of effects; no step asks for an address. */
const world: World = {
  endpoint: () => {
    throw new TerminalFailure('Nothing is reached by address here.')
  },
  traffic: () => {
    throw new TerminalFailure('There is no traffic manager here.')
  },
  facts: async () => ({}),
}

async function run(book: Runbook, actions: readonly Action[], signal = new AbortController().signal) {
  const session = await openSession(store, 'run-1', systemClock, () => undefined)
  const asked: string[] = []
  try {
    const outcome = await drive({
      session,
      runbook: book,
      store,
      clock: systemClock,
      world,
      actions: new Map(actions.map((action) => [action.use, action])),
      signal,
      asked: (commands) => asked.push(...commands.map((command) => `${command.for} ${command.step}`)),
      say: () => undefined,
    })
    return { outcome, asked }
  } finally {
    await session.close()
  }
}

const types = (records: readonly JournalRecord[]): readonly string[] =>
  records.map((record) => ('step' in record.data ? `${record.type} ${record.data.step}` : record.type))

test('a run does each step once, in order, and its intent stands in the journal before its result', async () => {
  const book = runbook(step('a', 'act', []), step('b', 'act', ['a']))
  expect(await run(book, [acting('act', 'keyed')])).toMatchObject({ outcome: 'succeeded' })
  expect(effects()).toEqual(['a', 'b'])
  expect(types(await store.read('run-1'))).toEqual([
    'stepStarted a',
    'stepSucceeded a',
    'stepStarted b',
    'stepSucceeded b',
    'runFinished',
  ])
})

test('a failure that may pass is tried again, one that may not ends the run, and neither repeats what was done', async () => {
  const flaky = acting('flaky', 'keyed', (attempt) => {
    if (attempt < 3) throw new RetryableFailure('not yet')
  })
  const hopeless = acting('hopeless', 'keyed', () => {
    throw new TerminalFailure('never')
  })
  const book = runbook(step('a', 'flaky', []), step('b', 'hopeless', ['a']), step('c', 'flaky', ['b']))
  expect(await run(book, [flaky, hopeless])).toMatchObject({ outcome: 'failed' })
  expect(effects()).toEqual(['a'])
  const records = await store.read('run-1')
  expect(types(records).filter((type) => type === 'stepFailed a')).toHaveLength(2)
  expect(records.at(-1)?.data).toMatchObject({ outcome: 'failed', reason: 'b: never' })
})

test('a driver that was lost between effect and record looks before it acts, and does nothing twice', async () => {
  const book = runbook(step('a', 'act', [], { effect: 'probed' }), step('b', 'act', ['a'], { effect: 'probed' }))
  const session = await openSession(store, 'run-1', systemClock, () => undefined)
  await session.record([{ type: 'stepStarted', data: { step: 'a', attempt: 1, key: 'k' } }])
  writeFileSync(join(folder, 'effects'), 'a\n')
  await session.close()
  expect(await run(book, [acting('act', 'probed')])).toMatchObject({ outcome: 'succeeded' })
  expect(effects()).toEqual(['a', 'b'])
  expect(types(await store.read('run-1'))).toContain('stepProbed a')
})

test('a step that is too slow is given up at its timeout and counts as a failure that may pass', async () => {
  const slow: Action = {
    use: 'slow',
    effect: 'none',
    accepts: () => undefined,
    async run(_, { clock, signal }) {
      await clock.sleep(seconds(60), signal)
      throw new RetryableFailure('stopped')
    },
  }
  const book = runbook(step('a', 'slow', [], { timeout: seconds(0.05), attempts: 2, effect: 'none' }))
  expect(await run(book, [slow])).toMatchObject({ outcome: 'failed' })
  const failures = (await store.read('run-1')).filter((record) => record.type === 'stepFailed')
  expect(failures.map((record) => record.data.message)).toEqual([
    'It did not end within 0.05 s.',
    'It did not end within 0.05 s.',
  ])
})

const decision = (needs: readonly string[]): Step =>
  step('decide', '', needs, {
    phase: 'decide',
    effect: 'none',
    work: { kind: 'decision', question: 'Go?', deciders: ['lead'] },
  })

async function send(kind: 'approve' | 'reject' | 'done', by: string, id: string, to = 'decide'): Promise<void> {
  await store.send({ id, run: 'run-1', kind, step: to, by, at: `2026-11-24T10:00:0${id}.000Z`, comment: 'seen' })
}

test('an approval sent before anybody waits for it is used, a stranger’s is refused with the reason, a deputy’s counts', async () => {
  const book = runbook(
    decision([]),
    step('by-hand', '', ['decide'], { work: { kind: 'manual', instruction: 'Turn the key' } }),
  )
  await send('approve', 'stranger', '1')
  await send('approve', 'second', '2')
  await send('approve', 'lead', '3')
  await send('done', 'lead', '4', 'by-hand')
  expect(await run(book, [])).toMatchObject({ outcome: 'succeeded' })
  const records = await store.read('run-1')
  expect(records.map((record) => [record.type, record.actor.name])).toEqual([
    ['signalRefused', 'stranger'],
    ['decided', 'second'],
    ['signalRefused', 'lead'],
    ['manualDone', 'lead'],
    ['runFinished', 'muster'],
  ])
  expect(await store.signals('run-1')).toEqual([])
})

test('a signal whose answer stands in the journal already is not used again', async () => {
  const session = await openSession(store, 'run-1', systemClock, () => undefined)
  // What a driver leaves that died between the event and the settling of the signal.
  await session.record([
    { type: 'decided', data: { step: 'decide', decision: 'approved', method: 'person', signal: '1' } },
  ])
  await session.close()
  await send('approve', 'lead', '1')
  expect(await run(runbook(decision([])), [])).toMatchObject({ outcome: 'succeeded' })
  expect(types(await store.read('run-1'))).not.toContain('signalRefused')
})

test('a person’s step can be answered though an announcement before it could not be made', async () => {
  const mute = acting('mute', 'none', () => {
    throw new TerminalFailure('nobody listens')
  })
  const book = runbook(
    step('tell', 'mute', [], { essential: false, effect: 'none' }),
    step('look', '', ['tell'], { work: { kind: 'manual', instruction: 'Look' } }),
  )
  await send('done', 'lead', '1', 'look')
  const stopped = new AbortController()
  const ended = run(book, [mute], stopped.signal)
  while (!(await store.read('run-1')).some((record) => record.type === 'stepFailed'))
    await systemClock.sleep(seconds(0.01))
  await send('done', 'lead', '2', 'look')
  expect(await ended).toMatchObject({ outcome: 'succeeded' })
})

test('a rejected decision ends the run as refused, and nothing after it happens', async () => {
  await send('reject', 'lead', '1')
  expect(await run(runbook(decision([]), step('a', 'act', ['decide'])), [acting('act', 'keyed')])).toMatchObject({
    outcome: 'refused',
  })
  expect(effects()).toEqual([])
})

test('stopping ends the drive without an outcome, and the run goes on where it was', async () => {
  const stop = new AbortController()
  const book = runbook(step('a', 'act', []), step('wait', '', ['a'], { work: { kind: 'manual', instruction: 'Wait' } }))
  const stopped = run(book, [acting('act', 'keyed')], stop.signal)
  while (!(await store.read('run-1')).some((record) => record.type === 'stepSucceeded'))
    await systemClock.sleep(seconds(0.01))
  stop.abort()
  expect(await stopped).toMatchObject({ outcome: undefined })
  await send('done', 'lead', '1', 'wait')
  expect(await run(book, [acting('act', 'keyed')])).toMatchObject({ outcome: 'succeeded' })
  expect(effects()).toEqual(['a'])
  expect((await store.read('run-1')).at(-1)?.epoch).toBe(2)
})
