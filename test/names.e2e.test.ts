import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, expect, it } from 'vitest'
import type { Evidence, Measurements, StaleUse } from '#evidence'
import { homeAt, json } from './command.ts'

const home = homeAt(61_700)

afterEach(() => home.quiet())
afterAll(() => home.remove())

interface Drill {
  readonly verdict: string
  readonly stale?: StaleUse
  readonly evidence: string
  readonly failback: { readonly verdict: string }
}

it('a region that customers find by name is lost, and what they still send to the old address is counted', async () => {
  const plan = 'examples/lab/hot-standby-dns.muster.yaml'
  const ended = await home.muster('drill', plan, '--scenario', 'region-lost', '--format', 'json')
  const drill = json<Drill>(ended)
  const read = <T>(name: string): T => JSON.parse(readFileSync(join(drill.evidence, name), 'utf8')) as T
  const evidence = read<Evidence>('evidence.json')
  const back = read<Evidence>('failback-evidence.json')
  // How fast is for a quiet machine to say; that it came back is not.
  expect(['met-technically', 'missed'], ended.stderr).toContain(drill.verdict)
  for (const { rto } of evidence.flows) expect(rto.measured).toBeGreaterThan(0)

  const { clients } = read<Measurements>('measurements.json')
  expect(drill.stale).toEqual(evidence.stale)
  expect(evidence.stale).toMatchObject({ of: clients.length, answered: 0 })
  // On the way back both sides live, and whoever is connected stays so until the old side refuses.
  expect(back.stale?.clients).toBeGreaterThan(0)
  expect(back.stale?.answered).toBeGreaterThan(0)
  expect(back.stale?.lastAt).toBeCloseTo((back.stale?.since ?? 0) + (back.stale?.forSeconds ?? 0), 6)
  for (const { writers = [] } of [evidence, back]) expect(writers.map(({ split }) => split)).toEqual([false])

  // The last step on the way was to see that a resolver outside tells the new address.
  const point = evidence.steps.find(({ step }) => step === 'point.door@west')
  expect(point).toBeDefined()
  expect(await home.leftovers()).toEqual([])
}, 400_000)
