import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { killIn, markOf, processesIn, sweep } from './sweep.ts'

const started: ChildProcess[] = []
const directories: string[] = []
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL')
  for (const directory of directories.splice(0)) rmSync(directory, { recursive: true, force: true })
})

/** A run's folder, and what is at work in it. */
function run(programs: readonly string[] = []) {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'muster-compare-')))
  directories.push(directory)
  for (const place of ['east', 'west']) mkdirSync(join(directory, place))
  return { traces: { directory, programs }, east: join(directory, 'east'), west: join(directory, 'west') }
}

/** Something that waits in a folder, once it is what it is to be. */
async function waiting(cwd: string, env: Readonly<Record<string, string>>, program = 'sleep') {
  const args = program === 'sleep' ? ['300'] : ['--eval', 'setInterval(() => {}, 1000)']
  const path = program === 'sleep' ? '/bin/sleep' : program
  const child = spawn(path, args, { cwd, env, stdio: 'ignore' })
  started.push(child)
  await once(child, 'spawn')
  return child
}

const ended = (child: ChildProcess) => once(child, 'exit')
const lives = ({ exitCode, signalCode }: ChildProcess) => exitCode === null && signalCode === null

test.runIf(process.platform === 'linux')(
  'whoever only stands in a folder of a run is none of it, neither at the fault nor at the end',
  async () => {
    const { traces, east } = run()
    const reader = await waiting(east, { HOME: '/home/somebody' })
    const ofAnother = await waiting(east, markOf(`${traces.directory}-2`))
    const part = await waiting(east, { HOME: east, ...markOf(traces.directory) })
    expect(processesIn(traces)).toEqual([part.pid])
    killIn(traces, east)
    await ended(part)
    const late = await waiting(east, markOf(traces.directory))
    await Promise.all([sweep(traces, undefined), ended(late)])
    expect({ reader: lives(reader), ofAnother: lives(ofAnother), folder: existsSync(traces.directory) }).toEqual({
      reader: true,
      ofAnother: true,
      folder: false,
    })
  },
)

test.runIf(process.platform === 'linux')('a fault takes what works in its own place', async () => {
  const { traces, east, west } = run()
  const [here, there] = [await waiting(east, markOf(traces.directory)), await waiting(west, markOf(traces.directory))]
  killIn(traces, east)
  await ended(here)
  expect(processesIn(traces)).toEqual([there.pid])
})

test.runIf(process.platform === 'linux')(
  'what has no environment left, as children of PostgreSQL, is known by its program',
  async () => {
    const { traces, east } = run([realpathSync(process.execPath)])
    const ours = await waiting(east, {}, process.execPath)
    await waiting(east, {})
    await waiting(east, { HOME: '/home/somebody' }, process.execPath)
    expect(processesIn(traces)).toEqual([ours.pid])
  },
)
