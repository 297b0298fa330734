import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { createInterface, type Interface } from 'node:readline'
import { expect } from 'vitest'

const root = join(import.meta.dirname, '../../..')

/** Takes every run that it is told of, and writes its first record; says what came of it. */
const racer = `
  import { createInterface } from 'node:readline'
  import { systemClock } from '#execution'
  import { openStore } from '#store'
  const store = openStore(process.argv[1], systemClock)
  await store.runs()
  console.log('ready')
  for await (const run of createInterface(process.stdin)) {
    try {
      const { epoch } = await store.takeLease(run)
      const event = { type: 'noted', data: { text: String(process.pid) }, actor: { name: 'muster', authn: 'muster' }, ts: '2026-11-24T10:00:00.000Z', tsMono: 1 }
      const [record] = await store.append(run, 0, epoch, [event])
      console.log(JSON.stringify({ won: true, epoch, seq: record.seq }))
    } catch ({ kind, message }) {
      console.log(JSON.stringify({ won: false, kind, message }))
    }
  }
  await store.close()
`

interface Racer {
  readonly child: ChildProcess
  readonly lines: Interface
}

interface Result {
  readonly won: boolean
  readonly epoch?: number
  readonly kind?: string
  readonly message?: string
}

/**
 * Lets two processes start the same new runs at once, and expects of each run one winner, and that the loser is told who
 * that is, where and since when.
 * @param names one run each
 * @returns how many runs each of the two has won
 */
export async function races(where: string, names: readonly string[]): Promise<readonly number[]> {
  const racers = [started(where), started(where)]
  const won = [0, 0]
  try {
    await Promise.all(racers.map(said))
    for (const run of names) {
      const answers = Promise.all(racers.map(said))
      for (const { child } of racers) child.stdin?.write(`${run}\n`)
      const results = (await answers).map((line) => JSON.parse(line) as Result)
      const winner = results.findIndex((result) => result.won)
      const loser = results[1 - winner]
      expect(results.filter((result) => result.won)).toEqual([{ won: true, epoch: 1, seq: 1 }])
      expect(loser?.kind).toBe('busy')
      expect(loser?.message).toMatch(
        new RegExp(`driven by process ${racers[winner]?.child.pid} on ${hostname()}, since 20\\d\\d-.*Z\\.`),
      )
      won[winner] = (won[winner] ?? 0) + 1
    }
    return won
  } finally {
    for (const { child } of racers) {
      const ended = new Promise((resolve) => child.once('close', resolve))
      child.stdin?.end()
      if (child.exitCode === null) await ended
    }
  }
}

function started(where: string): Racer {
  const args = ['--conditions=source', '--input-type=module', '-e', racer, where]
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['pipe', 'pipe', 'inherit'] })
  return { child, lines: createInterface(child.stdout) }
}

/** The next line of a racer. */
async function said({ lines }: Racer): Promise<string> {
  const [line] = (await once(lines, 'line')) as [string]
  return line
}
