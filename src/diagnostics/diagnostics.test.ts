import { describe, expect, it } from 'vitest'
import { byPlace, Failure, nearest, type Problem, RetryableFailure, TerminalFailure } from './index.ts'

function at(file: string, line: number, column: number, code = 'x'): Problem {
  const place = { file, line, column, endLine: line, endColumn: column + 1 }
  return { code, severity: 'error', place, summary: 's', detail: 'd', fix: 'f', requirements: [] }
}

describe('problems', () => {
  it('are ordered by file, line, column and code', () => {
    const ordered = [at('a', 1, 9), at('a', 2, 1, 'b'), at('a', 2, 1, 'c'), at('a', 10, 1), at('b', 1, 1)]
    expect([...ordered].reverse().sort(byPlace)).toEqual(ordered)
  })
})

describe('the nearest word', () => {
  const words = ['storefront', 'orders-api', 'orders-db', 'edge']

  it.each([
    ['storfront', 'storefront'],
    ['order-api', 'orders-api'],
    ['orders-bd', 'orders-db'],
    ['egde', 'edge'],
    ['edge', 'edge'],
  ])('to %s is %s', (word, meant) => {
    expect(nearest(word, words)).toBe(meant)
  })

  it.each(['payment', 'x', '', 'database'])('to %j is none', (word) => {
    expect(nearest(word, words)).toBeUndefined()
  })

  it('is not guessed from a single sign', () => {
    expect(nearest('9', ['0', '1', '2', '3'])).toBeUndefined()
    expect(nearest('2', ['0', '1', '2', '3'])).toBe('2')
  })
})

describe('failures', () => {
  it('carry their kind and their cause', () => {
    const cause = new RangeError('no space')
    const failure = new Failure('busy', 'Another run holds the lab.', { cause })
    expect([failure.kind, failure.message, failure.cause]).toEqual(['busy', 'Another run holds the lab.', cause])
  })

  it('of actions say whether trying again may help', () => {
    const failures = [new RetryableFailure('timeout'), new TerminalFailure('refused')]
    expect(failures.map(({ name, kind }) => [name, kind])).toEqual([
      ['RetryableFailure', 'unreachable'],
      ['TerminalFailure', 'refused'],
    ])
    for (const failure of failures) expect(failure).toBeInstanceOf(Failure)
  })

  it('of actions are harmless only where somebody is certain of it', () => {
    for (const Kind of [RetryableFailure, TerminalFailure]) {
      expect(new Kind('refused', { harmless: true }).harmless).toBe(true)
      for (const options of [undefined, {}, { harmless: false }, { cause: 1 }])
        expect(new Kind('lost', options).harmless).toBe(false)
    }
  })
})
