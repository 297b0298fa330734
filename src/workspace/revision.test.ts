import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { filesAt, revisionOf } from './index.ts'

let root: string

const git = (...words: readonly string[]): string =>
  execFileSync('git', ['-c', 'user.name=test', '-c', 'user.email=test@shop.example', ...words], {
    cwd: root,
    encoding: 'utf8',
  }).trim()

beforeAll(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'muster-revision-')))
  git('init', '--quiet', '--initial-branch=main')
  mkdirSync(join(root, 'plans/parts'), { recursive: true })
  writeFileSync(join(root, 'plans/muster.yaml'), 'first\n')
  writeFileSync(join(root, 'plans/parts/flows.yaml'), 'flows\n')
  symlinkSync('/etc/hostname', join(root, 'plans/link.yaml'))
  git('add', '--all')
  git('commit', '--quiet', '--message=first')
  git('tag', 'v1.0')
  writeFileSync(join(root, 'plans/muster.yaml'), 'second\n')
  git('commit', '--quiet', '--all', '--message=second')
})

afterAll(() => rmSync(root, { recursive: true, force: true }))

describe('a revision', () => {
  it.each(['v1.0', 'HEAD~1', 'main~1', 'HEAD^'])('%s gives a file as it was', (word) => {
    expect(revisionOf(root, word).read(join(root, 'plans/muster.yaml'))).toBe('first\n')
  })

  it('has no files outside the checkout, no links, no folders, and none that it lacks', () => {
    const at = revisionOf(join(root, 'plans'), 'HEAD')
    for (const path of ['../../etc/hostname', 'plans/link.yaml', 'plans', 'plans/none.yaml', '.', 'plans/*.yaml'])
      expect([path, at.read(join(root, path))]).toEqual([path, undefined])
  })

  it('gives files that a plan includes, by the name of the revision', () => {
    const read = filesAt(revisionOf(root, 'HEAD'), join(root, 'plans/muster.yaml'))
    expect(read('HEAD:muster.yaml', 'parts/flows.yaml')).toEqual({ file: 'HEAD:parts/flows.yaml', text: 'flows\n' })
    expect(read('HEAD:muster.yaml', '../../x.yaml')).toMatchObject({ code: 'file-missing' })
  })

  it.each([
    '--upload-pack=touch /tmp/owned',
    '-c',
    '--output=/tmp/owned',
    'ext::sh -c id',
    'main..v1.0',
    'HEAD:plans/muster.yaml',
    'HEAD^{/first}',
    ':/first',
    '@{-1}',
    'main\n--all',
    'main;id',
    'a'.repeat(300),
    '',
  ])('%j is none, and git is not asked', (word) => {
    expect(() => revisionOf(root, word)).toThrow('neither a file nor a revision')
  })

  it('that git does not know is told', () => {
    expect(() => revisionOf(root, 'no-such-branch')).toThrow('git knows no commit of that name')
    expect(() => revisionOf('/', 'main')).toThrow('is in no git checkout')
  })

  it('is read with an environment of its own', () => {
    process.env['GIT_DIR'] = '/nowhere'
    try {
      expect(revisionOf(root, 'main').read(join(root, 'plans/muster.yaml'))).toBe('second\n')
    } finally {
      delete process.env['GIT_DIR']
    }
  })
})
