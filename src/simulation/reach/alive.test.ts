import { expect, test } from 'vitest'
import { aliveFor } from './alive.ts'
import { byHand, runbookOf, shop } from './testing/plans.ts'

test('each step says what it needs and where, and what ends the recovery names the steps', () => {
  const plan = shop()
  const { steps, singles, pairs, dependsOnLost } = aliveFor(plan, runbookOf(plan))
  expect(steps.find(({ step }) => step === 'promote.db@west')?.requires).toEqual([
    { capability: 'region-data-plane', region: 'west' },
    { capability: 'database', region: 'west' },
  ])
  expect(steps.find(({ step }) => step === 'decide.east-lost')?.requires).toEqual([
    { capability: 'chat', spared: 'those who decide have a phone' },
  ])
  expect(singles.find(({ capability }) => capability === 'database')).toEqual({
    capability: 'database',
    region: 'west',
    blocks: ['promote.db@west', 'verify.db@west'],
    flows: ['checkout'],
  })
  expect(singles.map(({ capability }) => capability)).toContain('edge-data-plane')
  expect(singles.map(({ capability }) => capability)).not.toContain('chat')
  expect(pairs).toEqual([])
  expect(dependsOnLost).toEqual([])
})

test('where a step has a fallback, both ways have to be cut off', () => {
  const plan = shop(byHand)
  const { singles, pairs } = aliveFor(plan, runbookOf(plan))
  expect(singles.map(({ capability }) => capability)).not.toContain('edge-data-plane')
  expect(pairs).toEqual([
    {
      of: [{ capability: 'edge-data-plane' }, { capability: 'public-dns' }],
      blocks: ['route.edge@west', 'by-hand'],
      flows: ['checkout'],
    },
  ])
})

test('what relies on the lost region is named: a step, copies, pipelines, monitoring and backups', () => {
  const plan = shop(`
deployment: { code: bicep, runsIn: [east] }
monitoring: { regions: [east] }
recovery:
  failover:
    stop-jobs: { title: Stop the jobs, phase: contain, owner: lead, region: east, manual: Stop them }
`)
  const vaulted = {
    ...plan,
    metadata: { ...plan.metadata, copies: ['A share in eastus2', 'Paper in the safe'] },
    components: {
      ...plan.components,
      db: { ...plan.components['db'], type: 'postgres', data: { backup: { every: 3600, vault: 'east' } } },
    },
  } as unknown as typeof plan
  const { dependsOnLost, unknown } = aliveFor(vaulted, runbookOf(vaulted))
  expect(dependsOnLost.map(({ who, on }) => `${who} on ${on}`)).toEqual([
    'stop-jobs on east',
    'metadata.copies on east',
    'deployment.runsIn on east',
    'monitoring.regions on east',
    'db on east',
  ])
  expect(unknown.join(' ')).toContain('MUSTER_HOME')
})

test('what the scenario takes is named with whoever needs it: steps, people without a phone, and those who must sign in', () => {
  const plan = shop('', { takes: ', takes: [identity, chat, database]' })
  const contacts = {
    lead: { name: 'Lead', deputy: 'second', approvesBy: ['sign-in'] },
    second: { name: 'Second', approvesBy: ['sign-in'] },
  }
  const locked = { ...plan, contacts } as unknown as typeof plan
  const { dependsOnLost, singles } = aliveFor(locked, runbookOf(locked))
  const told = dependsOnLost.map(({ who, on }) => `${who} on ${on}`)
  expect(told).toEqual(
    expect.arrayContaining([
      'decide.east-lost on chat',
      'decide.east-lost on identity',
      'promote.db@west on database',
      'lead on identity',
      'lead on chat',
      'second on identity',
    ]),
  )
  expect(singles.filter(({ taken }) => taken).map(({ capability }) => capability)).toEqual([
    'chat',
    'identity',
    'database',
  ])
})
