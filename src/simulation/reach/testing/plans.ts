import { expect } from 'vitest'
import { estimates } from '#evidence'
import { type Plan, parsePlan } from '#plan'
import { compileRunbook, type Runbook } from '#runbook'
import type { Way } from '../held-up.ts'

/** A shop of two regions, with what is asked for in a test put after the rest. */
export function shop(more = '', { takes = '', edge = 'traffic-manager' } = {}): Plan {
  const { plan, problems } = parsePlan(
    `apiVersion: muster/v1
kind: Plan
metadata: { name: shop, owner: team, repository: "https://git.example/shop" }
regions:
  east: { location: eastus2 }
  west: { location: centralus }
flows:
  checkout:
    does: A customer pays
    tier: 1
    objectives: { default: { rto: 30m, rpo: 1m } }
    minimumService: { rto: 20m }
    needs: [edge, web]
components:
  edge: { type: ${edge} }
  web: { type: web-service, active: [east], standby: [west], needs: [db] }
  db:
    type: postgres
    active: [east]
    standby: [west]
    data:
      replication: { mode: async, lag: { p50: 1s, p99: 90s } }
      backup: { every: 1h, redundancy: geo, controlledBy: others }
scenarios:
  east-lost: { class: region, loses: [east]${takes} }
probes:
  web: { http: "https://shop.example/health", every: 10s }
activation:
  east-lost:
    when: 'probes.web.failingFor >= duration("2m")'
    decideWithin: 5m
    declaredBy: [lead]
contacts:
  lead: { name: Lead, phone: "+1 555 0100", deputy: second }
  second: { name: Second, phone: "+1 555 0101" }
${more}`,
    'shop.yaml',
  )
  expect(problems).toEqual([])
  return plan as Plan
}

/** A fallback for the step that sends customers over. */
export const byHand = `
recovery:
  failover:
    by-hand:
      title: Point the names by hand
      phase: route
      owner: lead
      region: west
      insteadOf: route.edge@west
      manual: Change the record
      expected: 10m
      requires: [public-dns]
`

export function runbookOf(plan: Plan, scenario = 'east-lost'): Runbook {
  const compiled = compileRunbook(plan, '', { scenario, direction: 'failover' })
  if ('reason' in compiled) throw new TypeError(compiled.reason)
  return compiled.runbook
}

/** The runbook of the loss of the east, with what the catalog and the plan say of its steps. */
export function wayOf(plan: Plan, scenario = 'east-lost'): Way {
  const runbook = runbookOf(plan, scenario)
  return { runbook, estimates: estimates(runbook, [], 'prod') }
}
