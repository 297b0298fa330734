import { readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { type Ended, homeAt, json } from './command.ts'
import { type Estate, openEstate } from './own/estate.ts'

// Systems that no lab has started; each test leaves them as it found them, but for the last, which loses a region.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 })

const home = homeAt(24_400)
let estate: Estate

beforeAll(async () => {
  estate = await openEstate()
  Object.assign(process.env, estate.secrets)
})
afterAll(async () => {
  for (const name of Object.keys(estate.secrets)) delete process.env[name]
  await home.remove()
  await estate.remove()
})

interface Flow {
  readonly rto: { readonly measured?: number }
  readonly rpo: {
    readonly measured?: number
    readonly method: string
    readonly error?: number
    readonly lost: number
    readonly acknowledged: number
  }
}
interface Report {
  readonly run: string
  readonly subject: string
  readonly target: string
  readonly verdict: string
  readonly evidence: string
  readonly flows: readonly Flow[]
  readonly failback?: { readonly verdict: string; readonly flows: readonly Flow[] }
  readonly sustained?: {
    readonly wanted: number
    readonly unmeasured: number
    readonly flows: ReadonlyArray<{ readonly requests: number; readonly failed: number }>
  }
  readonly deviations: readonly string[]
  readonly gaps: readonly string[]
}

const words = (...more: readonly string[]): readonly string[] => ['drill', estate.plan, '--format', 'json', ...more]
const onStaging = (...more: readonly string[]): readonly string[] =>
  words('--scenario', 'east-lost', '--target', 'staging', ...more)
const markersLeft = async (): Promise<unknown> =>
  (await estate.ask('east', 'select count(*)::int as left from muster_heartbeat'))[0]

async function told(ended: Promise<Ended>, code = 0): Promise<Report> {
  const result = await ended
  expect(result.code, result.stderr).toBe(code)
  const report = json<Report>(result)
  const verified = await home.muster('evidence', 'verify', report.run)
  expect(verified.code, verified.stdout + verified.stderr).toBe(0)
  return report
}

describe('what is refused before anything is done', () => {
  const refused = async (code: number, why: RegExp, ...given: readonly string[]): Promise<void> => {
    const { code: ended, stderr } = await home.muster(...given)
    expect(stderr).toMatch(why)
    expect(ended).toBe(code)
  }

  it('where nobody has agreed, where a fault would be caused, where nothing stands apart, where production is not named', async () => {
    await refused(4, /Nobody has agreed to hold this drill, and nothing was done/, ...onStaging())
    await refused(4, /Muster destroys nothing .*--fault-by ROLE/s, ...onStaging('--kind', 'forced', '--yes'))
    await refused(4, /does not say that staging stands apart/, ...onStaging('--kind', 'isolated-test', '--yes'))
    await refused(4, /copies stands apart/, ...words('--target', 'copies', '--kind', 'planned-switchover', '--yes'))
    await refused(2, /--for 2d/, ...onStaging('--kind', 'run-from-secondary', '--yes'))
    await refused(2, /fails one component/, ...onStaging('--kind', 'component', '--yes'))
    await refused(2, /takes no --kind isolated-test/, ...words('--target', 'lab', '--kind', 'isolated-test'))
    const production = words('--scenario', 'east-lost', '--target', 'unmeasured')
    await refused(4, /It is production\. .*--environment "production"/, ...production, '--yes')
    await refused(4, /"staging" is not the environment/, ...production, '--environment', 'staging')
    const unprepared = words('--scenario', 'east-lost', '--target', 'unprepared', '--yes')
    await refused(
      5,
      /no table for markers\. Create it.*mayCreate: true.*create table muster_heartbeat.*Nothing was done/s,
      ...unprepared,
    )
    expect(estate.orders).toEqual([])
    expect(await estate.ask('east', `select to_regclass('muster_heartbeat') as it`)).toEqual([{ it: null }])
  })
})

describe("a drill on systems of one's own", () => {
  it('switches over as planned and back, and loses no marker', async () => {
    const report = await told(home.muster(...onStaging('--yes')))
    expect(report).toMatchObject({ subject: 'nonprod', target: 'staging', verdict: 'met-technically' })
    expect(report.failback?.verdict).toBe('met-technically')
    for (const { rpo, rto } of [...report.flows, ...(report.failback?.flows ?? [])]) {
      expect(rpo).toMatchObject({ method: 'heartbeat', lost: 0, measured: 0, error: 0.5 })
      expect(rpo.acknowledged).toBeGreaterThan(3)
      expect(rto.measured).toBeGreaterThanOrEqual(0)
    }
    expect(await estate.routed()).toBe('east')
    expect(await markersLeft()).toEqual({ left: 0 })
    expect(estate.orders).toEqual(['east/orders-db/rebuild', 'east/orders-api/start', 'west/orders-db/rebuild'])
  })

  it('lets the other side carry the load, though Muster is killed meanwhile, and goes back when it was to', async () => {
    const running = home.start(...onStaging('--kind', 'run-from-secondary', '--for', '15s', '--yes'))
    await running.says(/west carries the load for/)
    const [run = ''] = /drill-[\d-]+-[0-9a-f]{4}/.exec(await running.says(/drill-.* succeeded/)) ?? []
    await delay(2500)
    running.signal('SIGKILL')
    await running.ended
    expect(await estate.routed()).toBe('west')
    await delay(4000)
    const other = await home.muster(...onStaging('--yes'))
    expect(other).toMatchObject({ code: 5, stderr: expect.stringContaining(`muster run resume ${run}`) as string })
    const report = await told(home.muster('run', 'resume', run, '--format', 'json'))
    expect(report).toMatchObject({ run, verdict: 'met-technically', sustained: { wanted: 15 } })
    expect(report.sustained?.unmeasured).toBeGreaterThan(3)
    expect(report.sustained?.flows).toEqual([expect.objectContaining({ flow: 'checkout', failed: 0 })])
    expect(report.sustained?.flows[0]?.requests).toBeGreaterThan(5)
    expect(report.gaps.join('\n')).toMatch(/of the 15 s in which the other side carried the load nobody measured/)
    for (const { rpo } of [...report.flows, ...(report.failback?.flows ?? [])])
      expect(rpo).toMatchObject({ lost: 0, measured: 0 })
    expect(await estate.routed()).toBe('east')
    expect(await markersLeft()).toEqual({ left: 0 })
  })

  it('is left open by Ctrl-C, and goes back at once where somebody wants it', async () => {
    const running = home.start(...onStaging('--kind', 'run-from-secondary', '--for', '1h', '--yes'))
    const [run = ''] = /drill-[\d-]+-[0-9a-f]{4}/.exec(await running.says(/drill-.* succeeded/)) ?? []
    await running.says(/west carries the load for/)
    await delay(1500)
    running.signal('SIGINT')
    const { stderr } = await running.ended
    expect(stderr).toContain(`is left open. Take it up again: muster run resume ${run}`)
    expect(await estate.routed()).toBe('west')
    const report = await told(home.muster('run', 'resume', run, '--go-back', '--format', 'json'), 1)
    expect(report).toMatchObject({
      verdict: 'missed',
      failback: { verdict: 'met-technically' },
      sustained: { wanted: 3600 },
    })
    expect(report.gaps.join('\n')).toMatch(/was to carry the load for 3600 s, and the way back was gone after/)
    expect(await estate.routed()).toBe('east')
  })

  it('leaves evidence of a real run too', async () => {
    for (const direction of ['failover', 'failback'] as const) {
      const file = `${home.path}/${direction}.json`
      const planned = direction === 'failover' ? ['--mode', 'planned'] : []
      const dry = await home.muster(direction, estate.plan, '--dry-run', '--target', 'staging', '-o', file, ...planned)
      expect(dry.code, dry.stderr).toBe(0)
      const running = home.start(direction, estate.plan, '--execute', file, '--as', 'on-call')
      const [, run = ''] = /^Run (\S+)\./.exec(await running.says(/^Run event-/)) ?? []
      await running.says(/Waiting for a person: decide\./)
      const approved = await home.muster('run', 'approve', run, '--as', 'on-call')
      expect(approved.code, approved.stderr).toBe(0)
      const ended = await running.ended
      expect(ended.code, ended.stderr).toBe(0)
      expect(ended.stderr).toMatch(new RegExp(`Evidence \\S+${run}`))
      const verified = await home.muster('evidence', 'verify', run)
      expect(verified.code, verified.stdout + verified.stderr).toBe(0)
      const evidence = JSON.parse(readFileSync(`${home.path}/evidence/${run}/evidence.json`, 'utf8')) as Report & {
        kind: string
      }
      expect(evidence).toMatchObject({ kind: 'realEvent', subject: 'nonprod', verdict: 'met', run })
      expect(evidence.flows[0]?.rpo).toMatchObject({ method: 'heartbeat', lost: 0, measured: 0 })
    }
    expect(await estate.routed()).toBe('east')
    expect(await markersLeft()).toEqual({ left: 0 })
  })

  it('fails one component through its management, recovers it, and mends it', async () => {
    const before = estate.orders.length
    const report = await told(
      home.muster(...words('--scenario', 'api-down', '--target', 'staging', '--kind', 'component', '--yes')),
    )
    expect(report.verdict).toBe('met-technically')
    expect(report.flows[0]?.rto.measured).toBeGreaterThan(0.5)
    expect(report.flows[0]?.rpo).toMatchObject({ method: 'heartbeat', lost: 0 })
    expect(estate.orders.slice(before)).toContain('east/orders-api/operations/fail')
    expect(await estate.routed()).toBe('east')
  })

  it('tries recovery apart, touches nothing that customers use, and leaves nothing', async () => {
    const before = estate.orders.length
    const rows = (await estate.ask('east', 'select count(*)::int as n from orders'))[0]
    const report = await told(
      home.muster(...words('--scenario', 'east-lost', '--target', 'copies', '--kind', 'isolated-test', '--yes')),
    )
    expect(report.verdict).toBe('met-technically')
    expect(report.flows[0]?.rto.measured).toBeGreaterThanOrEqual(0)
    expect(report.flows[0]?.rpo.method).toBe('none')
    expect(report.gaps.join('\n')).toMatch(/Tried apart, so these steps were not exercised: .*fence\.east@west/)
    expect(estate.orders.slice(before)).toEqual(['copies/set-up', 'copies/take-down'])
    expect(estate.copies()).toEqual([])
    expect((await estate.ask('east', 'select count(*)::int as n from orders'))[0]).toEqual(rows)
  })

  it('takes the copies down too where it was killed, once it is taken up', async () => {
    const running = home.start(
      ...words('--scenario', 'east-lost', '--target', 'copies', '--kind', 'isolated-test', '--yes'),
    )
    const line = await running.says(/rehearsal on copies .* begins/)
    running.signal('SIGKILL')
    await running.ended
    const [run = ''] = /drill-[\d-]+-[0-9a-f]{4}/.exec(line) ?? []
    expect(estate.copies()).not.toEqual([])
    await home.muster('run', 'resume', run)
    expect(estate.copies()).toEqual([])
  })

  it('finds what is lost where a person takes a region away that its copy had not followed', async () => {
    const running = home.start(...onStaging('--kind', 'forced', '--fault-by', 'on-call', '--yes'))
    const [, run = ''] = /muster run done (\S+) fault/.exec(await running.says(/muster run done \S+ fault/)) ?? []
    await estate.cutReplication('west')
    const cut = performance.now()
    await delay(4000)
    const lag = (performance.now() - cut) / 1000
    await estate.lose('east')
    const said = await home.muster('run', 'done', run, 'fault', '--as', 'on-call', '--comment', 'All of east is off')
    expect(said.code, said.stderr).toBe(0)
    await running.says(/route\.traffic@west .*region west/)
    await delay(3000)
    estate.giveBack('east')
    const report = await told(running.ended)
    const [flow] = report.flows
    expect(flow?.rpo.lost).toBeGreaterThan(3)
    expect(flow?.rto.measured).toBeGreaterThan(1)
    const { measured = Number.NaN, error = Number.NaN } = flow?.rpo ?? {}
    // What was written since the cut is lost; the oldest of it is at most an interval younger than the cut.
    expect(measured).toBeLessThanOrEqual(lag + error)
    expect(measured + error).toBeGreaterThanOrEqual(lag - 1)
    expect(report.failback?.flows[0]?.rpo).toMatchObject({ lost: 0 })
    expect(await estate.routed()).toBe('east')
  })
})

it('says which keys are missing where nothing is measured', async () => {
  const running = home.start(
    ...words(
      '--scenario',
      'east-lost',
      '--target',
      'unmeasured',
      '--environment',
      'production',
      '--decision',
      'automatic',
    ),
  )
  const report = await told(running.ended, 1)
  expect(report).toMatchObject({ subject: 'prod', verdict: 'missed' })
  expect(report.flows[0]?.rpo).toMatchObject({ method: 'none' })
  expect(report.flows[0]?.rpo).not.toHaveProperty('measured')
  expect(report.gaps).toContain(
    'What orders-db loses is not measured on unmeasured: write targets.unmeasured.heartbeats.orders-db.',
  )
  expect(report.gaps).toContain(
    'When checkout is served is not measured on unmeasured: write targets.unmeasured.flows.checkout.',
  )
})
