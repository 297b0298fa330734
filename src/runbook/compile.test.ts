import { expect, test } from 'vitest'
import { type Plan, parsePlan, planDigest } from '#plan'
import { seconds } from '#units'
import { type CompileOptions, compileRunbook, type Runbook, runbookDigest } from './index.ts'

const shop = `
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

function planOf(text: string): Plan {
  const { plan, problems } = parsePlan(text, 'shop.yaml')
  expect(problems).toEqual([])
  return plan as Plan
}

function compiled(plan: Plan, options: Partial<CompileOptions> = {}): Runbook {
  const result = compileRunbook(plan, planDigest(plan), { scenario: 'east-lost', direction: 'failover', ...options })
  if ('reason' in result) throw new TypeError(result.reason)
  return result.runbook
}

const ids = (book: Runbook): readonly string[] => book.steps.map((step) => step.id)

/** All steps that must be over before a step begins. */
function before(book: Runbook, id: string): ReadonlySet<string> {
  const found = new Set<string>()
  const open = [id]
  for (let one = open.pop(); one !== undefined; one = open.pop())
    for (const need of book.steps.find((step) => step.id === one)?.needs ?? [])
      if (!found.has(need)) {
        found.add(need)
        open.push(need)
      }
  return found
}

test('a failover notices, decides, contains, fences, recovers, verifies, routes, tells and protects again, in that order', () => {
  const book = compiled(planOf(shop))
  expect(ids(book)).toEqual(
    expect.arrayContaining([
      'detect.east-lost',
      'decide.east-lost',
      'freeze',
      'fence.east@west',
      'promote.db@west',
      'recover.mainframe@west',
      'verify.db@west',
      'verify.web@west',
      'verify.api@west',
      'check.basket@west',
      'route.edge@west',
      'announce.customers.activated',
      'announce.customers.restored',
      'return.east',
      're-protect.db@east',
      're-protect.web@east',
    ]),
  )
  expect(new Set(ids(book)).size).toBe(ids(book).length)
  const place = new Map(ids(book).map((id, index) => [id, index]))
  for (const step of book.steps)
    for (const need of step.needs) expect(place.get(need)).toBeLessThan(place.get(step.id) as number)
})

test('customers are sent only after everything that serves them was recovered and verified, and never before the fence', () => {
  const book = compiled(planOf(shop))
  const needed = before(book, 'route.edge@west')
  for (const id of [
    'fence.east@west',
    'promote.db@west',
    'recover.mainframe@west',
    'verify.db@west',
    'verify.api@west',
    'check.basket@west',
    'freeze',
  ])
    expect(needed).toContain(id)
  expect(before(book, 'promote.db@west')).toContain('fence.east@west')
  expect(before(book, 'verify.web@west')).toContain('promote.db@west')
})

test('nothing of a failover asks the lost region for anything until it has returned', () => {
  const book = compiled(planOf(shop))
  for (const step of book.steps)
    if (step.region === 'east' && step.id !== 'return.east') expect(before(book, step.id)).toContain('return.east')
})

test('a failback drains before it promotes, so that nothing can be lost, and ends protected again', () => {
  const book = compiled(planOf(shop), { direction: 'failback' })
  expect(book).toMatchObject({ mode: 'planned', from: 'west', to: 'east', probes: [] })
  expect(before(book, 'promote.db@east')).toContain('drain.db@west')
  expect(before(book, 'drain.db@west')).toContain('hold.edge')
  expect(before(book, 'hold.edge')).toContain('decide.failback')
  expect(before(book, 'decide.failback')).toContain('ready.db@east')
  expect(ids(book)).toContain('re-protect.db@west')
})

test('a flow is restored by the route where the scenario touches it, and by nothing where it does not', () => {
  const [checkout, about] = compiled(planOf(shop)).flows
  expect(checkout).toMatchObject({ id: 'checkout', restoredBy: ['route.edge@west'], stores: ['db'], data: 'writes' })
  expect(checkout?.components).toEqual(['api', 'db', 'payments', 'web'])
  // The class's own objective beats the default, and what it does not say is the default's.
  expect(checkout?.objectives).toEqual({ rto: 1200, rpo: 60, mtd: 14_400 })
  expect(about).toMatchObject({ id: 'about', restoredBy: [], data: 'reads' })
})

test('a shortened clock shows in the runbook and as a deviation, and changes the digest', () => {
  const plan = planOf(shop)
  const real = compiled(plan)
  const timing = { probeEvery: seconds(0.5), activateAfter: seconds(1), hold: seconds(2) }
  const short = compiled(plan, { timing })
  expect(short.probes[0]).toMatchObject({ every: 0.5, timeout: 5 })
  expect(short.activation?.when).toEqual({ left: { fact: 'probes.web.failingFor' }, is: '>=', right: { duration: 1 } })
  expect(short.flows[0]?.level.hold).toBe(2)
  expect(short.deviations).toHaveLength(3)
  expect(real.deviations).toEqual([])
  expect(runbookDigest(short)).not.toBe(runbookDigest(real))
})

test('the digest is about what is done, not about comments, order of keys or what a step is expected to take', () => {
  const plain = compiled(planOf(shop))
  const commented = compiled(planOf(shop.replace('flows:\n', '# what people do\nflows:\n')))
  expect(runbookDigest(commented)).toBe(runbookDigest(plain))
  const estimated = compiled(planOf(shop.replace('manual: Close the gate', 'manual: Close the gate, expected: 5m')))
  expect(estimated.steps.find((step) => step.id === 'freeze')?.expected).toBe(300)
  expect(runbookDigest(estimated)).toBe(runbookDigest(plain))
  const changed = compiled(planOf(shop.replace('Close the gate', 'Close the other gate')))
  expect(runbookDigest(changed)).not.toBe(runbookDigest(plain))
})

test('messages are filled from known names, and a name that is none stays text', () => {
  const told = compiled(planOf(shop)).steps.find((step) => step.id === 'announce.customers.activated')
  expect(told?.work).toMatchObject({ with: { message: 'east-lost: from east to west. {{ nobody }}' } })
  expect(told?.essential).toBe(false)
})

test('what has no recipe is a person’s step, what others recover is a gap, and a drill without people says what it left out', () => {
  const people = compiled(planOf(shop))
  expect(people.steps.find((step) => step.id === 'recover.mainframe@west')?.work.kind).toBe('manual')
  expect(people.gaps.join('\n')).toContain('payments')
  const automatic = compiled(planOf(shop), { decision: 'automatic' })
  expect(ids(automatic)).not.toContain('check.basket@west')
  expect(automatic.gaps.join('\n')).toContain('The check basket')
})

test('a check may bear the name of a component', () => {
  const book = compiled(planOf(shop.replace('  basket: {', '  web: {')))
  expect(ids(book)).toEqual(expect.arrayContaining(['verify.web@west', 'check.web@west']))
})

test.each([
  ['nowhere', 'no scenario'],
  ['eaten', 'class corruption'],
  ['west-lost', 'standby elsewhere'],
])('the scenario %s has no runbook, and the reason says why', (scenario, reason) => {
  const plan = planOf(shop)
  const result = compileRunbook(plan, planDigest(plan), { scenario, direction: 'failover' })
  expect('reason' in result && `${result.reason} ${result.fix}`).toContain(reason)
})

test('steps that the plan adds and that need one another in a circle are refused', () => {
  const plan = planOf(shop.replace('before: [fence.east@west]', 'needs: [route.edge@west], before: [fence.east@west]'))
  expect(compileRunbook(plan, planDigest(plan), { scenario: 'east-lost', direction: 'failover' })).toHaveProperty(
    'reason',
  )
})
