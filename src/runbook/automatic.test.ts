import { describe, expect, test } from 'vitest'
import { compileRunbook, type Runbook, stepsIn } from './index.ts'
import { before, compiled, ids, idsIn, planOf, reasonOf, stepOf } from './testing/shop.ts'
import { type Kept, kept, strategies } from './testing/strategies.ts'
import { told } from './testing/told.ts'

const all = Object.keys(strategies) as readonly Kept[]
const scenarios = ['region-lost', 'gone-for-long', 'line-cut', 'no-management', 'eaten', 'parts-failed', 'blink']

const book = (strategy: Kept, scenario: string, direction: 'failover' | 'failback' = 'failover'): Runbook =>
  compiled(planOf(kept(strategy)), { scenario, direction, decision: 'automatic' })

/** What a runbook does, in order, with the action of each step; or why there is none. */
function shown(strategy: Kept, scenario: string, direction: 'failover' | 'failback'): string {
  const made = compileRunbook(planOf(kept(strategy)), '', { scenario, direction, decision: 'automatic' })
  if ('reason' in made) return made.reason
  const acts = stepsIn(made.runbook).map(({ id, work }) => {
    if (work.kind !== 'action') return `  ${id}: ${work.kind}`
    const operation = work.use === 'component.operate' ? ` ${work.with['operation']}` : ''
    return `  ${id}: ${work.use}${operation}`
  })
  return [told(made.runbook), ...acts, ...made.runbook.gaps.map((gap) => `- ${gap}`)].join('\n')
}

test.each(all)('%s: every class without people, in order and by what it is done', async (strategy) => {
  const text = scenarios.flatMap((scenario) =>
    (['failover', 'failback'] as const).map(
      (direction) => `# ${scenario}, ${direction}\n${shown(strategy, scenario, direction)}\n`,
    ),
  )
  await expect(text.join('\n')).toMatchFileSnapshot(`golden/${strategy}.txt`)
})

describe.each(all)('%s without people', (strategy) => {
  test.each(scenarios)('asks nobody for anything in %s', (scenario) => {
    const made = book(strategy, scenario)
    expect(made.steps.filter(({ work }) => work.kind === 'manual')).toEqual([])
    expect(made.fault).toBeDefined()
    expect(made.system?.map(({ id }) => id)).toEqual(['door', 'web', 'db'])
  })

  test.each(['region-lost', 'gone-for-long', 'parts-failed'])(
    'opens nothing in %s before the old side is shut',
    (scenario) => {
      const made = book(strategy, scenario)
      const [route] = made.flows[0]?.restoredBy ?? []
      expect(route).toBe('route.door@west')
      const earlier = before(made, 'route.door@west')
      const shut = scenario === 'parts-failed' ? ['isolate.web@east', 'isolate.db@east'] : ['fence.east@west']
      for (const one of shut) expect(earlier).toContain(one)
      expect(earlier).toContain('verify.db@west')
      for (const { id, phase } of made.steps.filter((step) => step.phase === 'recover'))
        expect([id, phase, shut.every((one) => before(made, id).has(one))]).toEqual([id, phase, true])
    },
  )

  test('goes back from what was proven of a corruption, and lets nobody in with what was stolen', () => {
    const made = book(strategy, 'eaten')
    const order = [
      'stop-writers.db@east',
      'choose-point.db@east',
      'restore.db@east',
      'prove.db@east',
      'rotate.db@east',
      'switch.db@east',
      'verify.db@east',
      'release.db@east',
      'reconcile.db@east',
      'back-up.db@east',
    ]
    for (const [index, id] of order.entries()) if (index > 0) expect([...before(made, id)]).toContain(order[index - 1])
    expect(made.flows[0]?.restoredBy).toEqual(['release.db@east'])
    expect(ids(made)).not.toContain('promote.db@west')
    expect(ids(made)).not.toContain('accept-loss.eaten')
  })

  test('changes nothing in a blip, and waits for no longer than the plan gives it', () => {
    const made = book(strategy, 'blink')
    expect(idsIn(made)).toEqual(['detect.blink', 'watch.blink', 'decide.blink'])
    expect(stepOf(made, 'watch.blink')).toMatchObject({ work: { use: 'activation.clear' }, timeout: 32, attempts: 1 })
    expect(made.activation).toEqual({ when: { holds: 'probes.web.failing' }, text: 'probes.web.failing' })
  })

  test('only looks while the management is gone, and is over when it is back', () => {
    const made = book(strategy, 'no-management')
    expect(new Set(made.steps.flatMap(({ work }) => (work.kind === 'action' ? [work.use] : [])))).toEqual(
      new Set(['activation.watch', 'http.verify', 'postgres.verify', 'activation.clear']),
    )
    expect(idsIn(made).at(-1)).toBe('return.no-management')
  })

  test('has one side of a cut line serve, and opens the other one when the line is back and it is level', () => {
    const made = book(strategy, 'line-cut')
    expect(stepOf(made, 'heal.line-cut').work).toMatchObject({ use: 'activation.clear' })
    expect(before(made, 'heal.line-cut')).toContain('fence.west@east')
    const earlier = before(made, 'unfence.west@east')
    expect(earlier).toContain('heal.line-cut')
    if (ids(made).includes('re-protect.db@west')) expect(earlier).toContain('re-protect.db@west')
  })
})

test.each(['active-active-overprovisioned', 'active-active-at-capacity'] as const)(
  '%s comes back to both regions, and neither is cut off for it',
  (strategy) => {
    for (const scenario of ['region-lost', 'parts-failed']) {
      const back = book(strategy, scenario, 'failback')
      expect(back.flows[0]?.restoredBy).toEqual(['share.door'])
      expect(stepOf(back, 'share.door').work).toMatchObject({ use: 'traffic.share', with: { regions: 'east,west' } })
      expect(before(back, 'share.door')).toContain('ready.db@east')
      expect(ids(back).filter((id) => /^(hold|fence|isolate|drain)\./.test(id))).toEqual([])
    }
  },
)

test('what people would do is left to people where the plan names no operation, and said to be left out', () => {
  const plan = planOf(kept('warm-standby', 'people'))
  const made = compiled(plan, { scenario: 'region-lost', decision: 'automatic' })
  expect(ids(made)).not.toContain('scale.web@west')
  expect(made.gaps).toContain(
    'The step scale.web@west is a person\'s ("Grow web in west to the full load") and was not exercised.',
  )
  const asked = compiled(plan, { scenario: 'region-lost' })
  expect(stepOf(asked, 'scale.web@west').work.kind).toBe('manual')
})

test('an operation keeps how people do it, its objective, its place and what must be alive for it', () => {
  const machine = stepOf(compiled(planOf(kept('warm-standby')), { scenario: 'region-lost' }), 'scale.web@west')
  const person = stepOf(compiled(planOf(kept('warm-standby', 'people')), { scenario: 'region-lost' }), 'scale.web@west')
  const { title, objective, phase, requires, needs, owner, region } = person
  expect(machine).toMatchObject({ title, objective, phase, requires, needs, owner, region, effect: 'keyed' })
  expect(machine.work).toEqual({
    kind: 'action',
    use: 'component.operate',
    with: { component: 'web', region: 'west', operation: 'scale', from: 'east', to: 'west' },
    byHand: person.work.kind === 'manual' ? person.work.instruction : '',
  })
})

test.each([
  ['eaten', 'hot-standby', 'choose-point.db@east, restore.db@east, switch.db@east, release.db@east are people'],
  ['parts-failed', 'hot-standby', 'isolate.web@east, isolate.db@east are people'],
  ['line-cut', 'hot-standby-sync', 'suspend.db@east is people'],
] as const)('%s of %s is refused where only people would bring it back', (scenario, strategy, reason) => {
  const plan = planOf(kept(strategy, 'people'))
  expect(reasonOf(plan, { scenario, decision: 'automatic' })).toContain(reason)
  expect(reasonOf(plan, { scenario })).toBe('')
})

test.each(['line-cut', 'no-management'])(
  '%s is refused without criteria, for no machine knows when it is over',
  (id) => {
    const text = kept('hot-standby').replace(new RegExp(`\n {2}${id}: { when.*`), '')
    expect(reasonOf(planOf(text), { scenario: id, decision: 'automatic' })).toContain('no activation criteria')
  },
)

test('a standby is built anew within what is left where that is an operation', () => {
  const text = kept('hot-standby').replace('operations: [start, restore', 'operations: [rebuild, start, restore')
  const made = compiled(planOf(text), { scenario: 'gone-for-long', decision: 'automatic' })
  expect(stepOf(made, 'rebuild.db@west').work).toMatchObject({ with: { operation: 'rebuild', region: 'west' } })
  expect(before(made, 'rebuild.db@west')).toContain('route.door@west')
})
