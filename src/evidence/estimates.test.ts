import { expect, test } from 'vitest'
import { actionFact } from '#catalog'
import type { Runbook, Step } from '#runbook'
import { seconds } from '#units'
import { estimate, estimates } from './estimates.ts'
import type { Evidence, StepTiming } from './model.ts'

function step(id: string, work: Step['work'], over: Partial<Step> = {}): Step {
  return {
    id,
    title: id,
    objective: `${id} is done`,
    phase: 'recover',
    needs: [],
    owner: 'operator',
    work,
    requires: [],
    effect: 'keyed',
    timeout: seconds(600),
    attempts: 1,
    backoff: seconds(1),
    irreversible: false,
    essential: true,
    ...over,
  }
}

const action = (use: string): Step['work'] => ({ kind: 'action', use, with: {} })
const manual: Step['work'] = { kind: 'manual', instruction: 'Do it.' }
const decision: Step['work'] = { kind: 'decision', question: 'Go?', deciders: ['operator'], within: seconds(300) }
const promote = step('promote.orders-db@west', action('postgres.promote'), { component: 'orders-db' })

function runbook(steps: readonly Step[], how: Runbook['decision'] = 'people'): Runbook {
  return {
    schemaVersion: 1,
    plan: { name: 'contoso-orders', owner: 'orders', digest: 'sha256:0' },
    scenario: { id: 'east-lost', class: 'region', loses: ['east'] },
    direction: 'failover',
    mode: 'forced',
    from: 'east',
    to: 'west',
    regions: {},
    flows: [],
    stores: [],
    probes: [],
    decision: how,
    people: [],
    steps,
    deviations: [],
    gaps: [],
  }
}

function evidence(run: number, target: string, steps: readonly StepTiming[], method = 'person'): Evidence {
  return {
    schemaVersion: 1,
    judgement: 1,
    run: `run-${run}`,
    subject: 'lab',
    target,
    kind: 'drill',
    direction: 'failover',
    plan: { name: 'contoso-orders', digest: 'sha256:0' },
    scenario: 'east-lost',
    runbookDigest: 'sha256:0',
    journalHead: '0',
    startedAt: '2026-11-24T00:00:00.000Z',
    finishedAt: new Date(Date.UTC(2026, 10, 24, run)).toISOString(),
    verdict: 'met',
    flows: [],
    steps,
    approvals: [{ step: 'decide', decision: 'approved', by: 'ada', method, at: '2026-11-24T00:00:00.000Z' }],
    deviations: [],
    gaps: [],
    clock: { source: 'host', skewSeconds: 0 },
  }
}

const promoted = (took: number, over: Partial<StepTiming> = {}): StepTiming => ({
  step: 'promote.orders-db@east',
  use: 'postgres.promote',
  component: 'orders-db',
  seconds: took,
  attempts: 1,
  ...over,
})

test('a measurement on this target beats the plan, and the plan beats the catalog', () => {
  const declared = { ...promote, expected: seconds(40) }
  const past = [evidence(1, 'lab', [promoted(3)])]
  expect(estimates(runbook([declared]), past, 'lab')[promote.id]).toMatchObject({
    p50: 3,
    basis: 'measured',
    observations: 1,
    source: 'Measured on lab, once',
  })
  expect(estimates(runbook([declared]), past, 'prod')[promote.id]).toEqual({
    p50: 40,
    p95: 40,
    basis: 'declared',
    observations: 0,
    source: 'The plan says so, without a spread',
  })
  const usual = actionFact('postgres.promote')?.takes.lab
  expect(usual).toBeDefined()
  expect(estimates(runbook([promote]), [], 'lab')[promote.id]).toMatchObject({
    p50: usual?.p50,
    p95: usual?.p95,
    basis: 'catalog',
  })
})

test('a lab’s promote never times another target’s, and neither another component’s nor another action’s', () => {
  const others = [
    evidence(1, 'prod', [promoted(3)]),
    evidence(2, 'lab', [promoted(3, { component: 'search-db' }), promoted(3, { use: 'postgres.verify' })]),
  ]
  expect(estimates(runbook([promote]), others, 'lab')[promote.id]?.basis).toBe('catalog')
})

test('a lab that is made of other programs is another target, in what fails too', () => {
  const parts = { postgres: '15.18' }
  const past = [
    evidence(1, 'lab', [promoted(3, { attempts: 3 })]),
    { ...evidence(2, 'lab', [promoted(5)]), parts },
    { ...evidence(3, 'lab', [promoted(7)]), parts: { postgres: '16.4' } },
  ]
  const known = (made?: typeof parts) => estimates(runbook([promote]), past, 'lab', made)[promote.id]
  expect(known()).toMatchObject({ p50: 3, observations: 1, failing: { of: 3 } })
  expect(known(parts)).toMatchObject({ p50: 5, observations: 1 })
  expect(known(parts)).not.toHaveProperty('failing')
})

test('what runs of this plan took beats what those of other plans on the target did, which beats the catalog', () => {
  const other = (run: number, took: number): Evidence => ({
    ...evidence(run, 'lab', [promoted(took)]),
    plan: { name: 'another', digest: 'sha256:9' },
  })
  const past = [other(1, 30), other(3, 30), evidence(2, 'lab', [promoted(3)])]
  expect(estimates(runbook([promote]), past, 'lab')[promote.id]).toMatchObject({ p50: 3, observations: 1 })
  expect(estimates(runbook([promote]), past.slice(0, 2), 'lab')[promote.id]).toMatchObject({
    p50: 30,
    basis: 'measured',
    source: 'Measured on lab with other plans, 2 times',
  })
})

test('how much runs of other plans varied tells how much one of this plan may be off', () => {
  const even = [10, 11, 10, 11, 10, 11, 10, 11, 10, 11]
  const uneven = even.map((took, at) => (at % 2 === 0 ? took / 5 : took * 5))
  const [calm, wild] = [even, uneven].map((others) => estimate(promote, [3], 'lab', undefined, others))
  expect(calm?.p50).toBe(3)
  expect(wild?.p50).toBe(3)
  expect(wild?.p95).toBeGreaterThan(2 * (calm?.p95 ?? 0))
})

test('the catalog’s figure for this target beats the one for any', () => {
  const fact = {
    takes: {
      lab: { p50: 1, p95: 2, source: 'a table', asOf: '2026-11-24' },
      '*': { p50: 30, p95: 90, source: 'a guide', asOf: '2026-10-01' },
    },
  }
  expect(estimate(promote, [], 'lab', fact)).toEqual({
    p50: 1,
    p95: 2,
    basis: 'catalog',
    observations: 0,
    source: 'a table, 2026-11-24',
  })
  expect(estimate(promote, [], 'prod', fact).p95).toBe(90)
})

test('only the latest thirty observations count, whatever order the evidence comes in', () => {
  const past = Array.from({ length: 40 }, (_, run) => evidence(run, 'lab', [promoted(run < 10 ? 1000 : 2)]))
  const result = estimates(runbook([promote]), past.reverse(), 'lab')[promote.id]
  expect(result).toMatchObject({ p50: 2, observations: 30, source: 'Measured on lab, 30 times' })
})

test('an action that nobody knows gets its time limit and is called unknown', () => {
  const strange = step('strange', action('strange.act'))
  expect(estimates(runbook([strange]), [], 'lab').strange).toEqual({
    p50: 600,
    p95: 600,
    basis: 'unknown',
    observations: 0,
    source: 'Neither measured nor declared; its time limit of 10m stands in',
  })
})

test('people’s work is known by its step', () => {
  const call = step('call-provider', manual)
  expect(estimates(runbook([call]), [], 'prod')['call-provider']).toMatchObject({ p95: 600, basis: 'unknown' })
  const past = [
    evidence(1, 'prod', [
      { step: 'call-provider', seconds: 240, attempts: 1 },
      { step: 'call-board', seconds: 9000, attempts: 1 },
    ]),
  ]
  expect(estimates(runbook([call]), past, 'prod')['call-provider']).toMatchObject({ p50: 240, basis: 'measured' })
})

test('a decision takes nothing when automatic, else what people took, else all that the plan gives', () => {
  const decide = step('decide', decision)
  const taken = [{ step: 'decide', seconds: 100, attempts: 1 }]
  expect(estimates(runbook([decide], 'automatic'), [evidence(1, 'lab', taken)], 'lab').decide).toMatchObject({
    p50: 0,
    p95: 0,
  })
  expect(estimates(runbook([decide]), [], 'lab').decide).toMatchObject({ p50: 300, p95: 300, basis: 'declared' })
  expect(estimates(runbook([decide]), [evidence(1, 'lab', taken)], 'lab').decide).toMatchObject({
    p50: 100,
    basis: 'measured',
  })
  expect(estimates(runbook([decide]), [evidence(1, 'lab', taken, 'automatic')], 'lab').decide?.basis).toBe('declared')
})

test('attempts fail as often as they have on this target, and of one that never did nothing is said', () => {
  const taken = (attempts: number): StepTiming => ({
    step: promote.id,
    use: 'postgres.promote',
    component: 'orders-db',
    seconds: 1,
    attempts,
  })
  const book = runbook([promote])
  const past = [evidence(1, 'lab', [taken(1)]), evidence(2, 'lab', [taken(3)])]
  expect(estimates(book, past, 'lab')[promote.id]?.failing).toEqual({
    chance: 0.5,
    of: 4,
    source: '2 of 4 attempts on lab failed',
  })
  expect(estimates(book, past, 'prod')[promote.id]).not.toHaveProperty('failing')
  expect(estimates(book, past.slice(0, 1), 'lab')[promote.id]).not.toHaveProperty('failing')
})

test('what one operation took says nothing about another of the same action', () => {
  const operate = (id: string, operation: string): Step =>
    step(id, { kind: 'action', use: 'component.operate', with: { operation } }, { component: 'web' })
  const took = { step: 'scale.web@east', use: 'component.operate', operation: 'scale', component: 'web', attempts: 1 }
  const found = estimates(
    runbook([operate('scale.web@west', 'scale'), operate('restore.web@west', 'restore')]),
    [evidence(1, 'lab', [{ ...took, seconds: 4 }])],
    'lab',
  )
  expect(found['scale.web@west']).toMatchObject({ p50: 4, basis: 'measured' })
  expect(found['restore.web@west']?.basis).not.toBe('measured')
})
