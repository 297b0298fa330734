import { describe, expect, it } from 'vitest'
import { requirements } from '#catalog'
import { deployedRules, openRequirements, productCoverage, rules, strayIds } from '#checks'
import { features } from './features.ts'

const covered = productCoverage([...rules, ...deployedRules], features)
const kindOf = new Map(requirements.map(({ id, kind }) => [id, kind]))

describe('what the product answers', () => {
  it('has an answer to every requirement, or a reason why not yet, or not whole', () => {
    const unanswered = covered.filter(({ answeredBy }) => answeredBy.length === 0).map(({ id }) => id)
    expect(unanswered.toSorted()).toEqual(openRequirements.flatMap(({ id, part }) => (part ? [] : id)).toSorted())
    const inPart = openRequirements.filter(({ part }) => part).map(({ id }) => id)
    expect(inPart.filter((id) => !kindOf.has(id) || unanswered.includes(id))).toEqual([])
    expect(new Set(inPart).size).toBe(inPart.length)
  })

  it('leaves nothing open of what a plan cannot do without', () => {
    const never = ['term', 'disaster', 'tier', 'classification', 'friction', 'configuration']
    expect(openRequirements.filter(({ id }) => never.includes(kindOf.get(id) ?? 'configuration'))).toEqual([])
    for (const { because, work } of openRequirements) {
      expect(because).toMatch(/^[A-Z].*\.$/)
      expect(work.length).toBeGreaterThan(5)
    }
  })

  it('answers a point of configuration by a rule, one of validation by a topic, and a term by the glossary', () => {
    const by = { configuration: 'rule', validation: 'verification', term: 'glossary' } as const
    const without = covered.filter(({ id, answeredBy }) => {
      const asked = by[kindOf.get(id) as keyof typeof by]
      return asked !== undefined && !answeredBy.some(({ kind }) => kind === asked)
    })
    expect(without.map(({ id }) => id)).toEqual([])
  })

  it('names no requirement that there is not', () => {
    expect(strayIds([...rules, ...deployedRules], features)).toEqual([])
  })

  it('names each answer once, by something that there is', () => {
    for (const { id, answeredBy } of covered) {
      const named = answeredBy.map(({ kind, ref }) => `${kind} ${ref}`)
      expect([id, new Set(named).size]).toEqual([id, named.length])
    }
    const names = features.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    for (const { does, by } of features) {
      expect(does).toMatch(/^[A-Z].*\.$/)
      expect(by.length).toBeGreaterThan(0)
    }
  })
})
