import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { check } from '#checks'
import { parsePlan, type Plan } from '#plan'
import { compileRunbook, stepsIn } from '#runbook'
import { filesOf, readPlan } from '#workspace'

const root = fileURLToPath(new URL('../../', import.meta.url))
const file = readPlan(root, `${root}examples/documents/muster.yaml`)
const parsed = parsePlan(file.text, file.shown, filesOf(root, file))
const plan = parsed.plan as Plan

it('has no error and no warning, but for what it accepts with a reason', () => {
  const { problems } = check(parsed, { asOf: '2026-11-29' })
  const told = problems.filter(({ severity }) => severity !== 'note')
  expect(told.map(({ code, place, detail }) => `${code} in line ${place.line}: ${detail}`)).toEqual([])
})

const moving = ['region-lost', 'line-cut', 'objects-deleted', 'objects-altered', 'blip']

it('is drilled in each of its scenarios by machines alone', () => {
  expect(Object.keys(plan.scenarios)).toEqual(moving)
  for (const scenario of moving)
    expect(plan.drills).toContainEqual(expect.objectContaining({ scenario, target: 'lab', decision: 'automatic' }))
})

it.each(moving)('is recovered from %s with nothing left to people', (scenario) => {
  const compiled = compileRunbook(plan, '', { scenario, direction: 'failover', decision: 'automatic' })
  expect('reason' in compiled ? compiled.reason : '').toBe('')
  const steps = 'runbook' in compiled ? stepsIn(compiled.runbook) : []
  expect(steps.filter(({ work }) => work.kind === 'manual').map(({ id }) => id)).toEqual([])
})

it('counts the loss of its documents before the copy takes over, and fills the cache before customers come', () => {
  const compiled = compileRunbook(plan, '', { scenario: 'region-lost', direction: 'failover', decision: 'automatic' })
  const steps = 'runbook' in compiled ? stepsIn(compiled.runbook).map(({ id }) => id) : []
  const order = ['count-loss.documents@west', 'fail-over.documents@west', 'warm-up.leaflets@west', 'route.door@west']
  expect(steps).toEqual(expect.arrayContaining(order))
  const places = order.map((id) => steps.indexOf(id))
  expect(places[0]).toBeLessThan(places[1] ?? 0)
  expect(Math.max(...places)).toBe(places[3])
})
