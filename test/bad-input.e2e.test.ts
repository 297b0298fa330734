import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { type Ended, homeAt, json, root } from './command.ts'

interface Problems {
  readonly problems: ReadonlyArray<{
    readonly code: string
    readonly severity: string
    readonly line: number
    readonly column: number
  }>
  readonly summary: { readonly errors: number; readonly warnings: number }
}

const home = homeAt(61_060)
const scratch = mkdtempSync(join(tmpdir(), 'muster-e2e-bad-'))
// PostgreSQL's user must get to the disks below it.
chmodSync(scratch, 0o755)
const minimal = readFileSync(join(root, 'examples/minimal/muster.yaml'), 'utf8')

afterEach(() => home.quiet())
afterAll(async () => {
  await home.remove()
  rmSync(scratch, { recursive: true, force: true })
})

function file(name: string, content: string | Uint8Array): string {
  const path = join(scratch, name)
  writeFileSync(path, content)
  return path
}

/** The minimal plan with passages replaced, each of which must be there. */
function changed(...changes: ReadonlyArray<readonly [from: string, to: string]>): string {
  return changes.reduce((text, [from, to]) => {
    if (!text.includes(from)) throw new Error(`The minimal plan has no "${from}".`)
    return text.replace(from, to)
  }, minimal)
}

/** Whatever goes wrong, nobody is shown the inside of Muster. */
function expectWords({ stdout, stderr }: Ended): void {
  expect(stdout + stderr).not.toMatch(/^\s+at .*[:(]|bug in Muster|node:internal/m)
}

function check(path: string, ...options: readonly string[]): Promise<Ended> {
  return home.muster('check', path, '--as-of', '2026-11-24', ...options)
}

const bomb = [
  'a: &a [x, x, x, x, x, x, x, x, x]',
  ...'bcdefghi'.split('').map((name, index) => {
    const before = `*${'abcdefghi'[index]}`
    return `${name}: &${name} [${Array.from({ length: 9 }, () => before).join(', ')}]`
  }),
].join('\n')

const junk = Uint8Array.from({ length: 30_000 }, (_, index) => (index * index * 31 + index * 7) % 256)

const broken: ReadonlyArray<{ readonly what: string; readonly content: string | Uint8Array; readonly code: string }> = [
  { what: 'an empty file', content: '', code: 'empty-file' },
  { what: 'a list', content: '- a\n- b\n', code: 'not-a-plan' },
  {
    what: 'a file of 10 MB',
    content: `${minimal}${'# padding that nobody reads\n'.repeat(360_000)}`,
    code: 'file-too-large',
  },
  { what: '100,000 open brackets', content: `${minimal}\nbudget: ${'['.repeat(100_000)}`, code: 'nesting-too-deep' },
  { what: 'aliases that unfold to a billion values', content: `${minimal}\n${bomb}\n`, code: 'yaml-alias' },
  {
    what: 'a key that is written twice',
    content: `${minimal}\nregions: { south: { location: x } }\n`,
    code: 'duplicate-key',
  },
  { what: 'bytes that are no text', content: junk, code: 'forbidden-character' },
]

describe('a plan that cannot be read', () => {
  it('is said to be missing where there is no file', async () => {
    const ended = await check(join(scratch, 'nowhere.yaml'))
    expect(ended).toEqual({
      code: 2,
      stdout: '',
      stderr: `muster: There is no file ${join(scratch, 'nowhere.yaml')}.\n`,
    })
  })

  it.each(broken)('because it is $what is refused in words', async ({ what, content, code }) => {
    const path = file(`${what.replaceAll(/\W+/g, '-')}.yaml`, content)
    const told = await check(path)
    expect(told.code).toBe(2)
    expectWords(told)
    expect(told.stdout).toContain(`[${code}]`)
    // Every alias of the text is told, and nothing of what they would unfold to.
    expect(told.stdout.length + told.stderr.length).toBeLessThan(100_000)
    const { problems, summary } = json<Problems>(await check(path, '--json'))
    expect(problems.map((problem) => problem.code)).toContain(code)
    expect(summary.errors).toBe(problems.filter(({ severity }) => severity === 'error').length)
  })

  it('is not rehearsed either', async () => {
    const drilled = await home.muster('drill', file('list.yaml', '- a\n- b\n'))
    expect(drilled).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('[not-a-plan]') as string })
    expectWords(drilled)
    expect(await home.leftovers()).toEqual([])
  })
})

const structural = changed(
  ['metadata: { name: notes,', 'metadata: { nmae: notes,'],
  ['rto: 30m', 'rto: 30 lightyears'],
  ['tier: 1', 'tier: urgent'],
  ['needs: [notes-api]', 'needs: notes-api!'],
  ['class: region', 'class: regoin'],
)
const unwise = changed(
  ['mtd: 4h', 'mtd: 10m'],
  ['needs: [notes-api]', 'needs: [notes-apo]'],
  ['loses: [north]', 'loses: [nort]'],
  ['    signedOff: [{ by: head-of-product, on: 2026-10-05 }]\n', ''],
  ['last: 2026-10-05', 'last: 2025-10-05'],
)

/** Where in a text a passage stands, as an editor counts. */
function placeOf(text: string, passage: string): string {
  const before = text.slice(0, text.indexOf(passage)).split('\n')
  return `${before.length}:${(before.at(-1) ?? '').length + 1}`
}

describe('a plan with several mistakes', () => {
  it('has each of five mistakes of its text told with its place, and ends with 2', async () => {
    const path = file('structural.yaml', structural)
    const ended = await check(path)
    expect(ended.code).toBe(2)
    for (const passage of ['nmae', '30 lightyears', 'urgent', 'notes-api!', 'regoin'])
      expect(ended.stdout).toContain(`${path}:${placeOf(structural, passage)}: error [`)
  })

  it('has each of five findings of the rules told with its place, and ends with 1', async () => {
    const path = file('unwise.yaml', unwise)
    const ended = await check(path)
    expect(ended.code).toBe(1)
    const { problems } = json<Problems>(await check(path, '--json'))
    const found = problems.map(({ code, line }) => `${code} in line ${line}`)
    const lineOf = (passage: string): string => placeOf(unwise, passage).split(':')[0] ?? ''
    for (const [code, passage] of [
      ['mtd-below-rto', 'mtd: 10m'],
      ['unknown-reference', 'notes-apo'],
      ['unknown-reference', 'nort]'],
      ['sign-off-missing', 'write-note'],
      ['review-overdue', 'last: 2025-10-05'],
    ] as const)
      expect(found, ended.stdout).toContain(`${code} in line ${lineOf(passage)}`)
    for (const { line, column, severity } of problems)
      expect(ended.stdout).toContain(severity === 'note' ? `\n  ${line}:${column} ` : `${path}:${line}:${column}: `)
  })

  it('is told in every format, and always with the same exit code', async () => {
    const path = file('formats.yaml', unwise)
    const { problems } = json<Problems>(await check(path, '--format', 'json'))
    const by = async (format: string): Promise<string> => {
      const ended = await check(path, '--format', format)
      expect(ended, format).toMatchObject({ code: 1, stderr: '' })
      return ended.stdout
    }
    const sarif = JSON.parse(await by('sarif')) as { version: string; runs: { results: { ruleId: string }[] }[] }
    expect(sarif.version).toBe('2.1.0')
    expect(sarif.runs[0]?.results.map(({ ruleId }) => ruleId)).toEqual(problems.map(({ code }) => code))
    const junit = await by('junit')
    expect(tagsLeftOpen(junit)).toEqual([])
    expect(junit.match(/<testcase /g)?.length).toBe(problems.length)
    const github = (await by('github')).trimEnd().split('\n')
    const commands = github.filter((line) => /^::(error|warning|notice) file=[^,]+,line=\d+,/.test(line))
    expect(commands).toHaveLength(problems.length)
    const tables = (await by('markdown'))
      .split('\n\n')
      .map((part) => part.split('\n').filter((line) => line.startsWith('|')))
      .filter((rows) => rows.length > 0)
    expect(tables.flat().length).toBe(problems.length + 2 * tables.length)
    for (const rows of tables)
      expect(new Set(rows.map((row) => row.replaceAll('\\|', '').split('|').length)).size).toBe(1)
  })
})

/** Checks that every tag of an XML text is closed in order; attributes and text must hold no bare angle bracket. */
function tagsLeftOpen(xml: string): readonly string[] {
  const open: string[] = []
  for (const [tag, close, name, empty] of xml
    .replace(/^<\?xml[^>]*\?>/, '')
    .matchAll(/<(\/?)([\w-]+)(?:\s+[\w:.-]+="[^"<>]*")*\s*(\/?)>|[<>]/g)) {
    if (name === undefined) return [...open, `${tag} that opens no tag`]
    if (close && open.pop() !== name) return [...open, `</${name}>`]
    if (!close && !empty) open.push(name)
  }
  return open
}

describe('the command line', () => {
  it('lists its commands in the order of a plan’s life', async () => {
    const ended = await home.muster('--help')
    expect(ended).toMatchObject({ code: 0, stderr: '' })
    const listed = (ended.stdout.split('Commands:\n')[1] ?? '').match(/^ {2}[a-z]+/gm)?.map((name) => name.trim())
    expect(listed).toEqual([
      'start',
      'init',
      'import',
      'check',
      'diff',
      'coverage',
      'explain',
      'graph',
      'simulate',
      'years',
      'alive',
      'replay',
      'break',
      'runbook',
      'drill',
      'declare',
      'failover',
      'failback',
      'run',
      'keys',
      'evidence',
      'lab',
      'serve',
    ])
    expect(await home.muster()).toEqual(ended)
  })

  it.each([
    { words: ['chek'], says: '(Did you mean check?)' },
    { words: ['check', '--formt', 'json'], says: '(Did you mean --format?)' },
    { words: ['run', 'shwo', 'x'], says: '(Did you mean show?)' },
    { words: ['check', '--format', 'yaml'], says: 'Allowed choices are human, json' },
    { words: ['check', '--fail-on', 'everything'], says: 'Allowed choices are error, warning' },
    { words: ['simulate', '--runs', '0'], says: 'no whole number from 1 to' },
    { words: ['check', '--as-of', '2026-13-99'], says: 'Write it as 2026-11-24' },
    { words: ['run', 'show', 'nothing'], says: 'There is no run nothing.' },
    { words: ['run', 'resume', '../../etc'], says: '"../../etc" is no name' },
    { words: ['evidence', 'verify', 'nothing'], says: 'There is no evidence nothing' },
    { words: ['drill', 'examples/minimal', '--scenario', 'flood'], says: 'flood' },
    { words: ['drill', 'examples/minimal', '--target', 'tabletop', '--scenario', 'flood'], says: 'flood' },
    { words: ['drill', 'examples/minimal', '--unannounced', '--within', 'soon'], says: 'Write it as 2d, 8h or 30m' },
    { words: ['drill', 'examples/minimal', '--seed', '7'], says: 'add --unannounced' },
    { words: ['drill', 'examples/minimal', '--absent', 'ghost'], says: 'The plan has no contact "ghost"' },
    { words: ['run', 'here', 'nothing', '--as', 'on-call'], says: 'There is no run nothing.' },
    { words: ['lab', 'compare', '--system', 'raft'], says: 'Allowed choices are patroni, pg-auto-failover, muster' },
    { words: ['lab', 'compare', '--within', '3h'], says: 'no time of at most 30m' },
  ])('answers $words with what was meant, and ends with 2', async ({ words, says }) => {
    const ended = await home.muster(...words)
    expect(ended).toMatchObject({ code: 2, stdout: '' })
    expect(ended.stderr).toContain(says)
    expectWords(ended)
  })
})

describe('a lab that cannot be had', () => {
  it('because a port is taken says which, and leaves nothing', async () => {
    const other = await listening('127.0.0.1', home.port)
    try {
      const ended = await home.muster('drill', 'examples/minimal', '--format', 'json')
      expect(ended).toMatchObject({ code: 5, stdout: '' })
      expect(ended.stderr).toContain(`127.0.0.1:${home.port} for its traffic manager`)
      expect(ended.stderr).toMatch(/MUSTER_LAB_PORT=\d+ muster/)
      expectWords(ended)
    } finally {
      await new Promise((resolve) => other.close(resolve))
    }
    expect(await home.leftovers()).toEqual([])
    expect(json<{ runs: unknown[] }>(await home.muster('run', 'list', '--json')).runs).toEqual([])
  })

  it('because PostgreSQL will not start shows the end of its log, and is had the next time', async () => {
    const first = await home.muster('lab', 'up')
    expect(first.code, first.stderr).toBe(0)
    expect((await home.muster('lab', 'down')).code).toBe(0)
    const cache = join(home.path, 'cache')
    const template = join(
      cache,
      readdirSync(cache).find((name) => name.startsWith('postgres-')) ?? '',
      'template-1mb',
      'cluster',
    )
    writeFileSync(join(template, 'global', 'pg_control'), Buffer.alloc(8192))
    const ended = await home.muster('drill', 'examples/minimal', '--format', 'json')
    expect(ended).toMatchObject({ code: 5, stdout: '' })
    expect(ended.stderr).toMatch(/PostgreSQL does not start at [\d.:]+; its log ends:\n(.*\n)*.*(FATAL|PANIC)/)
    expectWords(ended)
    expect(await home.leftovers()).toEqual([])
    const again = await home.muster('lab', 'up')
    expect(again.code, again.stderr).toBe(0)
    expect((await home.muster('lab', 'down')).code).toBe(0)
    expect(await home.leftovers()).toEqual([])
  }, 300_000)

  it('because the state folder is a file says so', async () => {
    const ended = await homeAt(home.port, file('a-file', 'x')).muster('drill', 'examples/minimal')
    expect(ended).toMatchObject({ code: 5, stdout: '' })
    expect(ended.stderr).toMatch(/a-file.* cannot be (written|opened)/)
    expectWords(ended)
  })
})

const disk = smallDisk('disk', '8m')

describe.skipIf('reason' in disk)(
  `a disk that is too small${'reason' in disk ? ` (skipped: ${disk.reason})` : ''}`,
  () => {
    const path = 'path' in disk ? disk.path : ''
    const onDisk = homeAt(home.port, path)
    afterAll(() => execFileSync('umount', [path]))

    it('for the lab is named, with how much is left and how much is needed', async () => {
      const ended = await onDisk.muster('drill', 'examples/minimal')
      expect(ended).toMatchObject({ code: 5, stdout: '' })
      expect(ended.stderr).toMatch(/The disk that holds \S+ has \d MB left; the lab needs about \d+ MB/)
      expectWords(ended)
      expect(await onDisk.leftovers()).toEqual([])
    })

    it('for anything at all is named too', async () => {
      expect(() => writeFileSync(join(path, 'cache', 'filler'), Buffer.alloc(16_000_000))).toThrow('ENOSPC')
      const ended = await onDisk.muster('drill', 'examples/minimal')
      expect(ended).toMatchObject({ code: 5, stdout: '' })
      expect(ended.stderr).toMatch(/cannot be (written|opened).*the disk has space/)
      expectWords(ended)
      expect(await onDisk.leftovers()).toEqual([])
    })
  },
)

const journalDisk = smallDisk('store-disk/store', '320k')

describe.skipIf('reason' in journalDisk)('a disk that fills while a drill runs', () => {
  const path = 'path' in journalDisk ? journalDisk.path : ''
  const onDisk = homeAt(home.port, join(path, '..'))
  afterAll(() => execFileSync('umount', [path]))

  it('breaks the run off in words, and the lab is stopped', async () => {
    const ended = await onDisk.muster('drill', 'examples/minimal', '--format', 'json')
    expect(ended.code, ended.stderr).toBe(3)
    // What was proven before the disk was full stays proven; the way back is then what failed.
    if (ended.stdout !== '')
      expect(json<{ readonly failback: { readonly verdict: string } }>(ended).failback.verdict).toBe('failed')
    expect(ended.stderr).toMatch(/broke off: The store in \S+ cannot be written: .*the disk has space/)
    expectWords(ended)
    expect(await onDisk.leftovers()).toEqual([])
  }, 300_000)
})

/** Mounts a disk of that size, which only root may; else the reason why there is none. */
function smallDisk(name: string, size: string): { readonly path: string } | { readonly reason: string } {
  const path = join(scratch, name)
  mkdirSync(path, { recursive: true })
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size},mode=755`, 'tmpfs', path], { stdio: 'pipe' })
    return { path }
  } catch (error) {
    return { reason: `no small disk can be mounted here: ${(error as Error).message.split('\n')[0]}` }
  }
}

async function listening(host: string, port: number): Promise<Server> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve))
  return server
}
