import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Evidence, Measurements } from '#evidence'
import { bringAzurite } from '../src/lab/testing/azurite.ts'
import { homeAt, json } from './command.ts'

// Object storage and a cache, from the command line: drills of `examples/documents`.

interface Drill {
  readonly verdict: string
  readonly evidence: string
}

const plan = 'examples/documents'
const home = homeAt(61_800)

beforeAll(bringAzurite, 600_000)
afterEach(() => home.quiet())
afterAll(() => home.remove())

const fileOf = <T>(drill: Drill, name: string): T => JSON.parse(readFileSync(join(drill.evidence, name), 'utf8')) as T

const ledgerOf = (drill: Drill) =>
  fileOf<Measurements>(drill, 'measurements.json').ledgers.find(({ component }) => component === 'documents')

async function drilled(scenario: string): Promise<{ drill: Drill; evidence: Evidence }> {
  const ended = await home.muster('drill', plan, '--scenario', scenario, '--decision', 'automatic', '--format', 'json')
  // Times are what the machine makes of them; what is held against them is no matter of this test.
  expect([0, 1], ended.stderr).toContain(ended.code)
  const drill = json<Drill>(ended)
  expect(drill.verdict).not.toBe('failed')
  return { drill, evidence: fileOf<Evidence>(drill, 'evidence.json') }
}

describe('a region with its account and its cache is lost', () => {
  it('moves to the copy, which is as far behind as its last sync time says, and back without a loss', async () => {
    const { drill, evidence } = await drilled('region-lost')
    const ledger = ledgerOf(drill)
    expect(ledger?.acknowledged).toBeGreaterThan(0)
    expect(ledger).toMatchObject({ wrong: 0, duplicates: 0 })
    // With a lag of a second, something that was acknowledged is always under way.
    expect(ledger?.lost).toBeGreaterThan(0)
    expect(evidence.synced).toMatchObject([{ component: 'documents', agrees: true }])
    expect(evidence.synced?.[0]?.behind).toBeGreaterThanOrEqual(1)
    expect(evidence.synced?.[0]?.behind).toBeGreaterThanOrEqual(evidence.synced?.[0]?.oldestLost ?? 0)
    const back = fileOf<Measurements>(drill, 'failback-measurements.json')
    expect(back.ledgers.find(({ component }) => component === 'documents')).toMatchObject({ lost: 0, wrong: 0 })
    // What was lost with its region was filled again before customers came.
    expect(evidence.cache?.before.reads).toBeGreaterThan(0)
    expect(evidence.cache?.moved?.hits).toBeGreaterThan(0)
    expect(await home.leftovers()).toEqual([])
  }, 600_000)
})

describe('the line is cut, and both sides live', () => {
  it('lets one account take writes, and loses nothing', async () => {
    const { drill, evidence } = await drilled('line-cut')
    expect(evidence.writers?.find(({ component }) => component === 'documents')).toMatchObject({
      regions: ['east'],
      split: false,
    })
    expect(ledgerOf(drill)).toMatchObject({ lost: 0, wrong: 0 })
    expect(await home.leftovers()).toEqual([])
  }, 600_000)
})

describe('objects are deleted with a stolen key', () => {
  it('brings every object of before the first deletion back, and counts what came after it', async () => {
    const { drill, evidence } = await drilled('objects-deleted')
    const { ledgers, t0 = 0 } = fileOf<Measurements>(drill, 'measurements.json')
    const ledger = ledgers.find(({ component }) => component === 'documents')
    expect(ledger?.acknowledged).toBeGreaterThan(ledger?.lost ?? 0)
    expect(ledger).toMatchObject({ wrong: 0, duplicates: 0 })
    // Nothing that was acknowledged before the thief began is lost.
    if (ledger?.oldestLostAt !== undefined) expect(ledger.oldestLostAt).toBeGreaterThanOrEqual(t0)
    const done = evidence.steps.map(({ step }) => step)
    for (const verb of ['stop-writers', 'choose-point', 'restore', 'prove', 'rotate', 'switch', 'release'])
      expect(done).toContain(`${verb}.documents@east`)
    expect(await home.leftovers()).toEqual([])
  }, 600_000)
})
