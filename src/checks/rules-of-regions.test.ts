import { describe, expect, it } from 'vitest'
import { parsePlan } from '#plan'
import { findings, ruleOf } from './check.ts'
import { subjectOf } from './subject.ts'
import { completed, sampleDay } from './testing/sample.ts'

/** What a rule says of a sample, without its reason; the sample may have parts that the parser refuses. */
function told(code: string, sample: string): readonly string[] {
  const parsed = parsePlan(completed(`\n${sample}`), 'sample.yaml')
  const rule = ruleOf(code)
  if (!parsed.plan || !rule) throw new Error('The sample is no plan, or the code is none of a rule.')
  const subject = subjectOf(parsed, parsed.plan, { asOf: sampleDay })
  return findings(rule, subject).map(({ problem }) => problem.detail.slice(0, -rule.why.length - 1))
}

const flow = (id: string, needs: string, more = '') => `
  ${id}:
    does: Something is done
    tier: 1
    objectives: { default: { slo: 99.95%, rto: 30m, rpo: 1m, mtd: 4h } }
    needs: [${needs}]
    signedOff: [{ by: finance-director, on: 2026-10-01 }]${more && `\n    ${more}`}`
const flows = (...all: readonly string[]) => `flows:${all.join('')}\n`
const part = (id: string, type: string, strategy: string, more = '') =>
  `  ${id}: { type: ${type}, strategy: ${strategy}, ${
    strategy === 'active-active' ? 'active: [east, west]' : 'active: [east], standby: [west]'
  }${more && `, ${more}`} }\n`
const parts = (...all: readonly string[]) => `components:\n${all.join('')}`
const routed = (routing: string, strategy = 'warm-standby', type = 'traffic-manager') =>
  flows(flow('buy', 'edge, shop')) +
  parts(part('shop', 'web-service', strategy), `  edge: { type: ${type}, routing: { ${routing} } }\n`)

describe('routing', () => {
  it.each([
    ['priority', 'active-active', 1],
    ['single', 'active-active', 1],
    ['weighted', 'active-active', 0],
    ['latency', 'active-active', 0],
    ['geographic', 'active-active', 0],
    ['priority', 'hot-standby', 0],
    ['single', 'warm-standby', 0],
    ['weighted', 'hot-standby', 1],
    ['latency', 'warm-standby', 1],
    ['geographic', 'cold-standby', 1],
  ])('by %s before %s is found wrong %i times', (method, strategy, times) => {
    expect(told('routing-method-misfit', routed(`method: ${method}`, strategy))).toHaveLength(times)
  })

  it('of parts of two kinds by one router may be by either method', () => {
    const both = (method: string) =>
      flows(flow('buy', 'edge, shop, api')) +
      parts(
        part('shop', 'web-service', 'active-active'),
        part('api', 'web-service', 'warm-standby'),
        `  edge: { type: front-door, routing: { method: ${method} } }\n`,
      )
    expect(told('routing-method-misfit', both('priority'))).toEqual([])
    expect(told('routing-method-misfit', both('latency'))).toEqual([])
  })

  it('by an order must begin with what serves, and leave nothing out', () => {
    expect(told('routing-order', routed('method: priority, order: [east, west]'))).toEqual([])
    expect(told('routing-order', routed('method: latency, order: [west, east]', 'active-active'))).toEqual([])
    expect(told('routing-order', routed('method: latency, order: [west]', 'active-active'))).toEqual([
      '"edge" never tries "east", where "shop" serves.',
    ])
    expect(told('routing-order', routed('method: priority, order: [west, 5]'))).toEqual([])
  })

  it('is asked for where a name may stand for a router only if every name is known', () => {
    const shop = parts(part('shop', 'web-service', 'warm-standby'))
    expect(told('routing-unstated', flows(flow('buy', 'shop')) + shop)).toHaveLength(1)
    expect(told('routing-unstated', flows(flow('buy', 'shop, egde')) + shop)).toEqual([])
    expect(told('routing-unstated', parts('  shop: { type: web-service, active: [east] }\n'))).toEqual([])
    expect(told('routing-unstated', routed('method: nonsense'))).toEqual([])
  })

  it('probes every endpoint, none or some', () => {
    expect(told('routing-probes-partial', routed('method: priority, probed: no-endpoint'))).toEqual([
      '"edge" probes none of the endpoints of "shop".',
    ])
    expect(told('routing-probes-partial', routed('method: priority'))).toEqual([])
    expect(told('routing-probes-unstated', routed('method: priority'))).toEqual([])
    expect(told('routing-probes-unstated', routed('method: latency, probed: all', 'active-active'))).toEqual([])
  })

  it('by hand is a warning before active-active and a note before a cold standby', () => {
    expect(told('routing-by-hand', routed('method: priority, automatic: false'))).toEqual([])
    expect(told('redirection-not-automated', routed('method: latency, automatic: false', 'active-active'))).toEqual([])
    expect(told('redirection-not-automated', routed('method: priority', 'warm-standby'))).toEqual([])
    expect(told('redirection-not-automated', routed('method: priority', 'cold-standby'))).toHaveLength(1)
    expect(told('redirection-not-automated', routed('method: priority, automatic: true', 'cold-standby'))).toEqual([])
  })

  it('has an end when old answers have run out, after the decision where one is needed', () => {
    expect(told('dns-ttl-eats-rto', routed('method: priority, ttl: 25m'))).toEqual([])
    expect(told('dns-ttl-eats-rto', routed('method: priority, ttl: 26m'))).toHaveLength(1)
    expect(told('dns-ttl-eats-rto', routed('method: latency, ttl: 30m', 'active-active'))).toEqual([])
    expect(told('dns-ttl-eats-rto', routed('method: latency, ttl: 31m', 'active-active'))).toEqual([
      'Answers of "edge" are kept for 31m, but the RTO of flow "buy" is 30m.',
    ])
    expect(told('dns-ttl-unstated', routed('method: priority', 'warm-standby', 'front-door'))).toEqual([])
    expect(told('dns-ttl-unstated', routed('method: priority', 'warm-standby', 'dns'))).toHaveLength(1)
    expect(told('dns-ttl-unstated', routed('method: latency', 'active-active'))).toEqual([])
    expect(told('dns-ttl-unstated', routed('method: priority, ttl: soon'))).toEqual([])
  })

  it('to one endpoint is found before a standby alone', () => {
    expect(told('routing-single-endpoint', routed('method: single', 'active-active'))).toEqual([])
    expect(told('routing-single-endpoint', routed('method: priority'))).toEqual([])
  })
})

describe('load and growth', () => {
  const active = (capacity: string, more = '') =>
    parts(part('shop', 'web-service', 'active-active', `capacity: { ${capacity} }${more && `, ${more}`}`))
  const warm = (capacity: string) => parts(part('shop', 'web-service', 'warm-standby', `capacity: { ${capacity} }`))

  it('is exactly at its limit and no error', () => {
    expect(told('survivors-overloaded', active('load: 40%, limit: 80%'))).toEqual([])
    expect(told('survivors-overloaded', active('load: 50%'))).toEqual([])
    expect(told('survivors-overloaded', active('load: 51%'))).toHaveLength(1)
    expect(told('overprovisioned-falls-short', active('load: 40%, limit: 80%', 'variant: overprovisioned'))).toEqual([])
    expect(told('primary-over-limit', warm('load: 80%, limit: 80%'))).toEqual([])
  })

  it('may be slower for a while, but not more than a region can carry', () => {
    expect(told('survivors-overloaded', active('load: 45%, limit: 80%, degrades: Slower'))).toEqual([])
    expect(told('survivors-overloaded', active('load: 60%, limit: 80%, degrades: Slower'))).toHaveLength(1)
  })

  it('is judged by the quota where that ends growth sooner', () => {
    const scaling = 'scaling: { automatic: true, from: 4, to: 8, quota: 5 }'
    expect(told('survivors-overloaded', active(`load: 60%, limit: 80%, ${scaling}`))).toEqual([
      'With 1 of 2 regions lost, each region left of "shop" carries 120% of its capacity, and 96% once grown from 4 to 5; its limit is 80%.',
    ])
  })

  it('is not judged where a figure could not be read', () => {
    expect(told('survivors-overloaded', active('load: 60%, limit: much'))).toEqual([])
    expect(told('overprovisioned-falls-short', active('load: 60%, limit: much', 'variant: overprovisioned'))).toEqual(
      [],
    )
    expect(told('at-capacity-unneeded', active('load: 40%, limit: much', 'variant: at-capacity'))).toEqual([])
    expect(told('load-unstated', active('load: much'))).toEqual([])
    expect(told('standby-size-unstated', warm('standby: small'))).toEqual([])
    expect(told('standby-cannot-grow', warm('standby: 25%, scaling: { automatic: perhaps }'))).toEqual([])
  })

  it('asks each variant for its own', () => {
    expect(told('scale-up-unstated', active('load: 60%', 'variant: overprovisioned'))).toEqual([])
    expect(told('scale-up-unstated', active('load: 40%, limit: 80%'))).toEqual([])
    expect(told('scale-up-unstated', active('load: 60%, scaling: { automatic: true, takes: 5m }'))).toEqual([
      'When a region of "shop" is lost, nothing says what is slower meanwhile.',
    ])
    expect(told('at-capacity-unneeded', active('load: 60%, limit: 80%', 'variant: at-capacity'))).toEqual([])
    expect(told('variant-misfit', active('load: 60%', 'variant: pilot-light'))).toEqual([
      '"shop" is active-active, and pilot-light is a variant of cold standby.',
    ])
    expect(told('variant-misfit', active('load: 60%', 'variant: overprovisioned'))).toEqual([])
  })

  it('takes no longer than the RTO, where everybody is served only after it', () => {
    const takes = (time: string) => `scaling: { automatic: true, from: 2, to: 8, takes: ${time} }`
    expect(told('growth-outlasts-rto', warm(`standby: 25%, ${takes('30m')}`))).toEqual([])
    expect(told('growth-outlasts-rto', warm(`standby: 25%, ${takes('31m')}`))).toHaveLength(1)
    expect(told('growth-outlasts-rto', warm(takes('31m')))).toHaveLength(1)
    expect(told('growth-outlasts-rto', warm(`standby: 100%, ${takes('31m')}`))).toEqual([])
    expect(told('growth-outlasts-rto', active(`load: 60%, ${takes('31m')}`))).toHaveLength(1)
    expect(told('growth-outlasts-rto', active(`load: 45%, limit: 80%, ${takes('31m')}`))).toHaveLength(1)
    expect(told('growth-outlasts-rto', active(`load: 45%, limit: 80%, degrades: Slower, ${takes('31m')}`))).toEqual([])
    expect(told('growth-outlasts-rto', active(`load: 40%, limit: 80%, ${takes('31m')}`))).toEqual([])
    const cold = parts(part('shop', 'web-service', 'cold-standby', `capacity: { ${takes('31m')} }`))
    expect(told('growth-outlasts-rto', cold)).toEqual([
      '"shop" takes 31m to start at the full load, but the RTO of flow "buy" is 30m.',
    ])
  })

  it('goes as far as it must', () => {
    const scaling = (text: string) =>
      told('scaling-limit-too-low', warm(`standby: 25%, scaling: { automatic: true, ${text} }`))
    expect(scaling('from: 2, to: 8, quota: 8')).toEqual([])
    expect(scaling('from: 2, to: 7')).toHaveLength(1)
    expect(scaling('from: 8, to: 2')).toEqual(['"shop" grows from 8 to 2, which is less.'])
    expect(scaling('from: 2, quota: 7')).toEqual(['"shop" grows to 8, and the quota of the other region is 7.'])
    expect(scaling('to: 8, quota: 7')).toHaveLength(1)
    expect(scaling('threshold: 90%')).toEqual([])
  })
})

describe('standbys', () => {
  it('are what their strategy says', () => {
    const size = (strategy: string, standby: string) =>
      told('standby-not-as-named', parts(part('shop', 'web-service', strategy, `capacity: { standby: ${standby} }`)))
    expect(size('hot-standby', '0%')).toEqual([
      '"shop" is hot standby, and its standby carries nothing: that is cold standby.',
    ])
    expect(size('hot-standby', '100%')).toEqual([])
    expect(size('warm-standby', '1%')).toEqual([])
    expect(size('cold-standby', '0%')).toEqual([])
  })

  it('are in a region of their own', () => {
    const at = (strategy: string, regions: string, type = 'web-service') =>
      told('strategy-contradicts-regions', parts(`  shop: { type: ${type}, strategy: ${strategy}, ${regions} }\n`))
    expect(at('active-active', 'active: [east, west]')).toEqual([])
    expect(at('active-active', 'active: [east, west], standby: [west]')).toHaveLength(1)
    expect(at('cold-standby', 'active: [east], standby: []')).toHaveLength(1)
    expect(at('cold-standby', 'active: [east], standby: 5')).toEqual([])
    expect(at('backup-restore', 'active: [east]')).toEqual([])
    expect(at('active-active', 'active: [east]', 'traffic-manager')).toEqual([])
  })

  it('of what runs beside each other start in an order that somebody has said', () => {
    const two = (needs: string, strategy = 'warm-standby') =>
      told(
        'start-order-undefined',
        flows(flow('buy', 'shop, api')) +
          parts(part('shop', 'web-service', strategy, needs), part('api', 'web-service', 'cold-standby', 'needs: []')),
      )
    expect(two('')).toEqual(['Flow "buy" needs "shop" and "api", and nothing says whether "shop" can start first.'])
    expect(two('needs: []')).toEqual([])
    expect(two('', 'hot-standby')).toEqual([])
  })

  it('of a pilot light have its data', () => {
    const light = (data: string, strategy = 'cold-standby') =>
      told(
        'pilot-light-without-live-data',
        parts(
          part('shop', 'web-service', strategy, 'variant: pilot-light, needs: [db]'),
          part('search', 'web-service', strategy, 'variant: pilot-light, needs: [db]'),
          part('db', 'postgres', strategy, data),
        ),
      )
    expect(light('')).toEqual(['"shop" is a pilot light, and "db", which it needs, is not replicated.'])
    expect(light('data: { replication: { mode: none } }')).toHaveLength(1)
    expect(light('data: { replication: { mode: sync } }')).toEqual([])
    expect(light('data: { replication: { mode: perhaps } }')).toEqual([])
    const own = parts(part('shop', 'postgres', 'cold-standby', 'variant: pilot-light'))
    expect(told('pilot-light-without-live-data', own)).toEqual([
      '"shop" is a pilot light, and its data is not replicated.',
    ])
  })

  it('of a group come back to one point', () => {
    const group = (first: string, second: string) =>
      told(
        'consistency-group-split',
        parts(
          `  a: { type: postgres, consistencyGroup: g, ${first} }\n`,
          `  b: { type: postgres, consistencyGroup: g, ${second} }\n`,
        ),
      )
    const restored = (every: string) =>
      `strategy: backup-restore, active: [east], data: { backup: { every: ${every} } }`
    expect(group(restored('1h'), restored('1h'))).toEqual([])
    expect(group(restored('1h'), restored('4h'))).toEqual([
      'Group "g": "b" is backed up every 4h, and "a" is backed up every 1h.',
    ])
    expect(group('active: [east]', restored('1h'))).toEqual([
      'Group "g": "b" is recovered by backup and restore, and "a" has no strategy.',
    ])
    expect(group('active: [east], standby: [west]', 'active: [east]')).toEqual([
      'Group "g": "b" stands by nowhere, and "a" stands by in west.',
    ])
    expect(group('active: [east], data: { replication: { mode: sync } }', 'active: [east]')).toEqual([
      'Group "g": "b" does not say how it replicates, and "a" replicates sync.',
    ])
  })
})

describe('the code of a cold standby', () => {
  const cold = parts(part('shop', 'web-service', 'cold-standby'))
  const store = parts(part('db', 'postgres', 'cold-standby'))

  it('is asked for what it builds', () => {
    expect(told('cold-provisioning-not-in-code', cold)).toEqual([
      '"shop" is cold standby, and the plan names no code that builds it.',
    ])
    expect(told('cold-provisioning-not-in-code', `${cold}deployment: { code: bicep }\n`)).toEqual([
      '"shop" is cold standby, and the code of the deployment does not say whether it covers compute.',
    ])
    expect(told('cold-provisioning-not-in-code', store)).toEqual([])
    expect(told('cold-provisioning-not-in-code', `${cold}deployment: bicep\n`)).toEqual([])
    expect(told('cold-provisioning-incomplete', `${cold}deployment: { code: bicep, covers: [scaling] }\n`)).toEqual([])
    expect(told('cold-provisioning-incomplete', cold)).toEqual([])
  })

  it('says whether compute is there and stopped', () => {
    const stopped = (text: string) => told('cold-compute-unstated', `${cold}deployment: { code: bicep, ${text} }\n`)
    expect(stopped('computeStopped: true')).toEqual([])
    expect(stopped('computeStopped: false, covers: [compute]')).toEqual([])
    expect(stopped('computeStopped: false, covers: [network]')).toHaveLength(1)
    expect(told('cold-compute-unstated', cold)).toEqual([])
  })

  it('need not keep what is kept the same by other means', () => {
    const kept = (more: string) => told('standby-baseline-not-in-code', `${cold}deployment: { code: bicep }\n${more}`)
    expect(kept('')).toEqual([
      '"shop" is cold standby, and nothing keeps its roles, policies and monitoring like those of the primary.',
    ])
    expect(kept('security: { access: Compared every night }\n')).toEqual([
      '"shop" is cold standby, and nothing keeps its monitoring like those of the primary.',
    ])
    expect(kept('security: { access: Compared every night }\nmonitoring: { regions: [east, west] }\n')).toEqual([])
  })

  it('makes the network too', () => {
    expect(told('standby-network-not-in-code', cold)).toEqual([
      '"shop" stands by in "west", and the plan names no code that makes its network and settings.',
    ])
    expect(told('standby-network-not-in-code', parts(part('shop', 'web-service', 'hot-standby')))).toEqual([])
  })
})
