import { expect } from 'vitest'
import { type Plan, parsePlan, planDigest } from '#plan'
import { type CompileOptions, compileRunbook, type Mode, type Runbook, type Step, stepsIn } from '../index.ts'

/** A shop of two regions, with something of every kind in it. */
export const shop = `
apiVersion: muster/v1
kind: Plan
metadata: { name: shop, owner: shop-team }
regions:
  east: { location: eastus2 }
  west: { location: centralus }
flows:
  checkout:
    does: A customer pays
    tier: 1
    objectives: { default: { rto: 30m, rpo: 1m, mtd: 4h }, region: { rto: 20m } }
    needs: [web, payments]
  about:
    does: A visitor reads about us
    data: reads
    tier: 3
    objectives: { default: { rto: 24h } }
    needs: [pages]
components:
  edge: { type: traffic-manager }
  web: { type: web-service, active: [east], standby: [west], needs: [api] }
  api: { type: web-service, active: [east], standby: [west], needs: [db], owner: api-engineer }
  db:
    type: postgres
    active: [east]
    standby: [west]
    data: { replication: { mode: async, lag: { p50: 100ms, p99: 2s } } }
  mainframe: { type: mainframe, active: [east], standby: [west] }
  payments: { type: third-party, shared: true }
  pages: { type: object-storage, active: [west] }
scenarios:
  east-lost: { class: region, loses: [east] }
  west-lost: { class: region, loses: [west] }
  eaten: { class: corruption, of: [db] }
probes:
  web: { http: "https://shop.example/health", every: 10s }
activation:
  east-lost:
    when: 'probes.web.failingFor >= duration("2m")'
    decideWithin: 5m
    declaredBy: [lead]
contacts:
  lead: { name: Lead, phone: "+1 555 0100", deputy: second }
  second: { name: Second }
  api-engineer: { name: Engineer }
communications:
  customers: { audience: Customers, owner: lead, channel: status-page, on: [activated, restored], message: "{{ scenario }}: from {{ region.from }} to {{ region.to }}. {{ nobody }}" }
recovery:
  failover:
    freeze: { title: Freeze deployments, phase: contain, owner: lead, manual: Close the gate, before: [fence.east@west] }
verification:
  basket: { kind: application, of: web, does: A basket is filled, owner: lead }
`

/** The plan of a text about which the parser has nothing to say. */
export function planOf(text: string): Plan {
  const { plan, problems } = parsePlan(text, 'shop.yaml')
  expect(problems).toEqual([])
  return plan as Plan
}

/** The runbook of a plan, for the loss of the east where nothing else is said. */
export function compiled(plan: Plan, options: Partial<CompileOptions> = {}): Runbook {
  const result = compileRunbook(plan, planDigest(plan), { scenario: 'east-lost', direction: 'failover', ...options })
  if ('reason' in result) throw new TypeError(result.reason)
  return result.runbook
}

/** Why there is none. */
export function reasonOf(plan: Plan, options: Partial<CompileOptions> = {}): string {
  const result = compileRunbook(plan, planDigest(plan), { scenario: 'east-lost', direction: 'failover', ...options })
  return 'reason' in result ? `${result.reason} ${result.fix}` : ''
}

export const ids = (book: Runbook): readonly string[] => book.steps.map((step) => step.id)

/** The ids of what a run of the mode goes through. */
export const idsIn = (book: Runbook, mode?: Mode): readonly string[] => stepsIn(book, mode).map((step) => step.id)

export function stepOf(book: Runbook, id: string): Step {
  const step = book.steps.find((one) => one.id === id)
  if (!step) throw new TypeError(`There is no step ${id}; there are ${ids(book).join(', ')}.`)
  return step
}

/** All steps that must be over before a step begins, in a mode or in all of them taken together. */
export function before(book: Runbook, id: string, mode?: Mode): ReadonlySet<string> {
  const steps = mode === undefined ? book.steps : stepsIn(book, mode)
  const found = new Set<string>()
  const open = [id]
  for (let one = open.pop(); one !== undefined; one = open.pop())
    for (const need of steps.find((step) => step.id === one)?.needs ?? [])
      if (!found.has(need)) {
        found.add(need)
        open.push(need)
      }
  return found
}
