import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { JournalRecord } from '#journal'
import type { DrillReport } from '#report'
import { homeAt, root } from './command.ts'

// Whole drills of a region that does not come back: what protected the system is built anew beside the survivor.

const home = homeAt(61_920)
afterAll(() => home.remove())

test.each(['hot-standby-sync', 'backup-restore'])(
  '%s is protected anew under load, and the survivor carries everybody afterwards',
  async (strategy) => {
    const plan = join(root, `examples/lab/${strategy}.muster.yaml`)
    const words = ['drill', plan, '--scenario', 'region-gone-for-long', '--format', 'json']
    const { stdout, stderr } = await home.muster(...words)
    const report = JSON.parse(stdout) as DrillReport
    expect(report.verdict, stderr).not.toBe('failed')
    expect(report.gaps.filter((gap) => gap.includes('for people and was not exercised'))).toEqual([])
    const lines = readFileSync(join(report.evidence, 'journal.jsonl'), 'utf8').trim().split('\n')
    const journal = lines.map((line) => JSON.parse(line) as JournalRecord)
    const outputs = journal.flatMap((one) =>
      one.type === 'stepSucceeded' && one.data.step.startsWith('rebuild.') ? [[one.data.step, one.data.output]] : [],
    )
    const seen = Object.fromEntries(outputs) as Record<string, unknown>
    expect(seen['rebuild.web@west']).toMatchObject({ instances: strategy === 'hot-standby-sync' ? 3 : 0 })
    if (strategy === 'hot-standby-sync')
      expect(seen['rebuild.orders-db@west']).toMatchObject({ region: 'west', waitedFor: true })
    expect(report.sustained).toMatchObject({ wanted: 2, lasted: 2, unmeasured: 0 })
    for (const { requests } of report.sustained?.flows ?? []) expect(requests).toBeGreaterThan(0)
    expect(await home.leftovers()).toEqual([])
  },
  600_000,
)

test('of a drill that is killed while it builds, nothing is left once the lab is told to go', async () => {
  const plan = join(root, 'examples/lab/hot-standby.muster.yaml')
  const drill = home.start('drill', plan, '--scenario', 'region-gone-for-long')
  await drill.says(/rebuild\.orders-db@west.*port/)
  drill.signal('SIGKILL')
  await drill.ended
  const { code, stderr } = await home.muster('lab', 'down')
  expect(code, stderr).toBe(0)
  expect(await home.leftovers()).toEqual([])
}, 600_000)
