import { readdirSync, rmSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { Inspection } from '#evidence'
import { genesis, type JournalRecord } from '#journal'
import { seconds } from '#units'
import { clock, eastLost, eventually, laboratory, manage } from '../../src/lab/testing/lab.ts'
import { labRunbook, shownBy } from './looking.ts'
import { type Saboteur, saboteurOf } from '../../src/lab/testing/saboteur.ts'

// One lab, one fault after another, each taken away again: what is looked at says no to it, and to nothing else.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 })

const { home, lab: create, remove } = await laboratory()
const lab = create()
const run = 'run-proofs'
const runbook = labRunbook('warm-standby', 'region-lost')
let saboteur: Saboteur
let clean: Inspection

beforeAll(async () => {
  await lab.start(run, runbook, () => {})
  await lab.load(seconds(1.5))
  saboteur = await saboteurOf(home, runbook, run)
})

afterAll(async () => {
  await lab.stop()
  remove()
})

const look = async (moment: Inspection['moment'] = 'before'): Promise<Inspection> => {
  if (!lab.inspect) throw new Error('The lab cannot be looked at.')
  return await lab.inspect(moment, runbook)
}

/** What the journal of a run that sent customers over has; here they are sent by hand. */
const routed: JournalRecord = {
  v: 1,
  seq: 1,
  prev: genesis,
  runId: run,
  epoch: 1,
  ts: '2026-11-29T12:00:00.000Z',
  tsMono: 0,
  type: 'stepSucceeded',
  data: { step: 'route.door@west', attempt: 1, key: 'route', output: null },
} as unknown as JournalRecord

/** Topics that a lab on an ordinary day shows. */
const ordinary = [
  'probe-accuracy',
  'deployment-consistency',
  'security-audit',
  'standby-readiness',
  'dependencies-available',
  'network-connectivity',
  'routing-priority',
  'replication-monitoring',
  'copies-agree',
  'infrastructure-checks',
  'readiness-indicators',
  'backup-execution',
  'backup-integrity',
  'retention-enforced',
]

test('a lab on an ordinary day shows all that can be seen of one', async () => {
  clean = await look()
  const { yes, no, says } = shownBy(runbook, [clean])
  expect({ no, says }).toEqual({ no: [], says: [] })
  expect(yes).toEqual(ordinary)
})

interface Seeded {
  readonly fault: string
  /** Seeds it. @returns what takes it away again */
  seed(): (() => unknown) | Promise<() => unknown>
  /** Every topic that says no, and no other one does. */
  readonly no: readonly string[]
  /** Topics that say no as well, depending on how long the look took. */
  readonly may?: readonly string[]
}

/** Rows are compared a second after they were written. */
const untilCompared = seconds(2)
const nothing = () => {}
const signalled = (name: string, region: string): (() => void) => {
  saboteur.hit(name, region, 'SIGSTOP', 1)
  return () => saboteur.hit(name, region, 'SIGCONT', 1)
}
const sql = async (region: string, text: string, back: string, database?: string) => {
  await saboteur.sql(region, text, database)
  return () => saboteur.sql(region, back, database)
}
/** A line before all others of who may come to the second region. */
const admitted = async (line: string) => {
  const back = saboteur.rewrite(saboteur.data('west/pg_hba.conf'), (now) =>
    Buffer.concat([Buffer.from(`${line}\n`), now]),
  )
  await saboteur.sql('west', 'select pg_reload_conf()')
  return async () => {
    back()
    await saboteur.sql('west', 'select pg_reload_conf()')
  }
}
const release = () => saboteur.lab('release/west/web.json')
const backup = (): string => {
  const [first] = readdirSync(saboteur.data('west.vault/kept/backups')).filter((name) => name.endsWith('.pack'))
  return saboteur.data(`west.vault/kept/backups/${first}`)
}

const faults: readonly Seeded[] = [
  {
    fault: 'a probe of the plan is led to the other region',
    seed: async () => {
      await saboteur.watch('west')
      return () => saboteur.watch('east')
    },
    no: ['probe-accuracy'],
  },
  {
    fault: 'the release of the other region is taken away',
    seed() {
      const back = saboteur.rewrite(release(), (content) => content)
      rmSync(release())
      return back
    },
    no: ['standby-readiness'],
  },
  {
    fault: 'the release that lies in one region is altered',
    seed: () => saboteur.rewrite(release(), (content) => Buffer.concat([content, Buffer.from(' ')])),
    no: ['deployment-consistency', 'standby-readiness'],
  },
  {
    fault: 'one server lets the application copy the whole database',
    seed: () => admitted('host replication app 127.0.0.0/8 scram-sha-256'),
    no: ['security-audit'],
  },
  {
    fault: 'replay in the other region is paused and does not go on',
    async seed() {
      const back = await sql('west', 'select pg_wal_replay_pause()', 'select pg_wal_replay_resume()')
      await clock.sleep(untilCompared)
      return back
    },
    no: ['replication-monitoring', 'copies-agree'],
  },
  {
    fault: 'an instance is stopped without being ended, so that it runs and does not answer',
    seed: () => signalled('web', 'west'),
    no: ['standby-readiness', 'network-connectivity', 'infrastructure-checks'],
  },
  {
    fault: 'the application loses its right to write, which its health does not tell',
    seed: () => sql('east', 'revoke insert on orders from app', 'grant insert on orders to app'),
    no: ['probe-accuracy', 'readiness-indicators'],
  },
  {
    fault: 'the standby stands still, so that its delay cannot be read',
    seed: () => signalled('postgres', 'west'),
    no: [
      'standby-readiness',
      'dependencies-available',
      'network-connectivity',
      'replication-monitoring',
      'copies-agree',
      'infrastructure-checks',
    ],
    // While the look waits for it nobody writes, so that no new part of the log comes.
    may: ['backup-execution'],
  },
  {
    fault: 'a backup in the vault is cut short',
    seed: () => saboteur.rewrite(backup(), (content) => content.subarray(0, content.length / 2)),
    no: ['backup-integrity'],
  },
  {
    fault: 'a backup is deleted from the disk of the vault',
    seed() {
      const path = backup()
      const back = saboteur.rewrite(path, (content) => content)
      rmSync(path)
      return back
    },
    no: ['backup-integrity', 'retention-enforced'],
  },
  {
    fault: 'the entry prefers the other region',
    seed: async () => {
      await saboteur.entry('route', { region: 'west' })
      return () => saboteur.entry('route', { region: 'east' })
    },
    no: ['routing-priority'],
  },
  {
    fault: 'the vault of one region is killed',
    seed() {
      saboteur.hit('vault', 'east', 'SIGKILL')
      return () => saboteur.heal({ as: 'partitioned', regions: [], components: [], between: ['east', 'west'] })
    },
    no: ['dependencies-available', 'network-connectivity'],
  },
  {
    fault: 'the line between the regions is cut',
    async seed() {
      saboteur.hit('relay', undefined, 'SIGKILL')
      await clock.sleep(untilCompared)
      return () => saboteur.heal({ as: 'partitioned', regions: [], components: [], between: ['east', 'west'] })
    },
    no: ['standby-readiness', 'network-connectivity', 'replication-monitoring', 'copies-agree'],
  },
  {
    fault: 'the process that ships them is killed',
    async seed() {
      saboteur.hit('shipper', 'east', 'SIGKILL')
      // Until what was shipped last is older than it may be.
      await eventually('the log is old', async () => shownBy(runbook, [await look()]).no.includes('backup-execution'))
      return nothing
    },
    no: ['backup-execution'],
  },
]

test.each(faults)('$fault', async ({ seed, no, may = [] }) => {
  const back = await seed()
  try {
    const found = shownBy(runbook, [await look()])
    const certain = found.no.filter((topic) => !may.includes(topic))
    expect(certain, found.says.join('\n')).toEqual(ordinary.filter((topic) => no.includes(topic)))
  } finally {
    await back()
  }
})

test('all is as it was before the faults, but for what ships', async () => {
  expect(shownBy(runbook, [await look()]).no).toEqual(['backup-execution'])
})

describe('while the region is away', () => {
  let t0 = 0
  // What is done here at the entry is done past the run.
  const past = ['audit-trail']
  const found = async () => shownBy(runbook, [clean, await look('outage')], t0, [routed])

  test('the survivor has grown and lets its services in, and the probes of the plan tell of the fault', async () => {
    t0 = await lab.inject('fault', eastLost)
    await saboteur.sql('west', 'select pg_promote()')
    await manage(lab, 'web', 'west', '/operations/scale', { key: 'scale', from: 'east', to: 'west' })
    await saboteur.entry('route', { region: 'west' })
    const { yes, no, says } = await found()
    expect(no, says.join('\n')).toEqual(past)
    expect(yes).toEqual(expect.arrayContaining(outages.flatMap((one) => one.no)))
  })

  const outages: readonly Seeded[] = [
    {
      fault: 'the server of the survivor lets everybody in without a password',
      seed: () => admitted('host all all 127.0.0.0/8 trust'),
      no: ['identity-failover'],
    },
    {
      fault: 'the artefact of the release is damaged in the outage',
      seed: () => saboteur.rewrite(saboteur.lab('release/web.json.gz'), () => Buffer.from('damaged')),
      no: ['pipeline-resilience'],
    },
    {
      fault: 'the probes of the plan are not asked',
      async seed() {
        await saboteur.watch(undefined)
        return () => saboteur.watch('east')
      },
      no: ['probe-accuracy', 'monitoring-and-alerts'],
    },
    {
      fault: 'an instance of the survivor is killed after it has grown',
      seed() {
        saboteur.hit('web', 'west', 'SIGKILL', 1)
        return nothing
      },
      no: ['scaling-in-failover', 'capacity-available'],
      // Until the management has noticed.
      may: ['infrastructure-checks'],
    },
  ]

  test.each(outages)('$fault', async ({ seed, no, may = [] }) => {
    const back = await seed()
    try {
      const seen = await found()
      const certain = seen.no.filter((topic) => !may.includes(topic))
      expect(certain.sort(), seen.says.join('\n')).toEqual([...no, ...past].sort())
    } finally {
      await back()
    }
  })
})
