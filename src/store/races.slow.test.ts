import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { systemClock } from '#execution'
import { startPostgres } from '../../test/postgres.ts'
import { openStore } from './index.ts'
import { races } from './testing/races.ts'

const count = 1000
const names = Array.from({ length: count }, (_, nr) => `run-${nr}`)

/** Races in the store, and looks at what is stored in the end. */
async function raced(where: string): Promise<void> {
  const before = performance.now()
  const won = await races(where, names)
  const took = ((performance.now() - before) / 1000).toFixed(1)
  process.stdout.write(`${count} races in ${took} s: ${won.join(' against ')}, one winner each\n`)
  const store = openStore(where, systemClock)
  try {
    expect((await store.runs()).map(({ run, lastSeq, epoch }) => ({ run, lastSeq, epoch })).toSorted(byName)).toEqual(
      names.map((run) => ({ run, lastSeq: 1, epoch: 1 })).toSorted(byName),
    )
    for (const run of names) expect(await store.read(run)).toHaveLength(1)
  } finally {
    await store.close()
  }
  // Neither is always late.
  expect(Math.min(...won)).toBeGreaterThan(0)
}

function byName(a: { readonly run: string }, b: { readonly run: string }): number {
  return a.run < b.run ? -1 : 1
}

describe('a thousand races of two starters', () => {
  it('in a folder have one winner each', { timeout: 900_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'muster-races-'))
    try {
      await raced(folder)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })

  it('in a PostgreSQL database have one winner each', { timeout: 900_000 }, async () => {
    const server = await startPostgres()
    try {
      await raced(server.url('postgres'))
    } finally {
      await server.remove()
    }
  })
})
