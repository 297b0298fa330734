import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import type { JournalRecord } from '#journal'
import { homeAt, json } from './command.ts'

interface Drill {
  readonly run: string
  readonly verdict: string
  readonly flows: ReadonlyArray<{ readonly rpo: { readonly duplicates: number } }>
  readonly failback: {
    readonly verdict: string
    readonly flows: ReadonlyArray<{ readonly rpo: { readonly lost: number; readonly duplicates: number } }>
  }
  readonly evidence: string
}

const home = homeAt(61_020)
afterEach(() => home.quiet())
afterAll(() => home.remove())

async function runs(): Promise<ReadonlyArray<{ readonly run: string; readonly state: string }>> {
  return json<{ runs: { run: string; state: string }[] }>(await home.muster('run', 'list', '--format', 'json')).runs
}

/** Starts a drill, and kills its process with no chance to do anything as soon as a line of its progress matches. */
async function killedAt(line: RegExp): Promise<void> {
  const drill = home.start('drill', 'examples/minimal', '--format', 'json')
  await drill.says(line)
  drill.signal('SIGKILL')
  const { code, stdout } = await drill.ended
  expect({ code, stdout }).toEqual({ code: null, stdout: '' })
}

const points = [
  { when: 'while the loss is being noticed', line: /↯ north/, journal: 'journal.jsonl' },
  { when: 'when the promotion has begun', line: /▸ promote\.notes-db@west/, journal: 'journal.jsonl' },
  {
    when: 'when the writes were drained on the way back',
    line: /✓ drain\.notes-db@west/,
    journal: 'failback-journal.jsonl',
  },
]

describe('a drill whose process is killed', () => {
  it('before its first event holds nobody up; one whose lab is gone too is over', async () => {
    await killedAt(/accepts connections/)
    expect(await runs()).toEqual([])

    await killedAt(/↯ north/)
    const [run] = (await runs()).map((entry) => entry.run)
    expect((await home.muster('lab', 'down')).code).toBe(0)
    const resumed = await home.muster('run', 'resume', run ?? '')
    expect(resumed.code, resumed.stderr).toBe(3)
    expect(resumed.stderr).toContain('is gone')
    expect(await runs()).toMatchObject([{ run, state: 'failed' }])
    expect(await home.muster('run', 'resume', run ?? '')).toMatchObject({ code: 2, stdout: '' })
    expect(await home.leftovers()).toEqual([])
  }, 300_000)

  it.each(points)(
    '$when is taken up and ends as if nothing had been',
    async ({ line, journal }) => {
      const before = new Set((await runs()).map(({ run }) => run))
      await killedAt(line)
      const begun = (await runs()).filter(({ run }) => !before.has(run))
      const run = begun.at(-1)?.run ?? ''
      expect(begun.at(0)?.state).toBe('open')

      const other = await home.muster('drill', 'examples/minimal')
      expect(other.code, other.stderr).toBe(5)
      expect(other.stderr).toContain(`held by run ${run}`)
      expect(other.stderr).toContain(`muster run resume ${run}`)

      const resumed = await home.muster('run', 'resume', run, '--format', 'json')
      expect(resumed.code, resumed.stderr).toBe(0)
      const drill = json<Drill>(resumed)
      expect(drill).toMatchObject({ run, verdict: 'met-technically', failback: { verdict: 'met-technically' } })
      for (const { rpo } of drill.flows) expect(rpo.duplicates).toBe(0)
      for (const { rpo } of drill.failback.flows) expect(rpo).toMatchObject({ lost: 0, duplicates: 0 })

      for (const name of ['journal.jsonl', 'failback-journal.jsonl']) {
        const records = readFileSync(join(drill.evidence, name), 'utf8')
          .trimEnd()
          .split('\n')
          .map((text) => JSON.parse(text) as JournalRecord)
        expect(records.filter(({ type }) => type === 'leaseTaken')).toHaveLength(name === journal ? 1 : 0)
        expect(doneTwice(records)).toEqual([])
        expect(records.filter(({ type }) => type === 'faultInjected')).toHaveLength(name === 'journal.jsonl' ? 1 : 0)
      }
      expect((await home.muster('evidence', 'verify', run)).code).toBe(0)
      expect(await home.leftovers()).toEqual([])
      const again = await home.muster('run', 'resume', run)
      expect(again.code).toBe(2)
      expect(again.stderr).toContain('has ended')
    },
    400_000,
  )
})

/** Steps that began, or succeeded, after they had succeeded already. */
function doneTwice(records: readonly JournalRecord[]): readonly string[] {
  const done = new Set<string>()
  const twice: string[] = []
  for (const record of records) {
    const step = 'step' in record.data ? record.data.step : undefined
    if (step === undefined) continue
    if (record.type === 'stepStarted' && done.has(step)) twice.push(`${record.seq} ${step} began again`)
    const succeeded = record.type === 'stepSucceeded' || (record.type === 'stepProbed' && record.data.answer === 'done')
    if (succeeded && done.has(step)) twice.push(`${record.seq} ${step} succeeded again`)
    if (succeeded) done.add(step)
  }
  return twice
}
