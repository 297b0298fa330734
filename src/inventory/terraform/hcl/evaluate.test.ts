import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Failure } from '#diagnostics'
import { firstUnknown, Unknown, type Value } from '../../value.ts'
import { Budget } from './budget.ts'
import { evaluate, type Scope } from './evaluate.ts'
import type { Expression } from './expression.ts'
import { Fault, faultIn, keyOf } from './made.ts'

const place = { file: 'main.tf', line: 1, column: 1, endLine: 1, endColumn: 2 }

const literal = (value: string | number | boolean | null): Expression => ({ kind: 'literal', value })
const name = (one: string): Expression => ({ kind: 'name', name: one, place })
const call = (one: string, ...args: Expression[]): Expression => ({
  kind: 'call',
  name: one,
  args,
  spread: false,
  place,
})
const list = (...members: Expression[]): Expression => ({ kind: 'list', members })

/** A scope in which x is some value, and y is unknown. */
function scopeOf(x: Value): Scope {
  const names = new Map<string, Value>([
    ['x', x],
    ['y', new Unknown('y is not said', '{y}')],
  ])
  const budget = new Budget()
  return { budget, names, root: (one) => new Unknown(`${one} is nothing`, `{${one}}`) }
}

const scalars = fc.oneof(
  fc.constantFrom('', 'a', 'b', 'true', 'false', '1', '-2.5', 'swedencentral', '${x}'),
  fc.integer({ min: -5, max: 20 }),
  fc.boolean(),
  fc.constant(null),
)

const functions =
  'concat merge lookup element length toset tolist tomap tostring tonumber tobool format join split replace lower upper trimspace substr coalesce coalescelist compact distinct flatten keys values zipmap contains index slice range reverse sort setunion setsubtract setintersection setproduct min max sum abs floor ceil jsonencode jsondecode try can one alltrue anytrue chunklist transpose trim trimprefix title formatlist parseint pow log cidrsubnet file timestamp uuid nonsense'.split(
    ' ',
  )

const expressionsOf = (functions: readonly string[]): fc.Arbitrary<Expression> =>
  fc.letrec<{ any: Expression }>((tie) => {
    const any = tie('any')
    return {
      any: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        scalars.map(literal),
        fc.constantFrom('x', 'y', 'k', 'v').map(name),
        fc.array(any, { maxLength: 4 }).map((members) => list(...members)),
        fc
          .array(fc.tuple(fc.constantFrom('a', 'b', 'c').map(literal), any), { maxLength: 3 })
          .map((entries): Expression => ({ kind: 'object', entries })),
        fc.array(any, { maxLength: 3 }).map((parts): Expression => ({ kind: 'template', parts })),
        fc
          .tuple(any, fc.constantFrom('a', 'b', 'constructor', '__proto__'))
          .map(([of, key]): Expression => ({ kind: 'member', of, name: key })),
        fc.tuple(any, any).map(([of, key]): Expression => ({ kind: 'index', of, key })),
        fc
          .tuple(fc.constantFrom('+', '-', '*', '/', '%', '<', '<=', '>', '>=', '==', '!=', '&&', '||'), any, any)
          .map(([operator, a, b]): Expression => ({ kind: 'operation', operator, operands: [a, b] })),
        fc
          .tuple(fc.constantFrom('-', '!'), any)
          .map(([operator, a]): Expression => ({ kind: 'operation', operator, operands: [a] })),
        fc
          .tuple(any, any, any)
          .map(([condition, yes, no]): Expression => ({ kind: 'conditional', condition, yes, no })),
        fc
          .tuple(fc.constantFrom(...functions), fc.array(any, { maxLength: 4 }), fc.boolean())
          .map(([one, args, spread]): Expression => ({ kind: 'call', name: one, args, spread, place })),
        fc.tuple(any, any).map(([of, key]): Expression => {
          return { kind: 'splat', of, result: { kind: 'index', of: name('*'), key } }
        }),
        fc
          .record({
            of: any,
            result: any,
            under: fc.option(any, { nil: undefined }),
            condition: fc.option(any, { nil: undefined }),
            grouped: fc.boolean(),
          })
          .map(({ under, condition, ...rest }): Expression => {
            return {
              kind: 'for',
              key: 'k',
              value: 'v',
              ...rest,
              ...(under && { under }),
              ...(condition && { condition }),
            }
          }),
      ),
    }
  }).any

const values: fc.Arbitrary<Value> = fc.letrec<{ any: Value }>((tie) => ({
  any: fc.oneof(
    { depthSize: 'small' },
    scalars,
    fc.array(tie('any'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b'), tie('any'), { maxKeys: 2 }),
  ),
})).any

function given(expression: Expression, x: Value): Value | Failure {
  try {
    return evaluate(expression, scopeOf(x))
  } catch (error) {
    if (error instanceof Failure) return error
    throw error
  }
}

describe('an expression of HCL', () => {
  it('comes to a value or to a failure that says why, and to nothing else', () => {
    const expressions = expressionsOf(functions)
    fc.assert(
      fc.property(expressions, values, (expression, x) => {
        const value = given(expression, x)
        if (value instanceof Failure) expect(value.kind).toBe('usage')
        else expect(value).not.toBeUndefined()
      }),
      { numRuns: 3000 },
    )
  })

  // can() and try() ask what Terraform refuses, and it may refuse what x turns out to be.
  it('is never guessed: what is known of it while x is unknown holds whatever x is', () => {
    const expressions = expressionsOf(functions.filter((one) => !['can', 'try'].includes(one)))
    fc.assert(
      fc.property(expressions, values, (expression, x) => {
        const before = given(expression, new Unknown('x is not said', '{x}'))
        if (before instanceof Failure || firstUnknown(before)) return
        const after = given(expression, x)
        // What Terraform refuses is no other value.
        if (after instanceof Failure || faultIn(after)) return
        expect(keyOf(after, new Budget())).toBe(keyOf(before, new Budget()))
      }),
      { numRuns: 10_000 },
    )
  })

  it.each<[string, Expression, Value]>([
    ['a list by its place', { kind: 'index', of: list(literal('a'), literal('b')), key: literal(1) }, 'b'],
    ['element() beyond the end', call('element', list(literal('a'), literal('b')), literal(3)), 'b'],
    ['lookup() with a default', call('lookup', name('x'), literal('c'), literal('none')), 'none'],
    ['coalesce() of what is empty', call('coalesce', literal(null), literal(''), literal('c')), 'c'],
    ['try() of what is not there', call('try', { kind: 'member', of: name('x'), name: 'c' }, literal(7)), 7],
    ['can() of what is not there', call('can', { kind: 'member', of: name('x'), name: 'c' }), false],
    ['a text and no', { kind: 'conditional', condition: literal('false'), yes: literal(1), no: literal(2) }, 2],
    ['a text beside a truth', { kind: 'operation', operator: '==', operands: [literal('true'), literal(true)] }, false],
    ['format()', call('format', literal('%s-%03d-%q'), literal('a'), literal(7), literal('b')), 'a-007-"b"'],
    [
      'keys in order',
      call('keys', {
        kind: 'object',
        entries: [
          [literal('b'), literal(1)],
          [literal('a'), literal(2)],
        ],
      }),
      ['a', 'b'],
    ],
    ['a set', call('toset', list(literal('b'), literal('a'), literal('b'))), ['a', 'b']],
    ['a range', call('range', literal(1), literal(7), literal(2)), [1, 3, 5]],
    ['substr() to the end', call('substr', literal('abcdef'), literal(2), literal(-1)), 'cdef'],
    ['jsonencode()', call('jsonencode', name('x')), '{"a":1,"b":[true]}'],
  ])('evaluates %s', (_, expression, wanted) => {
    expect(given(expression, { b: [true], a: 1 })).toEqual(wanted)
  })

  it('keeps what is unknown by its words, in a text and in an operation', () => {
    const text = given({ kind: 'template', parts: [literal('st-'), name('y')] }, null)
    expect(text).toEqual(new Unknown('y is not said', 'st-{y}'))
    const both: Expression = { kind: 'operation', operator: '==', operands: [name('y'), name('y')] }
    expect(given(both, null)).toBe(true)
    const other: Expression = { kind: 'operation', operator: '==', operands: [name('y'), literal('a')] }
    expect(given(other, null)).toEqual(new Unknown('y is not said', '({y} == a)'))
  })

  it('decides without what is unknown where that does not matter', () => {
    const or: Expression = { kind: 'operation', operator: '||', operands: [name('y'), literal(true)] }
    expect(given(or, null)).toBe(true)
    const same: Expression = { kind: 'conditional', condition: name('y'), yes: literal('a'), no: literal('a') }
    expect(given(same, null)).toBe('a')
    expect(given(call('contains', list(name('y'), literal('a')), literal('a')), null)).toBe(true)
    expect(given(call('contains', list(name('y'), literal('a')), literal('b')), null)).toBeInstanceOf(Unknown)
  })

  it('does not count a set of which members may be the same', () => {
    const set = call('toset', list(name('y'), literal('a')))
    expect(given(call('length', set), null)).toBeInstanceOf(Unknown)
    expect(given(call('length', list(name('y'), literal('a'))), null)).toBe(2)
  })

  it('tells of a function that it does not know, once', () => {
    const scope = scopeOf(null)
    evaluate(list(call('nonsense'), call('nonsense'), call('timestamp')), scope)
    expect(scope.budget.problems.map(({ code, detail }) => [code, detail.slice(0, 49)])).toEqual([
      ['function-unknown', 'The function nonsense is not evaluated by Muster.'],
    ])
  })

  it('takes two calls of uuid() for two things', () => {
    const at = (column: number): Expression => ({
      ...(call('uuid') as Extract<Expression, { kind: 'call' }>),
      place: { ...place, column },
    })
    const same: Expression = { kind: 'operation', operator: '==', operands: [at(1), at(9)] }
    expect(given(same, null)).toBeInstanceOf(Unknown)
  })

  it('says that Terraform would refuse what is not there', () => {
    expect(given({ kind: 'member', of: name('x'), name: 'c' }, { a: 1 })).toBeInstanceOf(Fault)
    expect(given({ kind: 'member', of: name('x'), name: 'toString' }, { a: 1 })).toBeInstanceOf(Fault)
    expect(given({ kind: 'index', of: name('x'), key: literal(2) }, ['a'])).toBeInstanceOf(Fault)
  })
})
