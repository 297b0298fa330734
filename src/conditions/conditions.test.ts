import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seconds } from '#units'
import { type Condition, evaluate, type Facts, factsOf, thresholdsReplaced } from './condition.ts'
import { parseCondition } from './parse.ts'

const declared = [
  'probes.shop.failing',
  'probes.shop.failingFor',
  'probes.front-door.failingFor',
  'deployment.inProgress',
]

describe('reading a condition', () => {
  it.each<[string, Condition]>([
    ['probes.shop.failing', { holds: 'probes.shop.failing' }],
    ['!deployment.inProgress', { not: { holds: 'deployment.inProgress' } }],
    [
      'probes.shop.failingFor >= duration("1m30s")',
      { left: { fact: 'probes.shop.failingFor' }, is: '>=', right: { duration: seconds(90) } },
    ],
    [
      'duration("2m") < probes["front-door"].failingFor',
      { left: { duration: seconds(120) }, is: '<', right: { fact: 'probes.front-door.failingFor' } },
    ],
    [
      'probes.shop.failing == true && (deployment.inProgress != false || probes.shop.failing)',
      {
        all: [
          { left: { fact: 'probes.shop.failing' }, is: '==', right: { value: true } },
          {
            any: [
              { left: { fact: 'deployment.inProgress' }, is: '!=', right: { value: false } },
              { holds: 'probes.shop.failing' },
            ],
          },
        ],
      },
    ],
    ['true', { all: [] }],
    ['false', { any: [] }],
  ])('%s', (text, condition) => {
    expect(parseCondition(text, declared)).toEqual({ condition })
  })

  it.each([
    ['', 'condition-syntax'],
    ['probes.shop.failing &&', 'condition-syntax'],
    ['probes.shop.failingFor >= 2m', 'condition-syntax'],
    ['probes.shop.failing and true', 'condition-syntax'],
    ['probes.shopp.failing', 'unknown-fact'],
    ['a', 'unknown-fact'],
    ['__proto__', 'unknown-fact'],
    ['probes.shop.failingFor >= 120', 'condition-not-allowed'],
    ['probes.shop.failingFor', 'condition-not-allowed'],
    ['probes.shop.failing > true', 'condition-not-allowed'],
    ['1 < 2', 'condition-not-allowed'],
    ['120', 'condition-not-allowed'],
    ['"x"', 'condition-not-allowed'],
    ['null', 'condition-not-allowed'],
    ['probes.shop.failing == 1e999', 'condition-not-allowed'],
    ['probes.shop.failing ? true : false', 'condition-not-allowed'],
    ['probes.shop.failing == "yes"', 'condition-not-allowed'],
    ['[true].all(x, x)', 'condition-not-allowed'],
    ['has(probes.shop.failing)', 'condition-not-allowed'],
    ['size("abc") == 3', 'condition-not-allowed'],
    ['timestamp("2026-01-01T00:00:00Z") < probes.shop.failingFor', 'condition-not-allowed'],
    ['duration("2 minutes") < probes.shop.failingFor', 'condition-not-allowed'],
    ['duration("2m", "3m") < probes.shop.failingFor', 'condition-not-allowed'],
    ['probes.shop.failingFor + duration("2m") > duration("3m")', 'condition-not-allowed'],
    ['google.protobuf.Duration{}', 'condition-not-allowed'],
    ['true && '.repeat(100), 'condition-not-allowed'],
  ])('refuses %s', (text, code) => {
    const { condition, problem } = parseCondition(text, declared)
    expect(condition).toBeUndefined()
    expect(problem?.code).toBe(code)
    expect(problem?.detail).toMatch(/\.$/)
    expect(problem?.fix).toMatch(/\.$/)
  })

  it('knows the fact that was meant, and where', () => {
    expect(parseCondition('true || probes.shop.faling', declared).problem).toMatchObject({
      fix: expect.stringContaining('Did you mean probes.shop.failing?'),
      offset: 19,
    })
  })

  it('says how a name with a hyphen is written', () => {
    expect(parseCondition('probes.front-door.failingFor > duration("1m")', declared).problem?.fix).toBe(
      'Write probes["front-door"].failingFor.',
    )
  })
})

const names = ['a', 'b', 'c'].map((id) => `probes.${id}.failing`)
const times = ['a', 'b'].map((id) => `probes.${id}.failingFor`)
const tree = fc.letrec<{ condition: Condition }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(...names).map((holds) => ({ holds })),
    fc
      .record({
        fact: fc.constantFrom(...times),
        is: fc.constantFrom('<', '<=', '>', '>=', '==', '!=' as const),
        duration: fc.nat({ max: 9 }),
      })
      .map(({ fact, is, duration }) => ({ left: { fact }, is, right: { duration: seconds(duration) } }) as Condition),
    fc.array(tie('condition'), { maxLength: 3 }).map((all) => ({ all })),
    fc.array(tie('condition'), { maxLength: 3 }).map((any) => ({ any })),
    tie('condition').map((not) => ({ not })),
  ),
})).condition
const known = fc.record({
  ...Object.fromEntries(names.map((name) => [name, fc.boolean()])),
  ...Object.fromEntries(times.map((name) => [name, fc.nat({ max: 9 })])),
}) as fc.Arbitrary<Facts>

/** What the condition means where everything is known, written down independently of the product. */
function meant(condition: Condition, facts: Facts): boolean {
  if ('all' in condition) return condition.all.every((part) => meant(part, facts))
  if ('any' in condition) return condition.any.some((part) => meant(part, facts))
  if ('not' in condition) return !meant(condition.not, facts)
  if ('holds' in condition) return facts[condition.holds] === true
  const left = 'fact' in condition.left ? Number(facts[condition.left.fact]) : Number.NaN
  const right = 'duration' in condition.right ? condition.right.duration : Number.NaN
  const signs: Record<string, boolean> = {
    '<': left < right,
    '<=': left <= right,
    '>': left > right,
    '>=': left >= right,
    '==': left === right,
    '!=': left !== right,
  }
  return signs[condition.is] === true
}

/** CEL for a tree, so that text and tree can be compared. */
function text(condition: Condition): string {
  if ('all' in condition) return condition.all.length === 0 ? 'true' : `(${condition.all.map(text).join(' && ')})`
  if ('any' in condition) return condition.any.length === 0 ? 'false' : `(${condition.any.map(text).join(' || ')})`
  if ('not' in condition) return `!(${text(condition.not)})`
  if ('holds' in condition) return condition.holds
  const side = (one: typeof condition.left) =>
    'fact' in one ? one.fact : 'duration' in one ? `duration("${one.duration}s")` : one.value
  return `${side(condition.left)} ${condition.is} ${side(condition.right)}`
}

describe('answering a condition', () => {
  const options = { numRuns: 500, seed: 20261124 }

  it('is plain logic where every fact is known', () => {
    fc.assert(
      fc.property(tree, known, (condition, facts) => {
        expect(evaluate(condition, facts)).toBe(String(meant(condition, facts)))
      }),
      options,
    )
  })

  it('never changes a true or false answer when more becomes known', () => {
    fc.assert(
      fc.property(
        tree,
        known,
        fc.subarray([...names, ...times]),
        fc.subarray([...names, ...times]),
        (condition, facts, some, more) => {
          const only = (kept: readonly string[]) => Object.fromEntries(kept.map((name) => [name, facts[name]])) as Facts
          const before = evaluate(condition, only(some))
          const after = evaluate(condition, only([...some, ...more]))
          if (before !== 'unknown') expect(after).toBe(before)
        },
      ),
      options,
    )
  })

  it('means the same as the text that it was read from', () => {
    fc.assert(
      fc.property(tree, known, (condition, facts) => {
        const written = text(condition)
        fc.pre(written.length <= 500)
        const { condition: read } = parseCondition(written, [...names, ...times])
        expect(read && evaluate(read, facts)).toBe(evaluate(condition, facts))
      }),
      options,
    )
  })

  it('never takes an unknown fact for false', () => {
    const { condition } = parseCondition('!deployment.inProgress', declared)
    expect(condition && evaluate(condition, {})).toBe('unknown')
    expect(condition && evaluate({ any: [condition, { all: [] }] }, {})).toBe('true')
    expect(condition && evaluate({ all: [condition, { any: [] }] }, {})).toBe('false')
  })
})

describe('facts and thresholds', () => {
  const { condition } = parseCondition(
    'probes.shop.failingFor >= duration("2m") && (probes.shop.failing || !probes.shop.failing)',
    declared,
  )

  it('names every fact once, in order of appearance', () => {
    expect(condition && factsOf(condition)).toEqual(['probes.shop.failingFor', 'probes.shop.failing'])
  })

  it('replaces durations and nothing else', () => {
    expect(condition && thresholdsReplaced(condition, seconds(1))).toEqual({
      all: [
        { left: { fact: 'probes.shop.failingFor' }, is: '>=', right: { duration: 1 } },
        { any: [{ holds: 'probes.shop.failing' }, { not: { holds: 'probes.shop.failing' } }] },
      ],
    })
  })
})
