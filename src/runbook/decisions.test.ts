import { describe, expect, it } from 'vitest'
import { type Step, runbookDigest } from './index.ts'
import { before, compiled, ids, planOf, shop, stepOf } from './testing/shop.ts'

/** The shop with more said of its activation. */
const saying = (more: string): string => shop.replace('    declaredBy: [lead]\n', `    declaredBy: [lead]\n${more}`)
const approvals = '    approvals: { from: [second, api-engineer], atLeast: 2, notTheStarter: true }\n'
const acceptance = '    lossAcceptedBy: second\n'

function decision(step: Step): Extract<Step['work'], { kind: 'decision' }> {
  if (step.work.kind !== 'decision') throw new TypeError(`${step.id} is no decision.`)
  return step.work
}

describe('the declaration', () => {
  it('has what the plan says of its time, in the way out and not in the way back', () => {
    const plan = planOf(saying('    escalation: [{ after: 3m, to: second }]\n    ifUndecided: failover\n'))
    expect(decision(stepOf(compiled(plan), 'decide.east-lost'))).toMatchObject({
      deciders: ['lead'],
      within: 300,
      escalation: [{ after: 180, to: 'second' }],
      ifUndecided: 'failover',
    })
    const back = decision(stepOf(compiled(plan, { direction: 'failback' }), 'decide.failback'))
    expect(back.within).toBe(300)
    expect(back).not.toHaveProperty('escalation')
    expect(back).not.toHaveProperty('ifUndecided')
  })

  it('of the way back is for whom the plan names, with what must hold before', () => {
    const failback =
      'failback: { criteria: [A day has passed, The copy is level], decidedBy: [second, lead], window: At night }'
    const back = (text: string) => stepOf(compiled(planOf(text), { direction: 'failback' }), 'decide.failback')
    expect(back(`${shop}${failback}\n`)).toMatchObject({
      owner: 'second',
      work: {
        deciders: ['second', 'lead'],
        question:
          'Move all traffic from west back to east now? What must hold: A day has passed; The copy is level. When it may be done: At night.',
      },
    })
    expect(decision(back(`${shop}${failback.replace(', window: At night', '')}\n`)).question).toMatch(/is level\.$/)
    expect(decision(back(shop))).toMatchObject({
      deciders: ['lead'],
      question: 'Move all traffic from west back to east now?',
    })
  })

  it('may be asked for after a blip', () => {
    expect(compiled(planOf(saying('    blip: 10m\n'))).activation?.blip).toBe(600)
    expect(compiled(planOf(saying('    unless: deployment.inProgress\n    blip: 1h\n'))).activation?.blip).toBe(3600)
    expect(compiled(planOf(shop)).activation).not.toHaveProperty('blip')
  })
})

describe('the consent that it takes besides', () => {
  const book = compiled(planOf(saying(approvals)))

  it('is a decision of its own, and everything that waits for the declaration waits for it', () => {
    const approve = stepOf(book, 'approve.east-lost')
    expect(approve).toMatchObject({ phase: 'decide', needs: ['decide.east-lost'], owner: 'second', expected: 0 })
    expect(decision(approve)).toMatchObject({
      deciders: ['second', 'api-engineer'],
      atLeast: 2,
      notTheStarter: true,
      within: 300,
    })
    for (const step of book.steps)
      if (step.needs.includes('decide.east-lost') && step !== approve) expect(step.needs).toContain('approve.east-lost')
    for (const id of ['freeze', 'fence.east@west', 'hold.edge', 'announce.customers.activated'])
      expect(stepOf(book, id).needs).toContain('approve.east-lost')
  })

  it('is waited for by a step of the plan that names the declaration', () => {
    const plan = planOf(
      saying(approvals).replace('manual: Close the gate', 'manual: Close the gate, needs: [decide.east-lost]'),
    )
    expect(stepOf(compiled(plan), 'freeze').needs).toEqual(['decide.east-lost', 'approve.east-lost'])
  })

  it('takes as many as the plan says, and as long as it may where the plan gives no time', () => {
    const plan = planOf(saying('    approvals: { from: [second] }\n').replace('    decideWithin: 5m\n', ''))
    const approve = stepOf(compiled(plan), 'approve.east-lost')
    for (const key of ['atLeast', 'notTheStarter', 'within']) expect(approve.work).not.toHaveProperty(key)
    expect(approve).not.toHaveProperty('expected')
  })

  it('is not asked for in a rehearsal without people, which says so, nor on the way back', () => {
    const automatic = compiled(planOf(saying(approvals)), { decision: 'automatic' })
    expect(ids(automatic)).not.toContain('approve.east-lost')
    expect(automatic.gaps).toContain("The approvals of east-lost are people's and were not exercised.")
    const back = compiled(planOf(saying(approvals)), { direction: 'failback', decision: 'automatic' })
    expect(ids(back).filter((id) => id.startsWith('approve.'))).toEqual([])
    expect(back.gaps.join()).not.toContain('approvals')
  })
})

describe('the loss', () => {
  it('is accepted by its owner in a forced run, after the declaration and before the other side is cut off', () => {
    const book = compiled(planOf(saying(approvals + acceptance)))
    const accept = stepOf(book, 'accept-loss.east-lost')
    expect(accept).toMatchObject({ modes: ['forced'], phase: 'decide', owner: 'second' })
    expect(accept.needs).toEqual(['decide.east-lost', 'approve.east-lost'])
    expect(decision(accept)).toMatchObject({ accepts: 'loss', deciders: ['second'] })
    expect(before(book, 'fence.east@west', 'forced')).toContain('accept-loss.east-lost')
    expect(before(book, 'announce.customers.activated')).not.toContain('accept-loss.east-lost')
    expect(stepOf(book, 'freeze').needs).not.toContain('accept-loss.east-lost')
  })

  it.each([
    [
      'every store is copied at once',
      'replication: { mode: async, lag: { p50: 100ms, p99: 2s } }',
      'replication: { mode: sync }',
    ],
    ['nothing holds data', '    data: { replication: { mode: async, lag: { p50: 100ms, p99: 2s } } }\n', ''],
  ])('needs nobody where %s', (_title, from, to) => {
    expect(ids(compiled(planOf(saying(acceptance).replace(from, to))))).not.toContain('accept-loss.east-lost')
  })

  it('needs somebody where a store is not copied at all', () => {
    const plan = planOf(
      saying(acceptance).replace('replication: { mode: async, lag: { p50: 100ms, p99: 2s } }', 'size: 1 GiB'),
    )
    expect(ids(compiled(plan))).toContain('accept-loss.east-lost')
  })

  it('is accepted by nobody in a rehearsal without people, which says so where it is forced', () => {
    const plan = planOf(saying(acceptance))
    const said = 'Nobody was asked to accept the loss; that is for second.'
    const forced = compiled(plan, { decision: 'automatic' })
    expect(ids(forced)).not.toContain('accept-loss.east-lost')
    expect(forced.gaps).toContain(said)
    expect(compiled(plan, { decision: 'automatic', mode: 'planned' }).gaps).not.toContain(said)
    expect(ids(compiled(plan, { direction: 'failback' }))).not.toContain('accept-loss.east-lost')
  })
})

describe('what the lost side still had', () => {
  const settling = `${shop}postRecovery:
  owner: lead
  reconcile:
    - { of: db, owner: second, compares: Orders by number, takes: 2h }
    - { of: db, owner: lead, compares: Payments by day }
    - { of: pages, owner: lead, compares: Nothing that moves }
`

  it('is settled by whom the plan names, after the region is back and before its store is made anew', () => {
    const book = compiled(planOf(settling))
    expect(stepOf(book, 'reconcile.db')).toMatchObject({
      phase: 'reconcile',
      owner: 'second',
      component: 'db',
      region: 'east',
      modes: ['forced'],
      needs: ['return.east'],
      expected: 7200,
      work: { kind: 'manual', instruction: expect.stringContaining('Orders by number') },
    })
    expect(stepOf(book, 'reconcile.db.2')).not.toHaveProperty('expected')
    expect(stepOf(book, 're-protect.db@east').needs).toEqual(expect.arrayContaining(['reconcile.db', 'reconcile.db.2']))
    expect(ids(book)).not.toContain('reconcile.pages')
  })

  it('is settled from the list that a recipe makes, where it makes one', () => {
    const plan = planOf(settling.replace('type: postgres', 'type: mysql'))
    expect(stepOf(compiled(plan), 'reconcile.db').needs).toEqual(['return.east', 'reconcile.db@east'])
    expect(before(compiled(plan), 're-protect.db@east')).toContain('reconcile.db.2')
  })

  it('is listed by a machine where it can, for the owner of the data and before anything overwrites it', () => {
    const plan = planOf(settling.replace('type: postgres', 'type: postgres\n    operations: [reconcile]'))
    const asked = compiled(plan)
    expect(stepOf(asked, 'reconcile.db@east')).toMatchObject({
      phase: 'reconcile',
      owner: 'second',
      modes: ['forced'],
      needs: ['route.edge@west', 'return.east'],
      work: { kind: 'action', use: 'component.operate', with: { operation: 'reconcile', from: 'east', to: 'west' } },
    })
    expect(stepOf(asked, 'reconcile.db').needs).toEqual(['return.east', 'reconcile.db@east'])
    for (const step of ['return.east', 'reconcile.db@east', 'reconcile.db', 'reconcile.db.2'])
      expect(before(asked, 're-protect.db@east')).toContain(step)
    const automatic = compiled(plan, { decision: 'automatic' })
    expect(before(automatic, 're-protect.db@east')).toContain('reconcile.db@east')
    expect(ids(automatic)).not.toContain('reconcile.db')
    expect(ids(compiled(plan, { direction: 'failback' })).join()).not.toContain('reconcile')
  })

  it('is left out without people, which a forced run says, and on the way back', () => {
    const automatic = compiled(planOf(settling), { decision: 'automatic' })
    expect(ids(automatic)).not.toContain('reconcile.db')
    expect(automatic.gaps).toContain('Settling what the lost side of db still had is for second and was not exercised.')
    expect(compiled(planOf(settling), { decision: 'automatic', mode: 'planned' }).gaps.join()).not.toContain('Settling')
    expect(ids(compiled(planOf(settling), { direction: 'failback' }))).not.toContain('reconcile.db')
  })
})

it('the digest covers who decides, who consents, who accepts and who settles', () => {
  const texts = [
    shop,
    saying(approvals),
    saying(acceptance),
    saying('    blip: 10m\n'),
    saying('    ifUndecided: wait\n'),
  ]
  const digests = texts.map((text) => runbookDigest(compiled(planOf(text))))
  expect(new Set(digests).size).toBe(texts.length)
})
