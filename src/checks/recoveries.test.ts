import { describe, expect, it } from 'vitest'
import type { Evidence } from '#evidence'
import { parsePlan, planDigest } from '#plan'
import { findings } from './check.ts'
import { forecastsOf } from './forecasts.ts'
import { ruleOf } from './index.ts'
import { recoveriesOf } from './recoveries.ts'
import { type Subject, subjectOf } from './subject.ts'
import { completed, sampleDay } from './testing/sample.ts'

function subject(sample = '', evidence: readonly Evidence[] = []): Subject {
  const parsed = parsePlan(completed(`\n${sample}`), 'sample.yaml')
  if (!parsed.plan) throw new Error('The sample is no plan.')
  return subjectOf(parsed, parsed.plan, { asOf: sampleDay, evidence })
}

function says(code: string, about: Subject): readonly string[] {
  const rule = ruleOf(code)
  if (!rule) throw new Error(`There is no rule "${code}".`)
  return findings(rule, about).map(({ problem }) => problem.detail.slice(0, -rule.why.length - 1))
}

const run: Evidence = {
  schemaVersion: 1,
  judgement: 1,
  run: 'run-1',
  subject: 'nonprod',
  target: 'staging',
  kind: 'drill',
  direction: 'failover',
  plan: { name: 'shop', digest: 'sha256:0' },
  scenario: 'east-lost',
  runbookDigest: 'sha256:0',
  journalHead: '0',
  startedAt: '2026-11-01T10:00:00Z',
  finishedAt: '2026-11-01T11:00:00Z',
  verdict: 'met',
  flows: [],
  steps: [],
  approvals: [],
  deviations: [],
  gaps: [],
  clock: { source: 'monotonic', skewSeconds: 0 },
}
const drills = (more = '') => `drills:\n  - { scenario: east-lost, every: 30d, target: staging${more} }\n`

describe('evidence of drills', () => {
  it('of the workload itself makes a drill done, and after its interval overdue', () => {
    expect(says('drill-never-run', subject(drills()))).toEqual([
      'Nothing says that this drill of "east-lost" was ever run.',
    ])
    expect(says('drill-never-run', subject(drills(), [run]))).toEqual([])
    expect(says('drill-overdue', subject(drills(), [run]))).toEqual([])
    const old = { ...run, finishedAt: '2026-10-24T11:00:00Z' }
    expect(says('drill-overdue', subject(drills(), [old]))).toEqual([
      'The last drill of "east-lost" was on 2026-10-24, so the next was due on 2026-11-23.',
    ])
    expect(says('drill-overdue', subject(drills(), [old, run]))).toEqual([])
  })

  it('beats an older day that the plan gives, and never a newer one', () => {
    expect(says('drill-overdue', subject(drills(', last: 2026-09-01'), [run]))).toEqual([])
    expect(
      says('drill-overdue', subject(drills(', last: 2026-11-02'), [{ ...run, finishedAt: '2026-01-01' }])),
    ).toEqual([])
  })

  it.each<[string, Partial<Evidence>]>([
    ['a lab', { subject: 'lab' }],
    ['another target', { target: 'prod' }],
    ['another scenario', { scenario: 'west-lost' }],
    ['the way back', { direction: 'failback' }],
    ['a run that did not restore', { verdict: 'failed' }],
  ])('of %s counts for nothing', (_what, other) => {
    expect(says('drill-never-run', subject(drills(), [{ ...run, ...other }]))).toHaveLength(1)
  })

  it('of any target counts for a drill that names none', () => {
    const any = 'drills:\n  - { scenario: east-lost, every: 30d, kind: planned-switchover }\n'
    expect(says('drill-never-run', subject(any, [run]))).toEqual([])
    expect(says('drill-never-run', subject(any.replace('30d', '30d, direction: failback'), [run]))).toHaveLength(1)
  })
})

describe('forecasts in a check', () => {
  it('are the same every time, and computed once', () => {
    const about = subject()
    expect(forecastsOf(about)).toBe(forecastsOf(about))
    expect(forecastsOf(about)).toEqual(forecastsOf(subject()))
    expect(forecastsOf(about).map(({ id, timed }) => [id, timed.map(({ flow, target }) => [flow, target])])).toEqual([
      ['east-lost', [['buy', 1800]]],
    ])
  })

  it('rest on what was measured of the workload, and on nothing that a lab has shown', () => {
    const steps = [{ step: 'route.traffic@west', use: 'traffic.route', seconds: 3600, attempts: 1 }]
    const slow = { ...run, steps }
    expect(forecastsOf(subject('', [slow]))[0]?.timed[0]?.p95).toBeGreaterThan(1800)
    expect(says('forecast-misses-rto', subject('', [slow]))).toHaveLength(1)
    expect(says('forecast-misses-rto', subject('', [{ ...slow, subject: 'lab' as const }]))).toEqual([])
  })

  it('rest on whole runs of this very plan, and not on those of the plan as it once was', () => {
    const about = subject()
    const [p95] = forecastsOf(about).map(({ timed }) => timed[0]?.p95 ?? 0)
    const took = Array.from({ length: 8 }, (_, at) => 5000 + 100 * at)
    const ran = (digest: string): readonly Evidence[] =>
      took.map((measured, at) => ({
        ...run,
        run: `run-${at}`,
        plan: { name: 'shop', digest },
        flows: [
          {
            flow: 'buy',
            rto: { measured },
            rpo: { method: 'none', acknowledged: 0, lost: 0, unackedSurvivors: 0, duplicates: 0 },
          },
        ],
      }))
    const [whole] = forecastsOf(subject('', ran(planDigest(about.plan))))
    expect(whole?.timed[0]?.p95).toBeGreaterThan(5000)
    expect(whole?.timed[0]?.p95).toBeLessThan(8000)
    const [old] = forecastsOf(subject('', ran('sha256:0')))
    expect(old?.timed[0]?.p95).toBeLessThan(2 * (p95 ?? 0))
  })

  it('leave out flows that go on without what is lost', () => {
    const flow = (more: string) =>
      `flows:\n  buy: { does: A, tier: 1, objectives: { default: { rto: 30m, rpo: 1m } }, needs: [shop]${more} }\n`
    expect(forecastsOf(subject(flow('')))[0]?.timed).toHaveLength(1)
    expect(forecastsOf(subject(flow(', degradesWithout: { shop: Orders are taken by phone }')))[0]?.timed).toEqual([])
  })
})

describe('recoveries', () => {
  it('are compiled for every scenario but blips, once', () => {
    const { plan } = subject(
      'scenarios:\n  east-lost: { class: region, loses: [east] }\n  pause: { class: blip }\n  gone: { class: extended }\n',
    )
    expect(recoveriesOf(plan).map(({ id, compiled }) => [id, 'runbook' in compiled])).toEqual([
      ['east-lost', true],
      ['gone', false],
    ])
    expect(recoveriesOf(plan)).toBe(recoveriesOf(plan))
  })

  it('are left out where criteria cannot be read, and where two steps would have one id', () => {
    expect(
      recoveriesOf(subject('activation:\n  east-lost: { when: "probes.nobody", declaredBy: [on-call] }\n').plan),
    ).toEqual([])
  })
})
