import { expect, test } from 'vitest'
import { planDigest } from '#plan'
import { seconds } from '#units'
import { compileRunbook, runbookDigest, stepsIn } from './index.ts'
import { before, compiled, ids, planOf, shop } from './testing/shop.ts'

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
  for (const step of stepsIn(book))
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

test('a copy to which the log is shipped is known as one that does not follow by itself', () => {
  const text = shop.replace('replication: { mode: async,', 'replication: { mode: async, method: log-shipping,')
  expect(compiled(planOf(text)).stores).toEqual([
    { component: 'db', replication: 'async', lag: { p50: 0.1, p99: 2 }, shipped: true },
  ])
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
