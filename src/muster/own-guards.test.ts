import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { openSession, systemClock } from '#execution'
import type { Happening } from '#journal'
import { parsePlan, planDigest } from '#plan'
import { compileRunbook, type Runbook, runbookDigest } from '#runbook'
import { seconds } from '#units'
import { estatePlan } from '../../test/own/plan.ts'
import { shopPlan } from '../../test/shop.ts'
import type { Sound } from './failovers.ts'
import { copyOf } from './names.ts'
import { assureAlone } from './own-guards.ts'
import { openMuster } from './open.ts'
import { openProject, type Project } from './project.ts'

const folder = mkdtempSync(join(tmpdir(), 'muster-guards-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let homes = 0
let project: Project
beforeEach(() => {
  project = openProject({ cwd: folder, environment: { MUSTER_HOME: join(folder, `home-${homes++}`) } })
})

function runbookOf(text: string = shopPlan()): Runbook {
  const { plan } = parsePlan(text, 'shop.yaml')
  if (!plan) throw new Error('The plan of this test cannot be read.')
  const way = { scenario: 'east-lost', direction: 'failover', decision: 'people' } as const
  const made = compileRunbook(plan, planDigest(plan), way)
  if ('reason' in made) throw new Error(made.reason)
  return made.runbook
}

interface There {
  readonly run: string
  readonly kind?: 'drill' | 'realEvent'
  readonly target?: string
  readonly outcome?: 'succeeded' | 'failed' | 'cancelled'
  /** Whether it was begun by this home. */
  readonly here?: boolean
  readonly proven?: boolean
  readonly plan?: string
}

/** Writes down that there is such a run, as the process that began it did, which is gone. */
async function there({
  run,
  kind = 'realEvent',
  target = 'staging',
  outcome,
  here,
  proven,
  plan,
}: There): Promise<void> {
  const runbook = runbookOf(plan)
  const whole = { runbookDigest: runbookDigest(runbook), runbook: JSON.parse(JSON.stringify(runbook)) }
  const events: Happening[] = [{ type: 'runStarted', data: { ...whole, subject: 'nonprod', target, kind } }]
  if (outcome !== undefined) events.push({ type: 'runFinished', data: { outcome } })
  await project.withStore(async (store) => {
    const session = await openSession(store, run, systemClock, () => {})
    await session.record(events)
    await session.close()
  })
  if (here) project.workspace.kept(run).set('holding.json', JSON.stringify({ target }))
  if (proven) project.workspace.writeEvidence(run, new Map([['evidence.json', '{}']]))
}

/** Why a drill on staging may not be held; undefined where it may. */
async function why(plan: string = 'shop'): Promise<string | undefined> {
  return project
    .withStore((store) => assureAlone(project, store, plan, 'staging'))
    .then(
      () => undefined,
      (error: Error) => error.message,
    )
}

it('lets a drill be held where all that was there is over, or is elsewhere', async () => {
  await there({ run: 'event-1', outcome: 'failed' })
  await there({ run: 'event-2', target: 'production' })
  await there({ run: 'drill-3', kind: 'drill', outcome: 'cancelled', here: true })
  await there({ run: 'drill-4', kind: 'drill', outcome: 'succeeded', here: true, proven: true })
  await there({ run: 'drill-4-failback', kind: 'drill', outcome: 'failed' })
  await there({ run: copyOf('event-5', 'abcdef0123') })
  expect(await why()).toBeUndefined()
  await there({ run: 'event-6' })
  expect(await why('another'), 'of another plan').toBeUndefined()
})

it('names a real run that is open, though nobody drives it, and what follows, resumes and ends it', async () => {
  await there({ run: 'event-1' })
  const said = await why()
  expect(said).toContain('The run event-1 on staging is a real one, and is not over')
  for (const command of ['run show event-1', 'run resume event-1', 'run cancel event-1 --as ROLE'])
    expect(said).toContain(`\n  muster ${command}`)
})

it('names a drill that is open, by the run that is taken up, also on its way back and without its evidence', async () => {
  await there({ run: 'drill-1', kind: 'drill', outcome: 'succeeded', here: true })
  await there({ run: 'drill-1-failback', kind: 'drill' })
  expect(await why()).toMatch(/The drill drill-1 on staging is not over\. Take it up:\n {2}muster run resume drill-1$/)
})

it('names a drill that was begun on another computer of the team', async () => {
  await there({ run: 'drill-1', kind: 'drill' })
  expect(await why()).toMatch(
    /The drill drill-1 on staging is not over.*on another computer.*\n {2}muster run show drill-1$/s,
  )
})

describe('a drill that waits for its moment', () => {
  const text = estatePlan({ door: 1, management: 2, eastApi: 3, westApi: 4, copyApi: 5 })
  const nowhere = 'postgres://muster@127.0.0.1'
  const secrets = {
    OWN_EAST: `${nowhere}:1/a`,
    OWN_WEST: `${nowhere}:2/a`,
    OWN_COPY: `${nowhere}:3/a`,
    OWN_TOKEN: 'no',
  }

  /** Why a test on copies is not begun; what happens while it waits is done meanwhile. */
  async function begun(meanwhile: (environment: Record<string, string>) => Promise<void>): Promise<Error> {
    const environment: Record<string, string> = { MUSTER_HOME: project.workspace.home, ...secrets }
    const muster = openMuster({ cwd: folder, environment })
    writeFileSync(join(folder, 'muster.yaml'), text)
    let done: Promise<void> | undefined
    const say = (line: string): void => {
      if (/comes within 4 s of/.test(line)) done = meanwhile(environment)
    }
    const error = await muster
      .drill(muster.find('muster.yaml', '2026-11-24') as Sound, {
        scenario: 'east-lost',
        holding: { target: 'copies', kind: 'isolated-test' },
        // Drawn with this seed, the moment is the last one.
        exercise: { unannounced: { within: seconds(4), seed: 2 ** 31 - 1 } },
        agreeing: { yes: true, shown() {}, typed: async () => undefined },
        signal: new AbortController().signal,
        watcher: { say, record() {}, asked() {}, forecast() {} },
      })
      .then(
        () => new Error('It was held.'),
        (failure: Error) => failure,
      )
    await done
    return error
  }

  it('is not begun where a real run is open meanwhile, and can be taken up after it', async () => {
    const { message } = await begun(() => there({ run: 'event-1', target: 'copies', plan: text }))
    expect(message).toContain('The run event-1 on copies is a real one, and is not over')
    expect(message).toContain('muster run cancel event-1 --as ROLE')
    const runs = await project.withStore((store) => store.runs())
    expect(runs.map(({ run }) => run).filter((run) => run.startsWith('drill-'))).toEqual([])
    const [waiting = ''] = readdirSync(join(project.workspace.home, 'runs')).filter((run) => run.startsWith('drill-'))
    expect(project.workspace.kept(waiting).get('failover.json')).toBeDefined()
  })

  it('is not begun where its copies do not stand apart any more', async () => {
    const { message } = await begun(async (environment) => {
      environment['OWN_WEST'] = secrets.OWN_COPY
    })
    expect(message).toContain('its orders-db in west is reached where orders-db in west of staging is')
  })
})
