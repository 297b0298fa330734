import { expect, test } from 'vitest'
import { comparedPlan, comparedScenario } from '#compare'
import { parsePlan, planDigest } from '#plan'
import { compileRunbook } from '#runbook'

const parts = {
  east: 'postgres://postgres:of-the-run@127.0.0.1:24841/postgres',
  west: 'postgres://postgres:of-the-run@127.0.2.1:24842/postgres',
  traffic: { url: 'http://127.0.0.1:24857', token: 'of-the-run' },
  probe: 'http://127.0.0.1:24858',
  every: 0.1,
  timeout: 2,
}

test.each([
  { failingFor: 0, when: 'probes.east.failing' },
  { failingFor: 10, when: 'probes.east.failingFor >= duration("10s")' },
])('the plan of a comparison fences before it promotes, and asks nobody: $when', ({ failingFor, when }) => {
  const { plan, problems } = parsePlan(comparedPlan({ ...parts, failingFor }), 'compare.yaml')
  expect(problems).toEqual([])
  if (!plan) throw new Error('The plan cannot be read.')
  const options = { scenario: comparedScenario, direction: 'failover', decision: 'automatic', mode: 'forced' } as const
  const compiled = compileRunbook(plan, planDigest(plan), options)
  if ('reason' in compiled) throw new Error(compiled.reason)
  const { runbook } = compiled
  expect(runbook.activation?.text).toBe(when)
  const forced = runbook.steps.filter(({ modes }) => modes?.includes('forced') ?? true)
  const ids = forced.map(({ id }) => id)
  expect(ids.slice(0, 6)).toEqual([
    'detect.east-lost',
    'decide.east-lost',
    'fence.east@west',
    'promote.db@west',
    'verify.db@west',
    'route.door@west',
  ])
  expect(runbook.steps.find(({ id }) => id === 'promote.db@west')?.needs).toEqual(['fence.east@west'])
})
