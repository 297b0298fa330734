import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { strategyNames } from '#catalog'
import { check } from '#checks'
import { parsePlan, parsePortfolio, type Plan } from '#plan'
import { compileRunbook, stepsIn } from '#runbook'
import { filesOf, readPlan } from '#workspace'

const root = fileURLToPath(new URL('../../', import.meta.url))
const folder = `${root}examples/`

/** The day that the examples are written for. */
const asOf = '2026-11-24'

/** Examples of one workload, and one that is the strategy's. */
const plans = readdirSync(folder)
  // What the documents have to show is drills; they are held to what the plans of the lab are.
  .filter((name) => name !== 'documents' && existsSync(`${folder}${name}/muster.yaml`))
  .sort()
const examples = plans.map((name) => {
  const file = readPlan(root, `${folder}${name}/muster.yaml`)
  return { name, text: file.text, parsed: parsePlan(file.text, file.shown, filesOf(root, file)) }
})

/** Without notes, for the complete ones; the shortest plan leaves much unsaid, and is told so. */
const short = new Set(['minimal'])

describe.each(examples)('examples/$name', ({ name, text, parsed }) => {
  const { problems, suppressed } = check(parsed, { asOf })
  const told = problems.map(({ severity, code, place }) => `${severity} ${code} in line ${place.line}`)

  it('has nothing wrong on the day it was written for', () => {
    expect(told.filter((one) => !(short.has(name) && one.startsWith('note ')))).toEqual([])
  })

  it('accepts at most one finding, for a time and with a reason', () => {
    expect(suppressed.length).toBeLessThanOrEqual(1)
  })

  it('holds no secret, only the name of the place where one is', () => {
    for (const [, inner] of text.matchAll(/\$\{([^}]*)\}/g)) expect(inner).toMatch(/^secret:env:[A-Z_]+$/)
    expect(text).not.toMatch(/postgres:\/\//i)
  })
})

describe.each(['contoso-orders', 'minimal'])('examples/%s in the lab', (name) => {
  const plan = planOf(name)

  it('has a drill of a lost region that needs nobody and nothing else', () => {
    const drill = plan.drills?.find(({ target }) => target === 'lab')
    expect(drill).toMatchObject({ decision: 'automatic', kind: 'forced' })
    const scenario = drill?.scenario ?? ''
    expect(plan.scenarios[scenario]?.class).toBe('region')
    for (const direction of ['failover', 'failback'] as const) {
      const compiled = compileRunbook(plan, '', { scenario, direction, decision: 'automatic' })
      const steps = 'runbook' in compiled ? stepsIn(compiled.runbook) : []
      expect(steps.length).toBeGreaterThan(5)
      expect(steps.filter(({ work }) => work.kind === 'manual')).toEqual([])
    }
  })
})

it.each([
  ['contoso-orders', 'warm-standby'],
  ['minimal', 'warm-standby'],
  ['active-active', 'active-active'],
  ['hot-standby', 'hot-standby'],
  ['cold-standby', 'cold-standby'],
  ['backup-restore', 'backup-restore'],
])('examples/%s shows %s', (name, strategy) => {
  const used = Object.values(planOf(name).components).flatMap((one) => one.strategy ?? [])
  const times = used.filter((one) => one === strategy).length
  expect(times).toBeGreaterThan(used.length / 2)
})

it.each(plans.filter((name) => !short.has(name)))('examples/%s considers every class of disaster', (name) => {
  const { scenarios, exclusions = [] } = planOf(name)
  const scenarioClasses = new Set(Object.values(scenarios).map((one) => one.class))
  const excluded = exclusions.flatMap((one) => one.class ?? [])
  expect(excluded.filter((one) => scenarioClasses.has(one))).toEqual([])
  expect([...scenarioClasses, ...excluded].filter((one) => one !== 'blip').toSorted()).toEqual(
    ['region', 'control-plane', 'corruption', 'multi-tier', 'extended', 'partition'].toSorted(),
  )
})

describe('examples/portfolio', () => {
  const file = readPlan(root, `${folder}portfolio/portfolio.yaml`)
  const portfolio = parsePortfolio(file.text, file.shown, filesOf(root, file))
  const workloads = new Map<string, Plan>()
  for (const [id, { plan }] of portfolio.workloads) if (plan) workloads.set(id, plan)
  const all = [...workloads.values()]

  it('has fifty workloads, each with a plan of its own name', () => {
    expect(portfolio.problems).toEqual([])
    expect(workloads.size).toBe(50)
    for (const [id, { metadata }] of workloads) expect(metadata.name).toBe(id)
  })

  it('has nothing wrong in any of them, with all the others known', () => {
    const told = [...portfolio.workloads.values()].flatMap((parsed) => check(parsed, { asOf, workloads }).problems)
    expect(told.map(({ severity, code, place }) => `${severity} ${code} in ${place.file}:${place.line}`)).toEqual([])
  })

  it('uses every strategy and every tier', () => {
    const strategies = new Set(all.flatMap(({ components }) => Object.values(components).map((one) => one.strategy)))
    expect(strategyNames.filter((one) => !strategies.has(one))).toEqual([])
    const tiers = new Set(all.flatMap(({ flows }) => Object.values(flows).map((one) => one.tier)))
    expect(tiers).toEqual(new Set([0, 1, 2, 3]))
  })

  it('plans for a lost region and at least two other classes of disaster in each workload', () => {
    for (const { metadata, scenarios } of all) {
      const classes = new Set(Object.values(scenarios).map((one) => one.class))
      expect([metadata.name, classes.has('region'), classes.size >= 3]).toEqual([metadata.name, true, true])
    }
  })

  it('has workloads that rely on each other, the platform most of all', () => {
    const users = new Map<string, number>()
    for (const { components } of all)
      for (const { workload } of Object.values(components))
        if (workload !== undefined) users.set(workload, (users.get(workload) ?? 0) + 1)
    expect(users.get('network')).toBe(49)
    for (const shared of ['identity', 'messaging', 'payments', 'data-platform'])
      expect([shared, (users.get(shared) ?? 0) >= 3]).toEqual([shared, true])
  })
})

it('the README shows the shortest example as it is', () => {
  const readme = readFileSync(`${root}README.md`, 'utf8')
  expect(readme).toContain(`\`\`\`yaml\n${readFileSync(`${folder}minimal/muster.yaml`, 'utf8')}\`\`\``)
})

function planOf(name: string): Plan {
  const plan = examples.find((one) => one.name === name)?.parsed.plan
  if (!plan) throw new Error(`examples/${name} is no plan.`)
  return plan
}
