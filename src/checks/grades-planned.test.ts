import { describe, expect, it } from 'vitest'
import { parsePlan } from '#plan'
import { attestedOn, unplanned } from './grades-planned.ts'
import { completed, sampleDay } from './testing/sample.ts'

function planOf(sample: string) {
  const { plan, problems } = parsePlan(completed(`\n${sample}`), 'plan.yaml')
  expect(problems).toEqual([])
  if (!plan) throw new Error('The sample is no plan.')
  return plan
}

const missing = (sample: string, strategy: 'warm-standby' | 'cold-standby' = 'warm-standby') =>
  unplanned(planOf(sample), strategy, sampleDay)

const staging = 'targets:\n  staging: { subject: nonprod, components: {} }\n'
const drill = (more = '') => `${staging}drills:\n  - { scenario: east-lost, target: staging${more} }\n`
const vouch = (of: string) => `  - { of: ${of}, by: lead, on: 2026-11-01, until: 2026-12-31, says: Seen }\n`

describe('what is planned to be shown', () => {
  it('is nothing without a drill on the workload', () => {
    const all = missing('drills: []\n')
    expect(all).toContain('traffic-failover')
    expect(all).toContain('audit-trail')
    expect(missing('drills:\n  - { scenario: east-lost, target: lab, validates: [audit-trail] }\n')).toEqual(all)
  })

  it('is by any such drill what a run measures, and what the drill names', () => {
    expect(missing(drill())).not.toContain('traffic-failover')
    expect(missing(drill())).toContain('audit-trail')
    expect(missing(drill(', validates: [audit-trail]'))).not.toContain('audit-trail')
  })

  it('is nothing for a strategy that no drill touches', () => {
    const both = `components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west] }
  mail: { type: web-service, strategy: cold-standby, active: [west], standby: [east] }
`
    expect(missing(drill() + both)).not.toContain('traffic-failover')
    expect(missing(drill() + both, 'cold-standby')).toContain('traffic-failover')
  })

  it('leaves out what a person vouches for, by topic or by each of its points', () => {
    expect(missing(`attestations:\n${vouch('audit-trail')}`)).not.toContain('audit-trail')
    expect(missing(`attestations:\n${vouch('warm-standby.security.v4')}`)).not.toContain('audit-trail')
    expect(missing(`attestations:\n${vouch('warm-standby.regions.v2')}`)).toContain('startup-times')
    const each = vouch('warm-standby.regions.v2') + vouch('warm-standby.scaling.v2')
    expect(missing(`attestations:\n${each}`)).not.toContain('startup-times')
  })

  it('holds an attestation from its first to its last day', () => {
    const plan = planOf(`attestations:\n${vouch('audit-trail')}`)
    const days = ['2026-10-31', '2026-11-01', '2026-12-31', '2027-01-01']
    expect(days.map((day) => attestedOn(plan, day).has('audit-trail'))).toEqual([false, true, true, false])
  })
})
