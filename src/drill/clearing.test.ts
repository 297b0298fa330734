import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { TerminalFailure } from '#diagnostics'
import { systemClock } from '#execution'
import { parsePlan } from '#plan'
import { compileRunbook, type Runbook } from '#runbook'
import { openStore } from '#store'
import { seconds } from '#units'
import { estatePlan } from '../../test/own/plan.ts'
import type { Rehearsal } from './rehearsal.ts'
import { rehearse } from './rehearse.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'muster-cleared-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function runbookOf(): Runbook {
  const { plan } = parsePlan(estatePlan({ door: 1, management: 1, eastApi: 1, westApi: 1, copyApi: 1 }), 'own.yaml')
  if (!plan) throw new Error('The plan of this test cannot be read.')
  const way = { scenario: 'api-down', direction: 'failover', decision: 'automatic', mode: 'forced' } as const
  const made = compileRunbook(plan, 'sha256:0', way)
  if ('reason' in made) throw new Error(made.reason)
  return made.runbook
}

test('a drill that was cancelled and is interrupted before it is judged leaves nothing failed and no marker', async () => {
  const store = openStore(join(folder, 'store'), systemClock)
  const interrupted = new AbortController()
  const done: string[] = []
  const none = (): never => {
    throw new TerminalFailure('There is none.')
  }
  const given = {
    run: 'drill-1',
    failover: runbookOf(),
    store,
    clock: systemClock,
    actions: new Map(),
    cause: { by: 'target' },
    staysOpen: true,
    subject: 'nonprod',
    warmUp: seconds(0),
    signal: interrupted.signal,
    kept: { get: () => undefined, set: () => undefined },
    losses: async () => [],
    usual: () => ({}),
    say: () => undefined,
    watch: () => undefined,
    asked: () => undefined,
    target: {
      name: 'staging',
      endpoint: none,
      traffic: none,
      facts: async () => ({}),
      start: async () => undefined,
      load: async () => undefined,
      async inject() {
        done.push('fail')
        await store.send({ id: 's1', run: 'drill-1', kind: 'cancel', by: 'on-call', at: new Date(0).toISOString() })
        return systemClock.monotonic()
      },
      unmended: () => done.includes('fail') && !done.includes('mend'),
      heal: async () => void done.push('mend'),
      restoredSince: async () => false,
      // The ledger is still being read when somebody has had enough.
      reconcile: async () => {
        interrupted.abort()
        throw new TerminalFailure('It was broken off.')
      },
      measurements: async () => ({ schemaVersion: 1, method: 'none', clock: {}, clients: [], ledgers: [] }),
      forget: async () => {
        done.push('forget')
        return []
      },
      stop: async () => void done.push('stop'),
      status: async () => ({ running: true, claimedBy: 'drill-1', processes: [] }),
    },
  } as unknown as Rehearsal
  try {
    expect(await rehearse(given)).toBeUndefined()
    expect(done).toEqual(['fail', 'mend', 'forget', 'stop'])
  } finally {
    await store.close()
  }
})
