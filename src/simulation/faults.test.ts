import { expect, test } from 'vitest'
import type { FaultKind, Runbook, SystemComponent } from '#runbook'
import { seconds } from '#units'
import { simulate } from './forecast.ts'
import { decide, flow, runbook, step, takes, watch } from './testing/samples.ts'

const store: SystemComponent = {
  id: 'orders-db',
  type: 'postgres',
  active: ['east'],
  standby: ['west'],
  strategy: 'warm-standby',
  keeps: true,
  writesEverywhere: false,
  operations: [],
  needs: [],
}

const timed = { detect: takes(1), decide: takes(0), route: takes(0) }

function forecast(as: FaultKind, over: Partial<Runbook> = {}) {
  const book = runbook([watch, decide, step('route', 'route', ['decide'])], {
    flows: [flow()],
    stores: [{ component: 'orders-db', replication: 'async', lag: { p50: seconds(2), p99: seconds(8) } }],
    system: [store],
    activation: {
      when: {
        left: { fact: 'probes.front.failingFor' },
        is: '>=',
        right: { duration: seconds(20) },
      },
      text: 'the front fails',
    },
    probes: [{ id: 'front', component: 'front', every: seconds(8), timeout: seconds(3) }],
    fault: { as, regions: ['east'], components: [], between: [] },
    ...over,
  })
  const [first] = simulate(book, timed, { seed: 1, runs: 4000, target: 'lab' }).flows
  if (!first) throw new Error('There is no flow.')
  return first
}

test('what is only slow is known to fail when the time of the probe is over, and not at once', () => {
  const [gone, slow] = [forecast('cut-off').rto, forecast('slow').rto]
  expect(slow.p50 - gone.p50).toBeCloseTo(3, 1)
  expect(slow.p95 - gone.p95).toBeCloseTo(3, 1)
})

test.each(['killed', 'slow', 'failed'] as const)(
  'what was sent before it was %s still arrives, half of the time all of it',
  (as) => {
    const [gone, left] = [forecast('cut-off').rpo, forecast(as).rpo]
    expect(left.p5).toBe(0)
    expect(left.p95).toBeGreaterThan(0)
    expect(left.p95).toBeLessThan(gone.p95 ?? 0)
    expect(gone.p5).toBeGreaterThan(0)
  },
)

test('a copy that is no server lacks what was not shipped to it, whatever the line still carries', () => {
  const shipped = { system: [{ ...store, strategy: 'cold-standby' as const }] }
  expect(forecast('killed', shipped).rpo).toEqual(forecast('cut-off', shipped).rpo)
})
