import { execFile } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'

const root = dirname(import.meta.dirname)
const run = promisify(execFile)
let tree: string
let unpacked: string

beforeAll(async () => {
  tree = mkdtempSync(join(tmpdir(), 'muster-package-'))
  for (const name of readdirSync(root))
    if (!['node_modules', 'dist', '.git', '.muster', 'tools'].includes(name) && !name.startsWith('.setup.lock'))
      cpSync(join(root, name), join(tree, name), { recursive: true, filter: (from) => !from.includes('node_modules') })
  symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'), 'junction')
  await run(process.execPath, [join(tree, 'scripts/build.mjs')])
  const shell = process.platform === 'win32'
  const { stdout } = await run('npm', ['pack', '--json', '--silent', '--offline'], { cwd: tree, shell })
  await run('tar', ['xzf', nameIn(stdout)], { cwd: tree })
  unpacked = join(tree, 'package')
  symlinkSync(join(root, 'node_modules'), join(unpacked, 'node_modules'), 'junction')
})

afterAll(() => rmSync(tree, { recursive: true, force: true }))

/** The name of the archive, which npm has told in a list and in an object. */
function nameIn(told: string): string {
  return /"filename":\s*"([^"]+)"/.exec(told)?.[1] ?? ''
}

test('what is published tells its version, without any source', async () => {
  expect(existsSync(join(unpacked, 'src'))).toBe(false)
  const { stdout, stderr } = await run(process.execPath, [join(unpacked, 'bin/muster'), '--version'])
  expect({ stdout, stderr }).toEqual({ stdout: '0.1.0\n', stderr: '' })
})

test('what is published checks the example that comes with it', async () => {
  const plan = join(unpacked, 'examples/contoso-orders/muster.yaml')
  const { stdout } = await run(process.execPath, [join(unpacked, 'bin/muster'), 'check', plan, '--format', 'json'])
  expect(JSON.parse(stdout)).toMatchObject({ summary: { errors: 0 } })
})

test('what is published has what a user needs, and nothing of our tests, tools and locks', () => {
  const files = readdirSync(unpacked, { recursive: true, encoding: 'utf8' }).filter(
    (name) => !name.startsWith('node_modules'),
  )
  expect(
    files.filter((name) => /\.test\.|\.suite\.|golden|testing|package-lock|tools|scripts|setup/.test(name)),
  ).toEqual([])
  expect(files.filter((name) => /^bin[/\\]/.test(name)).sort()).toEqual(
    ['muster', 'package.json', 'program.cjs'].map((name) => join('bin', name)),
  )
  expect(files).toContain(join('dist', 'muster', 'index.d.ts'))
})
