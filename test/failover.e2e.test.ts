import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { systemClock } from '#execution'
import { createLab } from '#lab'
import { type DryRun, openMuster } from '#muster'
import { runJson } from '#report'
import { type Ended, homeAt, json, type Running, stateOf } from './command.ts'
import { holders, shopPlan } from './shop.ts'

// One lab for the whole file: each test leaves traffic where it found it, but for the last, which breaks it.
const home = homeAt(61_100)
const scratch = mkdtempSync(join(tmpdir(), 'muster-e2e-failover-'))
const plan = join(scratch, 'shop.muster.yaml')
const at = (name: string): string => join(scratch, name)
const keyOf = (role: string): string => at(`${role}.pem`)

beforeAll(async () => {
  const keys: Record<string, string> = {}
  for (const role of holders) {
    const made = await home.muster('keys', 'new', '-o', keyOf(role))
    expect(made.stdout).toMatch(/^key: ed25519:[\w-]{43}\n$/)
    keys[role] = made.stdout.trim().replace('key: ', '')
  }
  writeFileSync(plan, shopPlan({ keys }))
  const up = await home.muster('lab', 'up')
  expect(up.code, up.stderr).toBe(0)
})
afterAll(async () => {
  await home.remove()
  rmSync(scratch, { recursive: true, force: true })
})

interface Shown {
  readonly items: ReadonlyArray<{ readonly item: string; readonly text: string }>
  readonly state: string
  readonly steps: ReadonlyArray<{ readonly id: string; readonly state: string; readonly claimedBy?: string }>
  readonly events: ReadonlyArray<{ readonly type: string; readonly step?: string }>
}

/** What the commands themselves show and send, without a process for each; every command is run as one elsewhere here. */
const inside = (path: string) =>
  openMuster({ cwd: path, environment: { MUSTER_HOME: path, MUSTER_LAB_PORT: String(home.port) } })
const shown = async (id: string): Promise<Shown> => runJson(await inside(home.path).show(id))
const stateOfStep = async (id: string, step: string): Promise<string | undefined> =>
  (await shown(id)).steps.find((one) => one.id === step)?.state
const runsThere = async (): Promise<readonly string[]> => (await inside(home.path).runs()).map((view) => view.run)

async function approved(path: string, id: string, step: string, ...roles: readonly string[]): Promise<void> {
  const muster = inside(path)
  for (const by of roles) {
    const signal = await muster.send(id, { kind: 'approve', by, step })
    expect(await muster.answerTo(signal, new AbortController().signal)).toEqual({ state: 'used' })
  }
}

async function dryRun(file: string, ...more: readonly string[]): Promise<Ended> {
  return home.muster('failover', plan, '--dry-run', '--mode', 'planned', '-o', at(file), '--format', 'json', ...more)
}

/** Starts what a dry run lists, and waits until it waits for the declaration. */
async function begun(file: string): Promise<{ readonly running: Running; readonly run: string }> {
  const running = home.start('failover', '--execute', at(file), '--as', 'on-call', '--format', 'json')
  const [, run = ''] = /^Run (\S+)\./.exec(await running.says(/^Run event-/)) ?? []
  await running.says(/Waiting for a person: decide\.east-lost/)
  return { running, run }
}

const run = (word: string, id: string, ...more: readonly string[]): Promise<Ended> =>
  home.muster('run', word, id, ...more)

async function ok(ended: Promise<Ended>): Promise<string> {
  const { code, stdout, stderr } = await ended
  expect(code, stderr).toBe(0)
  return stdout
}

async function refused(ended: Promise<Ended>, why: RegExp): Promise<void> {
  const { code, stderr } = await ended
  expect(stderr).toMatch(why)
  expect(code).toBe(4)
}

describe('a planned failover in the lab', () => {
  let first: DryRun

  it('is shown by a dry run that asks the world and changes nothing', async () => {
    first = json<DryRun>(await dryRun('first.json'))
    expect(first).toMatchObject({
      kind: 'dry-run',
      mode: 'planned',
      target: 'lab',
      subject: 'lab',
      blast: { components: ['orders-api', 'orders-db'], regions: ['east', 'west'] },
      losses: [{ component: 'orders-db', seconds: expect.any(Number) as number }],
    })
    expect(first.seen).toContainEqual(
      expect.objectContaining({ component: 'orders-db', region: 'west', role: 'standby', state: 'ok' }),
    )
    expect(first.checks.map(({ state }) => state)).toEqual(first.checks.map(() => 'ok'))
    expect(JSON.parse(readFileSync(at('first.json'), 'utf8'))).toEqual(first)
    const again = json<DryRun>(await dryRun('again.json'))
    expect(again.runbookDigest).toBe(first.runbookDigest)
    const way = await home.muster('failback', plan, '--dry-run', '-o', at('back.json'))
    expect(way, 'what is not re-protected is not gone back to').toMatchObject({
      code: 4,
      stderr: expect.stringMatching(/nothing to go back to: orders-db in east answers as a primary/) as string,
    })
  })

  it('is refused where the file or the plan was edited, and where it would reach too far', async () => {
    const text = readFileSync(at('first.json'), 'utf8')
    writeFileSync(at('edited.json'), text.replace('Read the newest orders', 'Read the oldest orders'))
    const execute = (file: string, argument: string): Promise<Ended> =>
      home.muster('failover', argument, '--execute', at(file), '--as', 'on-call')
    await refused(execute('edited.json', plan), /is not as it was written: its digest does not fit/)
    writeFileSync(
      at('edited.muster.yaml'),
      readFileSync(plan, 'utf8').replace('Read the newest orders', 'Read the oldest orders'),
    )
    await refused(
      execute('first.json', at('edited.muster.yaml')),
      /Nothing was done\.\n {2}step look-at-orders is another/,
    )
    writeFileSync(
      at('narrow.muster.yaml'),
      readFileSync(plan, 'utf8').replace('recovery:\n', 'recovery:\n  limits: { components: 1 }\n'),
    )
    await refused(
      home.muster('failover', at('narrow.muster.yaml'), '--dry-run', '-o', at('narrow.json')),
      /would change 2 components .* the plan allows 1/,
    )
    const nobody = await home.muster('failover', '--execute', at('first.json'), '--as', 'nobody')
    expect(nobody).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('"nobody" is no role of this plan') as string,
    })
    expect(await runsThere()).toEqual([])
  })

  it('is carried out once, by people, and taken back when it is cancelled before the promotion', async () => {
    const { running, run: id } = await begun('first.json')
    const second = await home.muster('failover', '--execute', at('first.json'), '--as', 'team-lead')
    expect(second.code).toBe(5)
    expect(second.stderr).toMatch(
      new RegExp(`shop on lab is being driven already: run ${id}, by process \\d+ on \\S+ since `),
    )

    await ok(run('approve', id, '--as', 'team-lead'))
    await running.says(/Waiting for a person: approve\.east-lost/)
    await refused(run('approve', id, '--as', 'on-call'), /"on-call" may not decide approve\.east-lost/)
    await ok(run('approve', id, '--as', 'acting-owner'))
    await refused(run('approve', id, '--as', 'owner-of-data'), /one person counts once/)
    expect(await stateOfStep(id, 'fence.east@west')).toBe('notStarted')
    await ok(run('approve', id, '--as', 'head-of-operations'))
    await running.says(/Waiting for a person: look-at-orders/)

    await ok(run('claim', id, '--as', 'on-call'))
    await refused(run('done', id, '--as', 'head-of-operations'), /on-call has claimed look-at-orders/)
    await ok(run('handover', id, '--as', 'on-call', '--to', 'head-of-operations', '--comment', 'End of my shift'))
    expect((await shown(id)).steps.find(({ id: step }) => step === 'look-at-orders')?.claimedBy).toBe(
      'head-of-operations',
    )

    await refused(run('cancel', id, '--as', 'owner-of-data-x'), /is no role of this plan/)
    await ok(run('cancel', id, '--as', 'on-call', '--comment', 'The provider has mended it'))
    const ended = await running.ended
    expect(ended.code, ended.stderr).toBe(4)
    const result = json<Shown & { outcome: string }>(ended)
    expect(result.outcome).toBe('cancelled')
    const undone = result.events.filter(({ type, step }) => type === 'stepSucceeded' && step?.startsWith('undo:'))
    expect(undone.map(({ step }) => step)).toEqual([
      'undo:fence.east@west',
      'undo:drain.orders-db@east',
      'undo:hold.traffic',
    ])
    expect(result.steps.find(({ id: step }) => step === 'promote.orders-db@west')?.state).toBe('notStarted')
    await refused(home.muster('failover', '--execute', at('first.json'), '--as', 'on-call'), /has ended: cancelled/)
  }, 120_000)

  it('goes on without approvals by two emergency keys, changes hands by force, and waits for open items', async () => {
    const dry = json<DryRun>(await dryRun('second.json'))
    expect(dry.seen, 'after the cancelled run the world is as it was').toEqual(first.seen)
    const { running, run: id } = await begun('second.json')
    const reason = 'The identity provider is down'
    const asked = await home.muster('run', 'break-glass', id, '--reason', reason)
    const challenge = asked.stdout.trim()
    expect(challenge).toMatch(new RegExp(`^break-glass ${id} [0-9A-Z -]{20,}$`))
    const signed = await Promise.all(
      holders.map((role) => home.muster('keys', 'sign', challenge, '--key', keyOf(role))),
    )
    const [one = '', two = ''] = signed.map(({ stdout }, index) => `${holders[index]}=${stdout.trim()}`)
    await refused(
      run('break-glass', id, '--reason', reason, '--signature', one),
      /It takes 2 holders of emergency keys, and 1 signed/,
    )
    await refused(
      run('break-glass', id, '--reason', 'Another', '--signature', one, '--signature', two),
      /is not one over/,
    )
    await ok(run('break-glass', id, '--reason', reason, '--signature', one, '--signature', two))
    await approved(home.path, id, 'decide.east-lost', 'head-of-operations')
    await running.says(/Waiting for a person: approve\.east-lost/)
    await approved(home.path, id, 'approve.east-lost', 'head-of-operations')
    await running.says(/Waiting for a person: look-at-orders/)

    const force = ['--take-over', '--reason', 'Their laptop does not answer', '--format', 'json']
    await refused(run('resume', id, ...force, '--as', 'owner-of-data', '--and', 'acting-owner'), /are one person/)
    const taking = home.start('run', 'resume', id, ...force, '--as', 'on-call', '--and', 'head-of-operations')
    await taking.says(/Waiting for a person: look-at-orders/)
    const lost = await running.ended
    expect(lost.code, lost.stderr).toBe(5)

    await ok(run('pause', id, '--as', 'on-call'))
    await ok(run('done', id, 'look-at-orders', '--as', 'on-call', '--comment', 'All whole'))
    expect(await stateOfStep(id, 'promote.orders-db@west')).toBe('notStarted')
    await ok(
      run('note', id, '--open', '--owner', 'owner-of-data', '--as', 'on-call', '--comment', 'Order 17 is there twice'),
    )
    expect(await ok(run('resume', id, '--as', 'on-call'))).toBe('Continued\n')
    await taking.says(/waits? for .*items|Waiting for a person: $|Waiting .*item/i)
    const { items } = await shown(id)
    expect(items.map(({ text }) => text)).toEqual([
      `Review why the emergency keys were used: ${reason}`,
      'Order 17 is there twice',
    ])
    for (const { item } of items) await ok(run('done', id, item, '--as', 'owner-of-data', '--comment', 'Settled'))
    const ended = await taking.ended
    expect(ended.code, ended.stderr).toBe(0)
    expect(json<{ outcome: string }>(ended).outcome).toBe('succeeded')
  }, 120_000)

  it('is gone back from once it is re-protected', async () => {
    const back = await home.muster('failback', plan, '--dry-run', '-o', at('back.json'), '--format', 'json')
    expect(back.code, back.stderr).toBe(0)
    expect(json<DryRun>(back)).toMatchObject({ direction: 'failback', mode: 'planned' })
    const wrong = await home.muster('failover', '--execute', at('back.json'), '--as', 'on-call')
    expect(wrong).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('is a failback: muster failback --execute') as string,
    })
    const pending = await home.muster(
      'failback',
      '--execute',
      at('back.json'),
      '--as',
      'on-call',
      '--no-wait',
      '--format',
      'json',
    )
    expect(pending.code, pending.stderr).toBe(4)
    const { run: id, outcome } = json<{ run: string; outcome: string }>(pending)
    expect(outcome).toBe('open')
    expect(await ok(run('approve', id, '--as', 'on-call'))).toMatch(/^Stored\. Nobody drives/)
    const ended = await run('resume', id)
    expect(ended.code, ended.stderr).toBe(0)
    expect(await stateOf(home, id)).toBe('succeeded')
  }, 120_000)

  it('keeps both journals where two sides drove it, and names every step that was done twice', async () => {
    await dryRun('third.json')
    const { running, run: id } = await begun('third.json')
    running.signal('SIGTERM')
    const left = await running.ended
    expect(left.code).toBe(143)
    expect(left.stderr).toContain(`muster run resume ${id}`)

    const other = homeAt(home.port, at('other'))
    cpSync(home.path, other.path, {
      recursive: true,
      filter: (path) => !path.endsWith('.sock') && !path.includes('/lab/data'),
    })
    for (const side of [home, other]) {
      const driving = side.start('run', 'resume', id, '--format', 'json')
      await driving.says(/Waiting for a person: decide\.east-lost/)
      await approved(side.path, id, 'decide.east-lost', 'on-call')
      await driving.says(/Waiting for a person: approve\.east-lost/)
      await approved(side.path, id, 'approve.east-lost', 'owner-of-data', 'head-of-operations')
      await driving.says(/Waiting for a person: look-at-orders/)
      driving.signal('SIGTERM')
      await driving.ended
    }
    const merged = await run(
      'merge',
      id,
      '--from',
      other.path,
      '--as',
      'on-call',
      '--reason',
      'Two sides had a laptop',
      '--format',
      'json',
    )
    expect(merged.code, merged.stderr).toBe(1)
    const report = json<{ kept: string; parted: boolean; recorded: boolean; doubly: string[] }>(merged)
    expect(report).toMatchObject({ parted: true, recorded: true })
    expect(report.kept).toMatch(new RegExp(`^${id}~[0-9a-f]{8}$`))
    expect(report.doubly).toEqual(['hold.traffic', 'drain.orders-db@east', 'fence.east@west'])
    expect(await runsThere()).toContain(report.kept)
    expect((await shown(id)).events.filter(({ type }) => type === 'splitFound')).toHaveLength(1)
    const again = await run('merge', id, '--from', other.path, '--as', 'on-call', '--reason', 'Once more')
    expect(again.code).toBe(1)
    expect((await shown(id)).events.filter(({ type }) => type === 'splitFound')).toHaveLength(1)

    const cancelled = home.start('run', 'resume', id)
    await cancelled.says(/Waiting for a person: look-at-orders/)
    await ok(run('cancel', id, '--as', 'on-call'))
    expect((await cancelled.ended).code).toBe(4)
  }, 120_000)

  it('is refused where the world has changed since', async () => {
    const dry = json<DryRun>(await dryRun('fourth.json'))
    const lab = createLab({ home: home.path, basePort: home.port, clock: systemClock })
    const { claimedBy = '' } = await lab.status()
    await lab.start(claimedBy, dry.runbook, () => undefined)
    const client = new pg.Client({ connectionString: lab.endpoint('orders-db', 'west').url })
    await client.connect()
    await client.query('select pg_promote()')
    await client.end()
    const before = await runsThere()
    await refused(
      home.muster('failover', '--execute', at('fourth.json'), '--as', 'on-call'),
      /The world is not as the dry run of .* saw it\. Nothing was done\.\n.*orders-db in west: it was "answers, as standby/s,
    )
    expect(await runsThere()).toEqual(before)
    const down = await home.muster('lab', 'down')
    expect(down.code).toBe(0)
    await expect(home.muster('failover', '--execute', at('fourth.json'), '--as', 'on-call')).resolves.toMatchObject({
      code: 5,
      stderr: expect.stringContaining('`muster lab up` starts it') as string,
    })
    expect(await home.leftovers()).toEqual([])
  }, 120_000)
})
