import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { failbackRun, measured, type Target } from '#drill'
import { judge, type LedgerCount } from '#evidence'
import { type Clock, openSession, type Session, type Store, systemClock } from '#execution'
import type { Happening } from '#journal'
import { parsePlan } from '#plan'
import { compileRunbook, type Runbook } from '#runbook'
import { openStore } from '#store'
import { planTarget } from '../plan-target.ts'
import { ownTarget } from './target.ts'

// Two stores that are asked for markers over HTTP, and the diary of a run on them.
const there: Record<string, readonly number[]> = {}
let server: Server
let url = ''
let folder = ''
let store: Store

beforeAll(async () => {
  server = createServer((request, response) => {
    const asked = new URL(request.url ?? '', 'http://localhost')
    const after = Number(asked.searchParams.get('after'))
    response.end(JSON.stringify({ markers: (there[asked.pathname.slice(1)] ?? []).filter((one) => one > after) }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'muster-own-'))
  store = openStore(join(folder, 'store'), systemClock)
})
afterEach(async () => {
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

const text = (): string => `
apiVersion: muster/v1
kind: Plan
metadata: { name: shop, owner: team }
regions: { east: { location: eastus2 }, west: { location: centralus } }
flows:
  checkout:
    does: A customer pays
    tier: 1
    serviceLevel: { success: 99%, hold: 10s }
    objectives: { default: { rto: 1m, rpo: 1m } }
    needs: [orders-db, bills-db]
components:
  orders-db: { type: postgres, strategy: warm-standby, active: [east], standby: [west], data: { replication: { mode: async } } }
  bills-db: { type: postgres, strategy: warm-standby, active: [east], standby: [west], data: { replication: { mode: async } } }
scenarios: { east-lost: { class: region, loses: [east] } }
contacts: { lead: { name: Lead, phone: "+1 555 0100" } }
targets:
  staging:
    subject: nonprod
    components:
      orders-db: { east: { url: "postgres://127.0.0.1:1/shop" }, west: { url: "postgres://127.0.0.1:1/shop" } }
      bills-db: { east: { url: "postgres://127.0.0.1:1/bills" }, west: { url: "postgres://127.0.0.1:1/bills" } }
    heartbeats:
      orders-db: { write: "${url}/orders", read: { east: "${url}/orders", west: "${url}/orders" } }
      bills-db: { write: "${url}/bills", read: { east: "${url}/bills", west: "${url}/bills" } }
    flows:
      checkout: { http: "${url}/checkout", every: 1s }
`

function planned(direction: 'failover' | 'failback' = 'failover'): Runbook {
  const { plan } = parsePlan(text(), 'plan.yaml')
  if (!plan) throw new Error('the plan of this test is wrong')
  const compiled = compileRunbook(plan, 'sha256:0', { scenario: 'east-lost', direction, decision: 'automatic' })
  if ('reason' in compiled) throw new Error(compiled.reason)
  return compiled.runbook
}

type Line = readonly [what: string, ...rest: readonly (string | number)[]]

/** The target of a run whose diary has these lines. */
function targetOf(lines: readonly Line[], clock: Clock = systemClock): Target {
  const { plan } = parsePlan(text(), 'plan.yaml')
  if (!plan) throw new Error('the plan of this test is wrong')
  const surroundings = { clock, environment: {}, directory: folder }
  const regions = { 'orders-db': ['east', 'west'], 'bills-db': ['east', 'west'] }
  const paper = { read: () => lines.map((line) => `${JSON.stringify(line)}\n`).join(''), add: () => undefined }
  const target = planTarget(plan, 'staging', surroundings)
  return ownTarget({ run: 'drill-1', target, paper, surroundings, regions, apart: false })
}

const clockLine = ({ id }: Clock): Line => ['clock', id]
/** A request a second from one instant to another, all of them served. */
const served = (from: number, to: number): readonly Line[] =>
  Array.from({ length: to - from }, (_, index) => ['asked', 'checkout', from + index, 1, 0.01] as const)
/** Markers 1 to 3 of a store, a second apart from an instant on. */
const marked = (component: string, from: number): readonly Line[] =>
  [1, 2, 3].map((number) => ['marker', component, number, from + number, from + number + 0.02] as const)

describe('a load that is carried for hours', () => {
  test('is told as sums, and what comes before and after it one by one', async () => {
    const target = targetOf([clockLine(systemClock), ...served(1000, 20_000)])
    expect(target.carried?.(2000, 9200).flows).toMatchObject([{ flow: 'checkout', requests: 7201, failed: 0 }])
    const there = (await target.measurements(1000, 1500, [])).clients[0]?.requests ?? []
    expect([there[0]?.at, there.filter(({ at }) => at > 2600 && at <= 9200), there.at(-1)?.at]).toEqual([
      1000,
      [],
      19_999,
    ])
    const back = await target.measurements(9300, undefined, [])
    // The last request before that instant shows how it was.
    expect([back.clients[0]?.requests[0]?.at, back.clients[0]?.requests.length]).toEqual([9299, 10_701])
    expect(back).toMatchObject({ on: systemClock.id, clients: [{ every: 1 }] })
  })
})

async function begun(run: string, runbook: Runbook, clock: Clock, ...events: readonly Happening[]): Promise<Session> {
  const session = await openSession(store, run, clock, () => undefined)
  const start: Happening = {
    type: 'runStarted',
    data: {
      runbookDigest: 'sha256:0',
      runbook: {},
      subject: 'nonprod',
      target: 'staging',
      kind: 'drill',
      clock: clock.id,
    },
  }
  if (runbook.direction === 'failover' || session.records().length === 0) await session.record([start, ...events])
  return session
}

function given(target: Target, clock: Clock = systemClock) {
  const kept = new Map<string, string>()
  return {
    target,
    clock,
    kept: { get: (name: string) => kept.get(name), set: (name: string, what: string) => void kept.set(name, what) },
    say: () => undefined,
    signal: new AbortController().signal,
  }
}

test('a number that one store has lost hides the same number in no other', async () => {
  const now = systemClock.monotonic()
  Object.assign(there, { orders: [2, 3], bills: [2, 3] })
  const target = targetOf([
    clockLine(systemClock),
    ...served(Math.floor(now) - 30, Math.floor(now)),
    ...marked('orders-db', now - 20),
    ...marked('bills-db', now - 20),
  ])
  const back = planned('failback')
  const session = await begun(failbackRun('drill-1'), { ...back, flows: [] }, systemClock)
  const earlier = [{ component: 'orders-db', lostKeys: ['1'] } as unknown as LedgerCount]
  const { ledgers } = await measured(given(target), session, { ...back, flows: [] }, earlier)
  await session.close()
  expect(ledgers.map(({ component, acknowledged, lost }) => ({ component, acknowledged, lost }))).toEqual([
    { component: 'orders-db', acknowledged: 2, lost: 0 },
    { component: 'bills-db', acknowledged: 3, lost: 1 },
  ])
})

test('what was measured after the machine was started anew spans nothing from before', async () => {
  const runbook = { ...planned(), flows: planned().flows.map((flow) => ({ ...flow, restoredBy: [] })) }
  const before: Clock = { ...systemClock, id: 'host:1', monotonic: () => 300 }
  const fault: Happening = { type: 'faultInjected', data: { as: 'cut-off', regions: ['east'], atMono: 300 } }
  await (await begun('drill-1', runbook, before, fault)).close()

  const booted = systemClock.monotonic()
  const after: Clock = { ...systemClock, id: 'host:2', monotonic: () => systemClock.monotonic() - booted + 308 }
  const session = await openSession(store, 'drill-1', after, () => undefined)
  await session.record([{ type: 'runFinished', data: { outcome: 'failed' } }])
  Object.assign(there, { orders: [1, 2, 3, 4, 5, 6], bills: [] })
  const lines = [
    clockLine(before),
    ...served(280, 300),
    clockLine(after),
    ...served(301, 309),
    ...[4, 5, 6].map((number): Line => ['marker', 'orders-db', number, 298 + number, 298.02 + number]),
  ]
  const measurements = await measured(given(targetOf(lines, after), after), session, runbook, [])
  const evidence = judge(runbook, session.records(), measurements)
  await session.close()
  expect(measurements).toMatchObject({ on: 'host:2', ledgers: [{ component: 'orders-db', unbounded: true }, {}] })
  expect(measurements).not.toHaveProperty('t0')
  expect(evidence.flows[0]?.rto).toEqual({ target: 60 })
  expect(evidence.flows[0]?.rpo).not.toHaveProperty('met')
  expect(evidence.gaps.join('\n')).toMatch(/measured by another clock/)
})

test('a fault that was ordered before the machine was started anew has no time on the new clock', async () => {
  const lines: readonly Line[] = [['clock', 'host:1'], ['fault', 300], clockLine(systemClock), ...served(400, 410)]
  expect(await targetOf(lines).measurements(400, 405, [], 405)).not.toHaveProperty('t0')
})

test('a planned switch is known to have lost nothing only from its last marker before it on', async () => {
  Object.assign(there, { orders: [1, 2, 3] })
  const lines = [clockLine(systemClock), ...marked('orders-db', 100)]
  const ledgersAt = async (began?: number): Promise<readonly LedgerCount[]> => {
    const target = targetOf(lines)
    const count = await target.reconcile('orders-db', 'west', [])
    return (await target.measurements(100, undefined, [count], began)).ledgers
  }
  expect((await ledgersAt(110))[0]?.error).toBeCloseTo(7, 6)
  expect((await ledgersAt(100.5))[0]).toMatchObject({ lost: 0, unbounded: true })
  expect((await ledgersAt())[0]).toMatchObject({ lost: 0, unbounded: true })
})
