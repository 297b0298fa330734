import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { hostname, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const root = dirname(import.meta.dirname)
const made: string[] = []

afterAll(() => {
  for (const tree of made) rmSync(tree, { recursive: true, force: true })
})

const program = `import { greeting } from '#units'

const [word = ''] = process.argv.slice(2)
console.log(greeting, ...process.argv.slice(2))
if (word === 'interrupt') {
  let heard = 0
  const hold = setInterval(() => {}, 1000)
  process.on('SIGINT', () => {
    console.log('interrupted')
    if (++heard === 2) clearInterval(hold)
  })
  process.kill(process.pid, 'SIGINT')
  process.kill(process.pid, 'SIGINT')
  setTimeout(() => process.kill(process.pid, 'SIGINT'), 400)
}
process.exitCode = word === 'fail' ? 3 : 0
`

/** A checkout with nothing installed, whose lock file names no package, so that setting it up needs no network. */
function checkout(): string {
  const tree = mkdtempSync(join(tmpdir(), 'muster-launch-'))
  made.push(tree)
  for (const name of ['bin', 'package.json', '.npmrc']) cpSync(join(root, name), join(tree, name), { recursive: true })
  const { imports, engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const bare = { name: 'muster', version: '0.1.0', type: 'module', imports, engines }
  write(tree, 'package.json', JSON.stringify(bare))
  write(tree, 'package-lock.json', JSON.stringify({ ...bare, lockfileVersion: 3, packages: { '': bare } }))
  write(tree, 'src/units/index.ts', "export const greeting: string = 'at your service'\n")
  write(tree, 'src/cli/main.ts', program)
  return tree
}

function write(tree: string, file: string, text: string): void {
  mkdirSync(dirname(join(tree, file)), { recursive: true })
  writeFileSync(join(tree, file), text)
}

function start(tree: string, ...args: string[]): Promise<{ code: number; out: string; said: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [join(tree, 'bin/muster'), ...args], { cwd: tmpdir() }, (error, out, said) =>
      resolve({ code: error ? Number(error.code) : 0, out, said }),
    )
  })
}

const setUp = 'Setting up: packages …\n'

describe('a checkout', () => {
  let ready: string

  beforeAll(async () => {
    ready = checkout()
    await start(ready)
  })

  test('is set up by the first start, and found ready by the second', async () => {
    const tree = checkout()
    expect(await start(tree, 'a', 'b c')).toEqual({ code: 0, out: 'at your service a b c\n', said: setUp })
    expect(await start(tree)).toEqual({ code: 0, out: 'at your service\n', said: '' })
    expect(existsSync(join(tree, '.setup.lock'))).toBe(false)
  })

  test('is set up again once its lock file has changed', async () => {
    const lock = join(ready, 'package-lock.json')
    writeFileSync(lock, `${readFileSync(lock, 'utf8')}\n`)
    expect((await start(ready)).said).toBe(setUp)
  })

  test('is set up once when two start at the same time', async () => {
    const tree = checkout()
    const both = await Promise.all([start(tree), start(tree)])
    expect(both.map(({ code, out }) => ({ code, out }))).toEqual([
      { code: 0, out: 'at your service\n' },
      { code: 0, out: 'at your service\n' },
    ])
    expect(both.filter(({ said }) => said.includes(setUp))).toHaveLength(1)
  })

  test('is set up although somebody died over it', async () => {
    const tree = checkout()
    const gone = spawn(process.execPath, ['--version'], { stdio: 'ignore' })
    await once(gone, 'exit')
    write(tree, '.setup.lock/owner', JSON.stringify({ pid: gone.pid, host: hostname(), since: '1' }))
    expect(await start(tree)).toEqual({ code: 0, out: 'at your service\n', said: setUp })
  })

  test('says what npm could not do, and leaves nothing half done for the next start', async () => {
    const tree = checkout()
    const lock = join(tree, 'package-lock.json')
    const whole = readFileSync(lock, 'utf8')
    writeFileSync(lock, '{')
    const { code, out, said } = await start(tree)
    expect({ code, out }).toEqual({ code: 5, out: '' })
    expect(said).toContain(`npm could not install what ${lock} names`)
    writeFileSync(lock, whole)
    expect((await start(tree)).code).toBe(0)
  })

  test('hands its exit code through', async () => {
    expect((await start(ready, 'fail')).code).toBe(3)
  })

  test('counts a signal that comes twice at once as one, and a later one as another', async () => {
    const { out } = await start(ready, 'interrupt')
    expect(out).toBe('at your service interrupt\ninterrupted\ninterrupted\n')
  })

  test('refuses a command that it does not have', async () => {
    const launcher = join(ready, 'bin/launch.cjs')
    const [code] = await once(spawn(process.execPath, [launcher, 'tset'], { stdio: 'ignore' }), 'exit')
    expect(code).toBe(2)
  })
})

test('a published package, which has no source, runs what was built', async () => {
  const tree = checkout()
  rmSync(join(tree, 'src'), { recursive: true })
  write(tree, 'dist/cli/main.js', 'console.log(...process.argv.slice(2))\n')
  expect(await start(tree, 'built')).toEqual({ code: 0, out: 'built\n', said: '' })
})

test('a Node serves from 22.18 on in its line, and from 24.11 on', () => {
  const { serves } = createRequire(import.meta.url)('../bin/setup.cjs')
  const versions = [
    'v18.20.0',
    'v20.20.2',
    'v22.17.9',
    'v22.18.0',
    'v22.21.3',
    'v23.11.0',
    'v24.10.9',
    'v24.11.0',
    'v26.0.0',
  ]
  expect(versions.filter((version) => serves(root, version))).toEqual(['v22.18.0', 'v22.21.3', 'v24.11.0', 'v26.0.0'])
})
