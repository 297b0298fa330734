import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parsePlan } from '#plan'
import { findings } from './check.ts'
import { check, ruleOf, rules } from './index.ts'
import { subjectOf } from './subject.ts'
import { completed, marked, sampleDay } from './testing/sample.ts'

function subject(sample: string) {
  const parsed = parsePlan(completed(sample), 'sample.yaml')
  expect(parsed.problems).toEqual([])
  if (!parsed.plan) throw new Error('The sample is no plan.')
  return subjectOf(parsed, parsed.plan, { asOf: sampleDay })
}

describe.each(rules.map((rule) => [rule.code, rule] as const))('%s', (_code, rule) => {
  it('reports exactly what its bad sample marks, line by line', () => {
    const found = findings(rule, subject(rule.bad)).map(({ problem: { place, severity, detail } }) => {
      expect(detail.endsWith(` ${rule.why}`)).toBe(true)
      return { line: place.line, severity, what: detail.slice(0, -rule.why.length - 1) }
    })
    expect(found).toEqual(marked(rule.bad))
    expect(found.length).toBeGreaterThan(0)
  })

  it('is silent about its good sample, and so is every other rule but for notes', () => {
    const parsed = parsePlan(completed(rule.good), 'sample.yaml')
    const { problems, seen } = check(parsed, { asOf: sampleDay })
    expect(problems.filter(({ code, severity }) => code === rule.code || severity !== 'note')).toEqual([])
    // Silence counts only where there was something to look at.
    expect(seen.get(rule.code) ?? 0).toBeGreaterThan(0)
  })

  it('says what, why and how to fix it in whole sentences', () => {
    for (const text of [rule.why, rule.fix]) expect(text).toMatch(/^[A-Z].*\.$/)
    expect(rule.title).toMatch(/^[A-Z][^"]*[^.]$/)
    expect(rule.requirements.length).toBeGreaterThan(0)
  })
})

describe('the list of rules', () => {
  it('names every file of the folder once', () => {
    const files = readdirSync(new URL('./rules', import.meta.url)).map((file) => file.replace(/\.ts$/, ''))
    expect(rules.map((rule) => rule.code).sort()).toEqual(files.sort())
  })

  it('keeps every rule short enough to read at once', () => {
    for (const rule of rules) {
      const text = readFileSync(new URL(`./rules/${rule.code}.ts`, import.meta.url), 'utf8')
      expect(`${rule.code}: ${text.split('\n').length <= 95}`).toBe(`${rule.code}: true`)
    }
  })

  it('gives a rule by its code', () => {
    expect(ruleOf('no-standby')?.title).toBe('A component has nowhere to go')
    expect(ruleOf('no-such-code')).toBeUndefined()
  })
})
