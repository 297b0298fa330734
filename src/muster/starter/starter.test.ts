import { describe, expect, it } from 'vitest'
import { strategyNames, tiers } from '#catalog'
import { check } from '#checks'
import { Failure } from '#diagnostics'
import { parsePlan } from '#plan'
import { type Answers, chosen, starterTypes, type Tier } from './choices.ts'
import { starterPlan } from './plan-text.ts'

const today = '2026-11-24'
const schema = './.muster/plan.schema.json'
const levels: readonly Tier[] = [0, 1, 2, 3]
const pairs = levels.flatMap((tier) => tiers[tier].strategies.map((strategy) => [tier, strategy] as const))

/** What speaks against a first plan, notes left out. */
function against(answers: Answers): readonly string[] {
  const parsed = parsePlan(starterPlan(chosen(answers, 'My Shop'), schema, today), 'muster.yaml')
  expect(parsed.problems).toEqual([])
  const { problems } = check(parsed, { asOf: today })
  return problems.filter(({ severity }) => severity !== 'note').map(({ code, detail }) => `${code}: ${detail}`)
}

describe('a first plan', () => {
  it.each(strategyNames)('by %s has no error and no warning, of its usual tier and every type of data', (strategy) => {
    for (const type of starterTypes) expect([type, against({ strategy, type })]).toEqual([type, []])
  })

  it.each(pairs)('of tier %i by %s has no error and no warning', (tier, strategy) => {
    expect(against({ tier: String(tier), strategy })).toEqual([])
  })

  it('accepts what nobody can have proven yet, by name and for 90 days', () => {
    const text = starterPlan(chosen({ strategy: 'backup-restore' }, 'archive'), schema, today)
    const parsed = parsePlan(text, 'muster.yaml')
    expect(check(parsed, { asOf: today }).suppressed.map(({ problem, until }) => [problem.code, until])).toEqual([
      ['backup-unproven', '2027-02-22'],
    ])
    expect(check(parsed, { asOf: '2027-02-23' }).problems.map(({ code }) => code)).toContain('backup-unproven')
  })

  it('begins with the line that tells editors its schema', () => {
    const [first] = starterPlan(chosen({}, 'shop'), schema, today).split('\n')
    expect(first).toBe('# yaml-language-server: $schema=./.muster/plan.schema.json')
  })

  it('keeps words with signs of YAML as words', () => {
    const owner = 'shop: "the team" #1'
    const parsed = parsePlan(starterPlan(chosen({ owner, primary: 'East, US' }, 'shop'), schema, today), 'muster.yaml')
    expect(parsed.plan?.metadata.owner).toBe(owner)
    expect(parsed.plan?.regions['east-us']?.location).toBe('East, US')
  })
})

describe('answers', () => {
  const refused = (answers: Answers): string => {
    try {
      chosen(answers, 'shop')
    } catch (error) {
      expect(error).toBeInstanceOf(Failure)
      return (error as Failure).message
    }
    return ''
  }

  it('that are none of those there are get the nearest', () => {
    expect(refused({ strategy: 'warm-stanby' })).toContain('Did you mean "warm-standby"?')
    expect(refused({ type: 'postgress' })).toContain('Did you mean "postgres"?')
    expect(refused({ tier: '4' })).toContain('There are: 0, 1, 2, 3.')
    expect(refused({ name: 'My Shop' })).toContain('such as "my-shop"')
  })

  it('that do not go together are refused with what would', () => {
    expect(refused({ strategy: 'backup-restore', tier: '0' })).toContain('it is met by active-active, hot-standby')
    expect(refused({ primary: 'eastus2', secondary: 'EastUS2' })).toContain('A plan needs a second one')
  })
})
