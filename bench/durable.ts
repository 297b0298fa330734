import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Action, drive, openSession, type Store, systemClock, type World } from '#execution'
import type { Happening, JournalRecord } from '#journal'
import { type Runbook, type Step, runbookDigest } from '#runbook'
import { openStore } from '#store'
import { seconds } from '#units'
import type { DagStep } from './dag.ts'

/** The steps as a runbook: every one an act that is keyed, so that its intent must be on disk before it begins. */
export function runbookOf(dag: readonly DagStep[]): Runbook {
  return {
    schemaVersion: 1,
    plan: { name: 'bench', owner: 'bench', digest: 'none' },
    scenario: { id: 'bench', class: 'region', loses: ['east'] },
    direction: 'failover',
    mode: 'forced',
    from: 'east',
    to: 'west',
    regions: {},
    flows: [],
    stores: [],
    probes: [],
    decision: 'automatic',
    people: [],
    steps: dag.map(
      ({ milliseconds, needs }, place): Step => ({
        id: `step-${place}`,
        title: `Step ${place}`,
        objective: 'It is done once',
        phase: 'recover',
        needs: needs.map((need) => `step-${need}`),
        owner: 'bench',
        work: { kind: 'action', use: 'bench.sleep', with: { milliseconds } },
        requires: [],
        effect: 'keyed',
        timeout: seconds(60),
        attempts: 1,
        backoff: seconds(0),
        irreversible: false,
        essential: true,
      }),
    ),
    deviations: [],
    gaps: [],
  }
}

const sleep: Action = {
  use: 'bench.sleep',
  effect: 'keyed',
  accepts: () => undefined,
  run: ({ milliseconds }) => new Promise((resolve) => setTimeout(resolve, Number(milliseconds), null)),
}

const nowhere: World = {
  endpoint() {
    throw new Error('The benchmark has no endpoints.')
  },
  traffic() {
    throw new Error('The benchmark has no traffic manager.')
  },
  facts: async () => ({}),
}

/** Runs the work on a store of its own in a folder on disk, which is removed afterwards. */
export async function withStore<T>(work: (store: Store, folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'muster-bench-'))
  const store = openStore(folder, systemClock)
  try {
    return await work(store, folder)
  } finally {
    await store.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** What a journal begins with. */
export function started(runbook: Runbook): readonly Happening[] {
  return [
    {
      type: 'runStarted',
      data: {
        runbookDigest: runbookDigest(runbook),
        runbook: JSON.parse(JSON.stringify(runbook)),
        subject: 'lab',
        target: 'bench',
        kind: 'drill',
      },
    },
  ]
}

/** Drives a run that has begun to its end, or takes one up. @returns its records */
export async function driven(store: Store, run: string, runbook: Runbook): Promise<readonly JournalRecord[]> {
  const session = await openSession(store, run, systemClock, () => undefined)
  try {
    if (session.records().length === 0) await session.record(started(runbook))
    const outcome = await drive({
      session,
      runbook,
      store,
      clock: systemClock,
      world: nowhere,
      actions: new Map([[sleep.use, sleep]]),
      losses: async () => [],
      signal: new AbortController().signal,
      asked: () => undefined,
      say: () => undefined,
    })
    if (outcome !== 'succeeded') throw new Error(`The run ended as ${outcome}. This is a bug in Muster.`)
    return session.records()
  } finally {
    await session.close()
  }
}

/** @returns seconds from when the first step was written down to when the last one's end was */
export async function durable(dag: readonly DagStep[]): Promise<number> {
  return withStore(async (store) => {
    const records = await driven(store, 'bench', runbookOf(dag))
    const done = records.filter((record) => record.type === 'stepSucceeded')
    if (done.length !== dag.length || new Set(done.map(({ data }) => data.step)).size !== dag.length)
      throw new Error(`${done.length} of ${dag.length} steps were done. This is a bug in Muster.`)
    const first = records.find((record) => record.type === 'stepStarted')
    const last = records.at(-1)
    if (!first || last?.type !== 'runFinished') throw new Error('The run has no end. This is a bug in Muster.')
    return last.tsMono - first.tsMono
  })
}
