import { describe, expect, test } from 'vitest'
import type { Runbook, Step, SystemComponent } from '#runbook'
import { seconds } from '#units'
import { lackedBy, servedByWeb } from './lacks.ts'
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

test('what is restored does not count as replicated here and not there', () => {
  const restored = still({ stores: [{ component: 'orders-db', replication: 'none', restored: true }] })
  expect(lackedBy({ ...restored, flows: still().flows })).toEqual([
    'The lab has no key-vault: flows that need them were measured without.',
  ])
  expect(lackedBy(still({ stores: [{ component: 'orders-db', replication: 'none' }] }))[1]).toContain(
    'The plan does not replicate orders-db; the lab does',
  )
})
