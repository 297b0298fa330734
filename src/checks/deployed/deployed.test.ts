import { describe, expect, it } from 'vitest'
import { requirements } from '#catalog'
import type { Inventory } from '#inventory'
import { inventoryOf } from '../testing/deployed.ts'
import { checkDeployed } from './check-deployed.ts'
import { deployedRules } from './rules/index.ts'

/** What a sample marks: the line on which a resource begins, the severity and a part of what is said. */
function marks(sample: string): ReadonlyArray<readonly [line: number, severity: string, what: string]> {
  return sample.split('\n').flatMap((text, index) => {
    const found = /\/\/ (ERROR|WARNING|NOTE|UNKNOWN): (.*)$/.exec(text)
    return found ? [[index + 1, (found[1] ?? '').toLowerCase(), found[2] ?? ''] as const] : []
  })
}

describe.each(deployedRules.map((rule) => [rule.code, rule] as const))('%s', (code, rule) => {
  it('finds in its sample exactly what that marks', () => {
    const { problems, seen } = checkDeployed(inventoryOf(rule.bad), [rule])
    const expected = marks(rule.bad)
    expect(expected.length).toBeGreaterThan(0)
    expect(problems.map(({ place, severity }) => [place.line, severity])).toEqual(
      expected.map(([line, severity]) => [line, severity]),
    )
    expected.forEach(([, , what], i) => expect(problems[i]?.detail).toContain(what))
    expect(seen.get(code)).toBeGreaterThan(0)
  })

  it('is silent about the same put right', () => {
    expect(checkDeployed(inventoryOf(rule.good), [rule]).problems).toEqual([])
  })

  it('reads samples that are sound', () => {
    for (const sample of [rule.bad, rule.good]) {
      const { problems } = inventoryOf(sample)
      expect(problems.filter(({ severity }) => severity !== 'unknown')).toEqual([])
    }
  })

  it('answers requirements that there are', () => {
    const ids = new Set(requirements.map(({ id }) => id))
    expect(rule.requirements.filter((id) => !ids.has(id))).toEqual([])
  })
})

describe('rules of what is deployed', () => {
  it('have each a code of its own', () => {
    const codes = deployedRules.map(({ code }) => code)
    expect(new Set(codes).size).toBe(codes.length)
  })

  it('say nothing of an inventory in which there is nothing, and say that they have seen nothing', () => {
    const empty: Inventory = { resources: [], objectives: [], steps: [], problems: [] }
    expect(checkDeployed(empty)).toEqual({ problems: [], seen: new Map() })
  })
})
