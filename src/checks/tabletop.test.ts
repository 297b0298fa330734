import { describe, expect, it } from 'vitest'
import type { Evidence } from '#evidence'
import { parsePlan } from '#plan'
import { check, planCoverage, productCoverage, rules } from './index.ts'
import { ranOn } from './testing/run.ts'
import { completed, sampleDay } from './testing/sample.ts'

function planOf(drills: string) {
  const parsed = parsePlan(
    completed(`
components:
  shop: { type: web-service, strategy: backup-restore, active: [east], standby: [west] }
drills:
${drills}
`),
    'plan.yaml',
  )
  if (!parsed.plan) throw new Error('The sample is no plan.')
  return { ...parsed, plan: parsed.plan }
}

const parsed = planOf('  - { scenario: east-lost, every: 90d, decision: automatic }')
const exercised = ranOn(parsed.plan, { run: 'drill-1', subject: 'tabletop', on: '2026-11-01' })
const walked: Evidence = { ...exercised, verdict: 'walked', approvals: [] }

const codes = (of: typeof parsed, evidence: readonly Evidence[]): readonly string[] =>
  check(of, { asOf: sampleDay, evidence }).problems.map(({ code }) => code)

describe('evidence of a drill at a table', () => {
  it('is what people make it', () => {
    expect(exercised).toMatchObject({ verdict: 'exercised', subject: 'tabletop' })
  })

  it('shows that people rehearse, where somebody decided in it', () => {
    expect(codes(parsed, [])).toContain('drill-without-people')
    expect(codes(parsed, [walked])).toContain('drill-without-people')
    expect(codes(parsed, [exercised])).not.toContain('drill-without-people')
  })

  it('counts as the last run of a drill at a table, and of no other', () => {
    const table = planOf('  - { scenario: east-lost, every: 7d, kind: tabletop }')
    expect(codes(table, [])).toContain('drill-never-run')
    expect(codes(table, [walked])).toContain('drill-never-run')
    expect(codes(table, [exercised])).toContain('drill-overdue')
    const recent = ranOn(table.plan, { run: 'drill-2', subject: 'tabletop', on: '2026-11-20' })
    expect(codes(table, [recent])).not.toContain('drill-overdue')
    expect(codes(planOf('  - { scenario: east-lost, every: 7d, kind: planned-switchover }'), [recent])).toContain(
      'drill-never-run',
    )
  })

  it('answers the points that are about people alone, and none about the workload', () => {
    const graded = (evidence: readonly Evidence[]) =>
      planCoverage({
        plan: parsed.plan,
        checked: check(parsed, { asOf: sampleDay, evidence }),
        evidence,
        asOf: sampleDay,
        product: productCoverage(rules, []),
      }).requirements.filter(({ state }) => state === 'proven')
    const more = graded([exercised]).filter(({ id }) => graded([]).every((one) => one.id !== id))
    expect(more.map(({ id }) => id)).toEqual(['backup-restore.procedures.v3'])
    expect(graded([walked])).toEqual(graded([]))
  })
})
