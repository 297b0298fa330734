import canonicalize from 'canonicalize'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonical } from '#digest'

/** JSON values with all that is awkward: keys that look like numbers, escapes, other planes, tiny and huge numbers. */
const text = fc.string({ unit: 'binary', maxLength: 12 })
const number = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
  fc.constantFrom(0, -0, 1e21, 1e-7, 5e-324, 2 ** 53, -1.5e300, 0.1 + 0.2),
)
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    text,
    number,
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(text, fc.constantFrom('1', '10', '2', 'é', 'e\u0301', '€', '😀')), tie('value'), {
      maxKeys: 5,
    }),
  ),
}))

describe('canonical JSON', () => {
  it("is what the library of the standard's author gives", () => {
    fc.assert(
      fc.property(value, (one) => {
        expect(canonical(one)).toBe(canonicalize(one))
      }),
      { numRuns: 3000 },
    )
  })

  it('says what JSON.parse reads again', () => {
    fc.assert(
      fc.property(value, (one) => {
        const said = canonical(one)
        expect(canonical(JSON.parse(said))).toBe(said)
      }),
    )
  })

  it('leaves out members that are not there', () => {
    expect(canonical({ b: undefined, a: 1, c: { d: undefined } })).toBe('{"a":1,"c":{}}')
  })

  it.each([
    ['no number', Number.NaN],
    ['no end', Number.POSITIVE_INFINITY],
    ['half a character', '\ud800'],
    ['half a character as a key', { '\udc00': 1 }],
    ['nothing', undefined],
    ['nothing in a list', [undefined]],
    ['a function', { run: () => 1 }],
    ['a symbol', Symbol('s')],
    ['a whole number without bounds', 1n],
    ['a date, which is no JSON', new Date(0)],
  ])('refuses %s', (_, one) => {
    expect(() => canonical(one)).toThrow(TypeError)
  })

  it('refuses what contains itself', () => {
    const endless: unknown[] = []
    endless.push(endless)
    expect(() => canonical(endless)).toThrow(RangeError)
  })
})
