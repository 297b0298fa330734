import { describe, expect, it } from 'vitest'
import { parsePlan } from '#plan'
import { check } from './index.ts'
import { completed, sampleDay } from './testing/sample.ts'

const one = (code: string, more = '') =>
  `  - { code: ${code}, because: The lab is being built, by: head-of-operations, until: 2026-12-31${more} }\n`

/** What checking the small plan without drills gives, apart from notes of other rules. */
function checked(suppressions: string, asOf = sampleDay) {
  const parsed = parsePlan(completed(`\ndrills: []\nsuppressions:\n${suppressions}`), 'plan.yaml')
  expect(parsed.problems).toEqual([])
  const { problems, suppressed } = check(parsed, { asOf })
  return {
    open: problems
      .map(({ code }) => code)
      .filter((code) => /^(drill-missing|suppression-)/.test(code))
      .sort(),
    accepted: suppressed.map(({ problem: { code }, by, until }) => [code, by, until]),
  }
}

describe('suppressing', () => {
  const accepted = [['drill-missing', 'head-of-operations', '2026-12-31']]

  it('accepts a finding at its path, above it and in the whole plan, and says who has', () => {
    for (const at of ['', ', at: scenarios.east-lost', ', at: scenarios'])
      expect(checked(one('drill-missing', at))).toEqual({ open: [], accepted })
  })

  it('accepts nothing beneath, beside, or of another code, and says so', () => {
    const elsewhere = { open: ['drill-missing', 'suppression-unused'], accepted: [] }
    expect(checked(one('drill-missing', ', at: scenarios.east-lost.class'))).toEqual(elsewhere)
    expect(checked(one('drill-missing', ', at: components'))).toEqual(elsewhere)
    expect(checked(one('drill-overdue'))).toEqual(elsewhere)
    const nowhere = { open: ['drill-missing', 'suppression-unknown-path'], accepted: [] }
    expect(checked(one('drill-missing', ', at: scenarios.east'))).toEqual(nowhere)
    expect(checked(one('drill-missing', ', at: toString'))).toEqual(nowhere)
  })

  it('accepts until the end of the last day', () => {
    expect(checked(one('drill-missing'), '2026-12-31')).toEqual({ open: [], accepted })
    const late = { open: ['drill-missing', 'suppression-expired'], accepted: [] }
    expect(checked(one('drill-missing'), '2027-01-01')).toEqual(late)
  })

  it('takes the part that is written first, and calls both used', () => {
    expect(checked(one('drill-missing', ', at: scenarios') + one('drill-missing'))).toEqual({ open: [], accepted })
  })

  it('accepts what is missing at the path where it belongs', () => {
    const parsed = parsePlan(
      completed(`\nactivation: {}\nsuppressions:\n${one('activation-missing', ', at: activation')}`),
      'plan.yaml',
    )
    const codes = check(parsed, { asOf: sampleDay }).problems.map(({ code }) => code)
    expect(codes.filter((code) => /^suppression-unknown/.test(code))).toEqual([])
  })

  it('accepts nothing that is found of suppressions themselves', () => {
    const expired = one('drill-missing').replace('2026-12-31', '2026-01-31')
    expect(checked(expired + one('suppression-expired') + one('suppression-unused'))).toEqual({
      open: ['drill-missing', 'suppression-expired', 'suppression-unused', 'suppression-unused'],
      accepted: [],
    })
  })

  it('offers the nearest code, and does not count it as unused besides', () => {
    const parsed = parsePlan(completed(`\nsuppressions:\n${one('drill-misssing')}`), 'plan.yaml')
    const about = check(parsed, { asOf: sampleDay }).problems.filter(({ code }) => code.startsWith('suppression-'))
    expect(about.map(({ code, fix }) => [code, fix])).toEqual([
      ['suppression-unknown-code', 'Did you mean "drill-missing"?'],
    ])
  })
})
