import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { importers } from '#inventory'
import { root } from '../command.ts'
import { seeds } from './seeds.ts'

/** How long each importer is fuzzed. */
const seconds = Number(process.env['MUSTER_FUZZ_SECONDS'] ?? 300)

/** What was found in earlier runs, from which the next begins; no part of the project. */
const found = process.env['MUSTER_FUZZ_FOUND'] ?? join(root, 'node_modules/.cache/fuzz')

interface Result {
  readonly runs: number
  readonly kept: number
  readonly refused: number
  readonly slowest: number
  readonly megabytes: number
}

/** Runs one importer in a process of its own with 512 MB, and takes it down where it hangs. */
function fuzzed(format: string): Promise<Result> {
  const folder = join(found, format)
  const words = [
    '--conditions=source',
    '--max-old-space-size=300',
    join(import.meta.dirname, 'run.ts'),
    format,
    String(seconds),
    folder,
    String(Date.now() % 2 ** 31),
  ]
  const child = spawn(process.execPath, words, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] })
  const text = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (more: string) => (text[name] += more))
  const late = setTimeout(() => child.kill('SIGKILL'), (seconds + 60) * 1000)
  return new Promise((resolve, reject) => {
    child.on('close', (code, signal) => {
      clearTimeout(late)
      if (code === 0) resolve(JSON.parse(text.stdout.trim().split('\n').at(-1) ?? '') as Result)
      else {
        const input = readFileSync(join(folder, 'current'), 'utf8').slice(0, 2000)
        reject(
          new Error(
            `${format} ended by ${signal ?? code} of ${folder}/current:\n${input}\n${text.stderr.slice(0, 4000)}`,
          ),
        )
      }
    })
  })
}

describe.each(importers.map(({ format }) => format))('the importer of %s', (format) => {
  it('has an input to begin with', () => {
    expect(seeds[format]?.length).toBeGreaterThan(0)
  })

  it(
    'crashes of no text, hangs on none, and stays within its memory',
    async () => {
      const result = await fuzzed(format)
      process.stderr.write(`${JSON.stringify(result)}\n`)
      expect(result.runs).toBeGreaterThan(100)
      expect(result.slowest).toBeLessThan(1000)
      expect(result.megabytes).toBeLessThan(512)
    },
    (seconds + 120) * 1000,
  )
})
