import { describe, expect, it } from 'vitest'
import type { Problem } from '#diagnostics'
import { at } from './value.ts'
import { documentsIn } from './yaml.ts'

function read(text: string) {
  const problems: Problem[] = []
  const documents = documentsIn({ name: 'a.yaml', text }, problems)
  return { values: documents?.map(({ value }) => JSON.parse(JSON.stringify(value)) as unknown), documents, problems }
}

describe('YAML', () => {
  it.each([
    ['several documents', 'a: 1\n---\n# none\n---\n- 2\n', [{ a: 1 }, [2]]],
    ['aliases', 'a: &x [1, 2]\nb: *x', [{ a: [1, 2], b: [1, 2] }]],
    ['a name that is given anew', 'a: &x 1\nb: *x\nc: &x 2\nd: *x', [{ a: 1, b: 1, c: 2, d: 2 }]],
    [
      'merged maps, of which the own keys and then the first win',
      'a: &a { k: 1, l: 1 }\nb: &b { l: 2, m: 2 }\nc: { <<: [*a, *b], k: 3 }',
      [{ a: { k: 1, l: 1 }, b: { l: 2, m: 2 }, c: { k: 3, l: 1, m: 2 } }],
    ],
    ['keys that are no texts', '1: a\ntrue: b\n~: c\n', [{ 1: 'a', true: 'b', '~': 'c' }]],
    ['numbers that JSON has not', '[.inf, .nan, 0x10]', [['.inf', '.nan', 16]]],
    ['a quoted key that only looks like a merge', '{ "<<": 1 }', [{ '<<': 1 }]],
    ['a byte order mark', '\uFEFFa: 1', [{ a: 1 }]],
    ['the names of what objects inherit', '__proto__: { a: 1 }', [JSON.parse('{"__proto__":{"a":1}}')]],
    ['nothing', '# nothing', []],
  ])('is read with %s', (_what, text, values) => {
    const found = read(text)
    expect(found.values).toEqual(values)
    expect(found.problems).toEqual([])
  })

  it('tells where an object, a list and a key begin', () => {
    const [first, second] = read('# one\na:\n  - b: 1\n---\n  c: { d: 2 }\n').documents ?? []
    const list = at(first?.value, 'a')
    const places = [
      first?.placeOf(first.value),
      first?.placeOf(list ?? null),
      first?.placeOf(first.value, 'a'),
      second?.placeOf(at(second.value, 'c') ?? null, 'd'),
      second?.placeOf('elsewhere'),
    ]
    expect(places.map((one) => [one?.line, one?.column])).toEqual([
      [2, 1],
      [3, 3],
      [2, 1],
      [5, 8],
      [5, 3],
    ])
  })

  it.each([
    ['a bracket that stays open', 'a: [1', 1],
    ['a bad document among good ones', 'a: 1\n---\nb: c: d\n---\nc: 3', 3],
    ['a key twice', 'a: 1\nb: 2\na: 3', 3],
    ['an alias of nothing', 'a: 1\nb: *x', 2],
    ['an alias within itself', 'a: &x\n  b: *x', 2],
    ['a list as a key', 'a: 1\n[b]: 2', 2],
    ['something merged that is no map', 'a: 1\nb:\n  <<: 2', 3],
    ['tabs', 'a:\n\tb: 1', 2],
  ])('is refused with %s, at its line', (_what, text, line) => {
    const { values, problems } = read(text)
    expect(values).toBeUndefined()
    expect(problems.map(({ code }) => code)).toContain('input-unreadable')
    expect(problems[0]?.place.line).toBe(line)
  })
})
