import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type ComponentType, componentTypes, strategyNames } from '#catalog'
import { check } from '#checks'
import { type Component, type ParsedPlan, parsePlan, type Plan, planDigest } from '#plan'
import { type CompileOptions, compileRunbook, type Mode, type Runbook, type Step, stepsIn } from '#runbook'

const folder = new URL('components/', import.meta.url)
const fixtures = readdirSync(folder)
  .filter((name) => name.endsWith('.yaml'))
  .map((name) => name.replace(/\.yaml$/, ''))
  .sort()
const directions = ['failover', 'failback'] as const

const read = new Map(
  fixtures.map((type) => [
    type,
    parsePlan(readFileSync(new URL(`${type}.yaml`, folder), 'utf8'), `test/components/${type}.yaml`),
  ]),
)

function parsed(type: string): ParsedPlan {
  return read.get(type) as ParsedPlan
}

function planOf(type: string): Plan {
  const { plan, problems } = parsed(type)
  expect(problems).toEqual([])
  return plan as Plan
}

/** The component of a fixture that its type is about. */
function subjectOf(plan: Plan, type: string): readonly [id: string, component: Component] {
  const found = Object.entries(plan.components).find(([, component]) => component.type === type)
  if (!found) throw new TypeError(`The fixture has no component of the type ${type}.`)
  return found
}

function compiled(plan: Plan, direction: 'failover' | 'failback', options: Partial<CompileOptions> = {}): Runbook {
  const result = compileRunbook(plan, planDigest(plan), { scenario: 'east-lost', direction, ...options })
  if ('reason' in result) throw new TypeError(result.reason)
  return result.runbook
}

/** The plan with the component on another strategy; the sides follow from the strategy. */
function withStrategy(plan: Plan, type: string, strategy: NonNullable<Component['strategy']>): Plan {
  const [id, component] = subjectOf(plan, type)
  if (component.active === undefined) return plan
  const { standby: _, ...rest } = component
  const sides =
    strategy === 'active-active'
      ? { active: ['east', 'west'] }
      : strategy === 'backup-restore'
        ? { active: ['east'] }
        : { active: ['east'], standby: ['west'] }
  // A second component stands by in the west, so that there is a region to go to.
  const guide: Component = { type: 'web-service', strategy: 'hot-standby', active: ['east'], standby: ['west'] }
  return { ...plan, components: { ...plan.components, [id]: { ...rest, ...sides, strategy }, guide } }
}

function listed({ steps, direction }: Runbook): string {
  return steps
    .map(({ id, phase, work, irreversible, modes }) => {
      // A way back is always planned; of a failover, what is done in earnest, planned or forced, is the rule.
      const only = direction === 'failback' ? '' : (modes?.join(' or ') ?? 'always').replace('planned or forced', '')
      const marks = [work.kind === 'manual' ? 'by hand' : '', irreversible ? 'irreversible' : '', only].filter(Boolean)
      return `  ${phase.padEnd(12)}${id}${marks.length === 0 ? '' : ` (${marks.join(', ')})`}\n`
    })
    .join('')
}

/** All steps that come after the lost region has returned. */
function afterReturn({ steps }: Runbook): ReadonlySet<string> {
  const found = new Set<string>(['return.east'])
  for (const step of steps) if (step.needs.some((need) => found.has(need))) found.add(step.id)
  return found
}

function instructionOf({ work }: Step): string {
  return work.kind === 'manual' ? work.instruction : ''
}

it('there is a fixture for every type of the catalog, and for nothing else', () => {
  expect(fixtures).toEqual(Object.keys(componentTypes).sort())
})

describe.each(fixtures)('a component of the type %s', (type) => {
  it('is described completely, and no rule has more than a note to say', () => {
    const { problems } = check(parsed(type), { asOf: '2026-11-24' })
    expect(problems.filter(({ severity }) => severity !== 'note')).toEqual([])
  })

  it('says all that its type asks for', () => {
    const [, component] = subjectOf(planOf(type), type)
    const silent = (componentTypes[type] as ComponentType).asks.filter(
      ({ key }) =>
        key
          .split('.')
          .reduce<unknown>((value, part) => (value as Record<string, unknown> | undefined)?.[part], component) ===
        undefined,
    )
    const everywhere = component.strategy === 'active-active'
    expect(silent.filter(({ key }) => !(everywhere && key === 'standby'))).toEqual([])
  })

  it('has the steps of its golden file, there and back', () => {
    const plan = planOf(type)
    const text = directions.map((direction) => `${direction}\n${listed(compiled(plan, direction))}`).join('')
    return expect(text).toMatchFileSnapshot(`components/${type}.steps.txt`)
  })

  it.each(strategyNames)('recovers with %s, and asks nothing of the lost region before it has returned', (strategy) => {
    const plan = withStrategy(planOf(type), type, strategy)
    const book = compiled(plan, 'failover')
    const late = afterReturn(book)
    for (const step of stepsIn(book, 'forced').filter(({ id }) => !late.has(id))) {
      expect(`${step.id} in ${step.region}`).not.toBe(`${step.id} in east`)
      expect(instructionOf(step)).not.toMatch(/\beast\b/)
      if (step.work.kind === 'action')
        expect([step.work.with['source'], step.work.with['standby']]).not.toContain('east')
    }
  })

  it.each(strategyNames)('has with %s, both ways, steps that can be followed', (strategy) => {
    const plan = withStrategy(planOf(type), type, strategy)
    const [id, component] = subjectOf(plan, type)
    for (const direction of directions) {
      const book = compiled(plan, direction)
      expect(new Set(book.steps.map((step) => step.id)).size).toBe(book.steps.length)
      const own = book.steps.filter((step) => step.component === id && step.work.kind === 'manual')
      for (const step of own) {
        expect(instructionOf(step)).toMatch(/^[A-Z].{40,}\.$/s)
        expect(instructionOf(step)).not.toMatch(/undefined|\[object|\.\.|  /)
        expect(step.requires.length).toBeGreaterThan(0)
        expect(step.owner).toBe(component.owner ?? 'on-call')
      }
      const all = new Set(book.steps.map((step) => step.id))
      for (const step of book.steps) for (const need of step.needs) expect(all).toContain(need)
    }
  })

  it.each(strategyNames)(
    'goes back with %s only once that was decided, and holds customers for no growth',
    (strategy) => {
      const { steps } = compiled(withStrategy(planOf(type), type, strategy), 'failback')
      const late = new Set(['decide.failback'])
      for (const step of steps) if (step.needs.some((need) => late.has(need))) late.add(step.id)
      for (const step of steps) expect(late.has(step.id)).toBe(step.phase !== 'detect')
      const grows = steps.filter(({ id }) => /^(scale|start|provision|warm-up)\./.test(id))
      expect(grows.filter(({ phase }) => phase !== 'detect')).toEqual([])
    },
  )

  it.each(strategyNames)('leaves an automatic rehearsal with %s to actions, and says what it left out', (strategy) => {
    const plan = withStrategy(planOf(type), type, strategy)
    for (const direction of directions) {
      const book = compiled(plan, direction, { decision: 'automatic' })
      expect(book.steps.filter(({ work, phase }) => work.kind === 'manual' && phase !== 'detect')).toEqual([])
      const [id] = subjectOf(plan, type)
      const skipped = compiled(plan, direction).steps.some(
        ({ component, work }) => component === id && work.kind === 'manual',
      )
      if (skipped) expect(book.gaps.join('\n')).toMatch(new RegExp(`^(${id} \\(|The step [a-z-]+\\.${id}@)`, 'm'))
    }
  })
})

const holders = fixtures.filter((type) => componentTypes[type]?.holdsData && componentTypes[type].scope === 'regional')

describe.each(holders)('the data of %s', (type) => {
  const stepsOf = (strategy: NonNullable<Component['strategy']>, mode: Mode = 'forced') =>
    stepsIn(compiled(withStrategy(planOf(type), type, strategy), 'failover'), mode).filter(
      ({ component }) => component !== undefined && component !== 'guide' && component !== 'shop',
    )

  it('is restored to a chosen point, apart, and proven before anything is switched to it', () => {
    const order = stepsOf('backup-restore').map(({ id }) => id.replace(/\..*/, ''))
    const wanted = type === 'key-vault' ? ['restore', 'read-secrets'] : ['choose-point', 'restore', 'prove', 'switch']
    expect(order.filter((verb) => wanted.includes(verb))).toEqual(wanted)
  })

  it.each(['planned', 'forced'] as const)(
    'is taken over for good by a standby in a %s run, and the runbook marks the point of no return',
    (mode) => {
      const final = stepsOf('hot-standby', mode).filter(({ irreversible }) => irreversible)
      expect(final.length).toBe(type === 'key-vault' ? 0 : 1)
    },
  )

  it('is drained before a planned switch, and a rehearsal apart leaves it as it is', () => {
    const verbs = (mode: Mode) => stepsOf('hot-standby', mode).map(({ id }) => id.replace(/\..*/, ''))
    if (type !== 'key-vault') expect(verbs('planned')).toContain('drain')
    for (const step of stepsOf('hot-standby', 'test')) {
      expect(['detect', 'recover', 'verify']).toContain(step.phase)
      if (step.phase === 'recover') expect(step.id).toMatch(/^count-loss\./)
    }
  })
})
