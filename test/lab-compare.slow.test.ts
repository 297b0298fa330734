import { chmodSync, mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, type TestContext, test, vi } from 'vitest'
import type { CompareReport } from '#report'
import { homeAt, json } from './command.ts'
import { musterWith } from './program.ts'

// What is compared comes from the system's packages. No user of Muster needs them, so that where they are missing a test
// is left out as optional, with the reason, even where every test is asked for.

const home = homeAt(64_700)
afterAll(() => home.remove())

/** What a run leaves where it is not cleaned up: folders, and processes that work in them. */
function leftovers(): readonly string[] {
  const ours = /\/muster-compare-\w+(\/|$| )/
  const processes = readdirSync('/proc').flatMap((name) => {
    try {
      return /^\d+$/.test(name) && ours.test(readlinkSync(`/proc/${name}/cwd`)) ? [`process ${name}`] : []
    } catch {
      return []
    }
  })
  return [...processes, ...readdirSync(tmpdir()).filter((name) => /^muster-compare-\w+$/.test(name))]
}

/** Leaves the test out where the system lacks something here. */
async function needs(system: string, { skip }: TestContext): Promise<void> {
  const { systems } = json<CompareReport>(await home.muster('lab', 'compare', '--system', system, '--list', '--json'))
  const lacks = systems.find((one) => one.system === system)?.lacks
  if (lacks !== undefined) skip(`optional: ${lacks}`)
}

describe.each(['muster', 'muster-unfenced', 'patroni', 'pg-auto-failover'] as const)('%s', (system) => {
  test('fails over once its primary is killed, keeps the run, and leaves nothing', async (context) => {
    await needs(system, context)
    const only = ['--system', system, '--settings', 'tuned', '--fault', 'kill', '--runs', '1', '--json'] as const
    const first = await home.muster('lab', 'compare', ...only)
    const { rows, troubles, missing } = json<CompareReport>(first)
    expect({ code: first.code, troubles, missing }).toEqual({ code: 0, troubles: [], missing: [] })
    expect(rows).toMatchObject([{ system, settings: 'tuned', fault: 'kill', runs: 1, splitBrain: 0 }])
    const [row] = rows
    expect(row?.downtime.median).toBeGreaterThan(0)
    expect(row?.detect.median).toBeGreaterThan(0)
    expect(row?.acknowledged).toBeGreaterThan(0)
    // A copy that is far behind would lose about all that was written; a kill loses what was on the line.
    expect(row?.lost.median).toBeLessThan((row?.acknowledged ?? 0) / 10)
    expect(leftovers()).toEqual([])

    const again = await home.muster('lab', 'compare', ...only)
    expect({ stderr: again.stderr, stdout: again.stdout }).toEqual({ stderr: '', stdout: first.stdout })
  }, 400_000)
})

test('where every run breaks off, what there is is shown, and the code is 5', async (context) => {
  await needs('pg-auto-failover', context)
  const programs = mkdtempSync(join(tmpdir(), 'muster-programs-'))
  try {
    writeFileSync(join(programs, 'pg_autoctl'), '#!/bin/sh\necho no room >&2\nexit 1\n', { mode: 0o755 })
    chmodSync(programs, 0o755)
    const only = ['--system', 'pg-auto-failover', '--settings', 'tuned', '--fault', 'kill', '--runs', '1'] as const
    const path = `${programs}:${process.env['PATH']}`
    const own = { MUSTER_HOME: join(programs, 'state'), MUSTER_LAB_PORT: '64800', PATH: path }
    const ended = await musterWith(own, programs, 'lab', 'compare', ...only, '--json')
    const { rows, troubles } = json<CompareReport>(ended)
    const why = expect.stringMatching(/^create in witness failed; its log ends:\n {2}no room$/)
    expect({ code: ended.code, rows, troubles }).toMatchObject({ code: 5, rows: [], troubles: [{ why }, { why }] })
    expect(leftovers()).toEqual([])
  } finally {
    rmSync(programs, { recursive: true, force: true })
  }
}, 300_000)

test('with a witness nobody writes on both sides of a partition, and without one somebody does', async (context) => {
  await needs('muster', context)
  const only = ['--settings', 'tuned', '--fault', 'partition', '--runs', '1', '--json'] as const
  const ended = await home.muster('lab', 'compare', '--system', 'muster', 'muster-unfenced', ...only)
  expect(json<CompareReport>(ended).rows).toMatchObject([
    { system: 'muster', splitBrain: 0 },
    { system: 'muster-unfenced', splitBrain: 1 },
  ])
}, 600_000)

test.for(['SIGINT', 'SIGKILL'] as const)(
  '%s ends it in the middle of a run, and nothing is left',
  { timeout: 300_000 },
  async (name, context) => {
    await needs('muster', context)
    const running = home.start(
      'lab',
      'compare',
      '--system',
      'muster',
      '--settings',
      'default',
      '--fault',
      'kill',
      '--json',
    )
    await running.says(/^muster, default, kill/)
    await vi.waitFor(() => expect(leftovers().filter((one) => one.startsWith('process')).length).toBeGreaterThan(15), {
      timeout: 120_000,
      interval: 200,
    })
    running.signal(name)
    const { code } = await running.ended
    expect(code).toBe(name === 'SIGINT' ? 130 : null)
    await vi.waitFor(() => expect(leftovers()).toEqual([]), { timeout: 30_000, interval: 200 })
  },
)
