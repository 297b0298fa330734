import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { json } from './command.ts'
import { muster } from './program.ts'

interface Problems {
  readonly problems: ReadonlyArray<{ readonly code: string; readonly severity: string; readonly file: string }>
  readonly suppressed: readonly object[]
  readonly summary: Readonly<Record<'errors' | 'warnings' | 'notes' | 'suppressed', number>>
}

const day = ['--as-of', '2026-11-24']
let folder: string

const git = (...words: readonly string[]) =>
  execFileSync('git', ['-c', 'user.name=test', '-c', 'user.email=test@shop.example', ...words], { cwd: folder })

beforeAll(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'muster-plan-commands-')))
  git('init', '--quiet', '--initial-branch=main')
  await muster(folder, 'init', '--name', 'shop', '--strategy', 'warm-standby')
  git('add', 'muster.yaml')
  git('commit', '--quiet', '--message=plan')
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('muster init', () => {
  test('asks nothing without a terminal, and writes a plan and the schema', async () => {
    const sub = join(folder, 'archive')
    mkdirSync(sub)
    const { code, stdout, stderr } = await muster(sub, 'init', '--strategy', 'backup-restore', '--json')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(JSON.parse(stdout)).toMatchObject({ plan: 'muster.yaml', name: 'archive', tier: 3, ignored: false })
    expect(readFileSync(join(sub, 'muster.yaml'), 'utf8').split('\n')[0]).toBe(
      '# yaml-language-server: $schema=../.muster/plan.schema.json',
    )
    expect(JSON.parse(readFileSync(join(folder, '.muster/plan.schema.json'), 'utf8'))).toHaveProperty('properties')
    rmSync(sub, { recursive: true })
  })

  test('replaces no plan that is there, unless it is told to', async () => {
    const before = readFileSync(join(folder, 'muster.yaml'), 'utf8')
    const refused = await muster(folder, 'init', '--tier', '2')
    expect({ code: refused.code, stdout: refused.stdout }).toEqual({ code: 4, stdout: '' })
    expect(refused.stderr).toContain('--force')
    expect(readFileSync(join(folder, 'muster.yaml'), 'utf8')).toBe(before)
  })

  test('writes nothing where answers do not go together', async () => {
    const empty = join(folder, 'none')
    mkdirSync(empty)
    const { code, stderr } = await muster(empty, 'init', '--strategy', 'backup-restore', '--tier', '0')
    expect(code).toBe(2)
    expect(stderr).toContain('Tier 0 asks for more than backup-restore can give')
    expect(existsSync(join(empty, 'muster.yaml'))).toBe(false)
    rmSync(empty, { recursive: true })
  })
})

describe('muster check', () => {
  test('of a first plan has notes alone, which can be hidden, counted or made to fail', async () => {
    const [all, hidden, failing] = await Promise.all([
      muster(folder, 'check', '--json'),
      muster(folder, 'check', '--quiet'),
      muster(folder, 'check', '--fail-on', 'note', '--no-notes', '--json'),
    ])
    const found = json<Problems>(all)
    expect(found.summary).toMatchObject({ errors: 0, warnings: 0 })
    expect(new Set(found.problems.map(({ severity }) => severity))).toEqual(new Set(['note']))
    expect(hidden.stdout).toBe(`${found.summary.notes} notes (notes are not shown)\n`)
    expect([all.code, hidden.code, failing.code]).toEqual([0, 0, 1])
    expect(json<Problems>(failing).problems).toEqual([])
  })

  test('lists the defaults that are in force', async () => {
    const { code, stdout } = await muster(folder, 'check', '--explain-defaults')
    expect(code).toBe(0)
    expect(stdout).toMatch(/flows\.main\.serviceLevel\.success +99% +A flow counts/)
  })

  test('of a portfolio tells of every plan in it', async () => {
    const other = readFileSync(join(folder, 'muster.yaml'), 'utf8').replace('name: shop', 'name: billing')
    mkdirSync(join(folder, 'all'))
    writeFileSync(join(folder, 'all/shop.yaml'), readFileSync(join(folder, 'muster.yaml')))
    writeFileSync(join(folder, 'all/billing.yaml'), other.replace('rto: 1h', 'rto: 12h'))
    writeFileSync(
      join(folder, 'all/portfolio.yaml'),
      'apiVersion: muster/v1\nkind: Portfolio\nmetadata: { name: all, owner: platform }\nworkloads:\n  shop: { plan: shop.yaml }\n  billing: { plan: billing.yaml }\n',
    )
    const { code, stdout } = await muster(folder, 'check', 'all/portfolio.yaml', '--json')
    const { problems } = JSON.parse(stdout) as Problems
    expect(code).toBe(1)
    expect(new Set(problems.map(({ file }) => file))).toEqual(new Set(['all/billing.yaml', 'all/shop.yaml']))
    expect(problems.filter(({ severity }) => severity === 'error').map(({ file }) => file)).toContain(
      'all/billing.yaml',
    )
  })
})

describe('muster diff', () => {
  test('tells what the working tree does to a revision', async () => {
    const path = join(folder, 'muster.yaml')
    const before = readFileSync(path, 'utf8')
    writeFileSync(path, before.replace('rto: 1h', 'rto: 30m').replace('type: web-service', 'type: kubernetes'))
    const { code, stdout } = await muster(folder, 'diff', 'main', '--json', ...day)
    writeFileSync(path, before)
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      same: false,
      base: 'main:muster.yaml',
      head: 'muster.yaml',
      objectives: [{ flow: 'main', class: 'default', objective: 'rto', base: '1h', head: '30m', promises: 'more' }],
      components: { changed: [{ component: 'service', paths: ['type'] }] },
      runbooks: [
        { scenario: 'eastus2-lost', direction: 'failover', change: 'changed' },
        { scenario: 'eastus2-lost', direction: 'failback', change: 'changed' },
      ],
    })
  })

  test('of a plan and itself is nothing', async () => {
    const { code, stdout } = await muster(folder, 'diff', 'muster.yaml', 'HEAD', ...day)
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: 'muster.yaml to HEAD:muster.yaml\n\nNothing differs that matters to a recovery.\n',
    })
  })

  test('takes no option of git for a revision', async () => {
    const { code, stderr } = await muster(folder, 'diff', '--', '--output=owned')
    expect(code).toBe(2)
    expect(stderr).toContain('neither a file nor a revision')
    expect(existsSync(join(folder, 'owned'))).toBe(false)
  })
})

describe('muster explain', () => {
  test('tells of a rule what, why, how to fix it, what it answers, and shows it', async () => {
    const { code, stdout } = await muster(folder, 'explain', 'rpo-backup-interval')
    expect(code).toBe(0)
    for (const part of ['rule, error', 'How to fix', 'Requirements', 'backup-restore.policies.c3', 'Wrong:', 'Right:'])
      expect(stdout).toContain(part)
  })

  test('names the nearest of a word that it does not know', async () => {
    const { code, stdout, stderr } = await muster(folder, 'explain', 'rpo-backup-intervall')
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain('Did you mean "rpo-backup-interval"?')
  })
})

describe('muster coverage', () => {
  test('of the product has an answer to every requirement', async () => {
    const { requirements, summary } = json<{
      requirements: ReadonlyArray<{ id: string; answeredBy: readonly object[]; grade?: string; openBecause?: string }>
      summary: { total: number; answered: number; inPart: number }
    }>(await muster(folder, 'coverage', '--json'))
    expect(summary).toMatchObject({ total: requirements.length, answered: requirements.length })
    expect(summary.inPart).toBe(requirements.filter(({ openBecause }) => openBecause !== undefined).length)
    expect(requirements.every(({ answeredBy, grade }) => answeredBy.length > 0 && grade === undefined)).toBe(true)
  })

  test('of a plan counts grades apart, and proves nothing by itself', async () => {
    const { plan, summary } = json<{ plan: string; summary: Record<string, number> }>(
      await muster(folder, 'coverage', 'muster.yaml', '--json', ...day),
    )
    expect(plan).toBe('shop')
    expect(summary).toMatchObject({ proven: 0, observed: 0, attested: 0, 'needs-verified': 0 })
    expect(summary['declared']).toBeGreaterThan(0)
  })

  test('of what is no plan is refused', async () => {
    writeFileSync(join(folder, 'broken.yaml'), 'apiVersion: muster/v1\nkind: Plan\nflows: [\n')
    const { code, stdout, stderr } = await muster(folder, 'coverage', 'broken.yaml')
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toContain('[yaml-syntax]')
  })
})

test('a day that no month has is no date', async () => {
  const { code, stderr } = await muster(folder, 'check', '--as-of', '2026-02-30')
  expect(code).toBe(2)
  expect(stderr).toContain('"2026-02-30" is no date')
})

test('commands that take one plan say so of a portfolio', async () => {
  const sub = join(folder, 'several')
  mkdirSync(sub)
  writeFileSync(join(sub, 'portfolio.yaml'), 'apiVersion: muster/v1\nkind: Portfolio\n')
  for (const command of ['graph', 'coverage', 'simulate']) {
    const { code, stderr } = await muster(sub, command, 'portfolio.yaml')
    expect([command, code, stderr]).toEqual([
      command,
      2,
      'muster: portfolio.yaml is a portfolio, which only `muster check` takes. Name one of its plans.\n',
    ])
  }
  rmSync(sub, { recursive: true })
})
