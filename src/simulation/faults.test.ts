import { describe, expect, test } from 'vitest'
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

test('what is sent now and then is behind evenly, from nothing to a turn', () => {
  const stores = [
    {
      component: 'orders-db',
      replication: 'async' as const,
      lag: { p50: seconds(4), p99: seconds(7.92) },
      shipped: true as const,
    },
  ]
  const { rpo } = forecast('cut-off', { stores })
  expect(rpo.p5).toBeCloseTo(0.4, 0.5)
  expect(rpo.p50).toBeCloseTo(4, 0.5)
  expect(rpo.p95).toBeCloseTo(7.6, 0.5)
  expect(forecast('killed', { stores }).rpo).toEqual(rpo)
})

describe('what is restored', () => {
  const restored = (over: Partial<Runbook['stores'][number]>) => [
    { component: 'orders-db', replication: 'none' as const, backupEvery: seconds(100), ...over },
  ]
  const spoilt = { scenario: { id: 'spoilt', class: 'corruption' as const, loses: [] } }

  test('loses what was written since the backup, or since its log was last sent where that is kept', () => {
    const [whole, log] = [
      forecast('cut-off', { stores: restored({}) }).rpo,
      forecast('cut-off', { stores: restored({ logEvery: seconds(10) }) }).rpo,
    ]
    expect(whole.p50).toBeCloseTo(50, -1)
    expect(log.p50).toBeCloseTo(5, 0)
    expect(log.p95).toBeLessThanOrEqual(10)
    const seldom = restored({ logEvery: seconds(1000) })
    expect(forecast('cut-off', { stores: seldom }).rpo).toEqual(whole)
  })

  test('loses nothing from before where somebody made it wrong and its log is kept, and all since the backup where not', () => {
    const stores = restored({ restored: true, logEvery: seconds(10) })
    expect(forecast('altered', { ...spoilt, stores }).rpo).toMatchObject({ p50: 0, p95: 0 })
    const none = forecast('altered', { ...spoilt, stores: restored({ restored: true }) }).rpo
    expect(none.p95).toBeGreaterThan(90)
  })

  test('may get what was due from a side that is only slow', () => {
    const { rpo } = forecast('slow', { stores: restored({ logEvery: seconds(10) }) })
    expect(rpo.p50).toBeLessThan(0.1)
    expect(rpo.p95).toBeCloseTo(9, 0)
  })

  test('loses at most what the writes of other regions are behind by', () => {
    const lag = { p50: seconds(2), p99: seconds(8) }
    const stores = restored({ restored: true, logEvery: seconds(10), othersLag: lag })
    const { rpo } = forecast('altered', { ...spoilt, stores })
    expect(rpo.p50).toBeLessThan(0.1)
    expect(rpo.p95).toBeLessThan(8)
    expect(rpo.p95).toBeGreaterThan(2)
  })
})

test('a line that is cut loses nothing, for both sides keep what they have', () => {
  const cut = { scenario: { id: 'cut', class: 'partition' as const, loses: [] } }
  expect(forecast('partitioned', cut).rpo).toMatchObject({ p50: 0, p95: 0 })
})
