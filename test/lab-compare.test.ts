import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { CompareReport } from '#report'
import { json } from './command.ts'
import { muster, musterWith } from './program.ts'

// Nothing is run here that needs packages of the system, but for the one test that says so.

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'muster-comparing-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** One run as it is kept, of whatever system, measured as runs are measured now. */
const record = {
  ...{ settings: 'tuned', fault: 'partition', method: 1, at: '2026-11-29T12:00:00Z', delay: 40, took: 50 },
  ...{ pace: { ttl: 6, loop: 1, timeout: 2 }, versions: {}, downtime: 6, clientGap: 6.5, detect: 5.5, lost: 0 },
  ...{ acknowledged: 100, writesPerSecond: 200 },
}

/** Keeps lines as the runs of earlier calls. */
function kept(...lines: readonly string[]): void {
  mkdirSync(join(folder, '.muster', 'compare'), { recursive: true })
  writeFileSync(join(folder, '.muster', 'compare', 'runs.jsonl'), lines.join('\n'))
}

test('a line of a kept run that was broken off is left out; one that is damaged is told, and the code is 3', async () => {
  kept('{"system":"muster","fau')
  expect(await muster(folder, 'lab', 'compare', '--list')).toMatchObject({ code: 0, stderr: '' })
  kept('{"system":"muster","fau', '')
  expect(await muster(folder, 'lab', 'compare', '--list')).toMatchObject({
    code: 3,
    stderr: expect.stringMatching(/runs\.jsonl:1 is no kept run\. Remove that line/),
  })
})

test('where both sides took writes in a run shown of a system that rules that out, the code is 1', async () => {
  const split: Readonly<Record<string, number>> = {
    patroni: 1,
    'pg-auto-failover': 7,
    muster: 0,
    'muster-unfenced': 60,
  }
  const lines = Object.entries(split).map(([system, splitWrites]) => JSON.stringify({ ...record, system, splitWrites }))
  kept(...lines, '')
  const codes = await Promise.all(
    Object.keys(split).map(async (system) => {
      const ended = await muster(folder, 'lab', 'compare', '--runs', '0', '--system', system, '--json')
      expect(json<CompareReport>(ended).rows).toMatchObject([{ system, runs: 1 }])
      return [system, ended.code]
    }),
  )
  expect(Object.fromEntries(codes)).toEqual({ patroni: 1, 'pg-auto-failover': 1, muster: 0, 'muster-unfenced': 0 })
})

test('where a port is taken it stops before anything is run, and the code is 5', async ({ skip }) => {
  const listed = json<CompareReport>(await muster(folder, 'lab', 'compare', '--list', '--json'))
  const lacks = listed.systems.find(({ system }) => system === 'muster')?.lacks
  if (lacks !== undefined) skip(`optional: ${lacks}`)
  const other = createServer()
  await new Promise<void>((resolve) => other.listen(62_650, '127.0.0.1', resolve))
  try {
    const more = { MUSTER_LAB_PORT: '62600' }
    const { code, stdout, stderr } = await musterWith(more, folder, 'lab', 'compare', '--system', 'muster')
    expect({ code, stdout }).toEqual({ code: 5, stdout: '' })
    expect(stderr).toMatch(/127\.0\.0\.1:62650, which another program uses\./)
    expect(stderr.match(/^muster, /gm)).toHaveLength(1)
  } finally {
    other.close()
  }
})
