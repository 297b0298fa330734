import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import type { JournalRecord } from '#journal'
import type { DryRun } from '#muster'
import type { DeclareView } from '#report'
import { type Ended, homeAt, json, stateOf } from './command.ts'
import { shopPlan } from './shop.ts'

const home = homeAt(61_120)
const scratch = mkdtempSync(join(tmpdir(), 'muster-e2e-declare-'))
const plan = join(scratch, 'shop.muster.yaml')
const key = join(scratch, 'owner.pem')

afterAll(async () => {
  await home.remove()
  rmSync(scratch, { recursive: true, force: true })
})

const declare = (...words: readonly string[]): Promise<Ended> =>
  home.muster('declare', plan, '--format', 'json', ...words)

interface Declared {
  readonly run: string
  readonly state: string
  readonly until?: string
}

describe('declaring a disaster', () => {
  it('is possible with nothing to ask: what nobody can tell is unknown, and only those with authority decide', async () => {
    const made = await home.muster('keys', 'new', '-o', key)
    writeFileSync(plan, shopPlan({ keys: { 'owner-of-data': made.stdout.trim().replace('key: ', '') } }))
    const now = json<DeclareView>(await declare())
    expect(now).toMatchObject({ target: 'lab', unasked: 'The lab is not up. `muster lab up` starts it.' })
    const [scenario] = now.scenarios
    expect(scenario).toMatchObject({
      scenario: 'east-lost',
      state: 'unknown',
      criteria: [
        { text: 'probes.orders-api.failingFor >= 1s', state: 'unknown', against: false },
        { text: 'deployment.inProgress', state: 'unknown', against: true },
      ],
      lossIfForced: [{ component: 'orders-db', unknown: expect.any(String) as string }],
      blockedSteps: [],
      deciders: [{ role: 'on-call', phone: '+1 555 0140', deputy: { role: 'team-lead', phone: '+1 555 0141' } }],
      decideWithin: 300,
    })
    expect(scenario?.odds.map(({ flow, going }) => [flow, going.map(({ wait }) => wait)])).toEqual([
      ['checkout', [0, 300, 900, 1800]],
      ['browse', [0, 300, 900, 1800]],
    ])
    const stranger = await declare('--decide', 'go', '--as', 'head-of-operations')
    expect(stranger).toMatchObject({
      code: 4,
      stderr: expect.stringContaining(
        '"head-of-operations" may not declare east-lost: on-call, team-lead may.',
      ) as string,
    })
    expect((await declare('--decide', 'wait', '--as', 'on-call')).code).toBe(2)
  }, 60_000)

  it('puts it off, stands it down, and records both in a run', async () => {
    const wait = json<Declared>(
      await declare('--decide', 'wait', '--until', '15m', '--as', 'team-lead', '--comment', 'A blip'),
    )
    expect(wait).toMatchObject({ state: 'open', until: expect.stringMatching(/Z$/) as string })
    const words: ReadonlyArray<readonly [code: number, says: RegExp, ...words: readonly string[]]> = [
      [2, /Say in which role you act: --as ROLE/, 'pause', wait.run],
      [2, /switched to planned or forced/, 'mode', wait.run, 'test', '--as', 'on-call'],
      [2, /--done or --not-done/, 'resolve', wait.run, 'detect.east-lost', '--as', 'on-call', '--comment', 'x'],
      [2, /Say why it may be skipped: --comment TEXT/, 'skip', wait.run, 'detect.east-lost', '--as', 'on-call'],
      [2, /Say who takes over: --to ROLE/, 'handover', wait.run, '--as', 'on-call'],
      [2, /waits for nobody/, 'retry', wait.run, '--as', 'on-call'],
      [2, /has no step "nothing"/, 'undo', wait.run, 'nothing', '--as', 'on-call'],
      [2, /add --open/, 'note', wait.run, '--as', 'on-call', '--comment', 'x', '--owner', 'on-call'],
      [0, /^Stored\. Nobody drives/, 'mode', wait.run, 'planned', '--as', 'on-call'],
      [0, /^Stored\. Nobody drives/, 'cancel', wait.run, '--keep', '--as', 'on-call'],
    ]
    await Promise.all(
      words.map(async ([code, says, ...rest]) => {
        const ended = await home.muster('run', ...rest)
        expect([ended.code, ended.stdout + ended.stderr], rest.join(' ')).toEqual([code, expect.stringMatching(says)])
      }),
    )
    const down = json<Declared>(await declare('--decide', 'stand-down', '--as', 'on-call', '--comment', 'It is back'))
    expect(down).toMatchObject({ run: wait.run, state: 'refused' })
    const { events } = json<{ events: ReadonlyArray<{ type: JournalRecord['type']; by: { name: string } }> }>(
      await home.muster('run', 'show', wait.run, '--format', 'json'),
    )
    expect(events.map(({ type, by }) => `${type} ${by.name}`)).toEqual([
      'runStarted muster',
      'declared team-lead',
      'leaseTaken muster',
      'declared on-call',
      'runFinished on-call',
    ])
  }, 60_000)

  it('goes: the run that was declared is taken up by a dry run of the same runbook, forced with its loss accepted', async () => {
    const { run } = json<Declared>(
      await declare('--decide', 'go', '--as', 'on-call', '--comment', 'The region is gone'),
    )
    const early = await home.muster('failover', plan, '--dry-run', '-o', join(scratch, 'early.json'))
    expect(early.code, 'the lab is not up').toBe(5)
    expect((await home.muster('lab', 'up')).code).toBe(0)
    const dry = await home.muster('failover', plan, '--dry-run', '-o', join(scratch, 'dry.json'), '--format', 'json')
    expect(dry.code, dry.stderr).toBe(0)
    expect(json<DryRun>(dry).steps.map(({ id }) => id)).toContain('accept-loss.east-lost')
    const driving = home.start(
      'failover',
      '--execute',
      join(scratch, 'dry.json'),
      '--as',
      'on-call',
      '--format',
      'json',
    )
    await driving.says(new RegExp(`^Run ${run}\\.`))
    await driving.says(/Waiting for a person: approve\.east-lost/)
    const approve = (step: string, as: string, ...more: readonly string[]): Promise<Ended> =>
      home.muster('run', 'approve', run, step, '--as', as, ...more)
    expect((await approve('approve.east-lost', 'head-of-operations')).code).toBe(0)
    expect((await approve('approve.east-lost', 'acting-owner')).code).toBe(0)
    await driving.says(/Waiting for a person: accept-loss\.east-lost/)
    const { steps } = json<{ steps: ReadonlyArray<{ id: string; challenge?: string; shown?: unknown }> }>(
      await home.muster('run', 'show', run, '--format', 'json'),
    )
    const loss = steps.find(({ id }) => id === 'accept-loss.east-lost')
    expect(loss?.shown).toEqual([{ component: 'orders-db', seconds: expect.any(Number) as number }])
    const signature = (await home.muster('keys', 'sign', loss?.challenge ?? '', '--key', key)).stdout.trim()
    const forged = await approve(
      'accept-loss.east-lost',
      'owner-of-data',
      '--signature',
      `${signature.slice(0, -8)}AAAAAAAA`,
    )
    expect(forged).toMatchObject({
      code: 4,
      stderr: expect.stringContaining('The signature is not that of owner-of-data') as string,
    })
    expect((await approve('accept-loss.east-lost', 'owner-of-data', '--signature', signature)).code).toBe(0)
    await driving.says(/Waiting for a person: look-at-orders/)
    const during = await declare('--decide', 'go', '--as', 'team-lead')
    expect(json<Declared & { recorded: string }>(during)).toMatchObject({ run, recorded: 'signal' })
    const done = await home.muster('run', 'done', run, '--as', 'on-call', '--comment', 'All whole')
    expect(done.code, done.stderr).toBe(0)
    const ended = await driving.ended
    expect(ended.code, ended.stderr).toBe(0)
    expect(await stateOf(home, run)).toBe('succeeded')
    expect((await home.muster('lab', 'down')).code).toBe(0)
    expect(await home.leftovers()).toEqual([])
  }, 120_000)
})
