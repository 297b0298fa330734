import { describe, expect, it } from 'vitest'
import { parsePlan } from '#plan'
import { findings, ruleOf } from './check.ts'
import { subjectOf } from './subject.ts'
import { completed, sampleDay } from './testing/sample.ts'

/** What a rule says of a sample, without its reason, and how to fix it; the sample may have parts that are refused. */
function found(code: string, sample: string): ReadonlyArray<{ readonly what: string; readonly fix: string }> {
  const parsed = parsePlan(completed(`\n${sample}`), 'sample.yaml')
  const rule = ruleOf(code)
  if (!parsed.plan || !rule) throw new Error('The sample is no plan, or the code is none of a rule.')
  const subject = subjectOf(parsed, parsed.plan, { asOf: sampleDay })
  return findings(rule, subject).map(({ problem: { detail, fix } }) => ({
    what: detail.slice(0, -rule.why.length - 1),
    fix,
  }))
}
const told = (code: string, sample: string) => found(code, sample).map(({ what }) => what)

const flow = (id: string, needs: string, data: string) =>
  `  ${id}: { does: Something is done, tier: 1, data: ${data}, objectives: { default: { rto: 30m, rpo: 1m } }, needs: [${needs}] }\n`
const both = `flows:\n${flow('look', 'shop', 'reads')}${flow('buy', 'shop', 'writes')}`
const shop = '  shop: { type: web-service, strategy: active-active, active: [east, west], needs: [db] }\n'
const everywhere = (data: string, type = 'cosmos-db', more = '') =>
  `components:\n${shop}  db: { type: ${type}, strategy: active-active, active: [east, west], data: { ${data} }${more} }\n`
const standby = (data: string, strategy = 'warm-standby', type = 'postgres', more = '') =>
  `components:\n  shop: { type: web-service, strategy: ${strategy}, active: [east], standby: [west], needs: [db] }\n` +
  `  db: { type: ${type}, strategy: ${strategy}, active: [east], standby: [west], data: { ${data} }${more} }\n`

describe('stores that several regions serve', () => {
  it('promise only the consistency that they have', () => {
    const kept = (data: string, type?: string) => told('consistency-not-kept', everywhere(data, type))
    expect(kept('consistency: strong, replication: { mode: sync }')).toEqual([])
    expect(kept('consistency: session, replication: { mode: async }')).toEqual([])
    expect(kept('consistency: strong, writes: every-region', 'postgres')).toEqual([])
    expect(kept('consistency: strong, writes: every-region')).toHaveLength(1)
    const near = (data: string) => told('consistency-not-kept', standby(data, 'hot-standby'))
    expect(near('consistency: strong, replication: { mode: async }')).toEqual([])
    expect(near('consistency: strong, replication: { mode: async, readable: true }')).toHaveLength(1)
    expect(near('consistency: strong, writes: every-region, replication: { mode: async }')).toHaveLength(1)
  })

  it('are asked for consistency and writes where they are active-active', () => {
    expect(told('consistency-undefined', everywhere('size: 1 GiB'))).toEqual([
      '"db" serves from "east" and "west", and nothing says how consistent they are.',
    ])
    expect(told('consistency-undefined', everywhere('consistency: sure'))).toEqual([])
    expect(told('consistency-undefined', standby('size: 1 GiB'))).toEqual([])
    expect(told('writes-unstated', everywhere('size: 1 GiB'))).toHaveLength(1)
    expect(told('writes-unstated', everywhere('writes: anywhere'))).toEqual([])
    expect(told('writes-unstated', standby('size: 1 GiB'))).toEqual([])
    expect(told('write-conflicts-unsettled', everywhere('writes: one-region'))).toEqual([])
    expect(told('write-conflicts-unsettled', everywhere('writes: every-region, conflicts: []'))).toEqual([])
  })

  it('with one writer have somebody who moves it, where a flow writes', () => {
    const writer = (more: string, plan = both) =>
      told('single-writer-without-failover', plan + everywhere('writes: one-region', 'cosmos-db', more))
    expect(writer('')).toEqual([
      '"db" takes writes in one region, flow "buy" writes to it, and nothing says who moves the writer.',
    ])
    expect(writer(', failover: { by: customer }')).toEqual([])
    expect(writer(', failover: by hand')).toEqual([])
    expect(writer('', `flows:\n${flow('look', 'shop', 'reads')}`)).toEqual([])
  })

  it('serve those who only read from a copy, or from a model of their own', () => {
    const replica = (data: string) => told('geo-replica-not-readable', both + everywhere(data, 'postgres'))
    expect(replica('replication: { mode: async, readable: false }')).toEqual([
      'Flow "look" only reads, from several regions at once, and "db" serves no reads from its copy.',
    ])
    expect(replica('replication: { mode: async, readable: true }')).toEqual([])
    expect(replica('writes: every-region')).toEqual([])
    expect(replica('size: 1 GiB')).toHaveLength(1)
    expect(told('geo-replica-not-readable', both + everywhere('size: 1 GiB'))).toEqual([])
    const shared = (data: string, type?: string, plan = both) =>
      told('read-flow-on-single-writer', plan + everywhere(data, type))
    expect(shared('writes: one-region')).toEqual([
      'Flow "look" only reads, and hangs on the one writer of "db", to which flow "buy" writes.',
    ])
    expect(shared('size: 1 GiB')).toEqual([])
    expect(shared('writes: one-region, replication: { mode: async, readable: true }')).toEqual([])
    expect(shared('writes: one-region', 'postgres')).toEqual([])
    expect(shared('writes: one-region', 'queue')).toEqual([])
    expect(shared('writes: one-region', 'cosmos-db', `flows:\n${flow('look', 'shop', 'reads')}`)).toEqual([])
    expect(shared('writes: one-region', 'cosmos-db', `flows:\n${flow('buy', 'shop', 'writes')}`)).toEqual([])
  })

  it('are read models of what takes writes', () => {
    const model = (of: string, plan = both) =>
      told(
        'read-model-source',
        `${plan}${everywhere('size: 1 GiB')}  views: { type: cosmos-db, data: { readModelOf: ${of} } }\n`,
      )
    expect(model('db')).toEqual([])
    expect(model('nothing')).toEqual([])
    expect(model('shop')).toEqual(['"views" is a read model of "shop", which keeps no data.'])
    expect(model('db', `flows:\n${flow('look', 'shop', 'reads')}`)).toEqual([
      '"views" is a read model of "db", and no flow that writes needs "db".',
    ])
    expect(model('db', `flows:\n${flow('look', 'shop', 'reads')}  buy: 5\n`)).toEqual([])
  })

  it('are written twice only into another region, and repeatably', () => {
    const dual = (target: string, data = 'dualWrites: { to: [copy], idempotentBy: A key }') =>
      told(
        'dual-write-target',
        `components:\n  db: { type: postgres, active: [east], data: { ${data} } }\n  copy: { type: ${target} }\n`,
      )
    expect(dual('postgres, active: [west]')).toEqual([])
    expect(dual('postgres, active: [east, west]')).toEqual([])
    expect(dual('postgres, active: [east]')).toEqual([
      '"db" writes to "copy" too, and "east" has both: a loss takes them together.',
    ])
    expect(dual('cache, active: [west]')).toEqual(['"db" writes to "copy" too, which keeps no data.'])
    expect(dual('cache, active: [west]', 'dualWrites: { to: [elsewhere] }')).toEqual([])
    const repeat = (text: string) => told('dual-write-not-idempotent', everywhere(`dualWrites: { to: [a, b]${text} }`))
    expect(repeat('')).toEqual([
      'What is written to "db" is written to "a", "b" too, and nothing makes a repeat harmless.',
    ])
    expect(repeat(', idempotentBy: 5')).toEqual([])
  })
})

describe('copies of a standby', () => {
  it('are asked for by strategy', () => {
    expect(told('replication-unstated', standby('size: 1 GiB', 'hot-standby'))).toEqual([
      '"db" is hot standby, and nothing says how its data reaches the standby.',
    ])
    expect(told('replication-unstated', standby('replication: { mode: none }'))).toEqual([])
    expect(told('replication-unstated', standby('replication: { mode: perhaps }'))).toEqual([])
    expect(told('replication-unstated', everywhere('size: 1 GiB'))).toEqual([])
    expect(told('replication-unstated', standby('size: 1 GiB', 'cold-standby', 'key-vault'))).toEqual([])
  })

  it('are compared by the store or by a verification', () => {
    const compared = (data: string, more = '', strategy?: string) =>
      told('copies-not-compared', standby(data, strategy) + more)
    const check = (kind: string) => `verification:\n  sums: { kind: ${kind}, of: db, does: Sums are compared }\n`
    expect(compared('replication: { mode: sync }')).toHaveLength(1)
    expect(compared('replication: { mode: none }')).toEqual([])
    expect(compared('replication: { mode: sync }', check('data'))).toEqual([])
    expect(compared('replication: { mode: sync }', check('infrastructure'))).toHaveLength(1)
    expect(compared('replication: { mode: sync }', '', 'cold-standby')).toEqual([])
    expect(compared('replication: { mode: sync }, validated: 5')).toEqual([])
  })

  it('are made by a method of their kind', () => {
    const made = (type: string, method: string) =>
      told(
        'replication-method-misfit',
        standby(`replication: { mode: async, method: ${method} }`, 'warm-standby', type),
      )
    expect(made('object-storage', 'object-replication')).toEqual([])
    expect(made('object-storage', 'log-shipping')).toEqual([
      '"db" is of type object-storage, and log-shipping is a method for relational databases and machines that run one.',
    ])
    expect(made('vm', 'site-recovery')).toEqual([])
    expect(made('mysql', 'site-recovery')).toEqual([
      '"db" is of type mysql, and site-recovery is a method for machines.',
    ])
    expect(made('azure-sql', 'log-shipping')).toEqual([])
    expect(made('cosmos-db', 'built-in')).toEqual([])
    expect(made('queue', 'application')).toEqual([])
    expect(made('homemade', 'log-shipping')).toEqual([])
  })

  it('of storage go by the pairs of the provider', () => {
    const regions = (to: string) => `regions: { east: { location: eastus2 }, west: { location: ${to} } }\n`
    const storage = (method: string, to: string) =>
      regions(to) +
      standby(`replication: { mode: async${method && `, method: ${method}`} }`, 'cold-standby', 'object-storage')
    expect(told('geo-redundancy-without-pair', storage('geo-zone-redundant', 'centralus'))).toEqual([])
    expect(told('geo-redundancy-without-pair', storage('geo-zone-redundant', 'westeurope'))).toHaveLength(1)
    expect(told('geo-redundancy-without-pair', storage('object-replication', 'westeurope'))).toEqual([])
    expect(told('geo-redundancy-without-pair', storage('geo-zone-redundant', 'atlantis'))).toEqual([])
    const alone = storage('geo-zone-redundant', 'westeurope').replace('eastus2', 'italynorth')
    expect(told('geo-redundancy-without-pair', alone)).toEqual([
      '"db" cannot be copied, for italynorth has no pair, and stands by in "west" (westeurope).',
    ])
    const advice = (to: string) =>
      found('replication-method-unstated', storage('', to)).map(({ fix }) => fix.split(',')[0])
    expect(advice('centralus')).toEqual(['Add method: geo-zone-redundant'])
    expect(advice('westeurope')).toEqual(['Add method: object-replication'])
    expect(advice('atlantis')).toEqual(['Add method: built-in'])
  })

  it('of a cold standby name their method', () => {
    const named = (data: string, strategy = 'cold-standby') =>
      told('replication-method-unstated', standby(data, strategy))
    expect(named('replication: { mode: sync }')).toEqual([
      '"db" replicates from "east" to "west", and nothing says by which method.',
    ])
    expect(named('replication: { mode: none }')).toEqual([])
    expect(named('replication: { mode: sync, method: magic }')).toEqual([])
    expect(named('replication: { mode: sync }', 'warm-standby')).toEqual([])
  })

  it('with settings only lose what they are there for', () => {
    const copied = (data: string, type = 'queue') =>
      told('metadata-only-replication', standby(data, 'warm-standby', type))
    expect(copied('replication: { mode: sync, covers: metadata }')).toEqual([
      'Replication of "db" copies settings only, and every message in it is lost; the RPO of flow "buy" is 1m.',
    ])
    expect(copied('replication: { mode: sync, covers: metadata }', 'postgres')).toEqual([
      'Replication of "db" copies settings only, and everything in it is lost; the RPO of flow "buy" is 1m.',
    ])
    expect(copied('replication: { mode: sync, covers: data }')).toEqual([])
    expect(copied('inFlight: Sent again, replication: { mode: sync, covers: metadata }')).toEqual([])
  })

  it('keep the RPO, and that for the loss of a region first', () => {
    const plan = (rpo: string, data: string) =>
      `flows:\n  buy: { does: Something is done, tier: 1, objectives: { default: { rto: 30m, rpo: 1m }, region: { rpo: ${rpo} } }, needs: [shop] }\n${standby(data)}`
    const lag = (rpo: string, p99: string) =>
      told('rpo-replication-lag', plan(rpo, `replication: { mode: async, lag: { p50: 1s, p99: ${p99} } }`))
    expect(lag('1m', '60s')).toEqual([])
    expect(lag('1m', '61s')).toHaveLength(1)
    expect(lag('5m', '4m')).toEqual([])
    expect(lag('0s', '1s')).toHaveLength(1)
    expect(told('rpo-replication-lag', plan('0s', 'replication: { mode: async }'))).toEqual([
      '"db" replicates asynchronously, but the RPO of flow "buy" is 0s.',
    ])
    expect(told('rpo-replication-lag', plan('0s', 'replication: { mode: sync }'))).toEqual([])
    expect(told('rpo-replication-lag', plan('1m', 'replication: { mode: none }'))).toHaveLength(1)
    expect(told('rpo-replication-lag', plan('1m', 'replication: { mode: none }, backup: { every: 30s }'))).toEqual([])
  })
})
