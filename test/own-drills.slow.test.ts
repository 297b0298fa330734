import { readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { json } from './command.ts'
import { drilling, type Report } from './own/drilling.ts'

// Drills of the same systems that are killed, left open or real; each leaves them as it found them.
const drilled = drilling(24_400)
const { home, words, onStaging, markersLeft, told } = drilled

it('lets the other side carry the load, though Muster is killed meanwhile, and goes back when it was to', async () => {
  const running = home.start(...onStaging('--kind', 'run-from-secondary', '--for', '30s', '--yes'))
  await running.says(/west carries the load for/)
  const [run = ''] = /drill-[\d-]+-[0-9a-f]{4}/.exec(await running.says(/drill-.* succeeded/)) ?? []
  await delay(2500)
  running.signal('SIGKILL')
  await running.ended
  expect(await drilled.estate.routed()).toBe('west')
  await delay(4000)
  const other = await home.muster(...onStaging('--yes'))
  expect(other).toMatchObject({ code: 5, stderr: expect.stringContaining(`muster run resume ${run}`) as string })
  const report = await told(home.muster('run', 'resume', run, '--format', 'json'))
  expect(report).toMatchObject({ run, verdict: 'met-technically', sustained: { wanted: 30 } })
  expect(report.sustained?.unmeasured).toBeGreaterThan(3)
  expect(report.sustained?.flows).toEqual([expect.objectContaining({ flow: 'checkout', failed: 0 })])
  expect(report.sustained?.flows[0]?.requests).toBeGreaterThan(5)
  expect(report.gaps.join('\n')).toMatch(/of the 30 s in which the other side carried the load nobody measured/)
  for (const { rpo } of [...report.flows, ...(report.failback?.flows ?? [])])
    expect(rpo).toMatchObject({ lost: 0, measured: 0 })
  expect(await drilled.estate.routed()).toBe('east')
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
  expect(await drilled.estate.routed()).toBe('west')
  const report = await told(home.muster('run', 'resume', run, '--go-back', '--format', 'json'), 1)
  expect(report).toMatchObject({
    verdict: 'missed',
    failback: { verdict: 'met-technically' },
    sustained: { wanted: 3600 },
  })
  expect(report.gaps.join('\n')).toMatch(/was to carry the load for 3600 s, and the way back was gone after/)
  expect(await drilled.estate.routed()).toBe('east')
})

it('takes the copies down too where it was killed, once it is taken up', async () => {
  const running = home.start(
    ...words('--scenario', 'east-lost', '--target', 'copies', '--kind', 'isolated-test', '--yes'),
  )
  const line = await running.says(/rehearsal on copies .* begins/)
  await running.says(/[▸>] promote\.orders-db@west/)
  running.signal('SIGKILL')
  await running.ended
  const [run = ''] = /drill-[\d-]+-[0-9a-f]{4}/.exec(line) ?? []
  expect(drilled.estate.copies()).not.toEqual([])
  await home.muster('run', 'resume', run)
  expect(drilled.estate.copies()).toEqual([])
})

it('takes the copies down where it was killed while they were set up, before anything else of the run was written', async () => {
  const running = home.start(
    ...words('--scenario', 'east-lost', '--target', 'copies', '--kind', 'isolated-test', '--yes'),
  )
  while (!drilled.estate.copies().includes('files')) await delay(5)
  running.signal('SIGKILL')
  await running.ended
  const listed = await home.muster('run', 'list')
  const [run = ''] = /drill-[\d-]+-[0-9a-f]{4}/.exec(listed.stdout) ?? []
  const report = await told(home.muster('run', 'resume', run, '--format', 'json'))
  expect(report.verdict).toBe('met-technically')
  expect(drilled.estate.copies()).toEqual([])
})

it('leaves evidence of a real run too', async () => {
  for (const direction of ['failover', 'failback'] as const) {
    const file = `${home.path}/${direction}.json`
    const planned = direction === 'failover' ? ['--mode', 'planned'] : []
    const dry = await home.muster(
      direction,
      drilled.estate.plan,
      '--dry-run',
      '--target',
      'staging',
      '-o',
      file,
      ...planned,
    )
    expect(dry.code, dry.stderr).toBe(0)
    const running = home.start(direction, drilled.estate.plan, '--execute', file, '--as', 'on-call')
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
  expect(await drilled.estate.routed()).toBe('east')
  expect(await markersLeft()).toEqual({ left: 0 })
})

it('puts back what it did where a step fails before the other side took over', async () => {
  drilled.estate.turnFencing()
  try {
    const ended = await home.muster(...onStaging('--yes'))
    expect(ended.code, ended.stderr).toBe(3)
    expect(json<Report>(ended)).toMatchObject({ verdict: 'failed' })
    expect(await drilled.estate.routed()).toBe('east')
    const [written] = await drilled.estate.ask('east', 'insert into orders default values returning id > 0 as done')
    expect(written).toEqual({ done: true })
    expect(await drilled.estate.ask('west', 'select pg_is_in_recovery() as follows')).toEqual([{ follows: true }])
  } finally {
    drilled.estate.turnFencing()
  }
})

it('mends a component too where the answer to the order that made it fail got lost', async () => {
  const before = drilled.estate.orders.length
  drilled.estate.loseAnswer('east/orders-api/operations/fail')
  const report = await told(
    home.muster(...words('--scenario', 'api-down', '--target', 'staging', '--kind', 'component', '--yes')),
  )
  expect(report.verdict).toBe('met-technically')
  const given = drilled.estate.orders.slice(before)
  expect(given.filter((one) => one === 'east/orders-api/operations/fail')).toHaveLength(1)
  expect(given).toContain('east/orders-api/operations/mend')
})
