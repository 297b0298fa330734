import { describe, expect, it } from 'vitest'
import { requirements } from '#catalog'
import type { Evidence } from '#evidence'
import { parsePlan } from '#plan'
import { seconds } from '#units'
import { check, type Graded, planCoverage, productCoverage, rules } from './index.ts'
import { type Course, ranOn } from './testing/run.ts'
import { completed, sampleDay } from './testing/sample.ts'

const text = completed(`
components:
  shop: { type: web-service, strategy: warm-standby, active: [east], standby: [west], needs: [shop-db] }
  shop-db:
    type: postgres
    strategy: warm-standby
    active: [east]
    standby: [west]
    data: { replication: { mode: async, lag: { p50: 1s, p99: 5s } }, backup: { every: 1h, redundancy: geo } }
verification:
  sign-in: { kind: application, of: shop, does: A user signs in, validates: [identity-failover], owner: on-call }
targets:
  staging: { subject: nonprod, components: { shop: { east: { url: "https://e.stg.example" } } } }
drills:
  - { scenario: east-lost, every: 90d, target: staging, timing: { hold: 30s } }
attestations:
  - { of: dns-propagation, by: team-lead, on: 2026-11-01, until: 2026-12-31, says: Gone within 70 s }
`)

function planOf(changed = text) {
  const parsed = parsePlan(changed, 'plan.yaml')
  expect(parsed.problems).toEqual([])
  if (!parsed.plan) throw new Error('The sample is no plan.')
  return { parsed, plan: parsed.plan }
}

const { plan } = planOf()
const staging: Course = { run: 'drill-1', subject: 'nonprod', on: '2026-11-01' }

/** The grading of one plan by the rules there are. */
function graded(evidence: readonly Evidence[], changed = text, asOf = sampleDay) {
  const given = planOf(changed)
  const checked = check(given.parsed, { asOf })
  return planCoverage({ plan: given.plan, checked, evidence, asOf, product: productCoverage(rules, []) })
}

function row(evidence: readonly Evidence[], id: string, changed = text, asOf = sampleDay): Graded | undefined {
  return graded(evidence, changed, asOf).requirements.find((one) => one.id === id)
}

const state = (evidence: readonly Evidence[], id: string, changed = text, asOf = sampleDay): string | undefined =>
  row(evidence, id, changed, asOf)?.state

const moved = 'warm-standby.traffic.v1'
const counted = 'warm-standby.replication.v1'
const whole = 'warm-standby.replication.v3'
const timed = 'warm-standby.scaling.v2'
const carriedOut = 'warm-standby.failover.v3'
const signedIn = 'warm-standby.security.v2'
const wayBack = 'muster.failback.warm-standby'

describe('the grades of a plan', () => {
  it('has every requirement once, with what answers it, and counts each state apart', () => {
    const { requirements: rows, counts } = graded([ranOn(plan, staging)])
    expect(rows.map(({ id }) => id)).toEqual(requirements.map(({ id }) => id))
    for (const one of rows)
      expect(one.grade).toBe(['open', 'needs-verified', 'not-applicable'].includes(one.state) ? undefined : one.state)
    expect(Object.values(counts).reduce((sum, one) => sum + one)).toBe(rows.length)
    expect(counts.observed).toBe(0)
    expect(counts.proven).toBe(rows.filter(({ grade }) => grade === 'proven').length)
    expect(rows.find(({ id }) => id === moved)?.answeredBy).toEqual([{ kind: 'verification', ref: 'traffic-failover' }])
  })

  it('proves by a run on the workload what it measured', () => {
    const evidence = [ranOn(plan, staging)]
    for (const id of [moved, counted, whole, timed, carriedOut, 'warm-standby.failover.v1', 'test.drills'])
      expect([id, row(evidence, id)?.state, row(evidence, id)?.run]).toEqual([id, 'proven', 'drill-1'])
    expect(row(evidence, moved)).toEqual({
      id: moved,
      answeredBy: [{ kind: 'verification', ref: 'traffic-failover' }],
      state: 'proven',
      grade: 'proven',
      findings: [],
      accepted: [],
      run: 'drill-1',
    })
  })

  it('proves with the clocks that a drill of the plan shortens, and in spite of what the target lacks', () => {
    const short = { ...staging, timing: { hold: seconds(30) }, lacks: ['The target has no edge.'] }
    expect(state([ranOn(plan, short)], moved)).toBe('proven')
    expect(state([ranOn(plan, { ...short, unmeasured: ['buy'] })], carriedOut)).toBe('proven')
    const others = { ...staging, timing: { hold: seconds(29) } }
    expect(state([ranOn(plan, others)], moved)).toBe('needs-verified')
  })

  it('proves what a person looked at, where the person did', () => {
    expect(state([ranOn(plan, staging)], signedIn)).toBe('proven')
    const unseen = ranOn(plan, { ...staging, undone: ['check.sign-in'] })
    expect(state([unseen], signedIn)).toBe('declared')
    expect(state([ranOn(plan, { ...staging, outcome: 'failed' })], signedIn)).toBe('declared')
    expect(state([ranOn(plan, { ...staging, decision: 'automatic' })], signedIn)).toBe('declared')
  })

  it('takes a verification only as the plan has it now, and done by a person', () => {
    const run = ranOn(plan, staging)
    expect(state([run], signedIn, text.replace('of: shop,', 'of: shop-db,'))).toBe('declared')
    expect(state([run], signedIn, text.replace('A user signs in', 'Two users sign in'))).toBe('needs-verified')
    const steps = run.steps.map((step) => (step.step.startsWith('check.sign-in') ? { ...step, use: 'http.get' } : step))
    expect(state([{ ...run, steps }], signedIn)).toBe('declared')
  })

  it('proves by a run that decided for itself, as long as what it left out is the same', () => {
    const alone = ranOn(plan, { ...staging, decision: 'automatic' })
    expect(state([alone], moved)).toBe('proven')
    expect(state([alone], moved, text.replace('A user signs in', 'Two users sign in'))).toBe('needs-verified')
  })

  it('takes a lab run for a rehearsal and for nothing else', () => {
    const lab = ranOn(plan, { ...staging, run: 'lab-1', subject: 'lab' })
    expect(row([lab], moved)).toMatchObject({ state: 'declared', rehearsed: 'lab-1' })
    expect(row([lab], moved)).not.toHaveProperty('run')
    const { counts } = graded([lab])
    expect([counts.proven, counts['needs-verified']]).toEqual([0, 0])
    const failed = ranOn(plan, { ...staging, subject: 'lab', outcome: 'failed' })
    expect(row([failed], moved)).not.toHaveProperty('rehearsed')
    const both = [lab, ranOn(plan, { ...staging, run: 'drill-0', on: '2026-10-01' })]
    expect(row(both, moved)).toMatchObject({ state: 'proven', run: 'drill-0', rehearsed: 'lab-1' })
  })

  it('takes what was looked at in the lab for more than the word of a person there, and proves nothing by it', () => {
    const looked = (shown: boolean, subject: 'lab' | 'nonprod' = 'lab'): Evidence => ({
      ...ranOn(plan, { ...staging, subject, decision: 'people' }),
      proofs: [{ topic: 'identity-failover', shown, says: 'The services sign in in west.' }],
    })
    expect(row([looked(true)], signedIn)).toMatchObject({ state: 'declared', rehearsed: 'drill-1' })
    expect(row([looked(true)], signedIn)).not.toHaveProperty('run')
    expect(row([looked(false)], signedIn)).not.toHaveProperty('rehearsed')
    // On the workload it is still the person who looked.
    expect(state([looked(false, 'nonprod')], signedIn)).toBe('proven')
  })

  it('asks again for what was proven and has changed since', () => {
    const evidence = [ranOn(plan, staging)]
    const renamed = text.replaceAll('team-lead', 'head-of-team')
    expect(row(evidence, moved, renamed)).toMatchObject({ state: 'needs-verified', run: 'drill-1' })
    expect(state(evidence, moved, text.replaceAll('east-lost', 'first-region-lost'))).toBe('needs-verified')
    // What does not change the steps does not void them.
    expect(state(evidence, moved, text.replace('review: { last: 2026-10-01', 'review: { last: 2026-11-01'))).toBe(
      'proven',
    )
    expect(state(evidence, moved, text.replace('name: shop,', 'name: other-shop,'))).toBe('declared')
  })

  it('believes the newest run that says anything, and a failure over a plan', () => {
    const good = ranOn(plan, staging)
    const slow = ranOn(plan, { ...staging, run: 'drill-2', on: '2026-11-10', down: 3000 })
    expect(row([good, slow], timed)).toMatchObject({ state: 'open', run: 'drill-2' })
    expect(state([good, slow], moved)).toBe('proven')
    const better = ranOn(plan, { ...staging, run: 'drill-3', on: '2026-11-20' })
    expect(row([slow, better, good], timed)).toMatchObject({ state: 'proven', run: 'drill-3' })
    expect(row([slow, better, good], timed, text, '2026-11-15')).toMatchObject({ state: 'open', run: 'drill-2' })
    const broken = ranOn(plan, { ...staging, run: 'drill-4', on: '2026-11-21', outcome: 'failed' })
    for (const id of [moved, counted, whole, timed, carriedOut])
      expect([id, state([better, broken], id)]).toEqual([id, 'open'])
  })

  it('judges each topic by its own measurement', () => {
    const lossy = ranOn(plan, { ...staging, lost: 3, lostAge: 90 })
    expect([moved, counted, whole, timed].map((id) => state([lossy], id))).toEqual(['proven', 'open', 'open', 'proven'])
    const within = ranOn(plan, { ...staging, lost: 3, lostAge: 30 })
    expect([counted, whole].map((id) => state([within], id))).toEqual(['proven', 'proven'])
    const twice = ranOn(plan, { ...staging, duplicates: 1 })
    expect([counted, whole].map((id) => state([twice], id))).toEqual(['proven', 'open'])
    const unmeasured = ranOn(plan, { ...staging, unmeasured: ['buy'] })
    expect([moved, timed, carriedOut].map((id) => state([unmeasured], id))).toEqual(['declared', 'declared', 'proven'])
  })

  it('proves the way back by going it', () => {
    const back: Course = { ...staging, run: 'drill-1-failback', direction: 'failback' }
    expect(state([ranOn(plan, staging)], wayBack)).not.toBe('proven')
    expect(row([ranOn(plan, back)], wayBack)).toMatchObject({ state: 'proven', run: 'drill-1-failback' })
    expect(state([ranOn(plan, { ...back, lost: 1, lostAge: 1 })], wayBack)).toBe('open')
    expect(state([ranOn(plan, back)], moved)).toBe('declared')
  })

  it('counts what a person vouches for, until the last day, and not against an error', () => {
    const id = 'warm-standby.traffic.v3'
    expect(row([], id)).toMatchObject({
      state: 'attested',
      attested: { by: 'team-lead', on: '2026-11-01', until: '2026-12-31' },
    })
    expect([state([], id, text, '2026-12-31'), state([], id, text, '2027-01-01')]).toEqual(['attested', 'open'])
    expect(state([], id, text, '2026-10-31')).toBe('open')
    const vouched = text.replace('of: dns-propagation', 'of: tier.1')
    expect(state([], 'tier.1', vouched)).toBe('declared')
    expect(state([], 'tier.1', vouched.replace('rto: 30m', 'rto: 20h'))).toBe('open')
  })

  it('leaves open what nothing shows, with what is found', () => {
    expect(row([], 'warm-standby.security.v4')).toMatchObject({ state: 'open', findings: ['validation-not-planned'] })
    const lab = text.replace('target: staging', 'target: lab')
    expect(row([], moved, lab)).toMatchObject({ state: 'open', findings: ['validation-not-planned'] })
    expect(row([], 'test.drills', lab)?.findings).toContain('lab-drill-only')
    const people = text.replace('target: staging', 'target: staging, decision: automatic')
    expect([state([], signedIn), state([], signedIn, people)]).toEqual(['declared', 'open'])
  })

  it('leaves open what was found and accepted, and says that it was', () => {
    const id = 'classify.sign-off'
    const unsigned = text.replace('    signedOff: [{ by: finance-director, on: 2026-10-01 }]\n', '')
    const accepting = 'suppressions:\n  - { code: sign-off-missing, because: Asked, by: owner, until: 2026-12-31 }\n'
    expect(row([], id, unsigned)).toMatchObject({ state: 'open', accepted: [] })
    expect(row([], id, unsigned)?.findings).toContain('sign-off-missing')
    const accepted = row([], id, unsigned + accepting)
    expect(accepted).toMatchObject({ state: 'open', accepted: ['sign-off-missing'] })
    expect(accepted?.findings).not.toContain('sign-off-missing')
  })

  it('does not ask for what the plan does not have', () => {
    for (const id of [
      'cold-standby.traffic.c1',
      'backup-restore.audit.v1',
      'tier.0',
      'cost.tier-2',
      'variant.at-capacity',
      'rto',
      'muster.failback.cold-standby',
    ])
      expect([id, state([], id)]).toEqual([id, 'not-applicable'])
    expect(state([], 'tier.1')).toBe('declared')
  })
})
