import { expect, test } from 'vitest'
import type { DeclareView } from './declare.ts'
import { declareJson } from './declare-json.ts'
import { declareText } from './declare-text.ts'
import type { DryRunView } from './dry-run.ts'
import { dryRunJson } from './dry-run-json.ts'
import { dryRunText } from './dry-run-text.ts'
import { jsonText } from './json.ts'
import { forecast, hostile, poor, rich } from './testing/samples.ts'

const control = /[\p{Cc}\p{Bidi_Control}]/u

const dry: DryRunView = {
  schemaVersion: 1,
  kind: 'dry-run',
  at: '2026-10-02T03:10:00.000Z',
  plan: { name: 'contoso-orders', digest: `sha256:${'a'.repeat(64)}`, file: 'muster.yaml' },
  scenario: 'east-lost',
  direction: 'failover',
  mode: 'forced',
  target: 'prod',
  subject: 'prod',
  environment: 'contoso prod',
  runbookDigest: `sha256:${'b'.repeat(64)}`,
  steps: [
    {
      id: 'decide.east-lost',
      title: 'Declare the loss of east',
      phase: 'decide',
      owner: 'incident-manager',
      instruction: 'Give up east and serve from west? What was not replicated is lost.',
      effect: 'none',
      irreversible: false,
    },
    {
      id: 'fence.east',
      title: 'Keep all traffic away from east',
      phase: 'fence',
      owner: 'network',
      action: 'traffic.fence',
      with: { region: 'east', atLeast: 1, hard: true },
      effect: 'keyed',
      irreversible: false,
      undo: 'Let traffic go to east again',
    },
    {
      id: 'promote.orders-db@west',
      title: 'Promote orders-db in west',
      phase: 'recover',
      owner: 'dba',
      action: 'postgres.promote',
      with: { component: 'orders-db', region: 'west' },
      effect: 'probed',
      irreversible: true,
    },
    {
      id: 'restore.orders-db@west',
      title: 'Restore orders-db from its backup',
      phase: 'recover',
      owner: 'dba',
      instruction: 'Restore the newest backup, and say how old it is.',
      effect: 'unkeyed',
      irreversible: false,
      insteadOf: 'promote.orders-db@west',
    },
  ],
  blast: { components: ['orders-db', 'storefront'], regions: ['east', 'west'], limit: 3 },
  seen: [
    {
      component: 'orders-db',
      region: 'west',
      state: 'ok',
      role: 'standby',
      identity: { system: '7300000000000000001', database: 'orders' },
      lag: { seconds: 1.25 },
      detail: 'answers and follows',
    },
    { component: 'orders-db', region: 'east', state: 'failing', detail: 'connection refused' },
    {
      component: 'storefront',
      region: 'west',
      state: 'unknown',
      lag: { unknown: 'east does not answer' },
      detail: 'the plan says no address',
    },
  ],
  checks: [{ step: 'promote.orders-db@west', title: 'It is a standby', state: 'ok', detail: 'in recovery' }],
  facts: { 'probes.shop.failing': true },
  losses: [
    { component: 'orders-db', seconds: 1.25 },
    { component: 'ledger', unknown: 'east does not answer' },
  ],
  forecast,
  digest: `sha256:${'d'.repeat(64)}`,
}

test('a dry run lists every step, how far it reaches, what was seen and would be lost, and the odds', async () => {
  await expect(dryRunText(dry, rich)).toMatchFileSnapshot('golden/dry-run.txt')
  expect(dryRunText(dry, poor)).toMatch(/^[\n -~]*$/)
})

test('a rehearsal of a planned switch says so, and what is not there is not shown', () => {
  const { environment: _, ...rest } = dry
  const quiet = {
    ...rest,
    subject: 'lab',
    target: 'lab',
    mode: 'planned' as const,
    flow: 'checkout',
    seen: [],
    checks: [],
    facts: {},
    losses: dry.losses.slice(0, 1),
    blast: { components: [], regions: [] },
  }
  const text = dryRunText(quiet, rich)
  expect(text).toMatch(/^REHEARSAL {2}contoso-orders, east-lost, failover \(planned\) on lab \(lab\)\n/)
  expect(text).toContain('only the flow checkout')
  expect(text).toContain('0 components (the plan sets no limit): none; in no region')
  expect(text).toContain('Not copied yet, as it stands now')
  expect(text).not.toContain('Seen')
  expect(dryRunText({ ...quiet, losses: [] }, rich)).not.toContain('copied')
})

test('a dry run as data is the file that is carried out', () => {
  expect(dryRunJson(dry)).toBe(dry)
  expect(JSON.parse(jsonText(dryRunJson(dry)))).toEqual(dry)
})

const now: DeclareView = {
  plan: 'contoso-orders',
  target: 'prod',
  subject: 'prod',
  unasked: 'The database of west does not answer.',
  scenarios: [
    {
      scenario: 'east-lost',
      state: 'holds',
      criteria: [
        {
          text: 'probes.storefront.failingFor >= 2m',
          state: 'holds',
          against: false,
          since: '2026-10-02T03:07:00.000Z',
        },
        { text: 'probes.api.failing', state: 'unknown', against: false },
        { text: 'deployment.inProgress', state: 'fails', against: true },
      ],
      lossIfForced: [
        { component: 'orders-db', seconds: 2.5 },
        { component: 'ledger', unknown: 'east does not answer' },
      ],
      elapsed: 420,
      odds: [
        {
          flow: 'checkout',
          going: [
            { wait: 0, p50: 1200, p95: 1600, target: 1800, probabilityMet: 0.97 },
            { wait: 300, p50: 1500, p95: 1900, target: 1800, probabilityMet: 0.88 },
            { wait: 900, p50: 2100, p95: 2500, target: 1800, probabilityMet: 0.02 },
          ],
        },
        {
          flow: 'browse',
          going: [
            { wait: 0, p50: 1200, p95: 1600 },
            { wait: 300, p50: 1500, p95: 1900 },
            { wait: 900, p50: 2100, p95: 2500 },
          ],
        },
        { flow: 'admin', going: [] },
      ],
      blockedSteps: [
        { step: 'fence.east', capability: 'edge-management', detail: 'its control address does not answer' },
      ],
      deciders: [
        {
          role: 'incident-manager',
          name: 'Ada Byron',
          phone: '+1 555 0100',
          deputy: { role: 'head-of-operations', name: 'Grace Hopper' },
        },
      ],
      decideWithin: 600,
      timeLeft: 180,
      run: 'event-1',
    },
    {
      scenario: 'ledger-corrupt',
      state: 'unknown',
      criteria: [],
      lossIfForced: [],
      odds: [],
      blockedSteps: [],
      deciders: [],
    },
  ],
  skipped: ['The scenario "paired" has no region to go to.'],
}

test('the decision at three in the morning', async () => {
  await expect(declareText(now, rich)).toMatchFileSnapshot('golden/declare.txt')
  expect(declareText(now, poor)).toMatch(/^[\n -~]*$/)
})

test.each([
  [{ state: 'fails', decideWithin: 600 }, 'the criteria do not hold, failing for 7m; 10m to decide'],
  [{ state: 'unknown', timeLeft: 0 }, 'it may be declared all the same, failing for 7m; the 10m to decide are over'],
] as const)('what the criteria come to is said: %o', (over, words) => {
  const { timeLeft: _, ...rest } = now.scenarios[0] as (typeof now.scenarios)[number]
  expect(declareText({ ...now, scenarios: [{ ...rest, ...over }] }, rich)).toContain(words)
})

test('a decision as data has a version, and all that was known', () => {
  const { schemaVersion, ...rest } = declareJson(now)
  expect(schemaVersion).toBe(1)
  expect(rest).toEqual(now)
})

test('no text of a plan or of the world can steer a terminal', () => {
  const foulDry: DryRunView = {
    ...dry,
    at: hostile,
    environment: hostile,
    steps: dry.steps.map((step) => ({
      ...step,
      id: hostile,
      title: hostile,
      owner: hostile,
      with: { [hostile]: hostile },
    })),
    blast: { components: [hostile], regions: [hostile] },
    seen: dry.seen.map((one) => ({ ...one, component: hostile, detail: hostile, lag: { unknown: hostile } })),
    checks: dry.checks.map((one) => ({ ...one, step: hostile, detail: hostile })),
    facts: { [hostile]: true },
    losses: [{ component: hostile, unknown: hostile }],
    digest: hostile,
  }
  const [first] = now.scenarios
  const foulNow: DeclareView = {
    ...now,
    plan: hostile,
    target: hostile,
    unasked: hostile,
    skipped: [hostile],
    scenarios: [
      {
        ...(first as NonNullable<typeof first>),
        scenario: hostile,
        criteria: [{ text: hostile, state: 'unknown', against: true, since: hostile }],
        lossIfForced: [{ component: hostile, unknown: hostile }],
        blockedSteps: [{ step: hostile, capability: hostile, detail: hostile }],
        deciders: [{ role: hostile, name: hostile, phone: hostile, deputy: { role: hostile, name: hostile } }],
        run: hostile,
      },
    ],
  }
  for (const text of [dryRunText(foulDry, rich), declareText(foulNow, rich)])
    expect(text.replaceAll('\n', '')).not.toMatch(control)
})
