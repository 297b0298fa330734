import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { openSession, systemClock } from '#execution'
import type { Happening } from '#journal'
import type { Entry } from '#offline'
import { parsePlan, planDigest } from '#plan'
import { compileRunbook, type Runbook, runbookDigest } from '#runbook'
import { openMuster } from './open.ts'
import { openProject } from './project.ts'

const folder = mkdtempSync(join(tmpdir(), 'muster-pages-'))
const run = 'event-20261130-030000-abcdef'
let homes = 0
let environment: Record<string, string>
const runbook = runbookOf(readFileSync(new URL('../../examples/contoso-orders/muster.yaml', import.meta.url), 'utf8'))

afterAll(() => rmSync(folder, { recursive: true, force: true }))
beforeEach(async () => {
  environment = { MUSTER_HOME: join(folder, `home-${homes++}`) }
  const whole = { runbookDigest: runbookDigest(runbook), runbook: JSON.parse(JSON.stringify(runbook)) }
  const started = { ...whole, subject: 'nonprod', target: 'staging', kind: 'realEvent' } as const
  await recorded([
    { type: 'runStarted', data: started },
    { type: 'stepStarted', data: { step: 'fence.east@west', attempt: 1, key: 'k' } },
    { type: 'stepSucceeded', data: { step: 'fence.east@west', attempt: 1, output: null } },
    { type: 'stepStarted', data: { step: 'promote.orders-db@west', attempt: 1, key: 'l' } },
    {
      type: 'stepFailed',
      data: { step: 'promote.orders-db@west', attempt: 1, retryable: false, message: 'no answer' },
    },
  ])
})

function runbookOf(text: string): Runbook {
  const { plan } = parsePlan(text, 'muster.yaml')
  if (!plan) throw new Error('The example cannot be read.')
  const way = { scenario: 'east-lost', direction: 'failover', decision: 'people' } as const
  const made = compileRunbook(plan, planDigest(plan), way)
  if ('reason' in made) throw new Error(made.reason)
  return made.runbook
}

async function recorded(events: readonly Happening[]): Promise<void> {
  await openProject({ cwd: folder, environment }).withStore(async (store) => {
    const session = await openSession(store, run, systemClock, () => {})
    await session.record(events)
    await session.close()
  })
}

async function mergers(): Promise<number> {
  const records = await openProject({ cwd: folder, environment }).withStore((store) => store.read(run))
  return records.filter(({ type }) => type === 'pagesMerged').length
}

let pages = 0
/** A journal as a page exports it. @returns its path */
function page(entries: ReadonlyArray<Partial<Entry>>, over: Readonly<Record<string, unknown>> = {}): string {
  const copy = `copy${pages++}`
  const path = join(folder, `${copy}.json`)
  const lines = entries.map((entry, at) => ({
    copy,
    n: at + 1,
    at: `2026-11-30T03:0${at}:00.000Z`,
    by: 'Ada',
    kind: 'stepDone',
    ...entry,
  }))
  const head = {
    format: 'muster-offline-journal',
    schemaVersion: 1,
    plan: 'contoso-orders',
    planDigest: runbook.plan.digest,
    scenario: 'east-lost',
    runbooks: [],
    copy,
    exportedAt: '2026-11-30T04:00:00.000Z',
  }
  writeFileSync(path, JSON.stringify({ ...head, entries: lines, ...over }))
  return path
}

const merge = (...files: readonly string[]) =>
  openMuster({ cwd: folder, environment }).mergePages(run, files, {
    as: 'incident-manager',
    reason: 'The network was down',
  })

test('what was written on two pages comes into the run, with what they and the run say differently', async () => {
  const ada = page([
    { kind: 'begun', text: 'real' },
    { step: 'fence.east@west' },
    { step: 'promote.orders-db@west', text: 't, then f and off' },
    { step: 'check.storefront-answers@west', text: 'A page came' },
    { step: 'a-step-of-before' },
  ])
  const bob = page([{ step: 'check.storefront-answers@west', kind: 'stepFailed', by: 'Bob' }])
  const merged = await merge(ada, bob)
  expect(merged.contradictions).toEqual([
    'check.storefront-answers@west: failed by Bob at 2026-11-30T03:00:00.000Z, and done by Ada at 2026-11-30T03:03:00.000Z.',
    'fence.east@west: done by Ada on a page at 2026-11-30T03:01:00.000Z, and done in this run too.',
    'promote.orders-db@west: done by Ada on a page at 2026-11-30T03:02:00.000Z, and failed in this run.',
  ])
  expect(merged.onlyOnPages).toEqual([
    {
      step: 'check.storefront-answers@west',
      by: 'Ada',
      at: '2026-11-30T03:03:00.000Z',
      seen: 'A page came',
      next: `muster run done ${run} check.storefront-answers@west --comment SEEN --as ROLE`,
    },
  ])
  expect(merged.unknownSteps).toEqual(['a-step-of-before'])
  expect(merged.copies.map(({ lines }) => lines)).toEqual(expect.arrayContaining([1, 5]))
  expect(merged.copies).toHaveLength(2)
  expect(merged.recorded).toBe(true)
  const again = await merge(bob, ada)
  expect(again.recorded).toBe(true)
  expect(await mergers()).toBe(1)
  // A line more is a new state of the pages.
  await merge(bob, ada, page([{ kind: 'noted', text: 'The provider called' }]))
  expect(await mergers()).toBe(2)
})

test('nobody contradicts anybody where a page says what the run does not know yet', async () => {
  const merged = await merge(page([{ step: 'check.orders-accepted@west', by: 'Cleo' }]))
  expect(merged).toMatchObject({ contradictions: [], recorded: true })
  expect(merged.onlyOnPages.map(({ by }) => by)).toEqual(['Cleo'])
})

test('an action that was done by hand is told so that the run does not do it again, and what is under way is named', async () => {
  const merged = await merge(
    page(
      [
        { step: 'scale.storefront@west', kind: 'stepBegun' },
        { step: 'verify.orders-db@west' },
        { step: 'back/route.edge@east' },
      ],
      {
        planDigest: 'sha256:other',
      },
    ),
  )
  expect(merged.onlyOnPages.map(({ next }) => next)).toEqual([
    `muster run skip ${run} verify.orders-db@west --comment "done by hand, see the page" --as ROLE`,
  ])
  expect(merged.underWay).toEqual([{ step: 'scale.storefront@west', by: 'Ada', since: '2026-11-30T03:00:00.000Z' }])
  // Steps of the way back belong to a run of their own.
  expect(merged.unknownSteps).toEqual([])
  expect(merged.otherVersion).toHaveLength(1)
})

test('that the run has done since what only a page knew is no contradiction', async () => {
  const file = page([{ step: 'check.orders-accepted@west' }])
  expect((await merge(file)).contradictions).toEqual([])
  await recorded([
    { type: 'manualDone', data: { step: 'check.orders-accepted@west', result: 'by the page', signal: 's' } },
  ])
  expect((await merge(file, page([{ kind: 'noted', text: 'more' }]))).contradictions).toEqual([])
})

test('a run that somebody drives is told apart, and keeps what it has', async () => {
  await openProject({ cwd: folder, environment }).withStore(async (store) => {
    const session = await openSession(store, run, systemClock, () => {})
    expect(await merge(page([{ step: 'check.orders-accepted@west' }]))).toMatchObject({ recorded: false })
    await session.close()
  })
})

test.each([
  [
    'of another scenario',
    () => [page([], { scenario: 'orders-spoilt' })],
    /is of contoso-orders, orders-spoilt, and the run/,
  ],
  ['with a line that is none', () => [page([{ kind: 'danced' as never }])], /Line 1 of this journal is no entry/],
  ['of a rehearsal', () => [page([{ kind: 'begun', text: 'rehearsal' }])], /is of a rehearsal, and the run is real/],
  ['without its head', () => [page([], { planDigest: undefined })], /does not say what it is of/],
])('a page %s is refused, and nothing is recorded', async (_, files, says) => {
  await expect(merge(...files())).rejects.toThrow(says)
  expect(await mergers()).toBe(0)
})

test('files that are no pages are told from those that are', () => {
  const { arePages } = openMuster({ cwd: folder, environment })
  const plain = join(folder, 'plain.json')
  writeFileSync(plain, '{}')
  expect(arePages([page([])])).toBe(true)
  expect(arePages([page([]), plain])).toBe(false)
  expect(arePages([])).toBe(false)
  expect(arePages([folder])).toBe(false)
})
