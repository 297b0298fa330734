import { expect, test } from 'vitest'
import { compileRunbook, leadingZone, type Runbook, type SystemComponent } from './index.ts'
import { before, ids, planOf } from './testing/shop.ts'
import { kept } from './testing/strategies.ts'

/** A shop that customers find by name. @param operations what the zone's management carries out */
const byName = (...operations: readonly string[]): string =>
  kept('hot-standby').replace(
    'type: traffic-manager, routing: { method: priority, automatic: true }',
    `type: dns, routing: { method: priority, ttl: 2s }, operations: [${operations.join(', ')}]`,
  )

function book(text: string, decision: 'automatic' | 'people' = 'automatic'): Runbook {
  const made = compileRunbook(planOf(text), '', { scenario: 'region-lost', direction: 'failover', decision })
  if ('reason' in made) throw new Error(made.reason)
  return made.runbook
}

test('a zone leads customers where nothing else directs them, and a flow needs it', () => {
  const made = book(byName('check-records', 'point'))
  expect(leadingZone(made)).toMatchObject({ id: 'door', type: 'dns' })
  expect(leadingZone(book(kept('hot-standby')))).toBeUndefined()
  const beside = { ...(leadingZone(made) as SystemComponent), id: 'edge', type: 'front-door' }
  expect(leadingZone({ ...made, system: [...(made.system ?? []), beside] })).toBeUndefined()
  expect(leadingZone({ ...made, flows: made.flows.map((flow) => ({ ...flow, components: ['web'] })) })).toBeUndefined()
  expect(leadingZone({ flows: made.flows })).toBeUndefined()
})

test('what its management address carries out is done without people, and the rest is left out', () => {
  const made = book(byName('check-records', 'point'))
  expect(before(made, 'point.door@west')).toContain('check-records.door@west')
  const bare = book(byName())
  expect(ids(bare).filter((id) => id.endsWith('door@west'))).toEqual([])
  expect(ids(book(byName('point'))).filter((id) => id.endsWith('door@west'))).toEqual(['point.door@west'])
})

test('a flow is back once customers are sent over, and not only when everybody has heard of it', () => {
  const made = book(byName('check-records', 'point'))
  expect(made.flows[0]?.restoredBy).toEqual(['route.traffic@west'])
  // People who change the records send customers over by that.
  expect(book(byName(), 'people').flows[0]?.restoredBy).toEqual(['route.traffic@west', 'point.door@west'])
})

test('a zone fences nobody who knows an address already, and the runbook says so', () => {
  const said = (made: Runbook): readonly string[] => made.gaps.filter((gap) => gap.includes('only leads'))
  expect(said(book(byName('check-records', 'point')))).toEqual([expect.stringContaining('address of east')])
  expect(said(book(kept('hot-standby')))).toEqual([])
})
