import { expect, test } from 'vitest'
import type { Runbook } from '#runbook'
import type { Evidence } from './model.ts'
import { spreads } from './spreads.ts'

const runbook = {
  plan: { name: 'shop', digest: 'sha256:1' },
  scenario: { id: 'east-lost' },
  direction: 'failover',
  mode: 'forced',
  decision: 'automatic',
} as unknown as Runbook

function ran(rto: number | undefined, rpo: number, over: Partial<Evidence> = {}): Evidence {
  return {
    run: `run-${rto}`,
    target: 'lab',
    direction: 'failover',
    plan: { name: 'shop', digest: 'sha256:2' },
    scenario: 'east-lost',
    finishedAt: '2026-11-30T00:00:00Z',
    verdict: 'met',
    approvals: [{ step: 'decide', decision: 'approved', by: 'muster', method: 'automatic', at: '' }],
    flows: [{ flow: 'pay', rto: rto === undefined ? {} : { measured: rto }, rpo: { measured: rpo } }],
    ...over,
  } as unknown as Evidence
}

test('runs of another plan tell by their logarithms how far they lie apart, one spread per kind', () => {
  const e = Math.E
  const past = [
    ran(1, 0),
    ran(e, 0),
    ran(e * e, 0),
    ran(2, 1, { scenario: 'slow' }),
    ran(2 * e, 1, { scenario: 'slow' }),
  ]
  const { rto, rpo } = spreads(runbook, past, 'lab')
  expect(rto.map(({ degrees }) => degrees)).toEqual([2, 1])
  expect(rto[0]?.variance).toBeCloseTo(1)
  expect(rto[1]?.variance).toBeCloseTo(0.5)
  // Of nothing there are no logarithms, and those that are the same vary by nothing.
  expect(rpo).toEqual([{ variance: 0, degrees: 1 }])
})

test('flows of one run count once, by what they vary in the middle', () => {
  const flows = (one: number, other: number) => [
    { flow: 'pay', rto: { measured: one }, rpo: {} },
    { flow: 'look', rto: { measured: other }, rpo: {} },
  ]
  const past = [ran(1, 0, { flows: flows(1, 1) as never }), ran(2, 0, { flows: flows(Math.E, 1) as never })]
  const { rto } = spreads(runbook, past, 'lab')
  expect(rto).toHaveLength(1)
  expect(rto[0]?.variance).toBeCloseTo(0.25)
})

test.each([
  ['a single run', [ran(1, 1)]],
  [
    'runs of this very runbook',
    [ran(1, 1), ran(2, 2)].map((one) => ({ ...one, plan: { name: 'shop', digest: 'sha256:1' } })),
  ],
  ['another target', [ran(1, 1, { target: 'prod' }), ran(2, 2, { target: 'prod' })]],
  ['a lab of other programs', [ran(1, 1, { parts: { a: '1' } }), ran(2, 2, { parts: { a: '1' } })]],
  ['runs that broke off', [ran(1, 1, { verdict: 'failed' }), ran(2, 2, { verdict: 'failed' })]],
  ['drills without somebody', [ran(1, 1, { absent: ['owner'] }), ran(2, 2, { absent: ['owner'] })]],
  ['what was not measured', [ran(undefined, 0), ran(undefined, 0)]],
])('%s says nothing of how far others lie apart', (_, past) => {
  expect(spreads(runbook, past as readonly Evidence[], 'lab')).toEqual({ rto: [], rpo: [] })
})
