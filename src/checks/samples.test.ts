import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parsePlan } from '#plan'
import { check, ruleOf, rules, topics } from './index.ts'
import { completed, sampleDay, sampleWorkloads } from './testing/sample.ts'

describe.each(rules.map((rule) => [rule.code, rule] as const))('%s', (_code, rule) => {
  it('has a good sample about which every other rule is silent too, but for notes', () => {
    const parsed = parsePlan(completed(rule.good), 'sample.yaml')
    const { problems } = check(parsed, { asOf: sampleDay, workloads: sampleWorkloads })
    expect(problems.filter(({ severity }) => severity !== 'note')).toEqual([])
  })

  it('says what, why and how to fix it in whole sentences', () => {
    for (const text of [rule.why, rule.fix]) expect(text).toMatch(/^[A-Z].*\.$/)
    expect(rule.title).toMatch(/^[A-Z][^"]*[^.]$/)
    expect(rule.requirements.length).toBeGreaterThan(0)
  })
})

describe('the list of rules', () => {
  const folder = new URL('./rules/', import.meta.url)

  it('has a topic for every folder, with every file of it once', () => {
    expect(topics.map(({ name }) => name).sort()).toEqual(readdirSync(folder).sort())
    for (const topic of topics) {
      const files = readdirSync(new URL(`${topic.name}/`, folder)).filter((file) => file !== 'index.ts')
      expect(topic.rules.map(({ code }) => `${code}.ts`).sort()).toEqual(files.sort())
    }
    expect(new Set(rules.map(({ code }) => code)).size).toBe(rules.length)
  })

  it('keeps every rule short enough to read at once', () => {
    for (const topic of topics)
      for (const { code } of topic.rules) {
        const text = readFileSync(new URL(`${topic.name}/${code}.ts`, folder), 'utf8')
        expect(`${code}: ${text.split('\n').length <= 95}`).toBe(`${code}: true`)
      }
  })

  it('gives a rule by its code', () => {
    expect(ruleOf('no-standby')?.title).toBe('A component has nowhere to go')
    expect(ruleOf('no-such-code')).toBeUndefined()
  })
})
