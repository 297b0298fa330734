/**
 * The attacks of a hostile or broken text on the parser, by class. Each case says which codes it must give; none may
 * take long, throw, change an object's prototype, or give a plan with less in it than the text says.
 *
 *  1 aliases that unfold or go round      4 names that programs take for their own    8 files without end
 *  2 depth, size, many documents          5 paths that lead elsewhere                31 a plan that is swapped
 *  3 tags, merge keys, repeated keys      6 links (src/workspace/included.test.ts)   34 times and places
 *  7 archives: Muster reads none; evidence is a folder of plain files
 */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parsePlan, planDigest, type ReadFile } from './index.ts'

const minimal = readFileSync(new URL('../../examples/minimal/muster.yaml', import.meta.url), 'utf8')

/** The codes of a text's problems, each once, in order of their letters. */
function codes(text: string, read?: ReadFile): readonly string[] {
  const { problems } = parsePlan(text, 'plan.yaml', read)
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  return [...new Set(problems.map(({ code }) => code))].sort()
}

/** The shortest plan with another text in the place of one value. */
const swapped = (old: string, by: string) => {
  expect(minimal).toContain(old)
  return minimal.replace(old, () => by)
}

/** What a case with a plan that goes on may add besides its own code. */
const also = ['missing-key', 'unknown-key']

describe('class 1: aliases', () => {
  const names = 'abcdefghij'.split('')
  it.each([
    ['one level of nine', `a: &a [${'x, '.repeat(9)}]\nb: [${'*a, '.repeat(9)}]`],
    [
      'nine levels of nine',
      names
        .slice(1)
        .reduce((text, key, index) => `${text}${key}: &${key} [${`*${names[index]}, `.repeat(9)}]\n`, 'a: &a [x]\n'),
    ],
    ['a list of itself', 'a: &a [*a]'],
    ['a map of itself', 'a: &a { b: *a }'],
    ['two that hold each other', 'a: &a [*b]\nb: &b [*a]'],
    ['one in the place of a key', '*a : b'],
    ['one in the place of a complex key', '? *a\n: b'],
    ['one that nobody has anchored', 'a: *nothing'],
    ['an anchor on a key', '&a b: c'],
    ['an anchor on a document', '&a\nb: c'],
    ['an anchor on nothing', 'a: &a'],
    ['an anchor on a text', 'a: &a |\n  text'],
    ['an anchor without an alias', 'a: &a 1'],
    ['an anchor whose name is a key', 'a: &__proto__ 1\nb: *__proto__'],
    ['an alias in a list in a map', 'a: [{ b: *c }]'],
    ['a hundred aliases', `a: &a x\nb: [${'*a, '.repeat(100)}]`],
  ])('that are %s are refused by name', (_name, part) => {
    const found = codes(`apiVersion: muster/v1\nkind: Plan\n${part}\n`)
    expect(found.filter((code) => !also.includes(code) && code !== 'yaml-syntax' && code !== 'wrong-type')).toEqual(
      [...(/\*/.test(part) ? ['yaml-alias'] : []), ...(/&/.test(part) ? ['yaml-anchor'] : [])].sort(),
    )
  })

  it.each([
    'regions',
    'flows',
    'components',
    'scenarios',
    'contacts',
    'drills',
    'include',
    'metadata',
    'kind',
    'budget',
  ])('in the place of %s are refused, and nothing is put there', (key) => {
    const { plan, problems } = parsePlan(
      `apiVersion: muster/v1\nkind: Plan\n${key === 'kind' ? '' : `${key}: *x\n`}`.replace(
        'Plan',
        key === 'kind' ? '*x' : 'Plan',
      ),
      'plan.yaml',
    )
    expect(problems.map(({ code }) => code)).toContain('yaml-alias')
    expect(Object.values(plan?.regions ?? {})).toEqual([])
  })
})

describe('class 2: depth, size and documents', () => {
  const openers = ['[', '{', '[{', '{a: ', '[[', '- ', '? ', ': ', '{? ', '[a: ', '["', "{'a': "]
  it.each(openers.flatMap((opener) => [61, 1000, 30_000].map((count) => [opener, count] as const)))(
    '%j written %i times is refused before it is parsed',
    (opener, count) => {
      const found = codes(opener.repeat(count))
      const whole = opener.includes('"')
      expect(found).toEqual(whole ? [expect.stringMatching(/^(yaml-syntax|nesting-too-deep)$/)] : ['nesting-too-deep'])
    },
  )

  it.each(openers.filter((opener) => !/["?-]|^: $/.test(opener)))('%j deep inside a plan is refused too', (opener) => {
    expect(codes(`${minimal}budget:\n  monthly: ${opener.repeat(100)}`)).toEqual(['nesting-too-deep'])
  })

  it.each(['- ', '? ', ': ', '-\n', '!a ', '&a ', '"a": '])(
    '%j that opens nothing where it stands is no plan either',
    (mark) => {
      const { problems } = parsePlan(`${minimal}budget: ${mark.repeat(2000)}`, 'plan.yaml')
      expect(problems.length).toBeGreaterThan(0)
      expect(problems.length).toBeLessThanOrEqual(1001)
    },
  )

  it.each([
    ['a text of ten megabytes', 'x'.repeat(10_000_000)],
    ['a text of fifty megabytes', 'x'.repeat(50_000_000)],
    ['a comment of a megabyte', `${minimal}# ${'x'.repeat(1_000_000)}`],
    ['spaces of a megabyte', `${minimal}${' '.repeat(1_000_000)}`],
    ['a megabyte of characters of three bytes', `# ${'€'.repeat(340_000)}`],
    ['a megabyte of characters of four bytes', `# ${'🙂'.repeat(260_000)}`],
    ['a million line ends', '\n'.repeat(1_000_001)],
    ['300,000 commas', `[${','.repeat(300_000)}`],
    ['150,000 items', `kind: Plan\nx: [${'1,'.repeat(150_000)}]`],
    ['60,000 keys', `kind: Plan\n${Array.from({ length: 60_000 }, (_, index) => `k${index}: 1\n`).join('')}`],
  ])('%s are too large', (_name, text) => {
    expect(codes(text)).toEqual(['file-too-large'])
  })

  it.each([
    ['two documents', `${minimal}---\n${minimal}`],
    ['an empty second one', `${minimal}---\n`],
    ['one after an end mark', `${minimal}...\n---\nkind: Plan\n`],
    ['a thousand', minimal + '---\na: b\n'.repeat(1000)],
  ])('%s are not one plan', (_name, text) => {
    expect(codes(text)).toEqual(['several-documents'])
  })

  it('20,000 documents are refused like two', () => {
    expect(codes('---\n'.repeat(20_000))).toEqual(['several-documents'])
  })
})

describe('class 3: tags, merge keys, directives and repeated keys', () => {
  const tags = [
    '!!js/function',
    '!!js/undefined',
    '!!js/regexp',
    '!!python/object/apply:os.system',
    '!!python/name:os',
    '!ruby/object:Gem',
    '!<tag:yaml.org,2002:str>',
    '!!str',
    '!!int',
    '!!float',
    '!!bool',
    '!!null',
    '!!map',
    '!!seq',
    '!!set',
    '!!omap',
    '!!pairs',
    '!!binary',
    '!!timestamp',
    '!!merge',
    '!local',
    '!',
    '!e!x',
  ]
  it.each(tags)('the tag %s is refused, whatever it says', (tag) => {
    expect(codes(swapped('does: Someone saves a note', `does: ${tag} Someone saves a note`))).toContain('yaml-tag')
    expect(codes(swapped('regions:\n', `regions: ${tag}\n`))).toContain('yaml-tag')
  })

  it.each([
    ['of an alias', '  <<: *north\n'],
    ['of a map', '  <<: { location: here }\n'],
    ['of a list', '  <<: [{ a: b }]\n'],
    ['in quotes', '  "<<": { location: here }\n'],
    ['with an escape', '  "\\u003c<": { location: here }\n'],
    ['as a complex key', '  ? <<\n  : { location: here }\n'],
  ])('a merge key %s merges nothing', (_name, line) => {
    const { plan, problems } = parsePlan(swapped('regions:\n', `regions:\n${line}`), 'plan.yaml')
    expect(problems.map(({ code }) => code)).toContain('yaml-merge-key')
    expect(Object.keys(plan?.regions ?? {})).toEqual(['north', 'west'])
  })

  it.each([
    ['a version', '%YAML 1.1\n---\n'],
    ['a version to come', '%YAML 9.9\n---\n'],
    ['a tag prefix', '%TAG ! tag:evil.example,2026:\n---\n'],
    ['what nobody knows', '%EVIL x\n---\n'],
  ])('a directive that gives %s is refused', (_name, line) => {
    expect(codes(line + minimal)).toEqual(['yaml-directive'])
  })

  it.each([
    ['a part', swapped('scenarios:\n', 'regions: {}\nscenarios:\n')],
    ['a name', swapped('  west: { location: westeurope }', '  north: { location: westeurope }')],
    ['a value', swapped('tier: 1\n', 'tier: 1\n    tier: 2\n')],
    ['a value in brackets', swapped('rto: 30m,', 'rto: 30m, rto: 40m,')],
    ['a key in quotes', swapped('tier: 1\n', 'tier: 1\n    "tier": 2\n')],
    ['a key in other quotes', swapped('tier: 1\n', "tier: 1\n    'tier': 2\n")],
    ['a key with an escape', swapped('tier: 1\n', 'tier: 1\n    "t\\u0069er": 2\n')],
    ['a complex key', swapped('tier: 1\n', 'tier: 1\n    ? tier\n    : 2\n')],
    ['the head', `kind: Plan\n${minimal}`],
  ])('%s that is written twice is refused, and the first one stays', (_name, text) => {
    const { plan, problems } = parsePlan(text, 'plan.yaml')
    expect(problems.map(({ code }) => code)).toEqual(['duplicate-key'])
    expect(plan?.flows['write-note']?.tier).toBe(1)
    expect(plan?.flows['write-note']?.objectives.default.rto).toBe(1800)
    expect(plan?.regions['north']?.location).toBe('northeurope')
  })

  it.each([
    ['number', '1', 2],
    ['large number', '0x7f', 2],
    ['text', 'one', 2],
    ['nothing', '~', 2],
    ['truth', 'true', 2],
  ])('a key that is a %s is repeated by its text', (_name, key, count) => {
    const { problems } = parsePlan(`${minimal}budget: { tags: { ${`${key}: a, `.repeat(count)} } }`, 'plan.yaml')
    expect(problems.map(({ code }) => code)).toEqual(['duplicate-key'])
  })
})

describe('class 4: names that programs take for their own', () => {
  const reserved = ['__proto__', 'constructor', 'prototype']
  const parts = [
    'regions',
    'flows',
    'components',
    'scenarios',
    'probes',
    'activation',
    'contacts',
    'communications',
    'verification',
    'targets',
  ]
  const cases = reserved.flatMap((name) => parts.map((part) => [name, part] as const))

  it.each(cases)('%s as a name in %s is refused and in no object', (name, part) => {
    const { plan, problems } = parsePlan(
      `apiVersion: muster/v1\nkind: Plan\n${part}: { ${name}: { polluted: yes } }\n`,
      'plan.yaml',
    )
    expect(problems.map(({ code }) => code)).toContain('forbidden-key')
    const held = (plan as unknown as Record<string, object | undefined>)[part] ?? {}
    expect(Object.keys(held)).toEqual([])
    expect(Object.getPrototypeOf(held)).toBe(Object.prototype)
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })

  it.each(
    reserved.flatMap((name) => [
      [`${name}: { polluted: yes }\n`, 'at the top'],
      [`"${name}": { polluted: yes }\n`, 'in quotes'],
      [`budget: { tags: { ${name}: x } }\n`, 'among tags'],
      [`budget: { tags: { "${name.replace('o', '\\u006f')}": x } }\n`, 'with an escape'],
      [`budget: { ${name}: { tags: {} } }\n`, 'in a part'],
      [`recovery: { failover: { ${name}: { title: a } } }\n`, 'among steps'],
      [
        `recovery: { failover: { a: { title: A, phase: review, owner: on-call, action: { use: x, with: { ${name}: y } } } } }\n`,
        'among arguments',
      ],
      [`targets: { prod: { components: { ${name}: { east: { url: x } } } } }\n`, 'among addresses'],
      [`targets: { prod: { components: { a: { ${name}: { url: x } } } } }\n`, 'among places'],
      [`audits: [{ ${name}: x, of: costs, by: x, last: 2026-01-01, every: 90d }]\n`, 'in a list'],
    ]),
  )('%j is refused', (part) => {
    expect(codes(minimal + part)).toContain('forbidden-key')
  })

  it.each(['toString', 'valueOf', 'hasOwnProperty', '__defineGetter__', 'isPrototypeOf'])(
    'a flow may not be called %s',
    (name) => {
      expect(codes(swapped('  write-note:', `  ${name}:`))).toEqual(['not-a-name'])
    },
  )

  it.each(['to-string', 'then', 'length', 'name', 'default', 'arguments', 'null', 'true', 'on'])(
    'a region may be called %s, for that is only a name',
    (name) => {
      const { plan, problems } = parsePlan(swapped('regions:\n', `regions:\n  ${name}: { location: x }\n`), 'plan.yaml')
      expect(problems).toEqual([])
      expect(Object.hasOwn(plan?.regions ?? {}, name)).toBe(true)
    },
  )

  it('a dotted key is a key and no path', () => {
    const { plan, problems } = parsePlan(`${minimal}constructor.prototype: { polluted: yes }\n`, 'plan.yaml')
    expect(problems.map(({ code }) => code)).toEqual(['unknown-key'])
    expect(plan).not.toHaveProperty(['constructor.prototype'])
  })
})

describe('class 5: paths that lead elsewhere', () => {
  const never: ReadFile = (_from, path) => {
    expect(`read ${path}`).toBe('never read')
    return { code: 'file-missing', what: '' }
  }
  const absolute = [
    '/etc/passwd',
    '/etc/passwd.yaml',
    '//server/share/a.yaml',
    '\\\\server\\share\\a.yaml',
    '\\\\?\\C:\\a.yaml',
    '\\\\.\\pipe\\a.yaml',
    '\\a.yaml',
    'C:\\a.yaml',
    'C:/a.yaml',
    'c:a.yaml',
    'Z:a.yaml',
    '~/a.yaml',
    '~root/a.yaml',
    'file:///etc/passwd',
    'file:a.yaml',
    'http://evil.example/a.yaml',
    'https://evil.example/a.yaml',
    'data:text/yaml,a',
    'git+ssh://x/a.yaml',
    'smb://x/a.yaml',
  ]
  const odd = [
    '..\\a.yaml',
    'a\\..\\..\\b.yaml',
    '..%2fa.yaml',
    '..%2Fa.yaml',
    '%2e%2e/a.yaml',
    '..%252fa.yaml',
    '..%c0%afa.yaml',
    '%00.yaml',
    'a.yaml%00.txt',
    '../..//a.yaml',
    '..../a.yaml',
    '.../a.yaml',
    'a/../b.yaml',
    'a/./b.yaml',
    'a//b.yaml',
    'a/',
    'a/b.yaml/',
    '.',
    '..',
    './',
    '../',
    '',
    ' ',
    ' a.yaml',
    'a.yaml ',
    'a.yaml.',
    'a.yaml..',
    'a./b.yaml',
    'a /b.yaml',
    'a.yaml\n',
    'a\n.yaml',
    'a.yaml\t',
    'con.yaml',
    'CON.yaml',
    'Con.yml',
    'prn.yaml',
    'AUX.yaml',
    'nul.yaml',
    'NUL.x.yaml',
    'com1.yaml',
    'COM9.yaml',
    'lpt1.yaml',
    'LPT0.yaml',
    'com¹.yaml',
    'a/aux/b.yaml',
    'con',
    'conin$.yaml',
    'a.yaml:stream',
    'a.yaml::$DATA',
    'a:b.yaml'.replace('a:', 'ä:'),
    'a?.yaml',
    'a*.yaml',
    '**/a.yaml',
    '[a].yaml',
    '{a,b}.yaml',
    '$HOME/a.yaml',
    '${HOME}/a.yaml',
    '`id`.yaml',
    '$(id).yaml',
    '|id.yaml',
    '-rf.yaml',
    '--help.yaml',
    '.git/config.yaml',
    '.env.yaml',
    '.a.yaml',
    'a/.b/c.yaml',
    'a',
    'a.txt',
    'a.json',
    'a.yaml.exe',
    'a.YAML',
    'a.yaml/x',
    `${'a'.repeat(101)}.yaml`,
    `${'a/'.repeat(200)}a.yaml`,
    'a\u202elmay.yaml'.replace('\u202e', '\u200e'),
    'a\u2044b.yaml',
    'a\uff0fb.yaml',
    '\uff0e\uff0e/a.yaml',
    '\u2025/a.yaml',
    'a\u00a0.yaml',
    'a\u2028.yaml',
    '"a".yaml',
    "a'.yaml",
    'a;b.yaml',
    'a&b.yaml',
    'a<b.yaml',
    'a>b.yaml',
    'a#b.yaml',
    'a@b.yaml',
    '🙂.yaml',
  ]
  it.each(absolute)('%j is not relative, and is never asked for', (path) => {
    expect(codes(`${minimal}include: [${JSON.stringify(path)}]\n`, never)).toEqual(['path-absolute'])
  })

  it.each(odd)('%j is not plain, and is never asked for', (path) => {
    expect(codes(`${minimal}include: [${JSON.stringify(path)}]\n`, never)).toEqual(['path-not-plain'])
  })

  it.each([
    '\0',
    'a\0.yaml',
    'a.yaml\0',
    '\u001b[2J.yaml',
    'a\u202elmay.yaml',
    '\ud800.yaml',
    'a\u0007.yaml',
    '\u009f.yaml',
  ])('%j holds what no text may hold, and is never asked for', (path) => {
    expect(codes(`${minimal}include: [${JSON.stringify(path)}]\n`, never)).toContain('forbidden-character')
  })

  it.each([
    'a.yaml',
    'a.yml',
    'parts/a.yaml',
    '../a.yaml',
    '../../shared/a.yaml',
    './a.yaml',
    'a b.yaml',
    'naïve.yaml',
    '李.yaml',
    'a-1_2+3.v4.yaml',
    '1.yaml',
    'console.yaml',
    'common/a.yaml',
    'a..b.yaml',
  ])('%j is plain, and its reader decides', (path) => {
    const asked: string[] = []
    const reader: ReadFile = (_from, one) => {
      asked.push(one)
      return { code: 'path-outside', what: 'It leads out.' }
    }
    expect(codes(`${minimal}include: [${JSON.stringify(path)}]\n`, reader)).toEqual(['path-outside'])
    expect(asked).toEqual([path])
  })

  it.each(['path-outside', 'file-missing', 'file-not-regular', 'file-unreadable', 'file-too-large'] as const)(
    'what a reader refuses as %s is shown at the entry',
    (code) => {
      const { problems } = parsePlan(`${minimal}include: [a.yaml]\n`, 'plan.yaml', () => ({ code, what: 'It is so.' }))
      expect(problems.map((one) => [one.code, one.place.line, one.place.column])).toEqual([
        [code, minimal.split('\n').length, 11],
      ])
    },
  )
})

describe('class 8: files without end', () => {
  it.each([1, 2, 3, 10, 15])('a circle of %i files is refused where it closes', (length) => {
    const read: ReadFile = (_from, path) => {
      const at = Number(path.slice(1, -5))
      return { file: path, text: `include: [f${(at + 1) % length}.yaml]` }
    }
    const { problems } = parsePlan(`${minimal}include: [f0.yaml]\n`, 'plan.yaml', read)
    expect(problems.map(({ code }) => code)).toEqual(['include-cycle'])
    expect(problems[0]?.place.file).toBe(`f${length - 1}.yaml`)
    expect(problems[0]?.detail).toMatch(/^The way back is: plan\.yaml → f0\.yaml → .*f0\.yaml\. /)
  })

  it('a chain that never ends is cut at the sixteenth file', () => {
    const read: ReadFile = (_from, path) => ({ file: path, text: `include: [f${Number(path.slice(1, -5)) + 1}.yaml]` })
    expect(codes(`${minimal}include: [f0.yaml]\n`, read)).toEqual(['include-too-deep'])
  })

  it.each([2, 10, 100, 1000])('files that include %i more each are cut at a thousand in all', (count) => {
    let made = 0
    const read: ReadFile = () => {
      made++
      const more = Array.from({ length: count }, (_, index) => `x${made}-${index}.yaml`)
      return { file: `f${made}.yaml`, text: `include: [${more.join(', ')}]` }
    }
    const found = codes(`${minimal}include: [f0.yaml]\n`, read)
    expect(found).toContain(count < 3 ? 'include-too-deep' : 'include-too-many')
    expect(made).toBeLessThanOrEqual(1000)
  })

  it('files that grow together are cut at the limits of one', () => {
    let made = 0
    const read: ReadFile = () => ({ file: `f${made++}.yaml`, text: `# ${'x'.repeat(400_000)}\naudits: []` })
    expect(codes(`${minimal}include: [a.yaml, b.yaml, c.yaml, d.yaml]\n`, read)).toEqual(['plan-too-large'])
    expect(made).toBe(3)
  })
})

describe('class 31: a plan that is swapped', () => {
  const digestOf = (text: string, read?: ReadFile) => {
    const { plan } = parsePlan(text, 'plan.yaml', read)
    return plan && planDigest(plan)
  }
  const approved = digestOf(minimal)

  it.each([
    ['a letter that looks alike', 'Someone saves a note', 'Someone s\u0430ves a note'],
    ['a space that is none', 'Someone saves a note', 'Someone\u00a0saves a note'],
    ['another form of a letter', 'Engineer on call', 'Engineer on ca\u006c\u0301l'],
    ['a letter that has no width', 'Someone saves a note', 'Someone saves a\u200b note'],
    ['a time', 'rto: 30m', 'rto: 31m'],
    ['a time by a millisecond', 'rto: 30m', 'rto: 30m1ms'],
    ['a share', 'every: 1h, keep: 35d', 'every: 1h, keep: 36d'],
    ['a name', 'deputy: team-lead', 'deputy: on-call'],
    ['a tier', 'tier: 1', 'tier: 2'],
    ['a number of a phone', '0140', '0141'],
    ['an order', 'regions:\n  north: { location: northeurope }', 'regions:\n  north: { location: northeuropa }'],
    ['a condition', '"2m"', '"1m"'],
  ])('by %s has another digest', (_name, old, by) => {
    const text = swapped(old, by)
    expect(parsePlan(text, 'plan.yaml').problems).toEqual([])
    expect(digestOf(text)).not.toBe(approved)
  })

  it.each([
    ['a comment', `# approved\n${minimal}`],
    ['line ends', minimal.replaceAll('\n', '\r\n')],
    ['quotes', swapped('Someone saves a note', '"Someone saves a note"')],
    ['another way to write a time', swapped('rto: 30m', 'rto: PT30M')],
    ['the order of keys', swapped('rto: 30m, rpo: 1m', 'rpo: 1m, rto: 30m')],
  ])('only by %s is the same plan', (_name, text) => {
    expect(digestOf(text)).toBe(approved)
  })

  it('in a file that it includes has another digest too, and the text that is kept shows it', () => {
    const of =
      (location: string): ReadFile =>
      () => ({ file: 'a.yaml', text: `regions: { south: { location: ${location} } }` })
    const text = `${minimal}include: [a.yaml]\n`
    expect(digestOf(text, of('here'))).not.toBe(digestOf(text, of('there')))
    expect(digestOf(parsePlan(text, 'plan.yaml', of('here')).standalone())).toBe(digestOf(text, of('here')))
  })
})

describe('class 34: times and places', () => {
  const days = [
    '2026-02-29',
    '2100-02-29',
    '1900-02-29',
    '2026-02-30',
    '2026-04-31',
    '2026-13-01',
    '2026-00-01',
    '2026-01-00',
    '2026-01-32',
    '01/02/2026',
    '01-02-2026',
    '2026/01/02',
    '2026.01.02',
    '20260102',
    '2026-1-2',
    '26-01-02',
    '02.01.2026',
    '2 January 2026',
    '2026-W01-1',
    '2026-001',
    '2569-01-02',
    '1447-06-01',
    '0000-01-01',
    '9999-12-31',
    '+002026-01-02',
    '-2026-01-02',
    '2026-01-02T00:00:00Z',
    '2026-01-02T23:59:60Z',
    '2026-01-02 00:00',
    '２０２６-01-02',
    '٢٠٢٦-٠١-٠٢',
    '๒๐๒๖-01-02',
    '2026‐01‐02',
    'today',
    'tomorrow',
    'now',
    '"2026-01-02 "',
    '" 2026-01-02"',
    '1e3',
    '1767312000',
    'null',
    '~',
    '"20260-1-02"',
  ]
  it.each(days)('the day %s is refused', (day) => {
    expect(codes(swapped('last: 2026-10-05', `last: ${day}`))).toEqual([
      expect.stringMatching(/^(not-a-date|empty-value)$/),
    ])
  })

  it.each(['2024-02-29', '2000-02-29', '2028-02-29', '2026-12-31', '1999-01-01', '2199-12-31'])(
    'the day %s is exact',
    (day) => {
      const { plan, problems } = parsePlan(swapped('last: 2026-10-05', `last: ${day}`), 'plan.yaml')
      expect(problems).toEqual([])
      expect(plan?.metadata.review?.last).toBe(day)
    },
  )

  it.each(['01/02/2026', '02.01.2026', '1/2', '2026-13-01', '2026-02-30', '1767312000'])(
    'no other day is put forward for %s, for it may be another',
    (day) => {
      const [found] = parsePlan(swapped('last: 2026-10-05', `last: ${day}`), 'plan.yaml').problems
      expect(found?.fix).toBe('Write year, month and day, such as 2026-10-01.')
    },
  )

  it.each([
    ['2026-1-2', '2026-01-02'],
    ['2026/01/02', '2026-01-02'],
    ['2026-01-02T08:00:00Z', '2026-01-02'],
    ['2 January 2026', '2026-01-02'],
    ['2. Jan 2026', '2026-01-02'],
  ])('what nobody can mistake is put forward: %s', (day, near) => {
    const [found] = parsePlan(swapped('last: 2026-10-05', `last: ${day}`), 'plan.yaml').problems
    expect(found?.fix).toBe(`Write ${near} if that is what it means.`)
  })

  const clocks = [
    '24:00',
    '23:60',
    '8:30',
    '08:30:00',
    '08:30Z',
    '08:30+02:00',
    '8:30 PM',
    '08.30',
    '08h30',
    '0830',
    '-01:00',
    '٠٨:٣٠',
    '08：30',
    '12:30:45',
    '510',
    '25:00',
    '""',
    '"08:30 "',
    'noon',
  ]
  it.each(clocks)('the time of day %s is refused', (clock) => {
    expect(
      codes(
        `${minimal}`.replace('phone: "+1 555 0141"', `phone: "+1 555 0141", hours: { from: ${clock}, to: "17:00" }`),
      ),
    ).toEqual(['not-a-time'])
  })

  const zones = [
    'CET',
    'EST',
    'GMT',
    'GMT+1',
    'UTC+1',
    'Z',
    '+02:00',
    'utc',
    'europe/berlin',
    'Europe',
    'Europe/',
    '/Berlin',
    'Europe//Berlin',
    'Europe/Berlin/Mitte/Platz',
    '../etc/passwd',
    'EUROPE\\BERLIN',
    'Türkiye/İstanbul',
    'Europe/Berlin ',
    'Europe/Ber\u0000lin',
  ]
  it.each(zones)('the time zone %j is refused', (zone) => {
    const text = minimal.replace('phone: "+1 555 0141"', () => `phone: "+1 555 0141", zone: ${JSON.stringify(zone)}`)
    expect(codes(text)).toEqual([zone.includes('\0') ? 'forbidden-character' : 'not-a-time-zone'])
  })

  const lengths = [
    '1y',
    '1 year',
    '1mo',
    'P1M',
    'P1Y',
    'P1Y2M',
    '30',
    '30 m',
    '-30m',
    '+30m',
    '1.5.5h',
    '٣٠m',
    '３０m',
    '30M',
    '30 Minuten',
    '30min',
    '1h30',
    '30m1h',
    '1m1m',
    'PT',
    'P',
    'PT1H1D',
    'Infinity',
    'NaN',
    '1e3s',
    '0x10s',
    '""',
    `${'9'.repeat(41)}s`,
    '30ｍ',
    '00:30:00',
    '12:30',
    '1ħ',
    '5İ',
  ]
  it.each(lengths)('the length of time %s is refused', (length) => {
    expect(codes(swapped('rto: 30m', `rto: ${length}`))).toEqual(['not-a-duration'])
  })

  it.each([
    ['12:30:45', 'a text'],
    ['010', 'a number'],
    ['0o10', 'a number'],
    ['yes', 'a text'],
    ['no', 'a text'],
    ['on', 'a text'],
    ['1_000', 'a text'],
    ['2026-10-05', 'a text'],
    ['.inf', 'a number'],
    ['.nan', 'a number'],
  ])('%s is %s, as in YAML 1.2, and nothing else', (value, kind) => {
    const { plan, problems } = parsePlan(swapped('does: Someone saves a note', `does: ${value}`), 'plan.yaml')
    if (kind === 'a text') expect([problems, plan?.flows['write-note']?.does]).toEqual([[], value])
    else expect(problems.map(({ code }) => code)).toEqual(['wrong-type'])
  })

  it.each(['KİND: Plan', 'kınd: Plan', 'kind: PLAN', 'kind: plan', 'kind: Plаn'])(
    '%s is not the head of a plan',
    (line) => {
      const found = codes(swapped('kind: Plan', line))
      expect(found.length).toBeGreaterThan(0)
      expect(found).not.toContain('not-a-plan')
    },
  )
})
