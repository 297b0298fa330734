import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import {
  type JsonSchema,
  parsePlan,
  parsePortfolio,
  partJsonSchema,
  planJsonSchema,
  portfolioJsonSchema,
} from './index.ts'

const seed = 20261124

const ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true })
const planSchema = planJsonSchema()
const accepts: ValidateFunction = ajv.compile(planSchema)

/** What a value alone cannot show: the texts of other files. */
const elsewhere = ['file-unreadable']

/** What the parser finds wrong with a value, by its codes; every JSON text is a YAML text. */
function wrong(value: unknown): readonly string[] {
  const { problems } = parsePlan(JSON.stringify(value), 'plan.yaml')
  return problems.map(({ code }) => code).filter((code) => !elsewhere.includes(code))
}

/** Both say the same about a value; where not, the message shows it with what each says. */
function agree(value: unknown): void {
  const codes = wrong(value)
  const accepted = accepts(value)
  const said = accepted === (codes.length === 0) ? 'the same' : `${JSON.stringify(accepts.errors)} but ${codes.join()}`
  expect(`${said}${said === 'the same' ? '' : ` of ${JSON.stringify(value)}`}`).toBe('the same')
}

/** Texts that are near to some form of the language, right or wrong by a hair. */
const texts = [
  '',
  ' ',
  'a',
  'x',
  'orders-db',
  'Orders',
  'orders_db',
  '-a',
  'a-',
  '1a',
  'a'.repeat(63),
  'a'.repeat(64),
  'constructor',
  'prototype',
  '__proto__',
  '<<',
  'toString',
  'muster/v1',
  'Plan',
  'Portfolio',
  '30m',
  '1h30m',
  '30m1h',
  '5m5m',
  '0s',
  '250ms',
  '1.5h',
  '1,5h',
  '1.h',
  '.5h',
  '30',
  '30 m',
  '-30m',
  'PT30M',
  'P1D',
  'P',
  'PT',
  'P1DT',
  'P1M',
  '1y',
  '1w2d3h4m5s6ms',
  `${'9'.repeat(39)}m`,
  `${'9'.repeat(40)}m`,
  'PT0.5S',
  'PT.5S',
  '0%',
  '100%',
  '100.0%',
  '100.000001%',
  '101%',
  '99.95%',
  '099%',
  '0099%',
  '99.9999999%',
  '99.95',
  '99,95%',
  '99.95 %',
  '-1%',
  '45000 USD',
  '45000.5 EUR',
  '45000USD',
  '45,000 USD',
  '45000 usd',
  '45000 US',
  `${'9'.repeat(16)} USD`,
  '800 GiB',
  '800GiB',
  '800  GiB',
  '800 Gib',
  '1.5 TB',
  '800',
  '1 kB',
  '1 KB',
  '1 PB',
  '2 GiB/h',
  '2 GiB / h',
  '2 GiB/w',
  '2/h',
  '2026-10-01',
  '2026-02-29',
  '2024-02-29',
  '2000-02-29',
  '2100-02-29',
  '1900-02-29',
  '2026-13-01',
  '2026-00-10',
  '2026-04-31',
  '2026-1-1',
  '26-10-01',
  '01/02/2026',
  '2569-10-01',
  '1899-12-31',
  '2200-01-01',
  '2026-10-01T00:00:00Z',
  '٢٠٢٦-١٠-٠١',
  '08:30',
  '8:30',
  '24:00',
  '23:59',
  '23:60',
  '0830',
  'UTC',
  'utc',
  'Europe/Berlin',
  'europe/berlin',
  'America/Argentina/Buenos_Aires',
  'CET',
  'Etc/GMT+3',
  'A/B/C/D',
  'https://shop.example/health',
  'http://127.0.0.1:80/',
  'https://[::1]/',
  'https://shop.example:99999',
  'https://user:pass@shop.example/',
  'ftp://shop.example',
  'https://',
  'https://shop example/',
  'HTTPS://shop.example',
  'https://shop.example/?a=[1]&b={2}',
  'https://-shop.example',
  'javascript:alert(1)',
  'https://shop.example/é',
  'on-call@shop.example',
  'on-call@shop',
  'a..b@shop.example',
  '@shop.example',
  'a@b@c.example',
  '+1 555 0140',
  '+1 (555) 0140',
  '1234',
  'call me',
  '+1 555 0140 ext 7',
  'parts/contacts.yaml',
  '../contacts.yml',
  './a.yaml',
  '/etc/passwd',
  'C:\\a.yaml',
  'a\\b.yaml',
  'a//b.yaml',
  'con.yaml',
  'a/NUL.yaml',
  'a..yaml',
  '.a.yaml',
  'a.yaml.',
  '..%2fa.yaml',
  'a.json',
  'ı.yaml',
  'naïve.yaml',
  'yes',
  'no',
  'null',
  'true',
  '0',
  '1',
  'writes',
  'reads',
  'Reads',
  'warm-standby',
  'warm',
  'region',
  'decide',
  'sign-in',
  '🙂'.repeat(4000),
  '🙂'.repeat(4001),
  'x'.repeat(4000),
  'x'.repeat(4001),
  'a\nb',
  '"quoted"',
  '{{ name }}',
  '\u2028',
]

const text = fc.oneof(
  { weight: 9, arbitrary: fc.constantFrom(...texts) },
  { weight: 1, arbitrary: fc.string({ minLength: 1, maxLength: 8 }) },
)
const scalar = fc.oneof(
  { weight: 6, arbitrary: text },
  {
    weight: 1,
    arbitrary: fc.constantFrom<unknown>(
      null,
      true,
      false,
      0,
      1,
      2,
      3,
      4,
      -1,
      1.5,
      20,
      21,
      1_000_000,
      1_000_001,
      1e20,
      1e300,
    ),
  },
  { weight: 1, arbitrary: fc.constantFrom<unknown>([], {}, [null], [''], ['a'], [1], { a: 1 }, [[]], [{}], { a: {} }) },
)

/** Values that a schema's own shape gives: every text one of its examples, every optional key there or not. */
function shaped(schema: JsonSchema, root: JsonSchema): fc.Arbitrary<unknown> {
  const ref = schema['$ref']
  if (typeof ref === 'string') {
    const name = ref.split('/').at(-1) ?? ''
    const { examples } = (root['$defs'] as Record<string, JsonSchema>)[name] as { examples: readonly string[] }
    return name === 'name'
      ? fc.constantFrom('east', 'west', 'shop', 'shop-db', 'on-call')
      : fc.constantFrom(...examples)
  }
  if ('const' in schema) return fc.constant(schema['const'])
  if (Array.isArray(schema['enum'])) return fc.constantFrom(...(schema['enum'] as unknown[]))
  if (Array.isArray(schema['anyOf']))
    return fc.oneof(...(schema['anyOf'] as JsonSchema[]).map((one) => shaped(one, root)))
  if (Array.isArray(schema['type']))
    return fc.oneof(...(schema['type'] as string[]).map((type) => shaped({ type }, root)))
  switch (schema['type']) {
    case 'boolean':
      return fc.boolean()
    case 'integer':
      return fc.integer({ min: Number(schema['minimum']), max: Number(schema['maximum']) })
    case 'number':
      return fc.double({ noNaN: true, noDefaultInfinity: true })
    case 'string':
      return fc.constantFrom('Something', 'a', 'Zoë 🙂')
    case 'array':
      return fc.array(shaped(schema['items'] as JsonSchema, root), {
        minLength: Number(schema['minItems'] ?? 0),
        maxLength: 2,
      })
    default: {
      const { properties, additionalProperties } = schema
      // The shape without files that could hold its parts.
      const required = [schema, schema['then'] as JsonSchema | undefined].flatMap((one) => one?.['required'] ?? [])
      if (properties === undefined) {
        const keys = fc.constantFrom('east', 'west', 'shop', 'shop-db', 'on-call')
        return fc.dictionary(keys, shaped(additionalProperties as JsonSchema, root), {
          maxKeys: 2,
          noNullPrototype: true,
        })
      }
      const parts = Object.entries(properties as Record<string, JsonSchema>).map(([key, inner]) => {
        const value = shaped(inner, root)
        const often = required.includes(key)
        return (often ? value : fc.option(value, { nil: undefined, freq: 1 })).map((one) => [key, one] as const)
      })
      return fc.tuple(...parts).map((pairs) => Object.fromEntries(pairs.filter(([, value]) => value !== undefined)))
    }
  }
}

const planArbitrary = shaped(planSchema, planSchema)

/** One slip: where, and what becomes of it. */
const slip = fc.record({
  at: fc.nat(),
  what: fc.constantFrom('change', 'change', 'change', 'delete', 'rename', 'add', 'wrap'),
  value: scalar,
  key: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...texts.filter((one) => one.length < 300)) },
    { weight: 1, arbitrary: fc.constantFrom('teir', 'needz', 'location', 'rto') },
  ),
})

interface Slip {
  readonly at: number
  readonly what: string
  readonly value: unknown
  readonly key: string
}

/** Every place in a value that a slip can happen to: an owner and one of its keys. */
function places(value: unknown): ReadonlyArray<readonly [owner: Record<string, unknown>, key: string]> {
  if (typeof value !== 'object' || value === null) return []
  return Object.keys(value).flatMap((key) => [
    [value as Record<string, unknown>, key] as const,
    ...places((value as Record<string, unknown>)[key]),
  ])
}

function slipped(given: unknown, slips: readonly Slip[]): unknown {
  const value: unknown = structuredClone(given)
  for (const { at, what, value: other, key: name } of slips) {
    const all = places(value)
    const [owner, key] = all[at % Math.max(1, all.length)] ?? []
    if (owner === undefined || key === undefined) continue
    const old = owner[key]
    const set = (to: string, inner: unknown) =>
      Object.defineProperty(owner, to, { value: inner, enumerable: true, configurable: true, writable: true })
    if (what === 'delete' || what === 'rename') {
      if (Array.isArray(owner)) owner.splice(Number(key), 1)
      else delete owner[key]
      if (what === 'rename' && !Array.isArray(owner)) set(name, old)
    } else if (what === 'add') {
      if (Array.isArray(owner)) owner.push(other)
      else set(name, other)
    } else owner[key] = what === 'wrap' ? [old] : other
  }
  return value
}

describe('the schema for editors', () => {
  it.each([
    ['a plan', planJsonSchema()],
    ['a part', partJsonSchema()],
    ['a portfolio', portfolioJsonSchema()],
  ])('of %s is a valid JSON Schema 2020-12 with a name and a title', (_name, schema) => {
    expect(schema['$schema']).toBe('https://json-schema.org/draft/2020-12/schema')
    expect(schema['$id']).toMatch(/^https:\/\/muster\.example\/schemas\/v1\/[a-z]+\.json$/)
    expect(schema['title']).toMatch(/^[A-Z]/)
    expect(new Ajv2020({ strictRequired: false }).validateSchema(schema)).toBe(true)
  })

  it('has a pattern and examples for every form of text, and the examples are right', () => {
    const defs = planSchema['$defs'] as Record<string, { pattern: string; examples: string[]; title: string }>
    expect(Object.keys(defs).sort()).toMatchInlineSnapshot(`
      [
        "address",
        "beat",
        "date",
        "duration",
        "email",
        "key",
        "money",
        "name",
        "path",
        "phone",
        "rate",
        "share",
        "size",
        "time",
        "zone",
      ]
    `)
    for (const { pattern, examples, title } of Object.values(defs)) {
      expect(title).toMatch(/^[A-Z]/)
      for (const example of examples) expect(example).toMatch(new RegExp(pattern, 'u'))
    }
  })

  it('shows on hover what a key means, and how its value is written', () => {
    const text = JSON.stringify(planSchema)
    expect(text).toContain('Recovery time objective: how long it may be down. Length of time, such as 30m')
    expect(text).toContain('"description":"Amount of money, such as 45000 USD"')
  })
})

describe('schema and parser', () => {
  const folders = ['../../examples/minimal/', '../../examples/contoso-orders/', '../../test/language/ok/']
  const plans = folders.flatMap((folder) =>
    readdirSync(new URL(folder, import.meta.url))
      .filter((file) => file.endsWith('.yaml'))
      .map((file) => [file, folder] as const),
  )
  const valueOf = (file: string, folder: string): unknown =>
    parse(readFileSync(new URL(folder + file, import.meta.url), 'utf8'), { schema: 'core', version: '1.2' })

  it.each(plans)('both accept %s of %s', (file, folder) => {
    expect(accepts(valueOf(file, folder))).toBe(true)
    agree(valueOf(file, folder))
  })

  it.each(plans)('say the same about slips in %s of %s', (file, folder) => {
    const value = valueOf(file, folder)
    fc.assert(
      fc.property(fc.array(slip, { minLength: 1, maxLength: 2 }), (slips) => {
        agree(slipped(value, slips))
      }),
      { numRuns: file === 'muster.yaml' && folder.includes('minimal') ? 600 : 150, seed },
    )
  })

  it('both accept whatever has the shape of the schema', () => {
    fc.assert(
      fc.property(planArbitrary, (value) => {
        expect(wrong(value)).toEqual([])
        expect(accepts(value)).toBe(true)
      }),
      { numRuns: 400, seed },
    )
  })

  it('say the same about slips in whatever has the shape of the schema', () => {
    fc.assert(
      fc.property(planArbitrary, fc.array(slip, { minLength: 1, maxLength: 3 }), (value, slips) => {
        agree(slipped(value, slips))
      }),
      { numRuns: 1500, seed },
    )
  })

  it('say the same about every text in the place of every form', () => {
    const value = {
      apiVersion: 'muster/v1',
      kind: 'Plan',
      metadata: { name: 'x', owner: 'x' },
      regions: {},
      flows: {},
      components: {},
      scenarios: {},
    }
    const forms: ReadonlyArray<(text: string) => unknown> = [
      (one) => ({ ...value, metadata: { name: one, owner: 'x' } }),
      (one) => ({ ...value, metadata: { name: 'x', owner: one } }),
      (one) => ({ ...value, metadata: { name: 'x', owner: 'x', repository: one } }),
      (one) => ({ ...value, metadata: { name: 'x', owner: 'x', review: { last: one, every: '90d' } } }),
      (one) => ({ ...value, metadata: { name: 'x', owner: 'x', review: { last: '2026-01-01', every: one } } }),
      (one) => ({ ...value, include: [one] }),
      (one) => ({ ...value, budget: { monthly: one } }),
      (one) => ({ ...value, budget: { thresholds: [one] } }),
      (one) => ({ ...value, budget: { tags: Object.fromEntries([[one, 'x']]) } }),
      (one) => ({ ...value, components: { x: { type: 'postgres', data: { size: one } } } }),
      (one) => ({ ...value, components: { x: { type: 'postgres', data: { changes: one } } } }),
      (one) => ({ ...value, components: Object.fromEntries([[one, { type: 'postgres' }]]) }),
      (one) => ({ ...value, contacts: { x: { name: 'x', phone: one } } }),
      (one) => ({ ...value, contacts: { x: { name: 'x', email: one } } }),
      (one) => ({ ...value, contacts: { x: { name: 'x', zone: one } } }),
      (one) => ({ ...value, contacts: { x: { name: 'x', hours: { from: one, to: '17:00' } } } }),
    ]
    for (const form of forms) for (const one of texts) if (one.length < 900 || one.length > 3000) agree(form(one))
  })

  it('differ where only a text can be wrong, and nowhere else', () => {
    const minimal = readFileSync(new URL('../../examples/minimal/muster.yaml', import.meta.url), 'utf8')
    const onlyText: ReadonlyArray<readonly [string, string]> = [
      ['duplicate-key', `${minimal}audits: []\naudits: []\n`],
      ['yaml-anchor', `${minimal}audits: &a []\n`],
      ['yaml-tag', `${minimal}audits: !!seq []\n`],
      ['yaml-directive', `%YAML 1.2\n---\n${minimal}`],
      ['forbidden-character', minimal.replace('Someone', 'Some\u202eone')],
    ]
    for (const [code, text] of onlyText) {
      expect(parsePlan(text, 'plan.yaml').problems.map((one) => one.code)).toEqual([code])
      expect(accepts(parse(text, { schema: 'core', uniqueKeys: false, logLevel: 'silent' }))).toBe(true)
    }
  })
})

describe('the schema of a portfolio', () => {
  const schema = portfolioJsonSchema()
  const check: ValidateFunction = ajv.compile(schema)
  const wrongly = (value: unknown) =>
    parsePortfolio(JSON.stringify(value), 'portfolio.yaml')
      .problems.map(({ code }) => code)
      .filter((code) => code !== 'file-unreadable')

  it('says the same as its parser about shapes and slips', () => {
    fc.assert(
      fc.property(shaped(schema, schema), fc.array(slip, { maxLength: 2 }), (value, slips) => {
        const given = slipped(value, slips)
        expect([JSON.stringify(given), wrongly(given), check(given)]).toEqual([
          JSON.stringify(given),
          check(given) ? [] : expect.arrayContaining([expect.any(String)]),
          wrongly(given).length === 0,
        ])
      }),
      { numRuns: 400, seed },
    )
  })
})

describe('the schema of a part', () => {
  const check: ValidateFunction = ajv.compile(partJsonSchema())

  it('knows every part and no head', () => {
    expect(check({})).toBe(true)
    expect(check({ include: ['a.yaml'], contacts: { a: { name: 'A' } } })).toBe(true)
    expect(check({ kind: 'Plan' })).toBe(false)
    expect(check({ metadata: { name: 'x', owner: 'x' } })).toBe(false)
  })
})
