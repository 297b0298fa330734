import { describe, expect, test } from 'vitest'
import type { Runbook, Step, SystemComponent } from '#runbook'
import { seconds } from '#units'
import { lackedBy, refusedBy, servedByWeb } from './lacks.ts'
import { partsOf } from './profile.ts'
import { serves, specOf } from './spec.ts'
import { runbookOf } from './testing/lab.ts'

const web: SystemComponent = {
  id: 'storefront',
  type: 'web-service',
  active: ['east'],
  standby: ['west'],
  keeps: false,
  writesEverywhere: false,
  operations: [],
  needs: ['orders-db'],
}
const store: SystemComponent = {
  ...web,
  id: 'orders-db',
  type: 'postgres',
  keeps: true,
  strategy: 'hot-standby',
  replication: 'sync',
  needs: [],
}
const edge: SystemComponent = { ...web, id: 'edge', type: 'traffic-manager', active: [], standby: [] }
const system = [edge, web, store]
const steps: readonly Step[] = []

/** Nothing moves and no store is touched. */
const still = (change: Partial<Runbook> = {}): Runbook =>
  runbookOf('async', { from: 'east', to: 'east', stores: [], steps, system, ...change })

describe('a lab for a runbook in which nothing moves', () => {
  test('has the home first and the other region too, and every store that keeps data', () => {
    expect(specOf(still())).toMatchObject({ regions: ['east', 'west'], stores: ['orders-db'], sync: true })
  })

  test('lacks nothing that is there in another form', () => {
    expect(lackedBy(still({ flows: [] }))).toEqual([])
    expect(servedByWeb(still({ probes: [] }))).toEqual(new Set(['storefront']))
  })

  test('cannot be built from a plan with one region', () => {
    expect(() => specOf(still({ regions: { east: { location: 'eastus2' } } }))).toThrow('the plan has east alone')
  })
})

test('the region that leads on an ordinary day is the first, whichever is left', () => {
  const other = runbookOf('async', { from: 'west', to: 'east', system })
  expect(specOf(other).regions).toEqual(['east', 'west'])
  expect(specOf(runbookOf('async', { system })).regions).toEqual(['east', 'west'])
  expect(specOf(runbookOf('async')).regions).toEqual(['east', 'west'])
})

test('a lab of other programs serves whoever has it already, and nobody else', () => {
  const asked = specOf(runbookOf('async', { system }))
  const built = { ...asked, parts: { postgres: '/usr/lib/postgresql/15/bin' } }
  expect(serves(built, built)).toBe(true)
  expect(serves(built, asked)).toBe(false)
  expect(serves(asked, built)).toBe(false)
  expect(serves(built, asked, true)).toBe(true)
})

describe('writes in both regions', () => {
  const everywhere = { ...store, strategy: 'active-active' as const, writesEverywhere: true }
  const both = runbookOf('async', { system: [edge, web, everywhere] })

  test('need nothing of this machine in a lab from npm', () => {
    expect(specOf(both).data).toBe('everywhere')
    expect(refusedBy(both, {})).toBeUndefined()
  })

  test('are refused with a PostgreSQL that is too old, and nothing else is', ({ skip }) => {
    const { postgres } = partsOf('full', '')
    if (postgres === undefined) return skip('optional: there is no PostgreSQL 15 or newer below /usr/lib/postgresql')
    expect(refusedBy(runbookOf('async', { system }), { postgres })).toBeUndefined()
    const said = refusedBy(both, { postgres })
    if (/\/15\//.test(postgres)) expect(said).toMatch(/needs PostgreSQL 16 or newer, and .* has 15\.\d+\. Leave/)
    else expect(said).toBeUndefined()
  })
})

test('a way back is served by the lab of the way there', () => {
  const there = specOf(runbookOf('async', { system }))
  const back = specOf(runbookOf('async', { system, direction: 'failback', from: 'west', to: 'east', probes: [] }))
  expect(serves(there, back)).toBe(true)
  expect(serves(there, specOf(runbookOf('async', { system: [edge, web, { ...store, replication: 'async' }] })))).toBe(
    false,
  )
})

test('backups are kept where what is hurt, or some step, needs them', () => {
  const restore: Step = {
    id: 'restore.orders-db@east',
    title: 'Restore',
    objective: 'It is there',
    phase: 'recover',
    needs: [],
    owner: 'operator',
    work: { kind: 'action', use: 'component.operate', with: { operation: 'restore' } },
    requires: [],
    effect: 'keyed',
    timeout: seconds(60),
    attempts: 1,
    backoff: seconds(1),
    irreversible: false,
    essential: true,
  }
  const hurt = (as: 'dropped' | 'cut-off'): Runbook =>
    still({ fault: { as, regions: ['east'], components: ['orders-db'], between: [] } })
  expect(specOf(still()).archived).toBe(false)
  expect(specOf(hurt('cut-off')).archived).toBe(false)
  expect(specOf(hurt('dropped')).archived).toBe(true)
  expect(specOf(still({ steps: [restore] })).archived).toBe(true)
})

test('backups can be deleted where the plan does not say of each store that they cannot', () => {
  const said = (backupImmutable?: boolean): SystemComponent =>
    backupImmutable === undefined ? store : { ...store, backupImmutable }
  const of = (...stores: readonly SystemComponent[]) => specOf(still({ system: [edge, web, ...stores] })).immutable
  expect([of(said(true)), of(said(false)), of(said())]).toEqual([true, undefined, undefined])
  expect(of(said(true), { ...said(false), id: 'other-db' })).toBeUndefined()
  const hurt = (one: SystemComponent) => {
    const fault = { as: 'dropped', regions: ['east'], components: ['orders-db'], between: [] } as const
    return specOf(still({ system: [edge, web, one], fault }))
  }
  expect(serves(hurt(said(true)), hurt(said(true)))).toBe(true)
  expect(serves(hurt(said(true)), hurt(said()))).toBe(false)
})

test('what is restored does not count as replicated here and not there', () => {
  const restored = still({ stores: [{ component: 'orders-db', replication: 'none', restored: true }] })
  expect(lackedBy({ ...restored, flows: still().flows })).toEqual([
    'The lab has no key-vault: flows that need them were measured without.',
  ])
  expect(lackedBy(still({ stores: [{ component: 'orders-db', replication: 'none' }] }))[1]).toContain(
    'The plan does not replicate orders-db; the lab does',
  )
})

describe('customers who find a region by name', () => {
  const zone: SystemComponent = { ...edge, id: 'shop-zone', type: 'dns' }
  const flows = runbookOf('async').flows.map((flow) => ({ ...flow, components: [...flow.components, 'shop-zone'] }))
  const named = (change: Partial<Runbook> = {}): Runbook =>
    runbookOf('async', { system: [zone, web, store], flows, ttl: seconds(2), ...change })

  test('have a zone of the name of the component, and nobody else does', () => {
    expect(specOf(named()).dns).toEqual({ component: 'shop-zone', ttl: 2, automatic: false, floor: 0 })
    const moving = { ...zone, automatic: true }
    expect(specOf(named({ system: [moving, web, store] })).dns).toMatchObject({ automatic: true })
    expect(specOf(runbookOf('async', { system, ttl: seconds(2) })).dns).toBeUndefined()
    expect(serves(specOf(named()), specOf(named({ ttl: seconds(3) })))).toBe(false)
  })

  test('are told where answers are kept otherwise than the plan says', () => {
    const lacks = (change: Partial<Runbook>, floor?: number) =>
      lackedBy(named(change), floor === undefined ? undefined : seconds(floor)).filter((one) => /answer/.test(one))
    expect(lacks({})).toEqual([])
    expect(lackedBy(named()).join()).not.toContain('shop-zone')
    expect(specOf(named({ ttl: seconds(0.3) })).dns?.ttl).toBe(1)
    expect(lacks({ ttl: seconds(0.3) })).toEqual([
      'DNS counts in whole seconds: in the lab answers of shop-zone are kept for 1s.',
    ])
    const { ttl: _, ...unsaid } = named()
    expect(lackedBy(unsaid)).toContain(
      'The plan does not say how long answers of shop-zone are kept; in the lab it is 1s.',
    )
    expect(lacks({}, 2)).toEqual([])
    expect(lacks({}, 30)).toEqual([
      "The lab's resolver was told to keep every answer for 30s at least, whatever it says.",
    ])
  })
})

describe('a plan with object storage and a cache', () => {
  const storage: SystemComponent = {
    ...store,
    id: 'documents',
    type: 'object-storage',
    replication: 'async',
    operations: ['fail-over'],
  }
  const cache: SystemComponent = { ...web, id: 'leaflets', type: 'cache', operations: ['repoint'], needs: [] }
  const flow = (id: string, data: 'reads' | 'writes', components: readonly string[]) => ({
    ...(runbookOf('async').flows[0] as Runbook['flows'][number]),
    ...{ id, data, components, stores: components.filter((one) => ['documents', 'orders-db'].includes(one)) },
  })
  const flows = [
    flow('file', 'writes', ['storefront', 'documents']),
    flow('read', 'reads', ['storefront', 'leaflets', 'documents']),
    flow('order', 'writes', ['storefront', 'orders-db']),
  ]
  const asked = still({ system: [...system, storage, cache], flows })

  test('has an account and a cache in each region, and a database for what keeps rows', () => {
    expect(specOf(asked)).toMatchObject({ stores: ['orders-db'], objects: { components: ['documents'], lag: 0.5 } })
    expect(specOf(asked)).toMatchObject({ cache: 'leaflets' })
    expect(specOf(asked).flows).toEqual([
      { id: 'file', data: 'writes', store: 'documents', objects: true },
      { id: 'read', data: 'reads', store: 'documents', objects: true, cached: true },
      { id: 'order', data: 'writes', store: 'orders-db' },
    ])
    expect([...servedByWeb(asked)]).toEqual(['storefront'])
  })

  test('copies as late as the plan says, and says where the plan gives two figures', () => {
    const lag = { p50: seconds(2), p99: seconds(60) }
    const moved = { ...asked, stores: [{ component: 'documents', replication: 'async' as const, lag }] }
    expect(specOf(moved).objects?.lag).toBe(2)
    expect(lackedBy(moved)).toContain(
      'In the lab what is put into documents is copied 2s later, every time; the plan says 2s as a rule and 1m at worst.',
    )
  })

  test('leaves to people, as databases, what no machine of the plan looks after', () => {
    const byHand = [storage, cache].map((one) => ({ ...one, operations: [] }))
    const left = specOf(still({ system: [...system, ...byHand], flows }))
    expect(left).not.toHaveProperty('objects')
    expect(left).not.toHaveProperty('cache')
    expect(left.stores).toEqual(['orders-db', 'documents'])
  })

  test('a lab without them does not serve it', () => {
    expect(serves(specOf(still({ flows })), specOf(asked))).toBe(false)
    expect(serves(specOf(asked), specOf(asked))).toBe(true)
  })
})
