import { describe, expect, it } from 'vitest'
import type { Measurements } from '#evidence'
import { documents, fileOf, ledgerOf } from './documents/drilled.ts'

// Object storage and a cache, from the command line.
const { home, drilled } = documents(61_800)

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
