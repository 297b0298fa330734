import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonical } from '#digest'
import { type JournalRecord, type NewEvent, chain, recordHash } from '#journal'
import { type Runbook, type RunbookFlow, type Step, runbookDigest } from '#runbook'
import { type Share, seconds } from '#units'
import { judge } from './judge.ts'
import type { ClientSeries, FlowResult, LedgerCount, Measurements } from './model.ts'

function step(id: string, phase: Step['phase'], needs: readonly string[], work?: Step['work']): Step {
  return {
    id,
    title: id,
    objective: `${id} is done`,
    phase,
    needs,
    owner: 'operator',
    work: work ?? { kind: 'action', use: `act.${id}`, with: {} },
    requires: [],
    effect: 'keyed',
    timeout: seconds(60),
    attempts: 2,
    backoff: seconds(1),
    irreversible: false,
    essential: true,
  }
}

const decision: Step['work'] = { kind: 'decision', question: 'Go?', deciders: ['operator'] }
const steps = [
  step('detect', 'detect', []),
  step('decide', 'decide', ['detect'], decision),
  step('promote', 'recover', ['decide']),
  step('verify', 'verify', ['promote']),
  step('route', 'route', ['verify']),
]

function flow(over: Partial<RunbookFlow> = {}): RunbookFlow {
  return {
    id: 'checkout',
    does: 'A customer pays',
    tier: 1,
    data: 'writes',
    objectives: { rto: seconds(30), rpo: seconds(5) },
    level: { success: 1 as Share, hold: seconds(2) },
    restoredBy: ['route'],
    stores: ['orders-db'],
    components: ['orders-db'],
    ...over,
  }
}

function runbook(over: Partial<Runbook> = {}): Runbook {
  return {
    schemaVersion: 1,
    plan: { name: 'contoso-orders', owner: 'orders', digest: 'sha256:0' },
    scenario: { id: 'east-lost', class: 'region', loses: ['east'] },
    direction: 'failover',
    mode: 'forced',
    from: 'east',
    to: 'west',
    regions: { east: { location: 'eastus2' }, west: { location: 'centralus' } },
    flows: [flow()],
    stores: [{ component: 'orders-db', replication: 'async' }],
    probes: [],
    decision: 'people',
    people: [],
    steps,
    deviations: [],
    gaps: [],
    ...over,
  }
}

type Bare = Pick<NewEvent, 'type' | 'data'> & { readonly at: number; readonly by?: string }

function records(...events: readonly Bare[]): JournalRecord[] {
  let last: { seq: number; hash: string } | undefined
  let epoch = 1
  return events.flatMap(({ at, by, ...event }) => {
    if (event.type === 'leaseTaken') epoch = (event.data as { epoch: number }).epoch
    const told = {
      ...event,
      actor: { name: by ?? 'muster', authn: by ? 'stated' : 'muster' },
      ts: new Date(Date.UTC(2026, 10, 24) + at * 1000).toISOString(),
      tsMono: at,
    } as NewEvent
    return chain('run-1', epoch, last, [told]).map(({ record, hash }) => {
      last = { seq: record.seq, hash }
      return record
    })
  })
}

const start = (at: number): Bare => ({
  type: 'runStarted',
  at,
  data: { runbookDigest: runbookDigest(runbook()), runbook: {}, subject: 'lab', target: 'lab', kind: 'drill' },
})
const began = (id: string, at: number, attempt = 1): Bare => ({
  type: 'stepStarted',
  at,
  data: { step: id, attempt, key: id },
})
const ended = (id: string, at: number, attempt = 1): Bare => ({
  type: 'stepSucceeded',
  at,
  data: { step: id, attempt, output: null },
})
const approved = (at: number, method: 'person' | 'automatic' = 'person'): Bare => ({
  type: 'decided',
  at,
  by: 'ada',
  data: { step: 'decide', decision: 'approved', method },
})
const finished = (at: number, outcome = 'succeeded'): Bare => ({ type: 'runFinished', at, data: { outcome } as never })

/** The fault is at 100 s; detected at 104, declared at 110, promoted at 112, verified at 113, routed at 114. */
function course(method: 'person' | 'automatic' = 'person'): Bare[] {
  return [
    start(99),
    began('detect', 99.5),
    ended('detect', 104),
    approved(110, method),
    began('promote', 110),
    ended('promote', 112),
    began('verify', 112),
    ended('verify', 113),
    began('route', 113),
    ended('route', 114),
    finished(120),
  ]
}

function client(outage: readonly [number, number], over: Partial<ClientSeries> = {}): ClientSeries {
  const times = Array.from({ length: 300 }, (_, index) => 95 + index / 10)
  return {
    flow: 'checkout',
    client: 'one',
    requests: times.map((at) => ({ at, ok: at < outage[0] || at >= outage[1], latency: 0.01 })),
    ...over,
  }
}

function ledger(over: Partial<LedgerCount> = {}): LedgerCount {
  return {
    component: 'orders-db',
    acknowledged: 1000,
    lost: 3,
    unackedSurvivors: 2,
    duplicates: 0,
    oldestLostAt: 98.5,
    lostKeys: ['a', 'b', 'c'],
    ...over,
  }
}

/** Of the losses of `ledger`, where no step of the runbook looks at what the other side had. */
const unlisted = '3 acknowledged writes of orders-db are lost, and nobody has listed what east had.'

function measured(over: Partial<Measurements> = {}): Measurements {
  return {
    schemaVersion: 1,
    method: 'ledger',
    clock: { source: 'monotonic clock of the host', skewSeconds: 0 },
    t0: 100,
    clients: [client([100, 115]), client([100, 114.5], { client: 'two' })],
    ledgers: [ledger()],
    ...over,
  }
}

test('a run that a person decided and that keeps every objective is met', () => {
  const journal = records(...course())
  const last = journal.at(-1) as JournalRecord
  expect(judge(runbook({ deviations: ['Shortened.'], gaps: ['Left out.'] }), journal, measured())).toEqual({
    schemaVersion: 1,
    judgement: 6,
    run: 'run-1',
    subject: 'lab',
    target: 'lab',
    kind: 'drill',
    direction: 'failover',
    plan: { name: 'contoso-orders', digest: 'sha256:0' },
    scenario: 'east-lost',
    runbookDigest: runbookDigest(runbook({ deviations: ['Shortened.'], gaps: ['Left out.'] })),
    journalHead: recordHash(last),
    startedAt: '2026-11-24T00:01:39.000Z',
    finishedAt: '2026-11-24T00:02:00.000Z',
    verdict: 'met',
    flows: [
      {
        flow: 'checkout',
        rto: {
          measured: 15,
          fromDeclaration: 5,
          validated: 15,
          target: 30,
          met: true,
          phases: { detect: 4, decide: 6, execute: 5, verify: 0 },
        },
        rpo: {
          measured: 1.5,
          method: 'ledger',
          target: 5,
          met: true,
          acknowledged: 1000,
          lost: 3,
          unackedSurvivors: 2,
          duplicates: 0,
        },
      },
    ],
    steps: [
      { step: 'detect', use: 'act.detect', seconds: 4.5, attempts: 1 },
      { step: 'decide', seconds: 6, attempts: 1 },
      { step: 'promote', use: 'act.promote', seconds: 2, attempts: 1 },
      { step: 'verify', use: 'act.verify', seconds: 1, attempts: 1 },
      { step: 'route', use: 'act.route', seconds: 1, attempts: 1 },
    ],
    approvals: [{ step: 'decide', decision: 'approved', by: 'ada', method: 'person', at: '2026-11-24T00:01:50.000Z' }],
    deviations: ['Shortened.'],
    gaps: ['Left out.', unlisted],
    clock: { source: 'monotonic clock of the host', skewSeconds: 0 },
  })
})

test('an automatic decision proves a technical recovery time only', () => {
  const evidence = judge(runbook(), records(...course('automatic')), measured())
  expect(evidence.verdict).toBe('met-technically')
  expect(evidence.deviations).toEqual([
    'Decision not exercised: it was taken automatically, so this is a technical recovery time.',
  ])
})

test('an objective that is missed by a hair is missed', () => {
  const journal = records(...course())
  const verdictFor = (rto: number, rpo: number): string =>
    judge(runbook({ flows: [flow({ objectives: { rto: seconds(rto), rpo: seconds(rpo) } })] }), journal, measured())
      .verdict
  expect(verdictFor(15, 1.5)).toBe('met')
  expect(verdictFor(14.999, 1.5)).toBe('missed')
  expect(verdictFor(15, 1.499)).toBe('missed')
})

test('a run that failed, or left a flow down, has failed', () => {
  const down = measured({ clients: [client([100, 999]), client([100, 114], { client: 'two' })] })
  expect(judge(runbook(), records(...course()), down).verdict).toBe('failed')
  expect(judge(runbook(), records(...course()), down).flows[0]?.rto).toEqual({ target: 30, met: false })
  expect(judge(runbook(), records(...course().slice(0, -1), finished(120, 'failed')), measured()).verdict).toBe(
    'failed',
  )
  expect(judge(runbook(), records(...course().slice(0, -1)), measured()).verdict).toBe('failed')
})

test('what nobody measured is a gap and never met', () => {
  const two = runbook({ flows: [flow(), flow({ id: 'search', stores: ['search-db'] })] })
  const some = judge(two, records(...course()), measured())
  expect(some.verdict).toBe('met')
  expect(some.flows[1]?.rto).toEqual({ target: 30 })
  expect(some.gaps).toEqual(['No client of search was measured, so its recovery time is not known.', unlisted])
  const none = judge(runbook(), records(...course()), measured({ clients: [], ledgers: [], method: 'none' }))
  expect(none.verdict).toBe('missed')
  expect(none.flows[0]?.rpo).toEqual({
    method: 'none',
    target: 5,
    acknowledged: 0,
    lost: 0,
    unackedSurvivors: 0,
    duplicates: 0,
  })
  expect(none.gaps).toEqual([
    'No recovery time was measured, so no objective counts as met.',
    'What orders-db lost was not counted, so the loss of the flows that need it is not known.',
  ])
})

test('the worst store counts, counts are summed, and one store too many lost is enough for a miss', () => {
  const stores = ['a', 'b'].map((component) => ({ component, replication: 'async' as const }))
  const book = runbook({ stores, flows: [flow({ stores: ['a', 'b'] })] })
  const rpo = (...ledgers: readonly LedgerCount[]) =>
    judge(book, records(...course()), measured({ ledgers })).flows[0]?.rpo
  const none = ledger({ component: 'a', lost: 0, lostKeys: [] })
  expect(rpo(none, ledger({ component: 'b', oldestLostAt: 96 }))).toEqual({
    measured: 4,
    method: 'ledger',
    target: 5,
    met: true,
    acknowledged: 2000,
    lost: 3,
    unackedSurvivors: 4,
    duplicates: 0,
  })
  expect(rpo(none)).toMatchObject({ acknowledged: 1000, lost: 0 })
  expect(rpo(none)).not.toHaveProperty('measured')
  expect(rpo(none)).not.toHaveProperty('met')
  expect(rpo(ledger({ component: 'b', oldestLostAt: 94 }))).toMatchObject({ met: false })
})

test('a planned switch counts from its first containing step', () => {
  const planned = runbook({
    direction: 'failback',
    mode: 'planned',
    steps: [
      step('decide', 'decide', [], decision),
      step('drain', 'contain', ['decide']),
      step('route', 'route', ['drain']),
    ],
  })
  const journal = records(
    start(90),
    approved(92),
    began('drain', 100),
    ended('drain', 101),
    began('route', 101),
    ended('route', 102),
    finished(103),
  )
  const { t0: _, ...rest } = measured({
    clients: [client([100.05, 102])],
    ledgers: [ledger({ lost: 0, lostKeys: [] })],
  })
  const [result] = judge(planned, journal, rest).flows
  expect(result?.rto).toEqual({
    measured: 2,
    fromDeclaration: 10,
    target: 30,
    met: true,
    phases: { detect: 0, decide: 0, execute: 2, verify: 0 },
  })
  expect(result?.rpo.measured).toBe(0)
})

test('verification after restoration lengthens the validated time only', () => {
  const late = course().map((event) =>
    event.type === 'stepSucceeded' && event.at === 113 ? ended('verify', 118) : event,
  )
  const [result] = judge(runbook(), records(...late), measured()).flows
  expect(result?.rto).toMatchObject({
    measured: 15,
    validated: 18,
    phases: { detect: 4, decide: 6, execute: 5, verify: 3 },
  })
})

test('a takeover is a deviation, and the step that it interrupted is not timed', () => {
  const events = course()
  events.splice(5, 0, { type: 'leaseTaken', at: 111, data: { holder: 'other', epoch: 2 } })
  const evidence = judge(runbook(), records(...events), measured())
  expect(evidence.deviations).toEqual([
    'The run was taken over once. Not timed, because they were interrupted: promote.',
  ])
  expect(evidence.steps.map((each) => each.step)).toEqual(['detect', 'decide', 'verify', 'route'])
})

test('a doubt and who resolved it are a deviation', () => {
  const events = course()
  events.splice(5, 1, {
    type: 'stepInDoubt',
    at: 111,
    data: { step: 'promote', attempt: 1, reason: 'No answer came.' },
  })
  const unresolved = judge(runbook(), records(...events), measured())
  expect(unresolved.deviations).toEqual(['promote was in doubt and nobody resolved it: No answer came.'])
  events.splice(6, 0, {
    type: 'manualDone',
    at: 112,
    by: 'grace',
    data: { step: 'promote', result: 'It is primary', signal: 's1' },
  })
  const resolved = judge(runbook(), records(...events), measured())
  expect(resolved.deviations).toEqual(['promote was in doubt (No answer came); grace found it done.'])
  expect(resolved.steps.map((each) => each.step)).not.toContain('promote')
})

test('a retried step is timed from the attempt that succeeded', () => {
  const events = course()
  events.splice(5, 0, began('promote', 111.5, 2))
  expect(judge(runbook(), records(...events), measured()).steps[2]).toMatchObject({ seconds: 0.5, attempts: 2 })
})

test('whatever order the marks come in, the phases are not negative and add up', () => {
  const mark = fc.option(
    fc.integer({ min: 80_000, max: 140_000 }).map((ms) => ms / 1000),
    { nil: undefined },
  )
  const outage = fc.integer({ min: 100_000, max: 120_000 }).map((ms) => ms / 1000)
  fc.assert(
    fc.property(mark, mark, mark, outage, (detected, declared, verified, until) => {
      const journal = records(
        start(70),
        ...(detected === undefined ? [] : [ended('detect', detected)]),
        ...(declared === undefined ? [] : [approved(declared)]),
        ...(verified === undefined ? [] : [ended('verify', verified)]),
        finished(150),
      )
      const { rto } = judge(runbook(), journal, measured({ clients: [client([100, until])] })).flows[0] as FlowResult
      const { detect = -1, decide = -1, execute = -1, verify = -1 } = rto.phases ?? {}
      expect(Math.min(detect, decide, execute, verify)).toBeGreaterThanOrEqual(0)
      expect(detect + decide + execute).toBeCloseTo(rto.measured ?? Number.NaN, 9)
      expect(rto.validated ?? rto.measured).toBeGreaterThanOrEqual(rto.measured ?? Number.NaN)
    }),
  )
})

test('any part of a journal can be judged', () => {
  const journal = records(...course())
  for (let length = 0; length <= journal.length; length++)
    expect(() => canonical(judge(runbook(), journal.slice(0, length), measured()))).not.toThrow()
})

const untouched = runbook({
  flows: [flow({ restoredBy: [], objectives: { rto: seconds(3), rpo: seconds(0) } })],
  stores: [],
  decision: 'automatic',
  steps: [step('detect', 'detect', [])],
})
const watched = [start(99), began('detect', 99.5), ended('detect', 104), finished(120)]
const nothingLost = { acknowledged: 10, lost: 0, lostKeys: [] }
const { oldestLostAt: _, ...whole } = ledger(nothingLost)

test('a flow that nothing disturbed and nobody had to restore has kept its objectives', () => {
  const calm = judge(untouched, records(...watched), measured({ clients: [client([0, 0])], ledgers: [whole] }))
  expect(calm.verdict).toBe('met-technically')
  expect(calm.flows[0]).toMatchObject({ rto: { measured: 0, met: true }, rpo: { measured: 0, met: true } })
})

test('a flow that nobody restores is measured until its last disturbance', () => {
  const late = judge(untouched, records(...watched), measured({ clients: [client([105, 106])], ledgers: [whole] }))
  expect(late.flows[0]?.rto).toMatchObject({ measured: 6, met: false })
  expect(late.verdict).toBe('missed')
})

test('a store with two writers is a failure, whatever the objectives', () => {
  const writings = [
    { component: 'orders-db', region: 'east', from: 95, to: 112, acknowledged: 10 },
    { component: 'orders-db', region: 'west', from: 111, to: 120, acknowledged: 10 },
  ]
  const evidence = judge(runbook(), records(...course()), measured({ writings }))
  expect(evidence.verdict).toBe('failed')
  expect(evidence.writers).toEqual([{ component: 'orders-db', regions: ['east', 'west'], split: true }])
  expect(evidence.deviations).toContain('Split brain: east and west took writes of orders-db at the same time.')
})

test('what was counted beside losses and what was carried is told as it was measured', () => {
  const evidence = judge(
    runbook(),
    records(...course()),
    measured({
      ledgers: [ledger({ wrong: 2, unreconciled: 4 })],
      throughput: { before: 280.5, after: 140 },
    }),
  )
  expect(evidence.flows[0]?.rpo).toMatchObject({ lost: 3, wrong: 2, unreconciled: 4 })
  expect(evidence.throughput).toEqual({ before: 280.5, after: 140 })
  expect(evidence.gaps).toContain(
    '4 acknowledged writes of orders-db are on the side that was left alone, and nobody has settled them.',
  )
})

test('a flow that is served from wrong data is restored only once it was given sound ones', () => {
  const ruined = runbook({ scenario: { id: 'ruined', class: 'corruption', loses: [] } })
  const served = measured({ clients: [client([105, 106])] })
  expect(judge(ruined, records(...course()), served).flows[0]?.rto).toMatchObject({ measured: 14, met: true })
  expect(judge(runbook(), records(...course()), served).flows[0]?.rto.measured).toBe(0)
  const unrestored = course().filter((event) => event.type !== 'stepSucceeded' || event.at !== 114)
  const evidence = judge(ruined, records(...unrestored), served)
  expect(evidence.flows[0]?.rto).toEqual({ target: 30, met: false })
  expect(evidence.verdict).toBe('failed')
})

/** A client that asks every so many seconds from 90 s on and fails in the outage, but while nobody asks. */
function asking(every: number, outage: readonly [number, number], silence: readonly [number, number] = [0, 0]) {
  const times = Array.from({ length: Math.floor(600 / every) }, (_, index) => 90 + index * every)
  const requests = times
    .filter((at) => at < silence[0] || at >= silence[1])
    .map((at) => ({ at, ok: at < outage[0] || at >= outage[1], latency: 0.01 }))
  return { flow: 'checkout', client: 'muster', every, requests }
}
const timeOf = (client: ClientSeries, events = course()) =>
  judge(runbook(), records(...events), measured({ clients: [client] }))

test('a time that is known to within an error is met or missed only where it is whatever nobody saw', () => {
  const met = timeOf(asking(1, [100, 115]))
  expect(met).toMatchObject({
    verdict: 'met',
    flows: [{ rto: { measured: 15, error: 1, met: true } }],
    gaps: [unlisted],
  })
  expect(timeOf(asking(1, [100, 140])).flows[0]?.rto).toMatchObject({ measured: 40, error: 1, met: false })
  const between = timeOf(asking(1, [100, 130]))
  expect(between.flows[0]?.rto).toMatchObject({ measured: 30, error: 1, target: 30 })
  expect(between.flows[0]?.rto).not.toHaveProperty('met')
  expect(between.gaps).toEqual([
    'The recovery time of checkout is known to within 1 s (29 s to 31 s), so whether its objective of 30 s was met is not known: nobody asked more often.',
    unlisted,
  ])
  expect(between.verdict).toBe('missed')
})

test('an outage into which no request fell is none that was met', () => {
  const rare = timeOf(asking(60, [100, 115]))
  expect(rare.flows[0]?.rto).toMatchObject({ measured: 0, error: 60 })
  expect(rare.flows[0]?.rto).not.toHaveProperty('met')
  expect(rare.verdict).toBe('missed')
  const killed = timeOf(asking(1, [100, 300], [100.5, 700 - 90]))
  expect(killed.flows[0]?.rto).not.toHaveProperty('met')
  expect(killed.verdict).not.toBe('met')
})

test('a flow that nobody asked after the fault was not measured', () => {
  const silent = timeOf(asking(1, [0, 0], [100, 9999]))
  expect(silent.flows[0]?.rto).toEqual({ target: 30 })
  expect(silent.gaps).toContain('No recovery time was measured, so no objective counts as met.')
})

test('what was not served when it was asked first took longer than was measured', () => {
  const { requests, ...client } = asking(1, [0, 115])
  const late = { ...client, requests: requests.filter(({ at }) => at >= 100) }
  const evidence = timeOf(late)
  expect(evidence.flows[0]?.rto).toMatchObject({ measured: 15, error: 1, target: 30 })
  expect(evidence.flows[0]?.rto).not.toHaveProperty('met')
  expect(evidence.gaps).toEqual([
    'checkout was not served when it was asked first: how long it had failed before is not in its recovery time, which was longer than 15 s.',
    unlisted,
  ])
  expect(timeOf({ ...client, requests: [{ at: 99, ok: true, latency: 0.01 }, ...late.requests] }).gaps).toEqual([
    unlisted,
  ])
  const injected: Bare = {
    type: 'faultInjected',
    at: 100,
    data: { as: 'cut-off', regions: ['east'], atMono: 100 },
  }
  const [first, ...rest] = course()
  expect(timeOf(late, [first as Bare, injected, ...rest]).flows[0]?.rto.met).toBe(true)
})

test('what a fault did is told as whoever caused it has counted, and nothing where nobody has', () => {
  const harm = [{ region: 'east', component: 'orders-db', what: 'rows', hit: 812, refused: 0 }] as const
  const hurt = (counted: object): Bare =>
    ({ type: 'faultInjected', at: 100, data: { as: 'altered', regions: [], atMono: 100, ...counted } }) as Bare
  const [first, ...rest] = course()
  const judged = (counted: object) => judge(runbook(), records(first as Bare, hurt(counted), ...rest), measured())
  expect(judged({ harm }).harm).toEqual(harm)
  expect(judged({})).not.toHaveProperty('harm')
})

/** The fault is at 100 s of one clock; all else comes an hour later, on another one that reads much the same. */
function restarted(clock = 'host:2'): Bare[] {
  const [first, ...rest] = course()
  const { data, ...start } = first as Bare
  return [
    { ...start, data: { ...data, clock: 'host:1' } } as Bare,
    { type: 'faultInjected', at: 100, data: { as: 'cut-off', regions: ['east'], atMono: 100 } },
    { type: 'leaseTaken', at: 100.5, data: { holder: 'other', epoch: 2, clock } },
    ...rest.filter(({ at }) => at > 100.5),
  ]
}

test('no time spans two clocks', () => {
  const ledgers = [ledger({ lost: 0, lostKeys: [], error: 1 })]
  for (const on of [{ on: 'host:2' }, {}]) {
    const evidence = judge(runbook(), records(...restarted()), measured({ ledgers, ...on }))
    expect(evidence.verdict).toBe('missed')
    expect(evidence.flows[0]?.rto).toEqual({ target: 30 })
    expect(evidence.flows[0]?.rpo).not.toHaveProperty('measured')
    expect(evidence.flows[0]?.rpo).not.toHaveProperty('met')
    expect(evidence.gaps).toEqual([
      'Muster measured by another clock when customers were served again than when it began (its machine was started anew, or another one took over), so no time is known that spans the two.',
      'No recovery time was measured, so no objective counts as met.',
      'No marker of orders-db is known to be there from before what may be lost, so how much it lost is not known.',
    ])
  }
  const same = judge(runbook(), records(...restarted('host:1')), measured())
  expect(same.flows[0]?.rto).toMatchObject({ measured: 15, met: true })
})

test('whoever names the clock says whether the fault was on it', () => {
  const { t0: _, ...rest } = measured({ on: 'host:1' })
  expect(judge(runbook(), records(...restarted('host:1')), rest).flows[0]?.rto).toEqual({ target: 30 })
})

test("people's work that spans two clocks is not timed", () => {
  const events = restarted()
  expect(judge(runbook(), records(...events), measured()).steps.map(({ step: id }) => id)).toEqual([
    'decide',
    'promote',
    'verify',
    'route',
  ])
  const cut = events.flatMap((event) =>
    event.type === 'decided'
      ? [{ type: 'leaseTaken', at: 109, data: { holder: 'a', epoch: 3, clock: 'host:3' } } as Bare, event]
      : [event],
  )
  expect(judge(runbook(), records(...cut), measured()).steps.map(({ step: id }) => id)).not.toContain('decide')
})

test('a switch that begins on the clock that is measured by is timed, however the run began', () => {
  const planned = runbook({
    mode: 'planned',
    steps: [step('drain', 'contain', []), step('route', 'route', ['drain'])],
  })
  const events: Bare[] = [
    { ...start(500), data: { ...start(500).data, clock: 'host:1' } } as Bare,
    { type: 'leaseTaken', at: 90, data: { holder: 'other', epoch: 2, clock: 'host:2' } },
    began('drain', 100),
    ended('drain', 101),
    began('route', 101),
    ended('route', 102),
    finished(120),
  ]
  const { t0: _, ...rest } = measured({ clients: [client([100.05, 102])], ledgers: [], on: 'host:2' })
  expect(judge(planned, records(...events), rest).flows[0]?.rto).toMatchObject({ measured: 2, met: true })
  expect(judge(runbook({ steps: planned.steps }), records(...events), rest).flows[0]?.rto).toEqual({ target: 30 })
  const [, , ...later] = events
  const late = [events[0] as Bare, began('drain', 501), events[1] as Bare, ...later]
  expect(judge(planned, records(...late), rest).flows[0]?.rto).toEqual({ target: 30 })
})

test('a load that hardly anybody saw carried is not proven to have been', () => {
  const carried = (unmeasured: number) =>
    judge(
      runbook(),
      records(...course()),
      measured({
        sustained: {
          wanted: 3600,
          lasted: 3600,
          unmeasured,
          flows: [{ flow: 'checkout', requests: 100, failed: 0, longest: 0 }],
        },
      }),
    )
  expect(carried(1800).verdict).toBe('met')
  expect(carried(3500).verdict).toBe('missed')
  expect(carried(3500).gaps).toEqual([
    unlisted,
    'For 3500 s of the 3600 s in which the other side carried the load nobody measured. That is most of it, so that it did is not proven.',
  ])
})

test('a write that a fenced region took from somebody who came past the entry is a split brain, and the run has failed', () => {
  const { steps, ...rest } = runbook()
  const fence = {
    ...(steps[0] as Step),
    id: 'fence',
    work: { kind: 'action', use: 'traffic.fence', with: { region: 'east' } },
  }
  const book = { ...rest, steps: [...steps, fence as Step] }
  const journal = records(...course().slice(0, -1), began('fence', 110), ended('fence', 111), finished(120))
  const wrote = (region: string, from: number, to: number) => ({
    component: 'orders-db',
    region,
    from,
    to,
    acknowledged: 2,
  })
  const pinned = (taken: boolean) => ({
    region: 'east',
    component: 'orders-db',
    writes: [
      { at: 99, ok: true },
      { at: 112, ok: false },
      { at: 115, ok: taken },
    ],
  })
  const held = judge(book, journal, measured({ writings: [wrote('east', 95, 99)], pinned: [pinned(false)] }))
  expect(held).toMatchObject({
    verdict: 'met',
    fences: [{ region: 'east', component: 'orders-db', tried: 2, taken: 0 }],
  })
  const open = judge(
    book,
    journal,
    measured({ writings: [wrote('east', 95, 99), wrote('east', 115, 115.1)], pinned: [pinned(true)] }),
  )
  expect(open).toMatchObject({ verdict: 'failed', fences: [{ tried: 2, taken: 1 }] })
  expect(open.deviations).toContain('Split brain: east took writes of orders-db after it was fenced.')
})

test('conflicts are as they were counted, are a gap where there are any, and make no run fail', () => {
  const counted = (kinds?: Record<string, number>) => ({
    component: 'orders-db',
    region: 'west',
    errors: 1,
    ...(kinds ? { kinds } : {}),
  })
  const judged = (kinds?: Record<string, number>) =>
    judge(runbook(), records(...course()), measured({ conflicts: [counted(kinds)], ledgers: [ledger(nothingLost)] }))
  expect(judged({})).toMatchObject({ verdict: 'met', conflicts: [counted({})], gaps: [] })
  expect(judged({ update_origin_differs: 3, insert_exists: 1 })).toMatchObject({
    verdict: 'met',
    gaps: [
      'orders-db in west has counted conflicts (3 update_origin_differs, 1 insert_exists), and nobody has settled them.',
    ],
  })
  expect(judged().gaps).toEqual([
    'The server of orders-db in west does not count conflicts, so whether there were any is not known.',
  ])
})
