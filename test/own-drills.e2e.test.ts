import { setTimeout as delay } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { drilling } from './own/drilling.ts'

// Systems that no lab has started; each test leaves them as it found them, but for the last, which loses a region.
const drilled = drilling(24_400)
const { home, words, onStaging, markersLeft, told } = drilled

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
    expect(drilled.estate.orders).toEqual([])
    expect(await drilled.estate.ask('east', `select to_regclass('muster_heartbeat') as it`)).toEqual([{ it: null }])
  })

  it('once more when its moment has come: a real run that was begun meanwhile is open', async () => {
    const declare = (...given: readonly string[]) =>
      home.muster(
        'declare',
        drilled.estate.plan,
        '--target',
        'staging',
        '--scenario',
        'east-lost',
        '--as',
        'on-call',
        ...given,
      )
    // Drawn with this seed, the moment is the last one.
    const unannounced = ['--unannounced', '--within', '15s', '--seed', '2147483647']
    const waiting = home.start(...onStaging('--yes', ...unannounced))
    await waiting.says(/comes within 15 s of/)
    const declared = await declare('--decide', 'wait', '--until', '15m')
    expect(declared.code, declared.stderr).toBe(0)
    const { code, stderr } = await waiting.ended
    expect(code, stderr).toBe(5)
    const [, open = ''] = /The run (event-\S+) on staging is a real one, and is not over/.exec(stderr) ?? []
    expect(stderr).toContain(`muster run cancel ${open} --as ROLE`)
    await refused(5, new RegExp(`The run ${open} on staging is a real one`), ...onStaging('--yes'))
    const over = await declare('--decide', 'stand-down')
    expect(over.code, over.stderr).toBe(0)
    expect(drilled.estate.orders).toEqual([])
  })
})

describe('a disaster while a drill is held', () => {
  const dryRun = (file: string) =>
    home.muster(
      ...['failover', drilled.estate.plan, '--dry-run', '--scenario', 'east-lost', '--mode', 'test'],
      ...['--target', 'staging', '-o', file],
    )
  const execute = (file: string) => ['failover', drilled.estate.plan, '--execute', file, '--as', 'on-call'] as const

  it('comes first once the drill is stopped as it says, and has its evidence though it was killed before that', async () => {
    const drill = home.start(...onStaging('--yes', '--decision', 'people'))
    const [, held = ''] = /(drill-[\d-]+-[0-9a-f]{4})/.exec(await drill.says(/muster run approve drill-/)) ?? []
    const file = `${home.path}/real.json`
    const seen = await dryRun(file)
    expect(seen.code, seen.stderr).toBe(0)
    const busy = await home.muster(...execute(file))
    expect(busy.code, busy.stderr).toBe(5)
    const [, pid = ''] = /It is a drill\..*\n {2}kill (\d+)\n/.exec(busy.stderr) ?? []
    expect(Number(pid)).toBeGreaterThan(1)
    process.kill(Number(pid), 'SIGTERM')
    expect((await drill.ended).stderr).toContain(`is left open. Take it up again: muster run resume ${held}`)

    const real = home.start(...execute(file))
    const [, run = ''] = /^Run (\S+)\./.exec(await real.says(/^Run event-/)) ?? []
    await real.says(/Waiting for a person: decide\./)
    expect((await home.muster('run', 'approve', run, '--as', 'on-call')).code).toBe(0)
    await real.says(new RegExp(`${run}.* succeeded`))
    real.signal('SIGKILL')
    expect(await real.ended).toMatchObject({ code: null })
    expect((await home.muster('evidence', 'verify', run)).code).toBe(2)
    const resumed = await home.muster('run', 'resume', run)
    expect(resumed.code, resumed.stderr).toBe(0)
    expect(resumed.stderr).toMatch(new RegExp(`Evidence \\S+${run}`))
    expect((await home.muster('evidence', 'verify', run)).code).toBe(0)
    const again = await home.muster('run', 'resume', run)
    expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining('has ended: succeeded') as string })

    expect((await home.muster('run', 'cancel', held, '--as', 'on-call', '--keep')).stdout).toContain('Stored.')
    const ended = await home.muster('run', 'resume', held, '--format', 'json')
    expect(ended.stdout, ended.stderr).toContain('"verdict"')
    expect(await markersLeft()).toEqual({ left: 0 })
    expect(await drilled.estate.routed()).toBe('east')
    expect(drilled.estate.orders).toEqual([])
  })
})

describe("a drill on systems of one's own", () => {
  it('switches over as planned and back, and loses no marker', async () => {
    const report = await told(home.muster(...onStaging('--yes')))
    expect(report).toMatchObject({ subject: 'nonprod', target: 'staging', verdict: 'met-technically' })
    expect(report.failback?.verdict).toBe('met-technically')
    for (const { rpo, rto } of [...report.flows, ...(report.failback?.flows ?? [])]) {
      expect(rpo).toMatchObject({ method: 'heartbeat', lost: 0, measured: 0 })
      expect(rpo.error).toBeGreaterThanOrEqual(0.5)
      expect(rpo.acknowledged).toBeGreaterThan(3)
      expect(rto.measured).toBeGreaterThanOrEqual(0)
      expect(rto.error).toBeGreaterThanOrEqual(0.5)
    }
    expect(await drilled.estate.routed()).toBe('east')
    expect(await markersLeft()).toEqual({ left: 0 })
    expect(drilled.estate.orders).toEqual(['east/orders-db/rebuild', 'east/orders-api/start', 'west/orders-db/rebuild'])
  })

  it('measures by markers over HTTP where it is not let into the database', async () => {
    const report = await told(
      home.muster(
        ...words('--scenario', 'east-lost', '--target', 'over-http', '--kind', 'planned-switchover', '--yes'),
      ),
    )
    expect(report.verdict).toBe('met-technically')
    for (const { rpo } of [...report.flows, ...(report.failback?.flows ?? [])]) {
      expect(rpo).toMatchObject({ method: 'heartbeat', lost: 0, measured: 0 })
      expect(rpo.error).toBeGreaterThanOrEqual(0.5)
      expect(rpo.acknowledged).toBeGreaterThan(5)
    }
    expect(await drilled.estate.ask('east', 'select count(*)::int as n from markers')).toEqual([{ n: 0 }])
    expect(await markersLeft()).toEqual({ left: 0 })
  })

  it('fails one component through its management, recovers it, and mends it', async () => {
    const before = drilled.estate.orders.length
    const report = await told(
      home.muster(...words('--scenario', 'api-down', '--target', 'staging', '--kind', 'component', '--yes')),
    )
    expect(report.verdict).toBe('met-technically')
    expect(report.flows[0]?.rto.measured).toBeGreaterThan(0.5)
    expect(report.flows[0]?.rpo).toMatchObject({ method: 'heartbeat', lost: 0 })
    const given = drilled.estate.orders.slice(before)
    expect(given.indexOf('east/orders-api/operations/fail')).toBeGreaterThanOrEqual(0)
    expect(given.lastIndexOf('east/orders-api/operations/mend')).toBeGreaterThan(
      given.indexOf('east/orders-api/operations/fail'),
    )
    expect(await drilled.estate.routed()).toBe('east')
  })

  it('tries recovery apart, touches nothing that customers use, and leaves nothing', async () => {
    const before = drilled.estate.orders.length
    const rows = (await drilled.estate.ask('east', 'select count(*)::int as n from orders'))[0]
    const report = await told(
      home.muster(...words('--scenario', 'east-lost', '--target', 'copies', '--kind', 'isolated-test', '--yes')),
    )
    expect(report.verdict).toBe('met-technically')
    expect(report.flows[0]?.rto.measured).toBeGreaterThanOrEqual(0)
    expect(report.flows[0]?.rpo.method).toBe('none')
    expect(report.gaps.join('\n')).toMatch(/Tried apart, so these steps were not exercised: .*fence\.east@west/)
    expect(drilled.estate.orders.slice(before)).toEqual(['copies/set-up', 'copies/take-down'])
    expect(drilled.estate.copies()).toEqual([])
    expect((await drilled.estate.ask('east', 'select count(*)::int as n from orders'))[0]).toEqual(rows)
  })

  it('finds what is lost where a person takes a region away that its copy had not followed', async () => {
    const running = home.start(...onStaging('--kind', 'forced', '--fault-by', 'on-call', '--yes'))
    const [, run = ''] = /muster run done (\S+) fault/.exec(await running.says(/muster run done \S+ fault/)) ?? []
    await drilled.estate.cutReplication('west')
    const cut = performance.now()
    await delay(4000)
    const lag = (performance.now() - cut) / 1000
    await drilled.estate.lose('east')
    const said = await home.muster('run', 'done', run, 'fault', '--as', 'on-call', '--comment', 'All of east is off')
    expect(said.code, said.stderr).toBe(0)
    await running.says(/route\.traffic@west .*region west/)
    await delay(3000)
    drilled.estate.giveBack('east')
    const report = await told(running.ended)
    const [flow] = report.flows
    expect(flow?.rpo.lost).toBeGreaterThan(3)
    expect(flow?.rto.measured).toBeGreaterThan(1)
    const { measured = Number.NaN, error = Number.NaN } = flow?.rpo ?? {}
    // What was written since the cut is lost; the oldest of it is at most an interval younger than the cut.
    expect(measured).toBeLessThanOrEqual(lag + error)
    expect(measured + error).toBeGreaterThanOrEqual(lag - 1)
    expect(report.failback?.flows[0]?.rpo).toMatchObject({ lost: 0 })
    expect(await drilled.estate.routed()).toBe('east')
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
