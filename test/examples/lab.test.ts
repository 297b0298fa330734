import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { strategyNames, tiers } from '#catalog'
import { check } from '#checks'
import { parsePlan, type Plan } from '#plan'
import { compileRunbook, stepsIn } from '#runbook'
import { filesOf, readPlan } from '#workspace'

const root = fileURLToPath(new URL('../../', import.meta.url))
const folder = `${root}examples/lab/`

/** The day that the plans are written for. */
const asOf = '2026-11-24'

const plans = readdirSync(folder)
  .filter((name) => name.endsWith('.muster.yaml'))
  .sort()
  .map((name) => {
    const file = readPlan(root, `${folder}${name}`)
    const parsed = parsePlan(file.text, file.shown, filesOf(root, file))
    return { name: name.replace('.muster.yaml', ''), parsed, plan: parsed.plan as Plan }
  })

describe.each(plans)('examples/lab/$name', ({ name, parsed, plan }) => {
  it('has no error and no warning, but for what it accepts with a reason', () => {
    const told = check(parsed, { asOf }).problems.filter(({ severity }) => severity !== 'note')
    expect(told.map(({ code, place, detail }) => `${code} in ${place.file}:${place.line}: ${detail}`)).toEqual([])
  })

  it('is called as its file is, so that its drills are known', () => {
    expect(plan.metadata.name).toBe(`lab-${name}`)
  })

  it.each(Object.keys(plan.scenarios))('is recovered from %s by machines alone, and drilled so', (scenario) => {
    expect(plan.drills).toContainEqual(expect.objectContaining({ scenario, target: 'lab', decision: 'automatic' }))
    const compiled = compileRunbook(plan, '', { scenario, direction: 'failover', decision: 'automatic' })
    expect('reason' in compiled ? compiled.reason : '').toBe('')
    const steps = 'runbook' in compiled ? stepsIn(compiled.runbook) : []
    expect(steps.filter(({ work }) => work.kind === 'manual').map(({ id }) => id)).toEqual([])
  })

  it('has a flow of each tier, and of those that write and those that read two', () => {
    const flows = Object.values(plan.flows)
    expect(new Set(flows.map(({ tier }) => tier))).toEqual(new Set([0, 1, 2, 3]))
    expect(flows).toHaveLength(4)
    expect(flows.filter(({ data }) => data === 'writes')).toHaveLength(2)
  })
})

it('together they show every strategy, each with the same disasters of every class and way', () => {
  const strategies = new Set(plans.flatMap(({ plan }) => Object.values(plan.components).map((one) => one.strategy)))
  expect(strategyNames.filter((one) => !strategies.has(one))).toEqual([])
  const [first, ...others] = plans.map(({ plan }) => plan.scenarios)
  for (const other of others) expect(other).toEqual(first)
  const scenarios = Object.values(first ?? {})
  expect(new Set(scenarios.map((one) => one.class)).size).toBe(7)
  expect(new Set(scenarios.map(({ fault }) => fault)).size).toBe(9)
})

it('a lower tier never promises more than a higher one', () => {
  const flows = Object.values(plans[0]?.plan.flows ?? {}).sort((a, b) => a.tier - b.tier)
  for (const kind of ['default', 'corruption'] as const)
    for (const of of ['rto', 'rpo'] as const) {
      const promised = flows.map(({ objectives }) => Number(objectives[kind]?.[of]))
      expect([kind, of, promised]).toEqual([kind, of, promised.toSorted((a, b) => a - b)])
    }
  expect(Object.keys(tiers)).toHaveLength(flows.length)
})
