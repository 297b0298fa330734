import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { TerminalFailure } from '#diagnostics'
import { isSignedBy, type World } from '#execution'
import { chain, type JournalRecord, type NewEvent } from '#journal'
import { parsePlan, type Plan, planDigest } from '#plan'
import { type CompileOptions, compileRunbook, flowOnly, type Runbook } from '#runbook'
import { simulate } from '#simulation'
import { estimates } from '#evidence'
import { shopPlan } from '../../test/shop.ts'
import { actingOn } from './acting.ts'
import { blastOf, tooFar } from './blast.ts'
import { blockedIn } from './blocked.ts'
import { compiledFor } from './compiled.ts'
import { criteriaOf } from './criteria.ts'
import { type DryRun, dryRunOf, readDryRun } from './dry-run.ts'
import type { Sound } from './failovers.ts'
import { keyCommands } from './keys.ts'
import { changedSince, failingIn, type Looks } from './looks.ts'
import { copyOf, isCopy, newRun, runOf } from './names.ts'
import { openMuster } from './open.ts'
import { openProject } from './project.ts'
import { splitOf } from './split.ts'

const folder = mkdtempSync(join(tmpdir(), 'muster-events-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function planOf(text: string): Plan {
  const { plan, problems } = parsePlan(text, 'shop.yaml')
  if (!plan) throw new Error(JSON.stringify(problems))
  return plan
}

function compiled(text: string = shopPlan(), options: Partial<CompileOptions> = {}): Runbook {
  const plan = planOf(text)
  const made = compileRunbook(plan, planDigest(plan), {
    scenario: 'east-lost',
    direction: 'failover',
    decision: 'people',
    ...options,
  })
  if ('reason' in made) throw new Error(made.reason)
  return made.runbook
}

const planned = compiled(shopPlan(), { mode: 'planned' })
const forced = compiled()

const looks: Looks = {
  seen: [
    {
      component: 'orders-db',
      region: 'west',
      state: 'ok',
      role: 'standby',
      identity: { system: '7' },
      detail: 'answers',
    },
    {
      component: 'orders-db',
      region: 'east',
      state: 'ok',
      role: 'primary',
      identity: { system: '7' },
      detail: 'answers',
    },
  ],
  checks: [{ step: 'promote.orders-db@west', title: 'It is the standby', state: 'ok', detail: '{}' }],
  facts: {},
  losses: [{ component: 'orders-db', seconds: 0.2 }],
}

function dryRun(runbook = planned) {
  return dryRunOf({
    at: '2026-11-24T03:00:00.000Z',
    plan: { name: 'shop', digest: 'sha256:0', file: 'shop.yaml' },
    scenario: 'east-lost',
    direction: 'failover',
    mode: runbook.mode,
    target: 'lab',
    subject: 'lab',
    runbook,
    blast: blastOf(runbook),
    looks,
    forecast: simulate(runbook, estimates(runbook, [], 'lab'), { seed: 1, runs: 10, target: 'lab' }),
  })
}

describe('the reach of a run', () => {
  it('counts what is drained and taken back, and leaves out what is only looked at', () => {
    expect(blastOf(planned)).toEqual({ components: ['orders-api', 'orders-db'], regions: ['east', 'west'] })
    expect(blastOf({ ...planned, steps: planned.steps.filter(({ phase }) => phase === 'verify') })).toEqual({
      components: [],
      regions: [],
    })
    expect(
      blastOf({ ...planned, steps: planned.steps.filter(({ id }) => id.startsWith('drain.')) }).components,
      'a drain may be repeated at will and changes the world all the same',
    ).toEqual(['orders-db'])
  })

  it('is refused above the limit of the plan, which is named with both numbers', () => {
    const blast = blastOf(planned)
    expect(tooFar(blast)).toBeUndefined()
    expect(tooFar({ ...blast, limit: 2 })).toBeUndefined()
    expect(tooFar({ ...blast, limit: 1 })).toMatch(/would change 2 components \(orders-api, orders-db\).* allows 1 /)
    expect(blastOf({ ...planned, limits: { components: 3 } }).limit).toBe(3)
  })
})

describe('a dry run', () => {
  it('lists the steps of its mode alone, with what takes each back', () => {
    const { steps, runbookDigest } = dryRun()
    expect(steps.map(({ id }) => id)).toContain('drain.orders-db@east')
    expect(steps.find(({ id }) => id === 'fence.east@west')).toMatchObject({
      action: 'traffic.fence',
      with: { region: 'east' },
      undo: expect.any(String) as string,
      irreversible: false,
    })
    expect(dryRun(forced).steps.map(({ id }) => id)).not.toContain('drain.orders-db@east')
    expect(runbookDigest).toMatch(/^sha256:/)
  })

  it('reads back as it was written, and as nothing else', () => {
    const dry = dryRun()
    const text = JSON.stringify(dry)
    expect(readDryRun(text, 'dry.json')).toEqual(dry)
    // The time is said, not sealed: the same look at another moment is the same look.
    expect(readDryRun(text.replace('03:00:00', '04:00:00'), 'dry.json').digest).toBe(dry.digest)
    for (const [from, to] of [
      ['"region":"east"', '"region":"west"'],
      ['"target":"lab"', '"target":"prod"'],
      ['"seconds":0.2', '"seconds":0.1'],
      ['2026-11-24T', 'tomorrow '],
    ] as const) {
      expect(text).toContain(from)
      expect(() => readDryRun(text.replace(from, to), 'dry.json'), from).toThrow('is not as it was written')
    }
    for (const other of [
      '',
      'null',
      '{}',
      '[]',
      text.replace('"schemaVersion":1', '"schemaVersion":2').replace(/"schemaVersion":1/g, '"schemaVersion":2'),
    ])
      expect(() => readDryRun(other, 'dry.json'), other.slice(0, 20)).toThrow('dry.json is no dry run')
  })

  it('gives its run a name of its own', () => {
    const dry = dryRun()
    expect(runOf(dry)).toBe(`event-20261124-030000-${dry.digest.slice(-6)}`)
    expect(newRun('event', 0)).toMatch(/^event-19700101-000000-[0-9a-f]{4}$/)
    expect(isCopy(copyOf('event-1', 'abcdef0123'))).toBe(true)
    expect(isCopy(runOf(dry))).toBe(false)
  })
})

describe('the world of a dry run', () => {
  const with_ = (change: Partial<Looks['seen'][number]>): Looks => ({
    ...looks,
    seen: looks.seen.map((one) => (one.region === 'west' ? { ...one, ...change } : one)),
  })

  it('has not changed where only the lag, the order of names or the losses have', () => {
    expect(changedSince(looks, { ...looks, losses: [] })).toEqual([])
    expect(changedSince(looks, with_({ lag: { seconds: 9 } }))).toEqual([])
    const one = with_({ identity: { system: '7', database: 'orders-db' } })
    const other = with_({ identity: { database: 'orders-db', system: '7' } })
    expect(changedSince(one, other)).toEqual([])
  })

  it('has changed with the role, the identity, the reach and the checks', () => {
    for (const change of [
      { role: 'primary' },
      { identity: { system: '8' } },
      { state: 'failing', detail: 'no answer' },
      { region: 'north' },
    ] as const)
      expect(changedSince(looks, with_(change)), JSON.stringify(change)).toHaveLength(1)
    const failing = { ...looks, checks: looks.checks.map((one) => ({ ...one, state: 'failing' as const })) }
    expect(changedSince(looks, failing)).toHaveLength(1)
    expect(changedSince(looks, { ...looks, checks: [] })).toHaveLength(1)
    expect(changedSince(failing, looks), 'what holds now and did not then is no reason to refuse').toEqual([])
  })

  it('is not as it should be where something does not answer, but for a region that is given up', () => {
    const east = {
      ...looks,
      seen: looks.seen.map((one) => (one.region === 'east' ? { ...one, state: 'failing' as const } : one)),
    }
    expect(failingIn(planned, looks)).toEqual([])
    expect(failingIn(planned, east)).toHaveLength(1)
    expect(failingIn(forced, east)).toEqual([])
    expect(failingIn(forced, with_({ state: 'unknown' }))).toHaveLength(1)
    expect(failingIn(planned, with_({ role: 'primary' }))).toEqual([
      'orders-db in west: it is the primary already; it was moved before',
    ])
    expect(
      failingIn(planned, { ...looks, checks: looks.checks.map((one) => ({ ...one, state: 'unknown' as const })) }),
    ).toHaveLength(1)
  })
})

describe('the criteria of a scenario', () => {
  const now = Date.parse('2026-11-24T03:00:00Z')
  const facts = { 'probes.orders-api.failingFor': 180, 'deployment.inProgress': false }

  it('hold with the instant since when the probe fails', () => {
    expect(criteriaOf(forced, facts, now)).toEqual({
      state: 'holds',
      failingFor: 180,
      criteria: [
        {
          text: 'probes.orders-api.failingFor >= 2m',
          state: 'holds',
          against: false,
          since: '2026-11-24T02:57:00.000Z',
        },
        { text: 'deployment.inProgress', state: 'fails', against: true },
      ],
    })
  })

  it('do not hold where something speaks against it, and are unknown where nobody can tell', () => {
    expect(criteriaOf(forced, { ...facts, 'deployment.inProgress': true }, now).state).toBe('fails')
    expect(criteriaOf(forced, { 'probes.orders-api.failingFor': 180 }, now).state).toBe('unknown')
    expect(criteriaOf(forced, { ...facts, 'probes.orders-api.failingFor': 10 }, now)).toMatchObject({
      state: 'fails',
      failingFor: 10,
    })
    expect(criteriaOf(forced, {}, now)).toMatchObject({
      state: 'unknown',
      criteria: [{ state: 'unknown' }, { state: 'unknown' }],
    })
    const { activation: _, ...bare } = forced
    expect(criteriaOf(bare, facts, now)).toEqual({ state: 'unknown', criteria: [] })
  })
})

describe('steps that are blocked', () => {
  const world = (traffic: World['traffic']): World => ({
    endpoint: () => ({ url: 'http://127.0.0.1:1' }),
    traffic,
    facts: async () => ({}),
  })
  const down = world(() => {
    throw new TerminalFailure('It is not to be reached.')
  })
  const failing = (component: string, region: string) => ({
    component,
    region,
    state: 'failing' as const,
    detail: 'no answer',
  })

  it('are those that need what was seen to be down, in the region where it is down', async () => {
    const still = {
      ...forced,
      steps: forced.steps.filter(({ work }) => work.kind !== 'action' || !work.use.startsWith('traffic.')),
    }
    expect(await blockedIn(still, [failing('orders-db', 'west')], down)).toEqual([
      { step: 'promote.orders-db@west', capability: 'region-data-plane', detail: 'no answer' },
      { step: 'promote.orders-db@west', capability: 'database', detail: 'no answer' },
      { step: 'verify.orders-db@west', capability: 'region-data-plane', detail: 'no answer' },
      { step: 'verify.orders-db@west', capability: 'database', detail: 'no answer' },
    ])
    expect(
      await blockedIn(still, [failing('orders-db', 'east'), failing('traffic', 'west')], down),
      'what comes once the region is back is not blocked by its loss',
    ).toEqual([])
  })

  it('are those that direct traffic where what directs it does not answer', async () => {
    const blocked = await blockedIn(forced, [], down)
    expect(blocked.map(({ step, capability }) => [step, capability])).toEqual([
      ['fence.east@west', 'edge-management'],
      ['route.traffic@west', 'edge-management'],
    ])
    expect(blocked[0]?.detail).toBe('It is not to be reached.')
  })
})

describe('a run in production', () => {
  const text = shopPlan({
    more: `targets:
  prod:
    subject: prod
    environment: Shop, production
    components: { orders-db: { east: { url: "\${secret:env:EAST}" }, west: { url: "\${secret:env:WEST}" } } }
  unsaid: { components: {} }
`,
  })
  writeFileSync(join(folder, 'prod.muster.yaml'), text)
  const muster = openMuster({ cwd: folder, environment: { MUSTER_HOME: join(folder, 'home') } })
  const found = muster.find('prod.muster.yaml', '2026-11-24') as Sound
  const project = openProject({ cwd: folder, environment: { MUSTER_HOME: join(folder, 'home') } })
  const acting = actingOn(project, found.parsed.plan, 'prod', () => false)
  const runbook = compiledFor(found.parsed.plan, acting, {
    scenario: 'east-lost',
    direction: 'failover',
    decision: 'people',
  })
  const dry: DryRun = dryRunOf({
    ...dryRun(runbook),
    target: 'prod',
    subject: 'prod',
    environment: 'Shop, production',
    looks,
  })
  const driving = {
    signal: AbortSignal.abort(),
    wait: true,
    watcher: { say() {}, record() {}, asked() {}, forecast() {} },
  }
  const begun = (): never => {
    throw new Error('It began.')
  }

  it('is refused without the name of the environment, typed in full, and before anything is asked', async () => {
    const start = (more: { environment?: string; typed?: () => Promise<string | undefined> }) =>
      muster.execute(found, dry, { as: 'on-call', driving, begun, ...more })
    await expect(start({})).rejects.toThrow(
      'prod is production. Say which environment you mean, in full: --environment "Shop, production".',
    )
    await expect(start({ environment: 'shop, production' })).rejects.toThrow(
      '"shop, production" is not the environment of prod',
    )
    await expect(start({ typed: async () => 'prod' })).rejects.toThrow('"prod" is not the environment of prod')
    await expect(start({ typed: async () => 'Shop, production' }), 'the next guard is the world').rejects.toThrow(
      'the environment variable EAST is not set',
    )
    await expect(muster.execute(found, dry, { as: 'nobody', driving, begun })).rejects.toThrow(
      '"nobody" is no role of this plan',
    )
  })

  it('is refused where the plan does not say what the target is', () => {
    expect(() => actingOn(project, found.parsed.plan, 'unsaid', () => false)).toThrow(
      'does not say whether the target unsaid is production',
    )
    expect(() => actingOn(project, found.parsed.plan, 'nowhere', () => false)).toThrow(
      'The plan has no target "nowhere"',
    )
  })
})

describe('two journals of one run', () => {
  const event = (happening: Pick<NewEvent, 'type' | 'data'>, at: number): NewEvent =>
    ({
      ...happening,
      actor: { name: 'muster', authn: 'muster' },
      ts: `2026-11-24T03:00:0${at}.000Z`,
      tsMono: at,
    }) as NewEvent
  const start = (step: string, at: number): NewEvent =>
    event({ type: 'stepStarted', data: { step, attempt: 1, key: step } }, at)
  const journal = (events: readonly NewEvent[], epoch: number): readonly JournalRecord[] =>
    chain('event-1', epoch, undefined, events).map(({ record }) => record)

  it('part where they differ, and name what both ran after that, people included', () => {
    const common = [start('hold', 1)]
    const done = event({ type: 'manualDone', data: { step: 'look', result: 'whole', signal: 's' } }, 2)
    const ours = journal([...common, start('promote', 2), done], 1)
    const theirs = journal([...common, done, start('promote', 3), start('route', 4)], 1)
    expect(splitOf(ours, theirs)).toEqual({
      common: 1,
      ours: {
        records: 2,
        steps: ['promote', 'look'],
        epochs: [1],
        from: '2026-11-24T03:00:02.000Z',
        to: '2026-11-24T03:00:02.000Z',
      },
      theirs: {
        records: 3,
        steps: ['look', 'promote', 'route'],
        epochs: [1],
        from: '2026-11-24T03:00:02.000Z',
        to: '2026-11-24T03:00:04.000Z',
      },
      doubly: ['promote', 'look'],
    })
    expect(splitOf(ours, ours)).toMatchObject({ common: 3, ours: { records: 0 }, theirs: { records: 0 }, doubly: [] })
    expect(splitOf(ours, journal(common, 1))).toMatchObject({
      common: 1,
      theirs: { records: 0, steps: [] },
      doubly: [],
    })
  })
})

describe('one flow by itself', () => {
  it('is refused where another goes the same way and would be left behind', () => {
    const own = compiled()
    expect(flowOnly(own, 'nothing')).toMatchObject({ reason: expect.stringContaining('no flow "nothing"') as string })
    const whole = flowOnly(own, 'checkout')
    if ('reason' in whole) throw new Error(whole.reason)
    expect(whole.runbook.steps.map(({ id }) => id)).toEqual(own.steps.map(({ id }) => id))
    const other = {
      ...own,
      flows: own.flows.map((flow) => (flow.id === 'browse' ? { ...flow, components: ['orders-db'] } : flow)),
    }
    expect(flowOnly(other, 'browse')).toMatchObject({
      reason: 'checkout goes the same way as browse, and orders-api, which it needs, would stay behind.',
    })
    const untouched = { ...own, flows: own.flows.map((flow) => ({ ...flow, restoredBy: [] })) }
    expect(flowOnly(untouched, 'browse')).toMatchObject({ reason: expect.stringContaining('does not touch') as string })
  })

  it('takes along what it needs alone, and says what stays', () => {
    const own = compiled()
    const apart = {
      ...own,
      flows: own.flows.map((flow) =>
        flow.id === 'browse'
          ? { ...flow, components: ['orders-db'], restoredBy: ['verify.orders-db@west'] }
          : { ...flow, restoredBy: ['verify.orders-api@west'] },
      ),
    }
    const part = flowOnly(apart, 'browse')
    if ('reason' in part) throw new Error(part.reason)
    const { steps, flows, gaps } = part.runbook
    expect(steps.some(({ component }) => component === 'orders-api')).toBe(false)
    const ids = new Set(steps.map(({ id }) => id))
    expect(steps.flatMap(({ needs }) => needs).every((need) => ids.has(need))).toBe(true)
    expect(flows.map(({ id }) => id)).toEqual(['browse'])
    expect(gaps.at(-1)).toContain('Only what the flow browse needs is moved')
  })
})

describe('local keys', () => {
  const { newKey, signChallenge } = keyCommands(folder)

  it('sign what the plan can verify, in base64url and as it is spoken', () => {
    const { key } = newKey('a.pem')
    expect(statSync(join(folder, 'a.pem')).mode & 0o777).toBe(0o600)
    expect(readFileSync(join(folder, 'a.pem'), 'utf8')).toMatch(/^-----BEGIN PRIVATE KEY-----/)
    const { signature, spoken } = signChallenge('break-glass event-1 ABC', 'a.pem')
    expect(isSignedBy(key, 'break-glass event-1 ABC', signature)).toBe(true)
    expect(isSignedBy(key, 'break-glass event-1 ABC', spoken)).toBe(true)
    expect(isSignedBy(key, 'break-glass event-2 ABC', signature)).toBe(false)
  })

  it('are never replaced, and nothing else is taken for one', () => {
    writeFileSync(join(folder, 'there.pem'), 'mine')
    expect(() => newKey('there.pem')).toThrow('a key is never replaced')
    expect(readFileSync(join(folder, 'there.pem'), 'utf8')).toBe('mine')
    expect(() => newKey('no/such/folder/a.pem')).toThrow('cannot be written')
    expect(() => signChallenge('x', 'there.pem')).toThrow('is no private key')
    expect(() => signChallenge('x', 'missing.pem')).toThrow('is no private key')
  })
})
