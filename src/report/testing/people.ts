import { chain, type JournalRecord, recordHash, replay, type RunState } from '#journal'
import type { Runbook } from '#runbook'
import type { Outlook } from '#simulation'
import { type Duration, type Share, seconds } from '#units'
import type { Live } from '../live-model.ts'
import type { RunView } from '../run-view.ts'
import { at, evidence, step } from './samples.ts'

const muster = { name: 'muster', authn: 'muster' } as const
const stated = (name: string) => ({ name, authn: 'stated' }) as const

/** A real event that waits for people in every way, as the golden outputs of this room show it. */
export const realRunbook: Runbook = {
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
      objectives: { rto: 1800 as Duration },
      level: { success: 0.99 as Share, hold: seconds(2) },
      restoredBy: ['route.storefront@west'],
      stores: ['orders-db'],
      components: ['orders-db'],
    },
    {
      id: 'browse',
      does: 'A customer looks around',
      tier: 2,
      data: 'reads',
      objectives: { rto: 3600 as Duration },
      level: { success: 0.99 as Share, hold: seconds(2) },
      restoredBy: ['route.storefront@west'],
      stores: [],
      components: [],
    },
  ],
  stores: [{ component: 'orders-db', replication: 'async' }],
  probes: [],
  decision: 'people',
  people: [
    { role: 'incident-manager', name: 'Ada Byron', phone: '+1 555 0100', deputy: 'head-of-operations' },
    { role: 'head-of-operations', name: 'Grace Hopper', phone: '+1 555 0101' },
    { role: 'head-of-payments', name: 'Luca Pacioli' },
    { role: 'dba', name: 'On-call database engineer' },
  ],
  steps: [
    step('detect.east-lost', 'Notice that east is lost', 'detect', {
      kind: 'action',
      use: 'activation.watch',
      with: { scenario: 'east-lost' },
    }),
    step('decide.east-lost', 'Declare the loss of east', 'decide', {
      kind: 'decision',
      question: 'Give up east and serve from west?',
      deciders: ['incident-manager'],
      atLeast: 2,
    }),
    step('accept-loss.east-lost', 'Accept the loss', 'decide', {
      kind: 'decision',
      question: 'Is this loss accepted?',
      deciders: ['head-of-payments'],
      accepts: 'loss',
    }),
    {
      ...step('promote.orders-db@west', 'Promote orders-db in west', 'recover', {
        kind: 'action',
        use: 'postgres.promote',
        with: { component: 'orders-db', region: 'west' },
      }),
      irreversible: true,
    },
    step('warm.cache@west', 'Warm the cache', 'recover', { kind: 'manual', instruction: 'Load the 50 largest shops.' }),
    step('route.storefront@west', 'Send customers to west', 'route', {
      kind: 'action',
      use: 'traffic.route',
      with: { region: 'west' },
    }),
    {
      ...step('names-by-hand', 'Change the names by hand', 'route', { kind: 'manual', instruction: 'Change them.' }),
      insteadOf: 'route.storefront@west',
    },
    step('queue.payments', 'Drain the payments queue', 'reconcile', { kind: 'action', use: 'http.call', with: {} }),
  ],
  deviations: [],
  gaps: [],
}

const promote = 'promote.orders-db@west'

export const realRecords: readonly JournalRecord[] = chain('event-1', 1, undefined, [
  at(0, {
    type: 'runStarted',
    data: {
      runbookDigest: evidence.runbookDigest,
      runbook: JSON.parse(JSON.stringify(realRunbook)),
      subject: 'prod',
      target: 'prod',
      kind: 'realEvent',
      by: 'incident-manager',
      clock: 'laptop:1',
      usual: { [promote]: 12 },
      dryRun: `sha256:${'d'.repeat(64)}`,
    },
    actor: stated('incident-manager'),
  }),
  at(1, { type: 'stepSucceeded', data: { step: 'detect.east-lost', attempt: 1, output: null }, actor: muster }),
  at(1, { type: 'asked', data: { step: 'decide.east-lost' }, actor: muster }),
  at(2, {
    type: 'lossShown',
    data: {
      step: 'accept-loss.east-lost',
      stores: [
        { component: 'orders-db', seconds: 2.14 },
        { component: 'ledger', unknown: 'its source does not answer' },
      ],
    },
    actor: muster,
  }),
  at(2, { type: 'asked', data: { step: 'accept-loss.east-lost' }, actor: muster }),
  at(5, {
    type: 'voted',
    data: {
      step: 'decide.east-lost',
      decision: 'approved',
      role: 'incident-manager',
      person: 'incident-manager',
      bound: 'b',
      signal: 's1',
    },
    actor: stated('incident-manager'),
  }),
  at(6, { type: 'stepStarted', data: { step: promote, attempt: 1, key: 'k' }, actor: muster }),
  at(7, {
    type: 'stepFailed',
    data: { step: promote, attempt: 1, retryable: true, message: 'connection refused', harmless: true },
    actor: muster,
  }),
  at(8, { type: 'stepStarted', data: { step: promote, attempt: 2, key: 'k' }, actor: muster }),
  at(9, { type: 'asked', data: { step: 'warm.cache@west' }, actor: muster }),
  at(10, {
    type: 'claimed',
    data: { step: 'warm.cache@west', role: 'dba', signal: 's2' },
    actor: stated('dba'),
  }),
  at(11, {
    type: 'stepInDoubt',
    data: { step: 'queue.payments', attempt: 1, reason: 'the answer was lost' },
    actor: muster,
  }),
  at(12, {
    type: 'glassBroken',
    data: { by: ['head-of-operations', 'dba'], reason: 'sign-in is down', challenge: 'c', signal: 's3' },
    actor: stated('head-of-operations'),
  }),
  at(12, {
    type: 'itemOpened',
    data: { item: 'item:review', text: 'Review why the emergency keys were used', owner: 'head-of-operations' },
    actor: stated('head-of-operations'),
  }),
  at(13, { type: 'paused', data: { comment: 'shift change', signal: 's4' }, actor: stated('incident-manager') }),
  at(20, { type: 'timerFired', data: { timer: `slow:${promote}:2` }, actor: muster }),
  at(20, { type: 'timerFired', data: { timer: 'deadline:checkout:75' }, actor: muster }),
]).map(({ record }) => record)

export const realState: RunState = replay(realRecords)

const asked = new Map<string, readonly ['decision' | 'work' | 'doubt', string]>([
  ['decide.east-lost', ['decision', '2 of these, 1 so far: incident-manager, head-of-operations']],
  ['accept-loss.east-lost', ['decision', 'a decision by head-of-payments']],
  ['warm.cache@west', ['work', 'dba: Load the 50 largest shops.']],
  ['queue.payments', ['doubt', 'a named person to say whether it has happened']],
])

export const realView: RunView = {
  run: 'event-1',
  plan: 'contoso-orders',
  scenario: 'east-lost',
  direction: 'failover',
  mode: 'forced',
  kind: 'realEvent',
  subject: 'prod',
  target: 'prod',
  paused: true,
  cancelling: false,
  startedAt: '2026-10-02T03:14:00.000Z',
  head: recordHash(realRecords.at(-1) as JournalRecord),
  records: realRecords,
  items: [...realState.items.values()],
  steps: realRunbook.steps.map(({ id, title, phase }) => {
    const { status, attempts, claimedBy, shown, message } = realState.steps.get(id) ?? {
      status: 'notStarted' as const,
      attempts: 0,
    }
    const what = asked.get(id)
    return {
      id,
      title,
      phase,
      state: status,
      attempts,
      ...(message === undefined ? {} : { message }),
      ...(claimedBy === undefined ? {} : { claimedBy }),
      ...(what === undefined ? {} : { asks: what[0], waitsFor: what[1], since: '2026-10-02T03:14:01.000Z' }),
      ...(shown === undefined ? {} : { shown }),
    }
  }),
}

export const realOutlook: Outlook = {
  elapsed: 1200,
  flows: [
    {
      flow: 'checkout',
      state: 'open',
      left: { p50: 240, p95: 900 },
      rto: { p50: 1440, p95: 2100, target: 1800, probabilityMet: 0.81 },
    },
    {
      flow: 'browse',
      state: 'restored',
      left: { p50: 0, p95: 0 },
      rto: { p50: 700, p95: 700, target: 3600, probabilityMet: 1 },
    },
  ],
  end: { p50: 400, p95: 1300 },
  caveats: [],
}

export const realLive: Live = {
  runbook: realRunbook,
  state: realState,
  kind: 'realEvent',
  subject: 'prod',
  target: 'prod',
  asks: [
    { step: 'decide.east-lost', for: 'decision' },
    { step: 'accept-loss.east-lost', for: 'decision' },
    { step: 'warm.cache@west', for: 'work' },
    { step: 'queue.payments', for: 'doubt' },
  ],
  estimates: {
    [promote]: { p50: 8, p95: 20, basis: 'measured', observations: 4, source: 'Measured on prod, 4 times' },
  },
  outlook: realOutlook,
  // The sample's journal is short; that the fault came earlier is what the outlook says.
  now: 1033.2,
  height: 40,
}
