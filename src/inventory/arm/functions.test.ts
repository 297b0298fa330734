import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Failure } from '#diagnostics'
import { account, armInventory, inventoryOf } from '../testing/template.ts'
import { at, Unknown, type Value } from '../value.ts'
import { functions } from './functions.ts'

/** What an expression comes to, in a template with one parameter `none` that has no value. */
function evaluated(expression: string): Value {
  const parts = {
    parameters: {
      none: { type: 'string' },
      list: { type: 'array', defaultValue: ['a', 'b', 'c'] },
      object: { type: 'object', defaultValue: { one: 1, Two: { three: [3] } } },
    },
    resources: [account('a', 'Standard_LRS', { properties: { result: expression } })],
  }
  return at(inventoryOf(parts, { location: 'westeurope' }).resources[0]?.body ?? null, 'properties.result') ?? null
}

describe('expressions', () => {
  it.each<readonly [string, Value]>([
    ["[concat('it''s', ' ', 'fine')]", "it's fine"],
    ["[concat(parameters('list'), createArray('d'))]", ['a', 'b', 'c', 'd']],
    ["[format('{0}-{1}-{0}', 'a', 2)]", 'a-2-a'],
    ["[replace('a-b-c', '-', '')]", 'abc'],
    ["[substring('abcdef', 1, 3)]", 'bcd'],
    ["[split('a,b;c', createArray(',', ';'))]", ['a', 'b', 'c']],
    ["[join(parameters('list'), '+')]", 'a+b+c'],
    ["[toUpper(first(parameters('list')))]", 'A'],
    ["[last('abc')]", 'c'],
    ["[take(skip(parameters('list'), 1), 1)]", ['b']],
    ["[contains(parameters('list'), 'b')]", true],
    ["[contains(parameters('object'), 'two')]", true],
    ["[length(parameters('object'))]", 2],
    ["[empty('')]", true],
    ["[parameters('object').two.three[0]]", 3],
    ["[parameters('object')['one']]", 1],
    ["[parameters('object').?gone]", null],
    ["[tryGet(parameters('object'), 'two', 'gone', 'further')]", null],
    ["[coalesce(null(), tryGet(parameters('object'), 'x'), 'c')]", 'c'],
    ["[if(equals(mod(7, 2), 1), 'odd', 'even')]", 'odd'],
    ['[and(true(), not(false()), or(false(), true()))]', true],
    ['[add(div(7, 2), mul(2, max(1, 5, 3)))]', 13],
    ['[range(2, 3)]', [2, 3, 4]],
    ["[union(createObject('a', 1), createObject('b', 2))]", { a: 1, b: 2 }],
    ["[intersection(parameters('list'), createArray('c', 'z'))]", ['c']],
    ["[map(range(0, 3), lambda('i', add(lambdaVariables('i'), 10)))]", [10, 11, 12]],
    ["[filter(range(0, 5), lambda('i', greater(lambdaVariables('i'), 2)))]", [3, 4]],
    ["[reduce(range(1, 4), 0, lambda('a', 'b', add(lambdaVariables('a'), lambdaVariables('b'))))]", 10],
    ["[sort(createArray(3, 1, 2), lambda('a', 'b', less(lambdaVariables('a'), lambdaVariables('b'))))]", [1, 2, 3]],
    ["[toObject(parameters('list'), lambda('x', lambdaVariables('x')), lambda('x', 1))]", { a: 1, b: 1, c: 1 }],
    [
      "[items(createObject('b', 2, 'a', 1))]",
      [
        { key: 'a', value: 1 },
        { key: 'b', value: 2 },
      ],
    ],
    ['[json(\'{"a": [1]}\').a[0]]', 1],
    ["[string(createObject('a', 1))]", '{"a":1}'],
    ["[padLeft('7', 3, '0')]", '007'],
    ["[startsWith('Abc', 'aB')]", true],
    ["[indexOf('abc', 'c')]", 2],
    ['[flatten(createArray(createArray(1), createArray(2, 3)))]', [1, 2, 3]],
    ["[uri('https://example.com/a/b', 'c.json')]", 'https://example.com/a/c.json'],
    ['[resourceGroup().location]', 'westeurope'],
    ['[[no expression]', '[no expression]'],
    ['plain', 'plain'],
  ])('%s', (expression, expected) => {
    expect(evaluated(expression)).toEqual(expected)
  })

  it.each([
    ["[parameters('none')]", '{none}', /none has no value/],
    ["[concat('a-', parameters('none'), '-b')]", 'a-{none}-b', /none has no value/],
    ["[toLower(format('{0}X', parameters('none')))]", '{none}x', /none has no value/],
    ["[if(equals(parameters('none'), 'x'), 'a', 'b')]", /^\{if\(/, /none has no value/],
    ["[uniqueString('a')]", '{uniqueString(a)}', /computed by Azure/],
    ["[reference('x').y]", '{reference(x)}.y', /only when it is deployed/],
    [
      "[resourceId('Microsoft.Web/sites', parameters('none'))]",
      /providers\/Microsoft.Web\/sites\/\{none\}$/,
      /only when it is deployed/,
    ],
    ["[parameters('object').gone]", /gone/, /there is no gone/],
    ["[concat('a']", "[concat('a']", /cannot be read/],
    ["[concat('a') 'b']", "[concat('a') 'b']", /cannot be read/],
    ['[]', '[]', /cannot be read/],
  ])('%s is unknown', (expression, text, why) => {
    const value = evaluated(expression)
    expect(value).toBeInstanceOf(Unknown)
    if (!(value instanceof Unknown)) return
    expect(value.text).toMatch(text)
    expect(value.why).toMatch(why)
  })

  it('chooses where both ways lead to the same', () => {
    expect(evaluated("[if(equals(parameters('none'), 'x'), 'a', 'a')]")).toBe('a')
    expect(evaluated("[or(equals(parameters('none'), 'x'), true())]")).toBe(true)
  })
})

describe('whatever is written', () => {
  const names = [
    ...functions.keys(),
    'if',
    'and',
    'coalesce',
    'parameters',
    'variables',
    'copyIndex',
    'map',
    'filter',
    'lambda',
    'tryGet',
    'sort',
    'nobody',
  ]
  const value = fc.oneof(
    fc.integer({ min: -3, max: 9 }).map(String),
    fc.constantFrom(
      "'a'",
      "''",
      'true()',
      'null()',
      "parameters('none')",
      "parameters('list')",
      "parameters('object')",
    ),
  )
  const { expression } = fc.letrec<{ readonly expression: string }>((tie) => ({
    expression: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      value,
      fc
        .tuple(fc.constantFrom(...names), fc.array(tie('expression'), { maxLength: 3 }))
        .map(([name, args]) => `${name}(${args.join(', ')})`),
      tie('expression').map((one) => `${one}.x`),
    ),
  }))

  it('a call of anything with anything comes to a value', () => {
    fc.assert(
      fc.property(expression, (one) => {
        expect(evaluated(`[${one}]`)).not.toBeUndefined()
      }),
      { numRuns: 500 },
    )
  })

  it('no text makes an import fail otherwise than by a failure that says why', () => {
    const text = fc.oneof(
      fc.string(),
      fc.json(),
      fc
        .object({
          key: fc.constantFrom(
            'resources',
            'type',
            'name',
            'copy',
            'count',
            'variables',
            'parameters',
            'properties',
            '__proto__',
          ),
        })
        .map((one) => JSON.stringify({ $schema: 'deploymentTemplate.json#', ...one })),
    )
    fc.assert(
      fc.property(text, (one) => {
        try {
          const { resources } = armInventory({ 'main.json': one })
          expect(Array.isArray(resources)).toBe(true)
        } catch (error) {
          expect(error).toBeInstanceOf(Failure)
        }
      }),
      { numRuns: 500 },
    )
  })
})
