import { describe, expect, it } from 'vitest'
import { requirements, validations } from '#catalog'
import type { FlowResult } from '#evidence'
import { parsePlan, type Scenario } from '#plan'
import { check, planCoverage, productCoverage, rules } from './index.ts'
import { measures, onWorkload, strategiesTouched } from './grades-topics.ts'
import { type Course, ranOn } from './testing/run.ts'
import { completed, sampleDay } from './testing/sample.ts'

/** A plan whose store is recovered from backups, and whose catalogue of goods serves from both sides. */
const text = completed(`
flows:
  buy: { does: A customer buys something, tier: 3, objectives: { default: { slo: 99%, rto: 8h, rpo: 1h, mtd: 24h } }, needs: [shop, goods, basket], signedOff: [{ by: owner, on: 2026-10-01 }] }
  look: { does: A visitor looks at goods, data: reads, tier: 3, objectives: { default: { slo: 99%, rto: 8h, rpo: 1h, mtd: 24h } }, needs: [goods], signedOff: [{ by: owner, on: 2026-10-01 }] }
components:
  shop: { type: postgres, strategy: backup-restore, active: [east], standby: [west], data: { backup: { every: 1h, vault: west } } }
  goods: { type: web-service, strategy: active-active, active: [east, west], standby: [west] }
  basket: { type: postgres, strategy: active-active, active: [east, west], data: { replication: { mode: async, lag: { p50: 1s, p99: 5s } }, backup: { every: 1h } } }
  mail: { type: web-service, strategy: cold-standby, active: [west] }
targets:
  staging: { subject: nonprod, components: { shop: { east: { url: "https://e.stg.example" } } } }
drills:
  - { scenario: east-lost, every: 90d, target: staging }
`)
const parsed = parsePlan(text, 'plan.yaml')
if (!parsed.plan) throw new Error('The sample is no plan.')
const { plan } = parsed
const course: Course = { run: 'drill-1', subject: 'prod', on: '2026-11-01' }
const scenario: Scenario = { class: 'region', loses: ['east'] }

function states(given: Course, asOf = sampleDay): Readonly<Record<string, string>> {
  const checked = check(parsed, { asOf })
  const product = productCoverage(rules, [])
  const graded = planCoverage({ plan, checked, evidence: [ranOn(plan, given)], asOf, product })
  return Object.fromEntries(graded.requirements.map(({ id, state }) => [id, state]))
}

describe('what a run shows of each topic', () => {
  it('has a measure for every topic that a run measures, and for no other', () => {
    const drilled = Object.entries(validations).filter(([, { proof }]) => proof === 'drill')
    expect(Object.keys(measures).toSorted()).toEqual(drilled.map(([name]) => name).toSorted())
  })

  it('proves the rows of the strategies that the scenario touches, and of no other', () => {
    const found = states(course)
    const proven = requirements.filter(({ id }) => found[id] === 'proven').map(({ strategy }) => strategy)
    expect(new Set(proven)).toContain('backup-restore')
    expect(new Set(proven)).toContain('active-active')
    expect(new Set(proven)).not.toContain('cold-standby')
    expect(found['cold-standby.traffic.v1']).toBe('open')
    const by = strategiesTouched(plan)
    expect([...by(scenario)]).toEqual(['backup-restore', 'active-active'])
    expect([...by({ class: 'multi-tier', of: ['mail', 'toString'] })]).toEqual(['cold-standby'])
    expect([...by({ class: 'partition', between: ['west', 'east'] })]).toEqual([
      'active-active',
      'cold-standby',
      'backup-restore',
    ])
  })

  it('asks nothing of a row about which the plan has nothing', () => {
    // No virtual machine is in the plan, so nobody is asked to fail one over.
    expect(states(course)['cold-standby.site-recovery.v1']).toBe('not-applicable')
    for (const id of ['variant.at-capacity', 'variant.overprovisioned'])
      expect([id, states(course)[id]]).not.toEqual([id, 'not-applicable'])
  })

  it('asks for a restore within the quarter', () => {
    const id = 'backup-restore.restore-tests.v1'
    const day = (on: string) => states({ ...course, on })[id]
    expect([day('2026-08-21'), day('2026-08-20'), day('2026-11-24')]).toEqual(['proven', 'needs-verified', 'proven'])
    expect(states({ ...course, outcome: 'failed' })[id]).toBe('open')
  })

  it('takes an approval only from people', () => {
    const id = 'backup-restore.procedures.v3'
    expect(states(course)[id]).toBe('proven')
    expect(states({ ...course, decision: 'automatic' })[id]).toBe('declared')
  })

  it('asks of service in an outage that writes were counted', () => {
    const id = 'active-active.replication.v3'
    expect(states(course)[id]).toBe('proven')
    expect(states({ ...course, unmeasured: ['buy', 'look'] })[id]).toBe('declared')
    expect(states({ ...course, outcome: 'failed' })[id]).toBe('open')
  })

  it('asks of a failure that it was caused, and of a partition that it was one', () => {
    const run = ranOn(plan, course)
    const seen = { plan, scenario, run, asOf: sampleDay }
    expect(measures['failure-injection'].shows(seen)).toBe(true)
    expect(measures['failure-injection'].shows({ ...seen, run: { ...run, kind: 'realEvent' } })).toBeUndefined()
    expect(measures['network-partition'].shows(seen)).toBeUndefined()
    expect(measures['network-partition'].shows({ ...seen, scenario: { class: 'partition' } })).toBe(true)
    expect(measures.failback.shows(seen)).toBeUndefined()
    expect(measures['recovery-times'].shows({ ...seen, run: { ...run, direction: 'failback' } })).toBeUndefined()
  })

  it('asks of an order that there were two to be ordered, and of hands that a person lent one', () => {
    const run = ranOn(plan, course)
    const only = (...components: readonly string[]) => ({
      plan,
      scenario,
      asOf: sampleDay,
      run: { ...run, steps: run.steps.filter(({ component }) => components.includes(component ?? '')) },
    })
    expect(measures['activation-order'].shows(only('shop'))).toBeUndefined()
    expect(measures['runbook-execution'].shows(only())).toBeUndefined()
    expect(measures['automatic-failover'].shows(only())).toBeUndefined()
    expect(measures['startup-times'].shows(only())).toBeUndefined()
    const decided = { ...only(), run: { ...run, steps: run.steps.filter(({ step }) => step.startsWith('decide.')) } }
    expect(decided.run.steps).toHaveLength(1)
    expect(measures['manual-procedures'].shows(decided)).toBeUndefined()
  })

  it('counts nothing where nobody counted, and no flow that only reads', () => {
    const run = ranOn(plan, course)
    const flows = (change: (flow: FlowResult) => FlowResult) => ({
      ...{ plan, scenario, asOf: sampleDay },
      run: { ...run, flows: run.flows.map(change) },
    })
    const uncounted = flows((flow) => ({ ...flow, rpo: { ...flow.rpo, method: 'none' } }))
    for (const topic of ['data-loss', 'failover-integrity', 'service-in-outage'] as const)
      expect([topic, measures[topic].shows(uncounted)]).toEqual([topic, undefined])
    const reading = flows((flow) => (flow.flow === 'buy' ? { ...flow, rpo: { ...flow.rpo, acknowledged: 0 } } : flow))
    expect(measures['service-in-outage'].shows(reading)).toBeUndefined()
    const lost = flows((flow) => ({ ...flow, rpo: { ...flow.rpo, met: false } }))
    expect(measures['failover-integrity'].shows(lost)).toBe(false)
    const unpromised = flows((flow) => ({ ...flow, rto: { measured: 20 } }))
    expect(measures['recovery-times'].shows(unpromised)).toBeUndefined()
    const byHand = {
      ...unpromised,
      run: { ...run, steps: [{ step: 'a', component: 'shop', seconds: 1, attempts: 1 }] },
    }
    expect(measures['automatic-failover'].shows(byHand)).toBeUndefined()
    expect(measures['manual-procedures'].shows(byHand)).toBe(true)
  })

  it('knows a drill on the workload from one in the lab or at a table', () => {
    const drill = { scenario: 'east-lost' }
    expect(
      [
        {},
        { target: 'lab' },
        { target: 'tabletop' },
        { target: 'staging', kind: 'tabletop' as const },
        { target: 'staging' },
      ].map((one) => onWorkload({ ...drill, ...one })),
    ).toEqual([false, false, false, false, true])
  })

  it('plans a topic by a drill that would show it', () => {
    const drill = { scenario: 'east-lost', target: 'staging' }
    const planned = (topic: keyof typeof measures, more: object, class_ = 'region') =>
      measures[topic].plannedBy?.({ ...drill, ...more }, { class: class_ as 'region' })
    expect(planned('failback', {})).toBe(true)
    expect(planned('failback', { direction: 'failover' })).toBe(false)
    expect(planned('recovery-times', { direction: 'failback' })).toBe(false)
    expect(planned('restore-drill', {})).toBe(false)
    expect(planned('restore-drill', { every: 90 * 86_400 })).toBe(true)
    expect(planned('restore-drill', { every: 180 * 86_400 })).toBe(false)
    expect(planned('approval-process', { decision: 'automatic' })).toBe(false)
    expect(planned('failure-injection', { kind: 'planned-switchover' })).toBe(false)
    expect([planned('network-partition', {}), planned('network-partition', {}, 'partition')]).toEqual([false, true])
  })
})
