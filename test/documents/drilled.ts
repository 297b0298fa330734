import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import type { Evidence, Measurements } from '#evidence'
import { bringAzurite } from '../../src/lab/testing/azurite.ts'
import { homeAt, json } from '../command.ts'

export interface Drill {
  readonly verdict: string
  readonly evidence: string
}

/** Drills of `examples/documents` from the command line, for a file of tests; nothing of them is left after it. */
export function documents(port: number) {
  const home = homeAt(port)
  beforeAll(bringAzurite, 600_000)
  afterEach(() => home.quiet())
  afterAll(() => home.remove())
  return {
    home,
    async drilled(scenario: string): Promise<{ drill: Drill; evidence: Evidence }> {
      const ended = await home.muster(
        ...['drill', 'examples/documents', '--scenario', scenario, '--decision', 'automatic', '--format', 'json'],
      )
      // Times are what the machine makes of them; what is held against them is no matter of this test.
      expect([0, 1], ended.stderr).toContain(ended.code)
      const drill = json<Drill>(ended)
      expect(drill.verdict).not.toBe('failed')
      return { drill, evidence: fileOf<Evidence>(drill, 'evidence.json') }
    },
  }
}

export function fileOf<T>(drill: Drill, name: string): T {
  return JSON.parse(readFileSync(join(drill.evidence, name), 'utf8')) as T
}

/** What was counted of the documents. */
export function ledgerOf(drill: Drill): Measurements['ledgers'][number] | undefined {
  return fileOf<Measurements>(drill, 'measurements.json').ledgers.find(({ component }) => component === 'documents')
}
