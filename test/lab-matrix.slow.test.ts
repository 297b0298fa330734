import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import type { MatrixReport } from '#report'
import { homeAt, json, root } from './command.ts'

const pair = ['--strategy', 'hot-standby', '--disaster', 'region-killed'] as const

test('a pair is drilled once, is known from its evidence afterwards, and does not count for another plan', async () => {
  const home = homeAt(64_500)
  const plans = mkdtempSync(join(tmpdir(), 'muster-matrix-plans-'))
  try {
    const first = await home.muster('lab', 'matrix', ...pair, '--runs', '1', '--json')
    expect(first.stderr).toMatch(/^hot-standby against region-killed, with 30m left\n {2}drill-\S+: /)
    const { rows, missing, troubles, prices } = json<MatrixReport>(first)
    expect({ code: first.code, missing, troubles }).toEqual({ code: rows[0]?.met ? 0 : 1, missing: [], troubles: [] })
    expect(rows).toMatchObject([{ strategy: 'hot-standby', disaster: 'region-killed', runs: 1, failed: 0 }])
    const [row] = rows
    expect(row?.rto.median).toBeGreaterThan(0)
    expect(row?.rto.worst).toBe(row?.rto.median)
    expect(row?.rto.forecast?.p95).toBeGreaterThan(0)
    expect(row?.throughput?.before).toBeGreaterThan(0)
    expect(row?.steps.map(({ step }) => step)).toContain('promote.orders-db@west')
    expect(prices).toMatchObject([{ strategy: 'hot-standby', relative: 1 }])
    expect(await home.leftovers()).toEqual([])

    const again = await home.muster('lab', 'matrix', ...pair, '--runs', '1', '--json')
    expect({ stderr: again.stderr, stdout: again.stdout }).toEqual({ stderr: '', stdout: first.stdout })
    const fresh = await home.muster('lab', 'matrix', ...pair, '--runs', '0', '--fresh', '--json')
    expect(json<MatrixReport>(fresh)).toMatchObject({ rows: [], missing: [{ strategy: 'hot-standby' }] })

    cpSync(join(root, 'examples/lab'), plans, { recursive: true })
    const plan = join(plans, 'hot-standby.muster.yaml')
    writeFileSync(plan, readFileSync(plan, 'utf8').replace('load: 83%', 'load: 82%'))
    const changed = await home.muster('lab', 'matrix', plans, ...pair, '--runs', '0', '--json')
    expect(json<MatrixReport>(changed)).toMatchObject({ rows: [], outdated: 1 })
  } finally {
    rmSync(plans, { recursive: true, force: true })
    await home.remove()
  }
}, 600_000)

// Found by the networks of the full profile: both sides are led back to as they were, where no step holds customers up.
test('the way back of a system that is active on both sides succeeds, and loses nothing', async () => {
  const home = homeAt(64_700)
  try {
    const words = ['--strategy', 'active-active-overprovisioned', '--disaster', 'region-lost', '--runs', '1', '--json']
    const { rows } = json<MatrixReport>(await home.muster('lab', 'matrix', ...words))
    expect(rows).toMatchObject([{ runs: 1, failback: { runs: 1, failed: 0, lost: 0 } }])
    expect(await home.leftovers()).toEqual([])
  } finally {
    await home.remove()
  }
}, 400_000)

test('Ctrl-C ends the drill under way, stops its lab, and still shows what there is', async () => {
  const home = homeAt(64_600)
  try {
    const running = home.start('lab', 'matrix', ...pair, '--json')
    await running.says(/^hot-standby against region-killed/)
    const openRuns = async () => (await home.muster('run', 'list')).stdout.match(/ open /g)?.length ?? 0
    await vi.waitFor(async () => expect(await openRuns()).toBe(1), { timeout: 120_000, interval: 200 })
    running.signal('SIGINT')
    const ended = await running.ended
    expect(ended.code).toBe(130)
    expect(json<MatrixReport>(ended)).toMatchObject({
      rows: [],
      missing: [{ disaster: 'region-killed' }],
      troubles: [],
    })
    expect(await home.leftovers()).toEqual([])
  } finally {
    await home.remove()
  }
}, 300_000)
