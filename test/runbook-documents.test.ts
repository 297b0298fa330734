import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Document, documentOf, htmlOf, markdownOf } from '#document'
import { inputOf } from '../src/document/testing/samples.ts'
import { plans } from '../src/runbook/testing/plans.ts'

const cardsOf = ({ sections }: Document) =>
  sections.flatMap(({ blocks }) => blocks.flatMap((block) => (block.is === 'card' ? [block.card] : [])))

test('of any plan: every step once, every reference leads somewhere, and it is below the limit for a mail', () => {
  let seen = 0
  fc.assert(
    fc.property(plans(), (plan) => {
      const input = (() => {
        try {
          return inputOf(plan, 'trouble')
        } catch {
          return undefined
        }
      })()
      fc.pre(input !== undefined)
      if (input === undefined) return
      seen++
      const made = documentOf(input)
      const cards = cardsOf(made)
      const steps = [...input.failover.steps, ...(input.failback?.steps ?? [])]
      expect(cards.map(({ step }) => step).toSorted()).toEqual(steps.map(({ id }) => id).toSorted())
      const html = htmlOf(made)
      for (const [, place = ''] of html.matchAll(/href="#([^"]*)"/g)) expect(html).toContain(` id="${place}"`)
      expect(html.length).toBeLessThan(500_000)
      expect(markdownOf(made)).not.toContain('undefined')
    }),
    { numRuns: 150 },
  )
  expect(seen).toBeGreaterThan(100)
})
