import { expect, test } from 'vitest'
import type { Estimates } from '#evidence'
import type { Runbook, SystemComponent } from '#runbook'
import { seconds } from '#units'
import { simulate } from './forecast.ts'
import { reconnect } from './flow-runs.ts'
import { decide, flow, runbook, step, watch } from './testing/samples.ts'

const component = (id: string, over: Partial<SystemComponent>): SystemComponent => ({
  id,
  type: 'web-service',
  active: ['east', 'west'],
  standby: [],
  keeps: false,
  writesEverywhere: false,
  operations: [],
  needs: [],
  ...over,
})
const door = component('door', { type: 'traffic-manager', active: [], automatic: true })
const web = component('web', { variant: 'overprovisioned' })
const store = component('orders-db', { type: 'postgres', keeps: true, writesEverywhere: true })
const probe = { id: 'web', component: 'web', every: seconds(2), timeout: seconds(1) }

const takes = (p50: number) => ({ p50, p95: p50, basis: 'measured' as const, observations: 9, source: 'Measured' })
const timed: Estimates = { detect: takes(4), decide: takes(0), scale: takes(30), route: takes(30) }

/** The forecast of a flow that all of these components serve, with the runbook done after 34 seconds or more. */
function forecast(system: readonly SystemComponent[], over: Partial<Runbook> = {}) {
  const book = runbook([watch, decide, step('route', 'route', ['decide'])], {
    flows: [flow({ components: system.map(({ id }) => id) })],
    probes: [probe],
    system,
    ...over,
  })
  const { flows, caveats } = simulate(book, timed, { seed: 1, runs: 2000, target: 'lab' })
  return { rto: flows[0]?.rto, caveats: caveats.join('\n') }
}

test('customers who are moved by themselves wait for two failed probes and not for the runbook', () => {
  const { rto, caveats } = forecast([door, web, store])
  // The first probe fails within a turn of 2 s, evenly, and the second one a turn later.
  expect(rto?.p50).toBeGreaterThan(3 + reconnect.from - 0.1)
  expect(rto?.p50).toBeLessThan(3 + reconnect.to + 0.1)
  expect(rto?.p95).toBeLessThanOrEqual(4 + reconnect.to)
  expect(caveats).toContain('Customers of checkout are supposed to be sent to west by what directs them')
})

test('a side that answers too late is given up on a time limit later', () => {
  const fault = { as: 'slow', regions: ['east'], components: [], between: [] } as const
  expect(forecast([door, web, store], { fault }).rto?.p50).toBeGreaterThan(4 + reconnect.from - 0.1)
})

test.each([
  ['nothing moves customers by itself', [{ ...door, automatic: false }, web, store], {}],
  ['the service has to grow', [door, { ...web, variant: 'at-capacity' as const }, store], {}],
  ['the service is not there on an ordinary day', [door, { ...web, active: ['east'], standby: ['west'] }, store], {}],
  ['the store takes writes in one region', [door, web, { ...store, writesEverywhere: false }], {}],
  [
    'both sides answer and do not see each other',
    [door, web, store],
    { scenario: { id: 'cut', class: 'partition', loses: [] } },
  ],
  ['a switch is planned', [door, web, store], { mode: 'planned' as const }],
] as const)('the flow waits for the runbook where %s', (_, system, over) => {
  const { rto, caveats } = forecast(system, over)
  expect(rto?.p50).toBeGreaterThan(29)
  expect(caveats).not.toContain('by what directs them')
})
