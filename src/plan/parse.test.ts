import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parsePlan } from './parse.ts'

const example = readFileSync(new URL('../../examples/contoso-orders/muster.yaml', import.meta.url), 'utf8')
const minimal = readFileSync(new URL('../../examples/minimal/muster.yaml', import.meta.url), 'utf8')

const codes = (text: string) => parsePlan(text, 'plan.yaml').problems.map((problem) => problem.code)

/** The text that a place covers. */
function covered(
  text: string,
  { line, column, endLine, endColumn }: ReturnType<ReturnType<typeof parsePlan>['rangeOf']>,
) {
  const lines = text.split(/\r?\n/)
  return line === endLine ? lines[line - 1]?.slice(column - 1, endColumn - 1) : lines[line - 1]?.slice(column - 1)
}

describe('reading a plan', () => {
  it('gives typed, frozen data with units', () => {
    const { plan, problems, invalid } = parsePlan(example, 'muster.yaml')
    expect(problems).toEqual([])
    expect(invalid.size).toBe(0)
    expect(plan?.flows['checkout']?.objectives.default).toEqual({ slo: 0.9995, rto: 1800, rpo: 60, mtd: 14_400 })
    expect(plan?.flows['checkout']?.ifDown?.perHour).toEqual({ amount: '45000', currency: 'USD' })
    expect(plan?.components['orders-db']?.data?.size).toBe(120 * 2 ** 30)
    const frozen = (value: unknown): boolean =>
      typeof value !== 'object' || value === null || (Object.isFrozen(value) && Object.values(value).every(frozen))
    expect(frozen(plan)).toBe(true)
  })

  it('knows where every value stands', () => {
    const { plan, rangeOf, pathOf } = parsePlan(example, 'muster.yaml')
    const checkout = plan?.flows['checkout']
    const drill = plan?.drills?.[0]
    if (!checkout || !drill) throw new Error('The example has lost its first flow or drill.')
    expect(covered(example, rangeOf(checkout))).toBe('checkout')
    expect(covered(example, rangeOf(checkout, 'does'))).toBe('A customer pays for a basket')
    expect(covered(example, rangeOf(checkout.objectives.default, 'rpo'))).toBe('1m')
    expect(covered(example, rangeOf(checkout.needs, 1))).toBe('storefront')
    expect(covered(example, rangeOf(checkout, 'needs'))).toBe('[edge, storefront, orders-api, payment-gateway]')
    expect(covered(example, rangeOf(drill))).toBe('scenario')
    // Something absent is shown at the key of the map where it belongs.
    expect(covered(example, rangeOf(checkout, 'recovered'))).toBe('checkout')
    expect(pathOf(drill)).toEqual(['drills', 0])
    expect(pathOf({})).toBeUndefined()
    expect(rangeOf({})).toEqual({ file: 'muster.yaml', line: 1, column: 1, endLine: 1, endColumn: 1 })
  })

  it('reads Windows line ends and a byte order mark as if they were not there', () => {
    const windows = `\uFEFF${example.replaceAll('\n', '\r\n')}`
    const { plan, problems, rangeOf } = parsePlan(windows, 'muster.yaml')
    const plain = parsePlan(example, 'muster.yaml')
    expect(problems).toEqual([])
    expect(plan).toEqual(plain.plan)
    if (plan && plain.plan) expect(rangeOf(plan, 'kind')).toEqual(plain.rangeOf(plain.plan, 'kind'))
    expect(parsePlan('\uFEFFkind: Plan\r\nregions: 7\r\n', 'plan.yaml').problems.at(-1)?.place).toMatchObject({
      line: 2,
      column: 10,
    })
  })

  it('leaves out the smallest part that is invalid, and keeps the rest', () => {
    const broken = minimal.replace('slo', 'slow').replace('rpo: 1m', 'rpo: soon').replace('every: 10s', 'every: often')
    const { plan, invalid, isInvalid } = parsePlan(broken, 'plan.yaml')
    expect([...invalid].sort()).toEqual([
      'flows.write-note.objectives.default.rpo',
      'probes.notes-api',
      'probes.notes-api.every',
    ])
    expect(plan?.flows['write-note']?.objectives.default).toEqual({ rto: 1800, mtd: 14_400 })
    expect(plan?.probes).toEqual({})
    expect(isInvalid('probes', 'notes-api', 'http')).toBe(true)
    expect(isInvalid('flows', 'write-note')).toBe(false)
  })

  it('numbers list items as they are written, whatever was left out before them', () => {
    const text = minimal.replace(
      'drills:\n',
      'drills:\n  - { every: 90d }\n  - { scenario: north-lost, every: sometimes }\n',
    )
    const { plan, invalid, rangeOf, pathOf } = parsePlan(text, 'plan.yaml')
    expect([...invalid].sort()).toEqual(['drills.0', 'drills.1.every'])
    expect(plan?.drills?.map((drill) => pathOf(drill))).toEqual([
      ['drills', 1],
      ['drills', 2],
    ])
    const last = plan?.drills?.[1]
    expect(last && covered(text, rangeOf(last, 'kind'))).toBe('forced')
  })

  it('puts something in the place of a required part, and says that it is not there', () => {
    const { plan, invalid, problems } = parsePlan('apiVersion: muster/v1\nkind: Plan\nflows: 3\n', 'plan.yaml')
    expect(problems.map((one) => one.code)).toEqual([
      'missing-key',
      'missing-key',
      'missing-key',
      'missing-key',
      'wrong-type',
    ])
    expect([...invalid].sort()).toEqual(['components', 'flows', 'metadata', 'regions', 'scenarios'])
    expect(plan?.flows).toEqual({})
  })

  it('shows the mistakes inside an entry whose name is wrong too', () => {
    const text = minimal.replace('  north: { location: northeurope }', '  North: { locaton: northeurope }')
    expect(codes(text)).toEqual(['missing-key', 'not-a-name', 'unknown-key'])
  })

  it('takes a plan for a plan when only one of its first two keys is misspelt', () => {
    expect(codes(minimal.replace('kind: Plan', 'kind: Plans'))).toEqual(['not-one-of'])
    expect(codes(minimal.replace('muster/v1', 'muster/1'))).toEqual(['not-one-of'])
    expect(codes(minimal.replace('kind: Plan', 'kind: Job').replace('muster/v1', 'batch/v1'))).toEqual(['not-a-plan'])
  })
})

describe('texts that are hostile or broken', () => {
  it.each([
    ['nothing', '', ['empty-file']],
    ['white space and comments', ' \n\n# nothing\n', ['empty-file']],
    ['only a separator', '---\n', ['empty-file']],
    ['a single word', 'plan', ['not-a-plan']],
    ['a list', '- 1\n- 2\n', ['not-a-plan']],
    ['10 MB in one value', `kind: ${'x'.repeat(10_000_000)}`, ['file-too-large']],
    ['just over 1 MB of characters of two bytes', `# ${'é'.repeat(500_001)}\n${minimal}`, ['file-too-large']],
    ['a million line ends', `kind: Plan${'\n'.repeat(900_000)}`, ['file-too-large']],
    ['100,000 brackets', '['.repeat(100_000), ['nesting-too-deep']],
    ['100,000 braces in a plan', `kind: Plan\nmetadata: ${'{a: '.repeat(100_000)}`, ['nesting-too-deep']],
    ['100,000 list marks', `kind: Plan\nx: \n  ${'- '.repeat(100_000)}`, ['nesting-too-deep']],
    ['100,000 question marks', '? '.repeat(100_000), ['nesting-too-deep']],
    ['100,000 colons', ': '.repeat(100_000), ['nesting-too-deep']],
    ['a key of a key of a key', 'a: '.repeat(10_000), ['nesting-too-deep']],
    ['brackets that pretend to close in quotes', `x: ${'["]", '.repeat(200)}`, ['nesting-too-deep']],
    ['keys in a row inside brackets', `x: [${'a: '.repeat(200)}`, ['nesting-too-deep']],
    [
      'steps that go ever deeper',
      Array.from({ length: 200 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
      ['nesting-too-deep'],
    ],
    [
      'a file in UTF-16',
      minimal
        .split('')
        .map((character) => `\0${character}`)
        .join(''),
      Array.from({ length: 21 }, () => 'forbidden-character'),
    ],
  ])('refuses %s', (_name, text, expected) => {
    const { plan, problems } = parsePlan(text, 'plan.yaml')
    expect(problems.map((one) => one.code)).toEqual(expected)
    expect(plan).toBeUndefined()
  })

  it('shows a thousand problems and how many more there are', () => {
    const found = codes(`kind: Plan\n${'k: 1\n'.repeat(3000)}`)
    expect(found).toHaveLength(1001)
    expect(found.at(-1)).toBe('too-many-problems')
  })

  it('refuses an alias bomb without unfolding it', () => {
    const bomb = [
      'a: &a [x, x]',
      ...'bcdefghij'.split('').map((key, index) => `${key}: &${key} [*${'abcdefghi'[index]}, *${'abcdefghi'[index]}]`),
    ]
    const found = new Set(codes(`apiVersion: muster/v1\nkind: Plan\n${bomb.join('\n')}\n`))
    expect([...found].sort()).toEqual(['missing-key', 'unknown-key', 'yaml-alias', 'yaml-anchor'])
  })

  it('lets brackets, marks and colons stand in texts and comments', () => {
    const deep = '['.repeat(500)
    const text = minimal
      .replace('does: Someone saves a note', `does: |\n      ${deep}\n      ${'- '.repeat(500)}`)
      .replace('owner: notes-team', `owner: "${'{'.repeat(500)}"`)
    expect(codes(`# ${deep}\n${text}`)).toEqual([])
  })

  it.each([
    ['a NUL', 'Someone saves\0a note', 'forbidden-character'],
    ['half a character', 'Someone saves \ud800 a note', 'forbidden-character'],
    ['an escape that clears the screen', 'Someone saves \u001b[2J a note', 'forbidden-character'],
    ['a mark that turns the reading direction', 'Someone \u202esaves a note', 'forbidden-character'],
    ['an escaped NUL', '"Someone saves\\0 a note"', 'forbidden-character'],
    ['a carriage return alone', 'Someone saves\ra note', 'forbidden-character'],
    ['what stands for bytes that are no UTF-8', 'Someone saves \uFFFD a note', 'forbidden-character'],
  ])('names %s and reads on', (_name, does, code) => {
    const { problems } = parsePlan(minimal.replace('Someone saves a note', does), 'plan.yaml')
    expect(problems.map((one) => one.code)).toEqual([code])
    expect(problems[0]?.place.line).toBe(minimal.split('\n').findIndex((line) => line.includes('Someone saves')) + 1)
  })

  it('keeps reserved keys out of the data', () => {
    const { plan, problems } = parsePlan(
      minimal.replace('regions:\n', 'regions:\n  __proto__: { location: here }\n'),
      'plan.yaml',
    )
    expect(problems.map((one) => one.code)).toEqual(['forbidden-key'])
    expect(Object.getPrototypeOf(plan?.regions)).toBe(Object.prototype)
    expect(Object.keys(plan?.regions ?? {})).toEqual(['north', 'west'])
  })

  it('never throws, and places every problem inside the text, whatever the text', () => {
    const edit = fc.record({
      at: fc.nat({ max: minimal.length - 1 }),
      length: fc.nat({ max: 30 }),
      by: fc.oneof(
        fc.string({ unit: 'binary', maxLength: 6 }),
        fc.constantFrom(
          '\t',
          ': ',
          '[',
          '{',
          '- ',
          '&a ',
          '*a ',
          '!!x ',
          '"',
          "'",
          '\n',
          '\0',
          '? ',
          '|',
          '<<: ',
          '---\n',
          '%x\n',
        ),
      ),
    })
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
        let text = minimal
        for (const { at, length, by } of edits) text = text.slice(0, at) + by + text.slice(at + length)
        const { problems, plan, invalid } = parsePlan(text, 'plan.yaml')
        const lines = text.split('\n').length
        const odd = problems.filter(
          ({ place, code, summary, detail, fix }) =>
            place.line < 1 ||
            place.column < 1 ||
            place.endLine > lines ||
            place.endLine < place.line ||
            (place.endLine === place.line && place.endColumn < place.column) ||
            [code, summary, detail, fix].includes(''),
        )
        expect(odd).toEqual([])
        // Nothing is left out in silence.
        if (problems.length === 0) expect([plan !== undefined, invalid.size]).toEqual([true, 0])
      }),
      { numRuns: 250, seed: 20261124 },
    )
  })
})
