import { expect, test } from 'vitest'
import { networkOf } from './network.ts'
import { decision, runbook, step } from './testing/books.ts'

test('what hangs together is known by place, and a need or a target that names no step counts for nothing', () => {
  const book = runbook([
    step('notice', [], { phase: 'detect' }),
    decision('declare', ['notice', 'nowhere']),
    step('a', ['declare', 'notice', 'declare']),
    step('by-name', [], { insteadOf: 'a' }),
    step('lonely', [], { insteadOf: 'nowhere' }),
  ])
  const network = networkOf(book)
  expect(network).toEqual({
    steps: book.steps,
    place: new Map([
      ['notice', 0],
      ['declare', 1],
      ['a', 2],
      ['by-name', 3],
      ['lonely', 4],
    ]),
    needs: [[], [0], [1, 0], [], []],
    dependents: [[1, 2], [2], [], [], []],
    fallbacks: [[], [], [3], [], []],
    standsInFor: [undefined, undefined, undefined, 2, undefined],
    detects: [book.steps[0]],
  })
})

test('the network of a runbook is made once, however often it is asked for', () => {
  const book = runbook([step('a')])
  expect(networkOf(book)).toBe(networkOf(book))
  expect(networkOf(structuredClone(book))).not.toBe(networkOf(book))
})
