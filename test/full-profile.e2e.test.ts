import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test, vi } from 'vitest'
import type { Evidence } from '#evidence'
import type { JournalRecord } from '#journal'
import { partsOf } from '#lab'
import type { DrillReport, MatrixReport } from '#report'
import { homeAt, json } from './command.ts'

// The programs come from the system's packages. No user of Muster needs them, so that where they are missing the test is
// left out as optional, with the reason, even where every test is asked for.

const home = homeAt(61_160)
afterAll(() => home.remove())

const parts = partsOf('full', process.env['PATH'] ?? '')
const plan = 'examples/lab/warm-standby.muster.yaml'

/** What the steps of a kind have given, by step. */
function outputs(drill: DrillReport, journal: string, kind: string): Readonly<Record<string, unknown>> {
  const lines = readFileSync(join(drill.evidence, journal), 'utf8').trimEnd().split('\n')
  return Object.fromEntries(
    lines
      .map((line) => JSON.parse(line) as JournalRecord)
      .flatMap((record) =>
        record.type === 'stepSucceeded' && record.data.step.startsWith(kind)
          ? [[record.data.step, record.data.output]]
          : [],
      ),
  )
}

test('a drill on PostgreSQL of this machine rewinds what was primary, there and back, and loses nothing on the way back', async ({
  skip,
}) => {
  if (parts.postgres === undefined)
    return skip('optional: there is no PostgreSQL 15 or newer below /usr/lib/postgresql')
  vi.stubEnv('MUSTER_LAB_PROFILE', 'full')
  const ended = await home.muster('drill', plan, '--scenario', 'region-lost', '--json')
  expect(ended.stderr).toContain('succeeded')
  const drill = json<DrillReport>(ended)
  // How soon it is depends on what else the machine does, and whether it came back does not.
  expect(['met-technically', 'missed']).toContain(drill.verdict)
  expect(drill.failback?.verdict).toBe('met-technically')
  expect(drill.failback?.flows.map(({ rpo }) => rpo.lost)).toEqual(drill.flows.map(() => 0))
  expect(drill.flows.every(({ rpo }) => rpo.acknowledged > 0 && rpo.lost < rpo.acknowledged / 10)).toBe(true)

  const rewound = { method: 'rewound', copiedBytes: expect.any(Number) }
  expect(outputs(drill, 'journal.jsonl', 're-protect.orders-db')).toEqual({ 're-protect.orders-db@east': rewound })
  expect(outputs(drill, 'failback-journal.jsonl', 're-protect.orders-db')).toEqual({
    're-protect.orders-db@west': rewound,
  })

  const of = (name: string) => JSON.parse(readFileSync(join(drill.evidence, name), 'utf8')) as Evidence
  expect(of('evidence.json').parts?.['postgres']).toMatch(/^\d+\.\d+$/)
  expect(Object.keys(of('evidence.json').parts ?? {}).sort()).toEqual(Object.keys(parts).sort())
  expect(of('failback-evidence.json').parts).toEqual(of('evidence.json').parts)
  expect((await home.muster('evidence', 'verify', drill.run)).code).toBe(0)
  expect(await home.leftovers()).toEqual([])

  const counted = async () =>
    json<MatrixReport>(
      await home.muster(
        'lab',
        'matrix',
        '--strategy',
        'warm-standby',
        '--disaster',
        'region-lost',
        '--runs',
        '0',
        '--json',
      ),
    )
  expect(await counted()).toMatchObject({ rows: [{ runs: 1 }], parts: of('evidence.json').parts })
  vi.stubEnv('MUSTER_LAB_PROFILE', 'npm')
  const npm = await counted()
  expect(npm.rows).toEqual([])
  expect(npm).not.toHaveProperty('parts')
}, 600_000)
