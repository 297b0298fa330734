import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { declaredFacts, parsePlan, planDigest, troubles } from './index.ts'

const minimal = readFileSync(new URL('../../examples/minimal/muster.yaml', import.meta.url), 'utf8')

function planOf(text: string) {
  const { plan } = parsePlan(text, 'muster.yaml')
  if (!plan) throw new Error('The example is no plan.')
  return plan
}

describe('the digest of a plan', () => {
  const digest = planDigest(planOf(minimal))

  it('does not change with comments, layout, order and ways of writing a duration', () => {
    expect(digest).toMatch(/^sha256:[0-9a-f]{64}$/)
    const other = minimal
      .replace(/^#.*\n/, '# Something else\n\n')
      .replace('rto: 30m, rpo: 1m', 'rpo: 60s, rto: PT30M')
      .replace('{ location: northeurope }', '\n    location: "northeurope"')
    expect(other).not.toBe(minimal)
    expect(planDigest(planOf(other))).toBe(digest)
  })

  it('changes with every value', () => {
    expect(planDigest(planOf(minimal.replace('rto: 30m', 'rto: 31m')))).not.toBe(digest)
  })
})

describe('the facts of a plan', () => {
  it('are two for each probe, and whether a deployment is in progress', () => {
    expect(declaredFacts(planOf(minimal))).toEqual([
      'probes.notes-api.failing',
      'probes.notes-api.failingFor',
      'deployment.inProgress',
    ])
  })
})

describe('what the parser says', () => {
  it.each(Object.entries(troubles))(
    '%s has a title, a reason and an advice in whole sentences',
    (code, { title, why, fix }) => {
      expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/)
      expect(title).toMatch(/^[A-Z][^"]*[^.]$/)
      expect(why).toMatch(/^[A-Z].*\.$/)
      expect(fix.length).toBeGreaterThan(10)
    },
  )
})
