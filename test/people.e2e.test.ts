import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import type { Evidence } from '#evidence'
import type { JournalRecord } from '#journal'
import { homeAt, json, newest, root, stateOf } from './command.ts'

const home = homeAt(61_040)
const scratch = mkdtempSync(join(tmpdir(), 'muster-e2e-people-'))
const plan = join(scratch, 'people.muster.yaml')

afterEach(() => home.quiet())
afterAll(async () => {
  await home.remove()
  rmSync(scratch, { recursive: true, force: true })
})

/** The short example, with a look that only a person can take before customers are let in. */
writeFileSync(
  plan,
  `${readFileSync(join(root, 'examples/minimal/muster.yaml'), 'utf8')}
recovery:
  failover:
    read-a-note:
      title: Read a note that was written before the loss
      phase: verify
      owner: on-call
      manual: Open a note of yesterday, and see that its text is whole
      needs: [promote.notes-db@west]
      before: [route.traffic@west]
`,
)

describe('a drill that people decide', () => {
  it('waits for those who may decide and for what only people can do, and is then met', async () => {
    const drilling = home.start('drill', plan, '--decision', 'people', '--format', 'json')
    await drilling.says(/Waiting for a person: decide\.north-lost/)
    const run = await newest(home, 'failover')

    const stranger = await home.muster('run', 'approve', run, '--as', 'stranger')
    expect(stranger.code).toBe(4)
    expect(stranger.stderr).toContain('"stranger" is no role of this plan; it has: on-call, team-lead.')
    const nobody = await home.muster('run', 'approve', run)
    expect(nobody).toMatchObject({ code: 2, stderr: expect.stringContaining('--as ROLE') as string })
    const early = await home.muster('run', 'done', run, 'read-a-note', '--as', 'on-call')
    expect(early).toMatchObject({ code: 4, stderr: expect.stringContaining('steps before it are not done') as string })
    const waiting = json<{
      readonly state: string
      readonly steps: ReadonlyArray<{ readonly id: string; readonly waitsFor?: string }>
    }>(await home.muster('run', 'show', run, '--format', 'json'))
    expect(waiting.state).toBe('open')
    expect(waiting.steps.flatMap(({ id, waitsFor }) => (waitsFor === undefined ? [] : [[id, waitsFor]]))).toEqual([
      ['decide.north-lost', 'a decision by on-call or team-lead'],
    ])

    const deputy = await home.muster('run', 'approve', run, '--as', 'team-lead', '--comment', 'The region is gone')
    expect(deputy).toMatchObject({ code: 0, stdout: 'Approved: decide.north-lost\n' })
    await drilling.says(/Waiting for a person: read-a-note/)
    const done = await home.muster('run', 'done', run, '--as', 'on-call', '--comment', 'The note of Monday is whole')
    expect(done).toMatchObject({ code: 0, stdout: 'Done: read-a-note\n' })

    await drilling.says(/Waiting for a person: decide\.failback/)
    const back = await home.muster('run', 'approve', await newest(home, 'failback'), '--as', 'on-call')
    expect(back.code, back.stderr).toBe(0)

    const ended = await drilling.ended
    expect(ended.code, ended.stderr).toBe(0)
    const drill = json<{ run: string; verdict: string; failback: { verdict: string }; evidence: string }>(ended)
    expect(drill).toMatchObject({ run, verdict: 'met', failback: { verdict: 'met' } })
    const evidence = JSON.parse(readFileSync(join(drill.evidence, 'evidence.json'), 'utf8')) as Evidence
    expect(evidence.approvals).toMatchObject([
      { step: 'decide.north-lost', decision: 'approved', by: 'team-lead', method: 'person' },
    ])
    const journal = readFileSync(join(drill.evidence, 'journal.jsonl'), 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as JournalRecord)
    expect(journal.filter(({ type }) => type === 'signalRefused')).toHaveLength(2)
    const [reported] = journal.filter((record) => record.type === 'manualDone')
    expect(reported).toMatchObject({
      actor: { name: 'on-call', authn: 'stated' },
      data: { step: 'read-a-note', result: 'The note of Monday is whole' },
    })
    const routed = journal.find((record) => record.type === 'stepStarted' && record.data.step === 'route.traffic@west')
    expect(routed?.seq).toBeGreaterThan(reported?.seq ?? Number.POSITIVE_INFINITY)
    expect((await home.muster('evidence', 'verify', run)).code).toBe(0)
    const late = await home.muster('run', 'approve', run, 'decide.north-lost', '--as', 'on-call')
    expect(late).toMatchObject({ code: 4, stderr: expect.stringContaining('has ended') as string })
    expect(await home.leftovers()).toEqual([])
  }, 400_000)

  it('ends as refused when they reject it', async () => {
    const drilling = home.start('drill', plan, '--decision', 'people', '--format', 'json')
    await drilling.says(/Waiting for a person: decide\.north-lost/)
    const run = await newest(home, 'failover')
    const rejected = await home.muster('run', 'reject', run, '--as', 'on-call', '--comment', 'It comes back by itself')
    expect(rejected).toMatchObject({ code: 0, stdout: 'Rejected: decide.north-lost\n' })
    const ended = await drilling.ended
    expect(ended.code, ended.stderr).toBe(4)
    expect(json<{ run: string; verdict: string; failback?: unknown }>(ended)).toMatchObject({ run, verdict: 'failed' })
    expect(await stateOf(home, run)).toBe('refused')
    expect((await home.muster('evidence', 'verify', run)).code).toBe(0)
    expect(await home.leftovers()).toEqual([])
  }, 300_000)
})
