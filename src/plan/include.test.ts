import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { posix } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parsePlan, planDigest, type ReadFile } from './index.ts'

const minimal = readFileSync(new URL('../../examples/minimal/muster.yaml', import.meta.url), 'utf8')
const contoso = readFileSync(new URL('../../examples/contoso-orders/muster.yaml', import.meta.url), 'utf8')

/** The parts of a plan's text by their top-level key, each with its lines. */
function partsOf(text: string): Map<string, string> {
  const blocks = text.split(/^(?=[A-Za-z])/m).filter((block) => /^[A-Za-z]/.test(block))
  return new Map(blocks.map((block) => [/^[A-Za-z]+/.exec(block)?.[0] ?? '', block]))
}

/** Gives files from a table; the names that it shows are paths from the plan's folder. */
function table(files: Readonly<Record<string, string>>): ReadFile {
  return (from, path) => {
    const file = posix.join(posix.dirname(from), path)
    const text = Object.hasOwn(files, file) ? files[file] : undefined
    return text === undefined ? { code: 'file-missing', what: `"${path}" is not there.` } : { file, text }
  }
}

/** A plan by its files, of which plan.yaml is its own. */
function parsed(files: Readonly<Record<string, string>>) {
  return parsePlan(files['plan.yaml'] ?? '', 'plan.yaml', table(files))
}

/** Each problem as `file:line:column code`, with the sentence of what was found where it is asked for. */
const listed = ({ problems }: ReturnType<typeof parsePlan>) =>
  problems.map(({ place, code }) => `${place.file}:${place.line}:${place.column} ${code}`)

const head = (include: string) => `${minimal}include: ${include}\n`
const includeLine = minimal.split('\n').length

describe('a plan of several files', () => {
  const parts = partsOf(minimal)
  const without = (...keys: string[]) => [...parts].filter(([key]) => !keys.includes(key)).map(([, text]) => text)
  const files = {
    'plan.yaml': `${without('contacts', 'flows', 'probes', 'drills').join('')}include: [parts/people.yaml, flows.yaml]\n`,
    'parts/people.yaml': `${parts.get('contacts')}include: [../probes.yaml]\n`,
    'probes.yaml': `${parts.get('probes')}`,
    'flows.yaml': `${parts.get('flows')}${parts.get('drills')}`,
  }

  it('is the same plan as one of a single file', () => {
    const several = parsed(files)
    const single = parsePlan(minimal, 'plan.yaml')
    expect(listed(several)).toEqual([])
    expect(several.whole).toBe(true)
    expect(several.plan).toEqual(single.plan)
    expect(several.plan && planDigest(several.plan)).toBe(single.plan && planDigest(single.plan))
  })

  it('names its files in order of inclusion, with their texts', () => {
    expect([...parsed(files).files]).toEqual([
      ['plan.yaml', files['plan.yaml']],
      ['parts/people.yaml', files['parts/people.yaml']],
      ['probes.yaml', files['probes.yaml']],
      ['flows.yaml', files['flows.yaml']],
    ])
  })

  it('knows the file of every value', () => {
    const { plan, rangeOf } = parsed(files)
    const place = (node: object | undefined, key?: string) => {
      const { file, line, column } = rangeOf(node ?? {}, key)
      return `${file}:${line}:${column}`
    }
    expect(place(plan?.contacts?.['on-call'], 'phone')).toBe('parts/people.yaml:2:45')
    expect(place(plan?.probes?.['notes-api'], 'every')).toBe('probes.yaml:2:61')
    expect(place(plan?.flows['write-note'], 'tier')).toBe('flows.yaml:4:11')
    expect(place(plan?.drills?.[0], 'every')).toBe('flows.yaml:11:12')
    expect(place(plan?.components['notes-db'], 'type')).toBe('plan.yaml:12:11')
    // What is absent is shown where the part begins, in the file that holds it.
    expect(place(plan?.flows['write-note'], 'bia')).toBe('flows.yaml:2:3')
  })

  it('shows mistakes in the file in which they stand', () => {
    const broken = { ...files, 'flows.yaml': files['flows.yaml'].replace('rto: 30m', 'rto: soon') }
    expect(listed(parsed(broken))).toEqual(['flows.yaml:5:35 not-a-duration'])
  })

  it('misses a part only where no file has it', () => {
    const { 'flows.yaml': _gone, ...rest } = files
    const plan = { ...rest, 'plan.yaml': files['plan.yaml'].replace(', flows.yaml', '') }
    expect(listed(parsed(plan))).toEqual(['plan.yaml:1:1 missing-key'])
    // What a file that cannot be read may hold is not missing.
    const unread = parsed({ ...rest })
    expect(listed(unread)).toEqual(['plan.yaml:29:30 file-missing'])
    // Only the plan's own file can say what it is.
    const headless = parsed({ 'plan.yaml': head('[gone.yaml]').replace(/^apiVersion: .*\n/m, '') })
    expect(listed(headless)).toEqual(['plan.yaml:2:1 missing-key', `plan.yaml:${includeLine - 1}:11 file-missing`])
    expect(unread.whole).toBe(false)
    const swallowed = parsed({ ...files, 'flows.yaml': 'flows: {' })
    expect(listed(swallowed)).toEqual(['flows.yaml:1:9 yaml-syntax'])
    expect(swallowed.whole).toBe(false)
  })

  it('puts maps and lists of parts together, and lets two files write no entry', () => {
    const more = `
drills: [{ scenario: north-lost, every: 30d }]
recovery: { failover: { a: { title: A, phase: review, owner: on-call } } }
regions: { west: { location: elsewhere }, east: { location: here } }
monitoring: { regions: [west], readiness: a page }
`
    const again = `
recovery: { failover: { b: { title: B, phase: review, owner: on-call } }, failback: {} }
monitoring: { regions: [north], readiness: another page }
`
    const found = parsed({ 'plan.yaml': head('[more.yaml, again.yaml]'), 'more.yaml': more, 'again.yaml': again })
    expect(found.problems.map(({ place, code, detail }) => `${place.file}:${place.line} ${code} ${detail}`)).toEqual([
      'again.yaml:3 duplicate-key "readiness" is already written in line 5 of more.yaml. One of the two values would be silently ignored.',
      'more.yaml:4 duplicate-key "west" is already written in line 8 of plan.yaml. One of the two values would be silently ignored.',
    ])
    expect(found.plan?.drills?.map(({ every }) => every)).toEqual([90 * 86_400, 30 * 86_400])
    expect(Object.keys(found.plan?.recovery?.failover ?? {})).toEqual(['a', 'b'])
    expect(found.plan?.recovery?.failback).toEqual({})
    expect(found.plan?.monitoring).toEqual({ regions: ['west', 'north'], readiness: 'a page' })
    expect(found.plan?.regions['west']).toEqual({ location: 'westeurope' })
    const last = found.plan?.drills?.[1]
    expect([last && found.rangeOf(last).file, last && found.pathOf(last)]).toEqual(['more.yaml', ['drills', 1]])
  })

  it.each([
    ['a head', 'apiVersion: muster/v1\nkind: Plan\n', 'a.yaml:1:1 not-a-part'],
    ['metadata', 'metadata: { name: x }\n', 'a.yaml:1:1 unknown-key'],
    ['a misspelt part', 'contcts: {}\n', 'a.yaml:1:1 unknown-key'],
    ['a list', '- a\n', 'a.yaml:1:1 not-a-part'],
    ['nothing', '# later\n', 'a.yaml:1:1 not-a-part'],
    ['two documents', 'audits: []\n---\naudits: []\n', 'a.yaml:2:1 several-documents'],
    ['a list where a map belongs', 'components: [a]\n', 'a.yaml:1:13 wrong-type'],
    ['a map where a list belongs', 'drills: { a: b }\n', 'a.yaml:1:9 wrong-type'],
    ['an empty part', 'components:\n', 'a.yaml:1:1 empty-value'],
    ['an alias', 'components: *x\n', 'a.yaml:1:13 yaml-alias'],
    ['an anchor', 'components: &x {}\n', 'a.yaml:1:13 yaml-anchor'],
    ['a tag', 'components: !x {}\n', 'a.yaml:1:13 yaml-tag'],
    ['a merge key', '<<: {}\n', 'a.yaml:1:1 yaml-merge-key'],
    ['a reserved key', '__proto__: {}\n', 'a.yaml:1:1 forbidden-key'],
    ['a reserved name', 'components: { constructor: { type: x } }\n', 'a.yaml:1:15 forbidden-key'],
    ['100,000 brackets', '['.repeat(100_000), 'a.yaml:1:60 nesting-too-deep'],
    ['more than a megabyte', `# ${'x'.repeat(1_000_000)}`, 'a.yaml:1:1 file-too-large'],
    ['a NUL', 'audits: []\0\n', 'a.yaml:1:11 forbidden-character'],
  ])('refuses a part with %s, in its own place', (_name, text, expected) => {
    const problems = listed(parsed({ 'plan.yaml': head('[a.yaml]'), 'a.yaml': text }))
    expect(problems).toContain(expected)
    expect(problems.filter((one) => !one.startsWith('a.yaml'))).toEqual(
      expected.endsWith('file-too-large') ? [`plan.yaml:${includeLine}:11 plan-too-large`] : [],
    )
  })

  it.each([
    ['a text', 'a.yaml', 'wrong-type'],
    ['a map', '{ a: b }', 'wrong-type'],
    ['nothing', '', 'empty-value'],
    ['a number', '[7]', 'path-not-plain'],
    ['an empty text', '[""]', 'path-not-plain'],
  ])('wants a list of paths, not %s', (_name, include, code) => {
    expect(parsePlan(head(include), 'plan.yaml').problems.map((one) => one.code)).toEqual([code])
  })

  it('is not read by whoever has only the text', () => {
    expect(listed(parsePlan(head('[a.yaml]'), 'plan.yaml'))).toEqual([`plan.yaml:${includeLine}:11 file-unreadable`])
  })
})

describe('files that include one another', () => {
  const details = (files: Readonly<Record<string, string>>) =>
    parsed(files).problems.map(({ code, place, detail }) => `${place.file} ${code} ${detail.split('. ')[0]}`)

  it('are refused where they go round, with the way', () => {
    expect(details({ 'plan.yaml': head('[plan.yaml]') })).toEqual([
      'plan.yaml include-cycle The way back is: plan.yaml → plan.yaml',
    ])
    expect(
      details({
        'plan.yaml': head('[x/a.yaml]'),
        'x/a.yaml': 'include: [b.yaml]',
        'x/b.yaml': 'include: [c.yaml]',
        'x/c.yaml': 'include: [../x/a.yaml]',
      }),
    ).toEqual(['x/c.yaml include-cycle The way back is: plan.yaml → x/a.yaml → x/b.yaml → x/c.yaml → x/a.yaml'])
  })

  it('are refused where one is included twice', () => {
    const twice = { 'a.yaml': 'include: [c.yaml]', 'b.yaml': 'include: [./c.yaml]', 'c.yaml': 'audits: []' }
    expect(details({ 'plan.yaml': head('[a.yaml, b.yaml]'), ...twice })).toEqual([
      'b.yaml include-repeated "c.yaml" is already included',
    ])
  })

  it('may lie 16 deep, and no deeper', () => {
    const chain = (depth: number) =>
      Object.fromEntries(
        Array.from({ length: depth }, (_, index) => [`f${index + 1}.yaml`, `include: [f${index + 2}.yaml]`]),
      )
    const last = (depth: number) => ({ ...chain(depth), [`f${depth}.yaml`]: 'audits: []' })
    expect(details({ 'plan.yaml': head('[f1.yaml]'), ...last(16) })).toEqual([])
    expect(details({ 'plan.yaml': head('[f1.yaml]'), ...last(17) })).toEqual([
      expect.stringMatching(/^f16\.yaml include-too-deep It would be the 17th file in a row: plan\.yaml → f1/),
    ])
  })

  it('may be a thousand, and no more, missing ones counted', () => {
    const many = (count: number) => Array.from({ length: count }, (_, index) => `f${index}.yaml`)
    const empty = (count: number) => Object.fromEntries(many(count).map((file) => [file, 'audits: []']))
    expect(details({ 'plan.yaml': head(`[${many(999).join(', ')}]`), ...empty(999) })).toEqual([])
    expect(details({ 'plan.yaml': head(`[${many(1000).join(', ')}]`), ...empty(1000) })).toEqual([
      'plan.yaml include-too-many This is the 1001st file of the plan',
    ])
    const missing = parsed({ 'plan.yaml': head(`[${many(10_000).join(', ')}]`) }).problems
    expect([missing.length, missing.at(-1)?.code]).toEqual([1000, 'include-too-many'])
  })

  it('fan out no further than a thousand in all', () => {
    const fan = (name: string) => Array.from({ length: 40 }, (_, index) => `${name}-${index}.yaml`)
    const files: Record<string, string> = { 'plan.yaml': head(`[${fan('a').join(', ')}]`) }
    for (const one of fan('a')) {
      files[one] = `include: [${fan(one.replace('.yaml', '')).join(', ')}]`
      for (const two of fan(one.replace('.yaml', ''))) files[two] = 'audits: []'
    }
    expect(details(files)).toEqual([
      expect.stringMatching(/^a-\d+\.yaml include-too-many This is the 1001st file of the plan$/),
    ])
  })

  it('have the limits of one text all together', () => {
    const words = `audits: [${'{ of: costs, by: x, last: 2026-01-01, every: 90d }, '.repeat(1200)}]`
    const files = { 'a.yaml': words, 'b.yaml': words, 'c.yaml': words }
    expect(details({ 'plan.yaml': head('[a.yaml]'), ...files })).toEqual([])
    expect(details({ 'plan.yaml': head('[a.yaml, b.yaml, c.yaml]'), ...files })).toEqual([
      expect.stringMatching(/^plan\.yaml plan-too-large With this file the plan has \d+ characters, and \d+ words/),
    ])
    const quotes = `audits: [{ of: costs, by: 'x', last: 2026-01-01, every: 90d }]\nbudget: { tags: { a: '${'"'.repeat(600_000)}' } }`
    expect(details({ 'plan.yaml': head('[a.yaml]'), 'a.yaml': quotes })).toEqual([
      'plan.yaml plan-too-large So many texts do not fit',
    ])
  })
})

describe('files that are hostile or broken', () => {
  it('never make the parser throw, and every problem lies inside one of them', () => {
    const files = {
      'plan.yaml':
        'kind: Plan\nmetadata: { name: x, owner: x }\ninclude: [a.yaml]\nregions: { east: { location: e } }\n',
      'a.yaml': 'include: [b.yaml]\ncomponents:\n  shop: { type: vm, active: [east] }\ndrills:\n  - { scenario: x }\n',
      'b.yaml': 'components: { db: { type: postgres } }\ndrills: [{ scenario: y }]\nrecovery: { failover: {} }\n',
    }
    const names = Object.keys(files) as Array<keyof typeof files>
    const odd = [
      '[',
      '{',
      ': ',
      '- ',
      '\n',
      '&a ',
      '*a ',
      '!x ',
      '"',
      '\0',
      '---\n',
      '<<: ',
      '? ',
      'a',
      ', ',
      'include',
      'plan',
      '#',
      '|',
    ]
    const edit = fc.record({
      file: fc.constantFrom(...names),
      at: fc.nat(),
      length: fc.nat({ max: 20 }),
      by: fc.oneof(fc.constantFrom(...odd), fc.string({ maxLength: 4 })),
    })
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
        const texts: Record<keyof typeof files, string> = { ...files }
        for (const { file, at, length, by } of edits) {
          const index = at % texts[file].length
          texts[file] = texts[file].slice(0, index) + by + texts[file].slice(index + length)
        }
        const found = parsed(texts)
        const outside = found.problems.filter(({ place }) => {
          const lines = (found.files.get(place.file) ?? '').split('\n').length
          return !found.files.has(place.file) || place.line < 1 || place.endLine > lines
        })
        expect(outside).toEqual([])
        if (found.plan && found.problems.length === 0) {
          const alone = parsePlan(found.standalone(), 'plan.yaml').plan
          expect(alone && planDigest(alone)).toBe(planDigest(found.plan))
        }
      }),
      { numRuns: 400, seed: 20261124 },
    )
  })
})

describe('the text that stands alone', () => {
  it('is the text itself where it includes nothing, byte for byte', () => {
    for (const text of [minimal, `\uFEFF${contoso.replaceAll('\n', '\r\n')}`, '', 'kind: [', '[1]'])
      expect(parsePlan(text, 'plan.yaml').standalone()).toBe(text)
  })

  it('reads as the same plan, however its parts are spread over files', () => {
    const parts = [...partsOf(contoso)]
    const spread = fc.array(fc.nat({ max: 4 }), { minLength: parts.length, maxLength: parts.length })
    fc.assert(
      fc.property(spread, fc.array(fc.nat({ max: 3 }), { minLength: 5, maxLength: 5 }), (where, parents) => {
        const files: Record<string, string> = {}
        const name = (file: number) => (file === 0 ? 'plan.yaml' : `f${file}.yaml`)
        for (const [index, [key, text]] of parts.entries()) {
          const file = ['apiVersion', 'kind', 'metadata'].includes(key) ? 0 : (where[index] ?? 0)
          files[name(file)] = (files[name(file)] ?? '') + text
        }
        const included = (file: number) =>
          [1, 2, 3, 4].filter((one) => (parents[one] ?? 0) % one === file).map((one) => name(one))
        for (const file of [0, 1, 2, 3, 4])
          files[name(file)] = `${files[name(file)] ?? ''}include: [${included(file).join(', ')}]\n`
        const several = parsed(files)
        expect(listed(several)).toEqual([])
        const alone = parsePlan(several.standalone(), 'plan.yaml')
        expect(listed(alone)).toEqual([])
        expect(alone.plan && planDigest(alone.plan)).toBe(several.plan && planDigest(several.plan))
        const single = parsePlan(contoso, 'plan.yaml').plan
        expect(alone.plan && planDigest(alone.plan)).toBe(single && planDigest(single))
      }),
      { numRuns: 20, seed: 20261124 },
    )
  })

  it('keeps every text that a plan can hold', () => {
    const shortest = [
      ...['apiVersion: muster/v1', 'kind: Plan', 'metadata: { name: x, owner: x }'],
      ...['regions', 'flows', 'components', 'scenarios'].map((key) => `${key}: {}`),
      'include: [part.yaml]',
    ].join('\n')
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
    const odd = fc.oneof(
      text,
      fc.constantFrom(
        'yes',
        'null',
        '~',
        '1.0',
        '0x10',
        '1e3',
        '2026-11-24',
        '- a',
        '? a',
        '# a',
        'a: b',
        'a #b',
        ' a ',
        '<<',
        '|',
        "'",
        '"',
        '\\',
        'a\nb',
        'a\n',
        '\n\na',
        'a\n  b',
        '\ta',
        '&a',
        '*a',
        '!a',
        '%a',
        '---',
        '...',
        '[',
        '{',
        '\u2028',
        '\u0085',
        'x'.repeat(2000),
      ),
    )
    const dictionary = fc.dictionary(odd, odd, { noNullPrototype: true })
    fc.assert(
      fc.property(fc.array(odd), dictionary, (copies, tags) => {
        const part = JSON.stringify({
          budget: { tags },
          audits: copies.map((by) => ({ of: 'costs', by, last: '2026-01-01', every: '90d' })),
        })
        const several = parsed({
          'plan.yaml': shortest,
          'part.yaml': part,
        })
        fc.pre(several.problems.length === 0)
        const alone = parsePlan(several.standalone(), 'plan.yaml')
        expect(listed(alone)).toEqual([])
        expect(alone.plan).toEqual(several.plan)
      }),
      { numRuns: 200, seed: 20261124 },
    )
  })

  it('stays within the limits of a text where the plan is near them', () => {
    const audits = `audits: [${'{of: costs,by: x,last: 2026-01-01,every: 90d},'.repeat(2600)}]`
    const several = parsed({ 'plan.yaml': head('[a.yaml]'), 'a.yaml': audits })
    expect(listed(several)).toEqual([])
    const alone = parsePlan(several.standalone(), 'plan.yaml')
    expect(listed(alone)).toEqual([])
    expect(alone.plan && planDigest(alone.plan)).toBe(several.plan && planDigest(several.plan))
  })
})
