import type { Evidence } from '#evidence'
import { chain, type JournalRecord, type NewEvent, recordHash } from '#journal'
import type { Runbook, Step } from '#runbook'
import type { Forecast } from '#simulation'
import { type Duration, type Share, seconds } from '#units'
import type { DrillResult } from '../drill-result.ts'
import type { RunView } from '../run-view.ts'
import type { Style } from '../style.ts'

/** The values that the golden outputs of this room are made from. */
export const rich: Style = { colour: false, width: 100, unicode: true }
export const poor: Style = { colour: false, width: 80, unicode: false }

const esc = String.fromCharCode(27)
const bel = String.fromCharCode(7)
const override = String.fromCharCode(0x202e)

/** What a foreign text may try, all in one. */
export const hostile = `${esc}[2J${esc}]0;owned${bel}<img src=x onerror=alert(1)></script>${override}"'&\n::error::pwned|@all`

export const forecast: Forecast = {
  schemaVersion: 1,
  scenario: 'east-lost',
  target: 'lab',
  seed: 42,
  runs: 10_000,
  flows: [
    {
      flow: 'checkout',
      scenario: 'east-lost',
      rto: { p50: 12.1, p95: 18.4, target: 30, probabilityMet: 0.9995 },
      rpo: { p50: 0.4, p95: 2, target: 60, probabilityMet: 1 },
      criticalPath: [
        { step: 'detect.storefront', share: 1, p50: 4.2 },
        { step: 'promote.orders-db@west', share: 0.8312, p50: 1.6 },
        { step: 'rebuild.orders-api@west', share: 0.1688, p50: 2.9 },
      ],
      measuredShare: 0.381,
    },
    {
      flow: 'browse',
      scenario: 'east-lost',
      rto: { p50: 8, p95: 9.5, target: 9, probabilityMet: 0.71 },
      rpo: { p50: 0, p95: 0 },
      criticalPath: [{ step: 'detect.storefront', share: 1, p50: 4.2 }],
      measuredShare: 0,
    },
  ],
  caveats: [
    'Steps are taken as independent of each other, which makes long tails look rarer than they are in a bad week.',
  ],
}

const head = 'c0ffee'.padEnd(64, '0')

export const evidence: Evidence = {
  schemaVersion: 1,
  judgement: 1,
  run: '01k6drill',
  subject: 'lab',
  target: 'lab',
  kind: 'drill',
  direction: 'failover',
  plan: { name: 'contoso-orders', digest: `sha256:${'a'.repeat(64)}` },
  scenario: 'east-lost',
  runbookDigest: `sha256:${'b'.repeat(64)}`,
  journalHead: head,
  startedAt: '2026-10-02T03:14:00.000Z',
  finishedAt: '2026-10-02T03:15:10.000Z',
  verdict: 'met-technically',
  flows: [
    {
      flow: 'checkout',
      rto: {
        measured: 14.2,
        fromDeclaration: 10,
        validated: 15.4,
        target: 30,
        met: true,
        phases: { detect: 4.2, decide: 0, execute: 10, verify: 1.2 },
      },
      rpo: {
        measured: 1.1,
        method: 'ledger',
        target: 60,
        met: true,
        acknowledged: 4210,
        lost: 17,
        unackedSurvivors: 2,
        duplicates: 0,
      },
    },
    {
      flow: 'browse',
      rto: {
        measured: 8.4,
        fromDeclaration: 4.2,
        target: 9,
        met: true,
        phases: { detect: 4.2, decide: 0, execute: 4.2, verify: 0 },
      },
      rpo: { method: 'none', acknowledged: 0, lost: 0, unackedSurvivors: 0, duplicates: 0 },
    },
  ],
  steps: [],
  approvals: [],
  deviations: ['Probes run every 500ms instead of every 10s.'],
  gaps: ['Messages went to the console; no person was reached.'],
  clock: { source: 'monotonic', skewSeconds: 0 },
}

export const failback: Evidence = {
  ...evidence,
  run: '01k6drill-back',
  direction: 'failback',
  gaps: [...evidence.gaps, 'The old side was rebuilt, not repaired.'],
  flows: [
    {
      flow: 'checkout',
      rto: { measured: 1.2, target: 30, met: true },
      rpo: {
        measured: 0,
        method: 'ledger',
        target: 60,
        met: true,
        acknowledged: 5120,
        lost: 0,
        unackedSurvivors: 0,
        duplicates: 0,
      },
    },
  ],
}

export const drill: DrillResult = {
  run: '01k6drill',
  evidence,
  failback,
  forecast,
  evidencePath: '.muster/evidence/01k6drill',
  journalHead: head,
}

/** A drill that missed one objective and never restored another flow. */
export const missedDrill: DrillResult = {
  run: '01k6missed',
  evidence: {
    ...evidence,
    run: '01k6missed',
    subject: 'nonprod',
    target: 'staging',
    verdict: 'failed',
    deviations: [],
    gaps: [],
    flows: [
      {
        flow: 'checkout',
        rto: {
          measured: 2700,
          target: 1800,
          met: false,
          phases: { detect: 60, decide: 1200, execute: 1440, verify: 0 },
        },
        rpo: {
          measured: 75,
          method: 'ledger',
          target: 60,
          met: false,
          acknowledged: 90,
          lost: 9,
          unackedSurvivors: 0,
          duplicates: 3,
        },
      },
      {
        flow: 'browse',
        rto: { target: 9, met: false },
        rpo: { method: 'none', target: 5, acknowledged: 0, lost: 0, unackedSurvivors: 0, duplicates: 0 },
      },
    ],
  },
  forecast: { ...forecast, flows: [] },
  evidencePath: '.muster/evidence/01k6missed',
  journalHead: head,
}

/** A drill whose every foreign text is hostile. */
export const hostileDrill: DrillResult = {
  run: hostile,
  evidence: {
    ...evidence,
    run: hostile,
    target: hostile,
    plan: { name: hostile, digest: hostile },
    scenario: hostile,
    startedAt: hostile,
    finishedAt: hostile,
    flows: evidence.flows.map((flow) => ({ ...flow, flow: hostile })),
    deviations: [hostile],
    gaps: [hostile],
  },
  failback: { ...failback, run: hostile, flows: failback.flows.map((flow) => ({ ...flow, flow: hostile })) },
  forecast: { ...forecast, flows: forecast.flows.map((flow) => ({ ...flow, flow: hostile })) },
  evidencePath: hostile,
  journalHead: hostile,
}

export function step(id: string, title: string, phase: Step['phase'], work: Step['work']): Step {
  return {
    id,
    title,
    objective: title,
    phase,
    needs: [],
    owner: 'dba',
    work,
    requires: [],
    effect: 'probed',
    timeout: seconds(60),
    attempts: 3,
    backoff: seconds(1),
    irreversible: false,
    essential: true,
  }
}

export const runbook: Runbook = {
  schemaVersion: 1,
  plan: { name: 'contoso-orders', owner: 'orders-team', digest: evidence.plan.digest },
  scenario: { id: 'east-lost', class: 'region', loses: ['east'] },
  direction: 'failover',
  mode: 'forced',
  from: 'east',
  to: 'west',
  regions: { east: { location: 'eastus2' }, west: { location: 'centralus' } },
  flows: [
    {
      id: 'checkout',
      does: 'A customer pays for a basket',
      tier: 1,
      data: 'writes',
      objectives: { rto: 30 as Duration },
      level: { success: 0.99 as Share, hold: seconds(2) },
      restoredBy: ['promote.orders-db@west'],
      stores: ['orders-db'],
      components: ['orders-db'],
    },
  ],
  stores: [{ component: 'orders-db', replication: 'async' }],
  probes: [],
  decision: 'automatic',
  people: [{ role: 'dba', name: 'On-call database engineer' }],
  steps: [
    step('decide.east-lost', 'Declare the loss of east', 'decide', {
      kind: 'decision',
      question: 'Fail over?',
      deciders: ['dba'],
    }),
    step('promote.orders-db@west', 'Promote orders-db in west', 'recover', {
      kind: 'action',
      use: 'postgres.promote',
      with: {},
    }),
    step('check.ledger', 'Compare totals with the payment provider', 'reconcile', {
      kind: 'manual',
      instruction: 'Compare.',
    }),
  ],
  deviations: [],
  gaps: [],
}

const muster = { name: 'muster', authn: 'muster' } as const
const ada = { name: 'ada', authn: 'os-user' } as const

export function at(offset: number, event: Omit<NewEvent, 'ts' | 'tsMono'>): NewEvent {
  const whole = String(Math.floor(offset)).padStart(2, '0')
  return { ...event, ts: `2026-10-02T03:14:${whole}.000Z`, tsMono: 1000 + offset } as NewEvent
}

const promote = 'promote.orders-db@west'

const events: readonly NewEvent[] = [
  at(0, {
    type: 'runStarted',
    data: { runbookDigest: evidence.runbookDigest, runbook: {}, subject: 'lab', target: 'lab', kind: 'drill' },
    actor: ada,
  }),
  at(0, { type: 'leaseTaken', data: { holder: 'laptop', epoch: 1 }, actor: muster }),
  at(0.5, { type: 'faultInjected', data: { regions: ['east'], atMono: 500 }, actor: muster }),
  at(4.7, {
    type: 'decided',
    data: { step: 'decide.east-lost', decision: 'approved', method: 'automatic' },
    actor: muster,
  }),
  at(4.8, { type: 'stepStarted', data: { step: promote, attempt: 1, key: 'k' }, actor: muster }),
  at(5, {
    type: 'stepFailed',
    data: { step: promote, attempt: 1, retryable: true, message: 'connection refused' },
    actor: muster,
  }),
  at(5, { type: 'timerFired', data: { timer: 'retry' }, actor: muster }),
  at(6, { type: 'stepStarted', data: { step: promote, attempt: 2, key: 'k' }, actor: muster }),
  at(6.1, { type: 'leaseTaken', data: { holder: 'other-laptop', epoch: 2 }, actor: muster }),
  at(6.2, { type: 'stepProbed', data: { step: promote, attempt: 2, answer: 'notDone' }, actor: muster }),
  at(6.3, { type: 'stepStarted', data: { step: promote, attempt: 3, key: 'k' }, actor: muster }),
  at(6.612, {
    type: 'stepSucceeded',
    data: { step: promote, attempt: 3, output: "east's orders-db is now served from west" },
    actor: muster,
  }),
  at(9, { type: 'noted', data: { text: 'Provider called', step: 'check.ledger' }, actor: ada }),
  at(9.5, { type: 'signalRefused', data: { signal: 's-1', reason: 'the step is not open' }, actor: muster }),
]

export const records: readonly JournalRecord[] = chain('01k6drill', 1, undefined, events).map(({ record }) => record)

/** An event of the sample's run that is not in its journal. */
export function recordOf(
  event: Omit<NewEvent, 'ts' | 'tsMono' | 'actor'>,
  actor: NewEvent['actor'] = ada,
): JournalRecord {
  return {
    v: 1,
    seq: 99,
    prev: head,
    runId: '01k6drill',
    epoch: 2,
    ...at(12, { ...event, actor } as NewEvent),
  } as JournalRecord
}

export const view: RunView = {
  run: '01k6drill',
  plan: 'contoso-orders',
  scenario: 'east-lost',
  direction: 'failover',
  mode: 'forced',
  kind: 'drill',
  subject: 'lab',
  target: 'lab',
  paused: false,
  cancelling: false,
  startedAt: '2026-10-02T03:14:00.000Z',
  head: recordHash(records.at(-1) as JournalRecord),
  records,
  items: [],
  steps: [
    { id: 'decide.east-lost', title: 'Declare the loss of east', phase: 'decide', state: 'succeeded', attempts: 1 },
    { id: promote, title: 'Promote orders-db in west', phase: 'recover', state: 'succeeded', attempts: 3 },
    {
      id: 'check.ledger',
      title: 'Compare totals with the payment provider',
      phase: 'reconcile',
      state: 'waiting',
      attempts: 0,
      asks: 'work',
      waitsFor: 'dba: Compare.',
      since: '2026-10-02T03:14:07.000Z',
    },
  ],
}
