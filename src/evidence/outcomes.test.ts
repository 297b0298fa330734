import { expect, test } from 'vitest'
import type { Runbook } from '#runbook'
import type { Evidence } from './model.ts'
import { outcomes } from './outcomes.ts'

const runbook = {
  plan: { name: 'shop', digest: 'sha256:1' },
  scenario: { id: 'east-lost', class: 'region', loses: ['east'] },
  direction: 'failover',
  mode: 'forced',
  decision: 'automatic',
} as unknown as Runbook

function ran(run: number, rto: number | undefined, over: Partial<Evidence> = {}): Evidence {
  return {
    run: `run-${run}`,
    target: 'lab',
    direction: 'failover',
    plan: { name: 'shop', digest: 'sha256:1' },
    scenario: 'east-lost',
    finishedAt: new Date(Date.UTC(2026, 10, 29, 0, run)).toISOString(),
    verdict: 'met-technically',
    approvals: [{ step: 'decide', decision: 'approved', by: 'muster', method: 'automatic', at: '' }],
    flows: [{ flow: 'pay', rto: rto === undefined ? {} : { measured: rto }, rpo: { measured: 0.1 } }],
    ...over,
  } as unknown as Evidence
}

test('whole runs of this very plan, scenario and target count, the latest last, in any order given', () => {
  expect(outcomes(runbook, [ran(3, 3), ran(1, 1), ran(2, undefined)], 'lab')).toEqual({
    pay: { rto: [1, 3], rpo: [0.1, 0.1, 0.1] },
  })
})

test.each([
  ['another target', { target: 'prod' }],
  ['a lab of other programs', { parts: { postgres: '15.18' } }],
  ['another scenario', { scenario: 'west-lost' }],
  ['a plan that was changed since', { plan: { name: 'shop', digest: 'sha256:2' } }],
  ['the way back', { direction: 'failback' as const }],
  ['a planned switch', { mode: 'planned' as const }],
  ['a drill from which somebody was kept away', { absent: ['owner'] }],
  ['a run that broke off', { verdict: 'failed' as const }],
  ['people who decided', { approvals: [{ step: 'decide', decision: 'approved', by: 'ada', method: 'key', at: '' }] }],
])('%s says nothing of it', (_, over) => {
  expect(outcomes(runbook, [ran(1, 9, over)], 'lab')).toEqual({})
})

test('a lab of such programs is told by drills in one of the same programs alone', () => {
  const parts = { postgres: '15.18' }
  const past = [ran(1, 1), ran(2, 2, { parts }), ran(3, 3, { parts: { postgres: '16.4' } })]
  expect(outcomes(runbook, past, 'lab', parts)['pay']?.rto).toEqual([2])
})

test('of many only the latest thirty count', () => {
  const past = Array.from({ length: 40 }, (_, run) => ran(run, run))
  expect(outcomes(runbook, past, 'lab')['pay']?.rto).toEqual(Array.from({ length: 30 }, (_, at) => at + 10))
})
