import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { Failure } from '#diagnostics'
import type { Target } from '#drill'
import { systemClock } from '#execution'
import { type Plan, parsePlan } from '#plan'
import { planTarget } from '#targets'
import { seconds } from '#units'
import { estatePlan } from '../../test/own/plan.ts'
import { entryOf, heldAs, type OwnAsked, ownDrill } from './own.ts'
import type { Place } from './places.ts'

const text = estatePlan({ door: 1, management: 2, eastApi: 3, westApi: 4, copyApi: 5 })

function planOf(changed: string = text): Plan {
  const { plan } = parsePlan(changed, 'plan.yaml')
  if (!plan) throw new Error('The plan of this test cannot be read.')
  return plan
}

function placeOn(plan: Plan, name: string): Place {
  const environment = { OWN_EAST: 'postgres://127.0.0.1:6/a', OWN_WEST: 'postgres://127.0.0.1:7/a', OWN_TOKEN: 'none' }
  const target = planTarget(plan, name, { environment, directory: '/nowhere', clock: systemClock })
  // Nothing is reached here: what a drill is follows from the plan alone.
  return { target: { ...target } as unknown as Target, subject: target.subject(), own: { target } }
}

function drillOf(name: string, asked: Partial<OwnAsked>, plan: Plan = planOf()) {
  return ownDrill(plan, placeOn(plan, name), { scenario: 'east-lost', yes: true, ...asked })
}

function refusal(name: string, asked: Partial<OwnAsked>, plan?: Plan): Failure {
  try {
    drillOf(name, asked, plan)
  } catch (error) {
    if (error instanceof Failure) return error
  }
  throw new Error('It was not refused.')
}

describe("what a drill on a system of one's own is", () => {
  it('is the one that the plan drills there, else a planned switchover, which hurts nothing', () => {
    expect(heldAs(planOf(), { target: 'staging' }, 'east-lost')).toEqual({
      target: 'staging',
      kind: 'planned-switchover',
    })
    expect(heldAs(planOf(), { target: 'staging' }, 'api-down').kind).toBe('planned-switchover')
    expect(
      heldAs(planOf(text.replace('kind: planned-switchover', 'kind: forced')), { target: 'staging' }, 'east-lost').kind,
    ).toBe('forced')
    expect(heldAs(planOf(), { target: 'lab' }, 'east-lost')).toEqual({ target: 'lab' })
    const drill = drillOf('staging', {})
    expect(drill).toMatchObject({ cause: { by: 'nobody' }, failover: { mode: 'planned', decision: 'automatic' } })
    expect(drill.failback?.direction).toBe('failback')
  })

  it('is as its entry says in everything, also where the entry leaves its kind out', () => {
    const entry = 'decision: people, timing: { hold: 1s } }'
    const plan = planOf(text.replace('kind: planned-switchover }', entry))
    expect(plan.drills?.[0]).not.toHaveProperty('kind')
    const { kind } = heldAs(plan, { target: 'staging' }, 'east-lost')
    expect(entryOf(plan, 'staging', 'east-lost', kind)).toBe(plan.drills?.[0])
    expect(entryOf(plan, 'staging', 'east-lost', 'forced')).toBeUndefined()
    expect(drillOf('staging', kind === undefined ? {} : { kind }, plan).failover.decision).toBe('people')
  })

  it('is decided by people on production, and wherever somebody is to be asked', () => {
    expect(drillOf('unmeasured', {}).failover.decision).toBe('people')
    expect(drillOf('staging', { yes: false }).failover.decision).toBe('people')
    expect(drillOf('staging', { decision: 'people' }).failover.decision).toBe('people')
  })

  it('carries the load for as long as is said, which becomes a deviation', () => {
    expect(drillOf('staging', { kind: 'run-from-secondary', for: seconds(7200) })).toMatchObject({
      sustain: 7200,
      failover: { deviations: ['west carried the load for 2h before the way back.'] },
    })
    expect(refusal('staging', { kind: 'run-from-secondary' })).toMatchObject({ kind: 'usage' })
  })

  it('has a person cause what is forced, who is a contact of the plan', () => {
    expect(drillOf('staging', { kind: 'forced', faultBy: 'on-call' })).toMatchObject({
      cause: { by: 'person', role: 'on-call', what: expect.stringContaining('all of east') as string },
      failover: { mode: 'forced' },
    })
    expect(refusal('staging', { kind: 'forced' })).toMatchObject({
      kind: 'refused',
      message: expect.stringContaining('--fault-by ROLE') as string,
    })
    expect(refusal('staging', { kind: 'forced', faultBy: 'nobody' }).message).toContain('it has: on-call')
  })

  it('fails one component by its management where that can also mend it, else by a person', () => {
    expect(drillOf('staging', { kind: 'component', scenario: 'api-down' }).cause).toEqual({ by: 'target' })
    expect(drillOf('staging', { kind: 'component', scenario: 'api-down', faultBy: 'on-call' }).cause).toMatchObject({
      by: 'person',
      what: expect.stringContaining('orders-api in east') as string,
    })
    const withoutMending = planOf(text.replace(', fail, mend]', ', fail]'))
    expect(refusal('staging', { kind: 'component', scenario: 'api-down' }, withoutMending).kind).toBe('refused')
    expect(refusal('staging', { kind: 'component' }).message).toContain('fails one component')
  })

  it('is tried apart only where the plan says that the target stands apart, and nothing else is done there', () => {
    const drill = drillOf('copies', { kind: 'isolated-test' })
    expect(drill.failover).toMatchObject({ mode: 'test', stores: [] })
    expect(drill).not.toHaveProperty('failback')
    expect(drill.failover.gaps.join('\n')).not.toMatch(/in east/)
    expect(refusal('staging', { kind: 'isolated-test' }).kind).toBe('refused')
    expect(refusal('copies', { kind: 'planned-switchover' }).message).toContain('stands apart')
  })

  it('restores over nothing that is there, and reaches nothing from a table', () => {
    expect(refusal('staging', { kind: 'restore' }).message).toContain('--kind isolated-test')
    expect(refusal('staging', { kind: 'tabletop' }).message).toContain('--target tabletop')
  })
})

it('the keys that docs/drills.md shows are keys of a plan, and every name in them stands for something', () => {
  const page = readFileSync(new URL('../../docs/drills.md', import.meta.url), 'utf8')
  const [, shown = ''] = /```yaml\n([\s\S]+?)```/.exec(page) ?? []
  expect(shown).toContain('heartbeats:')
  const head = text
    .slice(0, text.indexOf('drills:'))
    .replace('scenarios:', '  invoices: { type: object-storage }\nscenarios:')
  const { problems, plan } = parsePlan(head + shown, 'plan.yaml')
  expect(problems.filter(({ severity }) => severity === 'error')).toEqual([])
  expect(plan?.targets?.['staging']?.heartbeats).toHaveProperty('invoices')
})
