import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { type Evidence, type Measurements, verifyEvidence } from '#evidence'
import type { JournalRecord } from '#journal'
import { homeAt, json, newest, root } from './command.ts'

interface Flow {
  readonly flow: string
  readonly rto: {
    readonly measured: number
    readonly fromDeclaration: number
    readonly validated: number
    readonly target: number
    readonly predicted: { readonly p50: number; readonly p95: number }
    readonly phases: {
      readonly detect: number
      readonly decide: number
      readonly execute: number
      readonly verify: number
    }
  }
  readonly rpo: {
    readonly measured: number
    readonly method: string
    readonly target: number
    readonly acknowledged: number
    readonly lost: number
    readonly unackedSurvivors: number
    readonly duplicates: number
  }
}

interface Drill {
  readonly schemaVersion: number
  readonly run: string
  readonly subject: string
  readonly verdict: string
  readonly flows: readonly Flow[]
  readonly failback: { readonly run: string; readonly verdict: string; readonly flows: readonly Flow[] }
  readonly evidence: string
  readonly journalHead: string
}

interface Listed {
  readonly run: string
  readonly state: string
  readonly head: string
  readonly direction: string
}

interface Shown extends Listed {
  readonly events: ReadonlyArray<{
    readonly seq: number
    readonly at: string
    readonly type: string
    readonly step?: string
  }>
  readonly steps: ReadonlyArray<{ readonly id: string; readonly state: string }>
}

const flowsOfPlan = ['checkout', 'browse', 'order-tracking', 'reporting']
const home = homeAt(61_000)
const scratch = mkdtempSync(join(tmpdir(), 'muster-e2e-drill-'))

afterEach(() => home.quiet())
afterAll(async () => {
  await home.remove()
  rmSync(scratch, { recursive: true, force: true })
})

function evidenceOf(drill: Drill, name: string): string {
  return readFileSync(join(drill.evidence, name), 'utf8')
}

function journalOf(drill: Drill, name: string): readonly JournalRecord[] {
  return evidenceOf(drill, name)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as JournalRecord)
}

describe('a drill of the example, from the command line', () => {
  let drill: Drill

  it('loses a region, recovers, and reports it as JSON', async () => {
    const drilling = home.start('drill', 'examples/contoso-orders', '--format', 'json')
    // On the way back somebody else tries to take the drill up: it is driven, and nothing of it is touched.
    await drilling.says(/▸ hold\.edge/)
    const run = (await newest(home, 'failover')) || 'none'
    const other = await home.muster('run', 'resume', run)
    expect(other, other.stderr).toMatchObject({
      code: 5,
      stderr: expect.stringContaining('is driven by process') as string,
    })
    const ended = await drilling.ended
    expect(ended.code, ended.stderr).toBe(0)
    drill = json<Drill>(ended)
    expect(drill.run).toBe(run)
    expect(drill).toMatchObject({ schemaVersion: 1, subject: 'lab', verdict: 'met-technically' })
    expect(drill.failback.verdict).toBe('met-technically')
    expect(drill.flows.map(({ flow }) => flow)).toEqual(flowsOfPlan)
    for (const { rto, rpo } of drill.flows) {
      const { detect, decide, execute, verify } = rto.phases
      for (const part of [detect, decide, execute, verify]) expect(part).toBeGreaterThanOrEqual(0)
      expect(detect).toBeGreaterThan(0)
      expect(detect + decide + execute).toBeCloseTo(rto.measured, 5)
      expect(rto.fromDeclaration).toBeCloseTo(execute, 2)
      expect(rto.validated).toBeCloseTo(rto.measured + verify, 5)
      expect(rto.measured).toBeLessThanOrEqual(rto.target)
      expect(rto.predicted.p50).toBeLessThanOrEqual(rto.predicted.p95)
      expect(rpo.method).toBe('ledger')
      expect(rpo.measured).toBeLessThanOrEqual(rpo.target)
    }
  }, 400_000)

  it('leaves nothing behind but what it keeps', async () => {
    expect(await home.leftovers()).toEqual([])
  })

  it('loses acknowledged writes, and counts each of them', () => {
    const { t0, ledgers, clients } = JSON.parse(evidenceOf(drill, 'measurements.json')) as Measurements
    const [ledger] = ledgers
    if (!ledger || ledgers.length !== 1) throw new Error('The example has one store, so one ledger is expected.')
    expect(ledger.lost).toBeGreaterThan(0)
    expect(ledger.lostKeys).toHaveLength(ledger.lost)
    expect(new Set(ledger.lostKeys).size).toBe(ledger.lost)
    expect(ledger.duplicates).toBe(0)
    // The ledger remembers what was written since the load began, the series what was asked since just before the fault.
    const writes = clients
      .filter(({ flow }) => flow === 'checkout')
      .flatMap(({ requests }) => requests.filter(({ ok }) => ok))
    expect(writes.length).toBeGreaterThan(0)
    expect(ledger.acknowledged).toBeGreaterThanOrEqual(writes.length)
    // Who was told so before the fault may have lost it; who was told so after the fault was told by the survivor.
    expect(ledger.oldestLostAt).toBeLessThan(t0 ?? 0)
    for (const { rpo } of drill.flows) {
      expect(rpo).toMatchObject({ lost: ledger.lost, acknowledged: ledger.acknowledged, duplicates: 0 })
      expect(rpo.measured).toBeCloseTo((t0 ?? 0) - (ledger.oldestLostAt ?? 0), 5)
    }
    const fault = journalOf(drill, 'journal.jsonl').filter((record) => record.type === 'faultInjected')
    expect(fault.map(({ data }) => data.atMono)).toEqual([t0])
  })

  it('goes back without losing a write', () => {
    const there = JSON.parse(evidenceOf(drill, 'measurements.json')) as Measurements
    const back = JSON.parse(evidenceOf(drill, 'failback-measurements.json')) as Measurements
    for (const { rpo } of drill.failback.flows) expect(rpo).toMatchObject({ measured: 0, lost: 0, duplicates: 0 })
    expect(back.ledgers.map(({ lost, lostKeys }) => ({ lost, lostKeys }))).toEqual([{ lost: 0, lostKeys: [] }])
    const survived = (there.ledgers[0]?.acknowledged ?? 0) - (there.ledgers[0]?.lost ?? 0)
    expect(back.ledgers[0]?.acknowledged).toBeGreaterThan(survived)
  })

  it('is found again by `run list` and `run show`, event for event', async () => {
    const { runs } = json<{ runs: readonly Listed[] }>(await home.muster('run', 'list', '--format', 'json'))
    const back = JSON.parse(evidenceOf(drill, 'failback-evidence.json')) as Evidence
    expect(runs.map(({ run, state, head, direction }) => ({ run, state, head, direction }))).toEqual([
      { run: drill.failback.run, state: 'succeeded', head: back.journalHead, direction: 'failback' },
      { run: drill.run, state: 'succeeded', head: drill.journalHead, direction: 'failover' },
    ])
    for (const [run, file] of [
      [drill.run, 'journal.jsonl'],
      [drill.failback.run, 'failback-journal.jsonl'],
    ] as const) {
      const shown = json<Shown>(await home.muster('run', 'show', run, '--format', 'json'))
      const told = shown.events.map(({ seq, at, type, step }) => ({ seq, at, type, step }))
      expect(told).toEqual(
        journalOf(drill, file).map(({ seq, ts, type, data }) => ({
          seq,
          at: ts,
          type,
          step: 'step' in data ? data.step : undefined,
        })),
      )
      expect(shown.steps.length).toBeGreaterThan(0)
      // What stands in for a step is done only where that one fails.
      const undone = shown.steps.filter(({ state }) => state !== 'succeeded').map(({ id }) => id)
      expect(undone).toEqual(run === drill.run ? ['names-by-hand'] : [])
    }
  })

  it('proves nothing about the workload: the lab is where it was rehearsed', async () => {
    const { requirements, summary } = json<{
      requirements: ReadonlyArray<{ id: string; grade?: string; rehearsed?: string }>
      summary: { proven: number }
    }>(await home.muster('coverage', 'examples/contoso-orders', '--format', 'json'))
    expect(summary.proven).toBe(0)
    expect(requirements.filter(({ grade }) => grade === 'proven')).toEqual([])
    const rehearsed = new Map(requirements.flatMap(({ id, rehearsed: run }) => (run ? [[id, run] as const] : [])))
    expect(rehearsed.get('test.drills')).toBe(drill.run)
    expect(rehearsed.get('friction.failback')).toBe(drill.failback.run)
  })

  it('is served to a browser', async () => {
    const serving = home.start('serve', '--port', '0')
    const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(await serving.says(/http:/)) ?? []
    try {
      expect(await (await fetch(`${url}/`)).text()).toContain(drill.run)
      expect(await (await fetch(`${url}/drills/${drill.run}`)).text()).toContain(drill.run)
      expect(await (await fetch(`${url}/api/v1/drills/${drill.run}`)).json()).toEqual(drill)
    } finally {
      serving.signal('SIGTERM')
    }
    expect((await serving.ended).code).toBe(143)
    expect(await home.leftovers()).toEqual([])
  })

  it('verifies, and no longer does once any byte of any file is another', async () => {
    const copy = join(scratch, 'evidence')
    cpSync(drill.evidence, copy, { recursive: true })
    const sound = json<{ verified: boolean; head: string }>(
      await home.muster('evidence', 'verify', drill.run, '--format', 'json'),
    )
    expect(sound).toMatchObject({ verified: true, faults: [], head: drill.journalHead })
    expect((await home.muster('evidence', 'verify', copy)).code).toBe(0)

    const names = readdirSync(copy)
    expect(names).toContain('failback-journal.jsonl')
    const bytes = new Map(names.map((name) => [name, new Uint8Array(readFileSync(join(copy, name)))]))
    const chance = chanceFrom(20_261_124)
    for (const name of names) {
      const whole = bytes.get(name) as Uint8Array
      const flips = Array.from({ length: 8 }, () => flipped(whole, chance))
      // Starting a process for each would take minutes; the command and this function are the same code.
      for (const { changed, what } of flips)
        expect(verifyEvidence(new Map([...bytes, [name, changed]])).join('\n'), `${name}: ${what}`).toContain(name)
      const [first] = flips
      if (!first) throw new Error('No byte was flipped.')
      writeFileSync(join(copy, name), first.changed)
      const ended = await home.muster('evidence', 'verify', copy)
      writeFileSync(join(copy, name), whole)
      expect(ended.code, `${name}: ${first.what}`).toBe(1)
      expect(ended.stdout).toContain('NOT verified')
      expect(ended.stdout).toContain(name)
    }

    writeFileSync(join(copy, 'letter.txt'), 'Trust me.\n')
    const more = await home.muster('evidence', 'verify', copy)
    rmSync(join(copy, 'letter.txt'))
    expect(more).toMatchObject({ code: 1, stdout: expect.stringContaining('letter.txt was added') as string })
    for (const name of names) {
      const files = new Map(bytes)
      files.delete(name)
      expect(verifyEvidence(files).join('\n')).toContain(name)
    }
    rmSync(join(copy, 'failback-measurements.json'))
    const fewer = await home.muster('evidence', 'verify', copy, '--format', 'json')
    expect(fewer.code).toBe(1)
    expect(json<{ faults: string[] }>(fewer).faults.join('\n')).toContain('failback-measurements.json was removed')
  }, 400_000)

  it('loses nothing where the plan replicates synchronously', async () => {
    const plan = join(scratch, 'sync.muster.yaml')
    const text = readFileSync(join(root, 'examples/contoso-orders/muster.yaml'), 'utf8')
    const sync = text.replace(
      'replication: { mode: async, lag: { p50: 100ms, p99: 2s } }',
      'replication: { mode: sync }',
    )
    expect(sync).not.toBe(text)
    writeFileSync(plan, sync)
    const ended = await home.muster('drill', plan, '--json')
    expect(ended.code, ended.stderr).toBe(0)
    const { verdict, flows, failback } = json<Drill>(ended)
    expect(verdict).toBe('met-technically')
    for (const { rpo } of [...flows, ...failback.flows]) {
      expect(rpo).toMatchObject({ measured: 0, lost: 0, method: 'ledger' })
      expect(rpo.acknowledged).toBeGreaterThan(0)
    }
    expect(await home.leftovers()).toEqual([])
  }, 400_000)
})

/** A seeded source of numbers from 0 to below 1: the minimal standard generator of Park and Miller. */
function chanceFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}

function flipped(whole: Uint8Array, chance: () => number): { readonly changed: Uint8Array; readonly what: string } {
  const at = Math.floor(chance() * whole.length)
  const bit = Math.floor(chance() * 8)
  const changed = Uint8Array.from(whole, (byte, index) => (index === at ? byte ^ (1 << bit) : byte))
  return { changed, what: `bit ${bit} of byte ${at}` }
}
