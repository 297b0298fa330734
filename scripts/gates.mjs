/**
 * The gates that a change must pass, each on its own, so that one failure hides no other.
 *
 * @typedef {{ name: string, what: string, mend: string, run: (options: { write: boolean }) => Promise<Outcome> | Outcome }} Gate
 *   `what` says what holds when it is open, `mend` what to do when it is not; `write` lets it repair what it can
 * @typedef {import('./tool.mjs').Outcome} Outcome
 */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pureNames } from '../rooms.mjs'
import { judgeRooms, judgeTable } from './architecture.mjs'
import { judgeLocks } from './locks.mjs'
import { judgePages } from './pages.mjs'
import { root, tool } from './tool.mjs'

const linted = ['src', 'test', 'bench', 'bin', 'scripts']

/** @type {Gate[]} */
export const gates = [
  {
    name: 'format',
    what: 'every file is laid out by biome',
    mend: 'npm run check -- --write lays them out.',
    run: ({ write }) =>
      tool('@biomejs/biome', 'biome', ['format', '--reporter=summary', ...(write ? ['--write'] : [])]),
  },
  {
    name: 'lint',
    what: 'no floating promise, no any, no console outside cli, no clock in a pure room, 400 lines a file',
    mend: 'Each finding says what to write instead.',
    run: () =>
      tool('oxlint', 'oxlint', ['--quiet', '--format=agent', ...linted.filter((one) => existsSync(join(root, one)))]),
  },
  {
    name: 'types',
    what: 'the compiler agrees, strictly',
    mend: 'See the places above.',
    // What runs in a browser has a browser's names, and nothing else has them.
    run: async () => {
      const projects = ['tsconfig.json', 'src/offline/page/tsconfig.json'].filter((one) => existsSync(join(root, one)))
      const all = await Promise.all(
        projects.map((project) => tool('@typescript/native', 'tsc', ['--noEmit', '--pretty', 'false', '-p', project])),
      )
      return {
        ok: all.every(({ ok }) => ok),
        output: all
          .map(({ output }) => output)
          .filter(Boolean)
          .join('\n'),
      }
    },
  },
  {
    name: 'pure',
    what: 'the pure rooms compile where no Node and no browser exist',
    mend: 'Take what the machine would give as an argument: an instant, a seed, a port.',
    run: compilePure,
  },
  {
    name: 'fences',
    what: 'rooms import only what rooms.mjs allows, by the front door, without cycles',
    mend: 'Each rule says why it is there; the table of rooms is rooms.mjs.',
    run: () =>
      tool('dependency-cruiser', 'depcruise', [
        '--config=.dependency-cruiser.mjs',
        '--output-type=err-long',
        ...['src', 'test', 'bench'].filter((one) => existsSync(join(root, one))),
      ]),
  },
  { name: 'rooms', what: 'src/ has the rooms that rooms.mjs lists', mend: 'See above.', run: judgeRooms },
  {
    name: 'unused',
    what: 'every file, export and dependency is used',
    mend: 'Remove it, or use it.',
    run: () => tool('knip', 'knip', ['--no-progress', '--no-config-hints']),
  },
  {
    name: 'locks',
    what: 'the lock files name no registry and every platform',
    mend: 'npm run check -- --write adds platforms; for addresses set omit-lockfile-registry-resolved and install again.',
    run: judgeLocks,
  },
  {
    name: 'table',
    what: "ARCHITECTURE.md's rooms are those of rooms.mjs",
    mend: 'npm run check -- --write brings it up to date.',
    run: judgeTable,
  },
  {
    name: 'pages',
    what: 'the pages that the program writes about itself are current',
    mend: 'npm run check -- --write brings them up to date.',
    run: judgePages,
  },
]

/**
 * Compiles the pure rooms with the bare language: `node:fs`, `process`, `setTimeout` and `URL` then do not exist.
 * @returns {Promise<Outcome>}
 */
async function compilePure() {
  const home = mkdtempSync(join(tmpdir(), 'muster-pure-'))
  const config = {
    extends: join(root, 'tsconfig.json'),
    compilerOptions: { lib: ['es2024'], types: [], rootDir: root, allowJs: false, checkJs: false },
    include: pureNames.map((name) => join(root, 'src', name, '**/*.ts')),
    exclude: ['*.test.ts', '*.suite.ts', 'testing/**'].map((tests) => join(root, 'src/**', tests)),
  }
  try {
    const project = join(home, 'tsconfig.json')
    writeFileSync(project, JSON.stringify(config, null, 2))
    const args = ['--noEmit', '--pretty', 'false', '--listFiles', '-p', project]
    const { ok, output } = await tool('@typescript/native', 'tsc', args)
    const lines = output.split('\n')
    const findings = lines.filter((line) => /error TS\d+|^\s/.test(line))
    // A package whose types bring Node's would give the machine back to every pure room, unseen.
    if (lines.some((line) => line.includes('node_modules/@types/node/')))
      findings.push(
        "Some import brings Node's types, so that this compile proves nothing: tsc --explainFiles names it.",
      )
    return { ok: ok && findings.length === 0, output: findings.join('\n') }
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}
