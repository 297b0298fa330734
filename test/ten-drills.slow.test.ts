import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { homeAt, json } from './command.ts'

/** What the tests here read of a drill's result. */
interface Drill {
  readonly evidence: string
  readonly verdict: string
  readonly flows: ReadonlyArray<{ readonly rpo: { readonly lost: number; readonly acknowledged: number } }>
  readonly failback: {
    readonly verdict: string
    readonly flows: ReadonlyArray<{ readonly rpo: { readonly lost: number } }>
  }
}

const drills = 10

test(`${drills} drills in a row end with the right verdict, lose some writes and none on the way back, and leave nothing`, async () => {
  const home = homeAt(64_300)
  const lost: number[] = []
  try {
    for (let number = 1; number <= drills; number++) {
      const ended = await home.muster('drill', 'examples/contoso-orders', '--format', 'json')
      expect({ number, code: ended.code, stderr: ended.code === 0 ? '' : ended.stderr }).toEqual({
        number,
        code: 0,
        stderr: '',
      })
      const drill = json<Drill>(ended)
      expect([drill.verdict, drill.failback.verdict]).toEqual(['met-technically', 'met-technically'])
      const measured = JSON.parse(readFileSync(join(drill.evidence, 'measurements.json'), 'utf8')) as {
        readonly ledgers: ReadonlyArray<{ readonly lost: number; readonly lostKeys: readonly string[] }>
      }
      const keys = new Set(measured.ledgers.flatMap((ledger) => ledger.lostKeys))
      expect(drill.flows[0]?.rpo.lost).toBe(keys.size)
      expect(drill.failback.flows.map((flow) => flow.rpo.lost)).toEqual(drill.failback.flows.map(() => 0))
      lost.push(keys.size)
      expect(await home.leftovers()).toEqual([])
      expect((await home.muster('evidence', 'verify', drill.evidence)).code).toBe(0)
    }
    expect(lost.every((count) => count > 0)).toBe(true)
  } finally {
    process.stdout.write(`acknowledged writes lost per drill: ${lost.join(', ')} (asynchronous replication)\n`)
    await home.remove()
  }
}, 1_200_000)
