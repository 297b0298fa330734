import { expect, test } from 'vitest'
import { degradationLimits } from './compute.ts'
import type { Seen } from './seen.ts'

/** Twenty answers in a second, of which one takes far longer than the rest. */
const answers = (from: number, usual: number) =>
  Array.from({ length: 20 }, (_, index) => ({ at: from + index / 20, ok: true, latency: index === 7 ? 9 : usual }))

/** Ends what was measured, and is not in it. */
const last = { at: 13, ok: false, latency: 1 }

test('of twenty answers the slowest one is not what 95 of 100 come within', () => {
  const seen = {
    runbook: { flows: [{ id: 'buy', minimum: 0.5 }] },
    flows: [{ flow: 'buy', rto: { measured: 2 } }],
    measurements: { t0: 10, clients: [{ flow: 'buy', requests: [...answers(9, 0.02), ...answers(12, 0.05), last] }] },
  }
  expect(degradationLimits(seen as unknown as Seen)).toEqual({
    shown: true,
    says: 'Served in the recovery: buy 100 % of what it served before, 95 of 100 answers from within 20 ms to 50 ms.',
  })
})
