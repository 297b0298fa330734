import { describe, expect, it } from 'vitest'
import type { Measurements } from '#evidence'
import { documents, fileOf, ledgerOf } from './documents/drilled.ts'

// Object storage whose line is cut, and from which a thief deletes.
const { home, drilled } = documents(61_800)

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
