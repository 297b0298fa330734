import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rooms } from '../rooms.mjs'

const root = dirname(import.meta.dirname)
const made: string[] = []

afterAll(() => {
  for (const tree of made) rmSync(tree, { recursive: true, force: true })
})

/** A tree with the real rules and a small source in every room, and the files given in addition. */
function treeWith(files: Readonly<Record<string, string>>): string {
  const tree = mkdtempSync(join(tmpdir(), 'muster-fences-'))
  made.push(tree)
  const rules = ['scripts', 'rooms.mjs', '.dependency-cruiser.mjs', 'oxlint.config.ts', 'tsconfig.json', 'package.json']
  for (const name of rules) cpSync(join(root, name), join(tree, name), { recursive: true })
  symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'), 'junction')
  const fronts: Record<string, string> = {}
  for (const room of Object.keys(rooms)) fronts[`src/${room}/index.ts`] = `export const room = '${room}'\n`
  for (const [file, text] of Object.entries({ ...fronts, ...files })) {
    mkdirSync(dirname(join(tree, file)), { recursive: true })
    writeFileSync(join(tree, file), text)
  }
  return tree
}

/** Passes gates in a tree. */
function pass(tree: string, ...gates: string[]): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [join(tree, 'scripts/check.mjs'), ...gates], (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, output: stdout + stderr }),
    )
  })
}

test('a tree without faults passes the gates', async () => {
  const tree = treeWith({
    'src/cli/main.ts': "import { room } from '#muster'\n\nconsole.log(room, Date.now(), new Date())\n",
    'src/plan/index.test.ts':
      "import { readFileSync } from 'node:fs'\nimport { room } from '#units'\n\nreadFileSync(room)\n",
    'src/plan/index.ts': "export { parse } from 'yaml'\nexport { room } from '#units'\n",
    'src/lab/index.ts':
      "import type { Client } from 'pg'\nexport type Connection = Client\nexport const room = 'lab'\n",
    'src/simulation/index.ts': 'export const room = new Date(Date.UTC(2026, 0) + Math.max(1, 2)).getUTCHours()\n',
  })
  const { code, output } = await pass(tree, 'fences', 'rooms', 'lint', 'pure', 'types')
  expect(output).not.toContain('✗')
  expect(code).toBe(0)
})

interface Fault {
  readonly file: string
  readonly text: string
  /** What one line of the gate's findings must have, beside the file. */
  readonly says: string
}

/** Faults by the gate that must refuse them; each is one file, so that a finding tells which fault it means. */
const planted: Record<string, Record<string, Fault>> = {
  fences: {
    'a relative path through the wall of another room': {
      file: 'src/plan/relative.ts',
      text: "export { room } from '../units/index.ts'\n",
      says: 'front-door-only: src/plan/relative.ts → src/units/index.ts',
    },
    'an import of a room that is not allowed': {
      file: 'src/plan/upwards.ts',
      text: "export { room } from '#runbook'\n",
      says: 'room-plan: src/plan/upwards.ts → src/runbook/index.ts',
    },
    'a type import of an impure room in a pure one': {
      file: 'src/evidence/impure.ts',
      text: "import type * as execution from '#execution'\nexport type Fault = typeof execution.room\n",
      says: 'room-evidence: src/evidence/impure.ts → src/execution/index.ts',
    },
    'the composition imported from below': {
      file: 'src/drill/below.ts',
      text: "export { room } from '#muster'\n",
      says: 'composition-is-for-doors: src/drill/below.ts → src/muster/index.ts',
    },
    'a built-in of Node in a pure room': {
      file: 'src/catalog/built-in.ts',
      text: "export { readFileSync } from 'node:fs'\n",
      says: 'pure-has-no-machine: src/catalog/built-in.ts → fs',
    },
    'an external package that the room does not list': {
      file: 'src/journal/package.ts',
      text: "export { parse } from 'yaml'\n",
      says: 'packages-of-journal: src/journal/package.ts → ',
    },
    'a type of a package that the room does not list': {
      file: 'src/execution/package-type.ts',
      text: "import type { Client } from 'pg'\nexport type Fault = Client\n",
      says: 'packages-of-execution: src/execution/package-type.ts → ',
    },
    'a cycle of types within a room': {
      file: 'src/units/cycle.ts',
      text: "import type { room } from './cycle-back.ts'\nexport type Fault = typeof room\n",
      says: 'no-cycle: src/units/cycle-back.ts → ',
    },
    'a test imported by the program': {
      file: 'src/lab/tested.ts',
      text: "export { room } from './index.test.ts'\n",
      says: 'nothing-imports-a-test: src/lab/tested.ts → src/lab/index.test.ts',
    },
    'an import that leads nowhere': {
      file: 'src/server/nowhere.ts',
      text: "export { room } from './gone.ts'\n",
      says: 'resolves: src/server/nowhere.ts → ./gone.ts',
    },
    'a file that nothing knows': {
      file: 'src/server/alone.ts',
      text: 'export const alone = true\n',
      says: 'no-orphan: src/server/alone.ts',
    },
  },
  rooms: {
    'a folder that is no room': {
      file: 'src/helpers/index.ts',
      text: "export const room = 'helpers'\n",
      says: 'src/helpers is not a room',
    },
    'a room without a front door': {
      file: 'src/spare/spare.ts',
      text: 'export {}\n',
      says: 'src/spare has no front door',
    },
  },
  lint: {
    'the clock of Date.now in a pure room': {
      file: 'src/simulation/now.ts',
      text: 'export const fault = Date.now()\n',
      says: 'src/simulation/now.ts:1:22: error rooms(pure): A pure room has no clock. Take the instant as an argument',
    },
    'the clock of new Date() in a pure room': {
      file: 'src/simulation/new-date.ts',
      text: 'export const fault = new Date()\n',
      says: 'src/simulation/new-date.ts:1:22: error rooms(pure): A pure room has no clock. Take the instant as an argument',
    },
    'a clock under another name in a pure room': {
      file: 'src/simulation/renamed.ts',
      text: 'const { now } = Date\nexport const fault = now()\n',
      says: 'src/simulation/renamed.ts:1:7: error rooms(pure): A pure room has no clock',
    },
    'randomness in a pure room': {
      file: 'src/simulation/random.ts',
      text: "export const fault = Math['random']()\n",
      says: 'src/simulation/random.ts:1:22: error rooms(pure): A pure room has no randomness. Take a seed as an argument',
    },
    "the machine's time zone in a pure room": {
      file: 'src/report/zone.ts',
      text: 'export const fault = new Date(0).getHours()\n',
      says: "src/report/zone.ts:1:22: error rooms(pure): A pure room does not know the machine's time zone",
    },
    'a timer in a pure room': {
      file: 'src/runbook/timer.ts',
      text: 'export const fault = setTimeout(String, 1)\n',
      says: "src/runbook/timer.ts:1:22: error eslint(no-restricted-globals): Unexpected use of 'setTimeout'. A pure room has no timers",
    },
    'a promise that nobody waits for': {
      file: 'src/execution/floating.ts',
      text: 'async function fault(): Promise<void> {}\nexport function start(): void {\n  fault()\n}\n',
      says: 'src/execution/floating.ts:3:3: error typescript(no-floating-promises)',
    },
    'an any': {
      file: 'src/store/any.ts',
      text: 'export const fault: any = 1\n',
      says: 'src/store/any.ts:1:21: error typescript(no-explicit-any)',
    },
    'a word to the console outside cli': {
      file: 'src/drill/console.ts',
      text: "console.log('fault')\n",
      says: 'src/drill/console.ts:1:1: error eslint(no-console)',
    },
    'a file of more than 400 lines': {
      file: 'src/lab/long.ts',
      text: Array.from({ length: 401 }, (_, i) => `export const fault${i} = ${i}\n`).join(''),
      says: 'error eslint(max-lines): File has too many lines (401)',
    },
  },
  pure: {
    'the process in a pure room': {
      file: 'src/checks/process.ts',
      text: 'export const fault = process.env\n',
      says: "src/checks/process.ts(1,22): error TS2591: Cannot find name 'process'",
    },
    'an address of the network in a pure room': {
      file: 'src/checks/url.ts',
      text: "export const fault = new URL('https://example.org')\n",
      says: "src/checks/url.ts(1,26): error TS2304: Cannot find name 'URL'",
    },
  },
}

for (const [gate, faults] of Object.entries(planted)) {
  describe(`the gate of ${gate}`, () => {
    let found: { code: number; output: string }

    beforeAll(async () => {
      const files = Object.values(faults).map(({ file, text }) => [file, text])
      const around = {
        'src/lab/index.test.ts': "export const room = 'lab'\n",
        'src/units/cycle-back.ts': "import type { Fault } from './cycle.ts'\nexport const room: Fault | string = ''\n",
      }
      found = await pass(treeWith({ ...around, ...Object.fromEntries(files) }), gate)
    })

    test('is shut by faults', () =>
      expect(found).toMatchObject({ code: 1, output: expect.stringContaining(`✗ ${gate}`) }))

    for (const [name, { says }] of Object.entries(faults))
      test(`refuses ${name}`, () => expect(found.output).toContain(says))
  })
}
