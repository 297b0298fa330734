import fc from 'fast-check'
import { expect, test } from 'vitest'
import { estimates } from '#evidence'
import { parsePlan, planDigest } from '#plan'
import { compileRunbook } from '#runbook'
import { type SimulateInput, simulate } from '#simulation'
import { sharesOf, simulated, simulatedBy } from './simulated.ts'

function inputOf(count: number): SimulateInput {
  const { plan } = parsePlan(
    `
apiVersion: muster/v1
kind: Plan
metadata: { name: notes, owner: team, review: { last: 2026-10-05, every: 90d } }
regions: { north: { location: northeurope }, west: { location: westeurope } }
flows:
  write:
    does: Someone saves a note
    tier: 1
    objectives: { default: { rto: 30m, rpo: 1m, mtd: 4h } }
    needs: [db]
components:
  db:
    type: postgres
    strategy: warm-standby
    active: [north]
    standby: [west]
    data: { replication: { mode: async, lag: { p50: 100ms, p99: 2s } } }
scenarios: { north-lost: { class: region, loses: [north] } }
contacts: { on-call: { name: Engineer, people: 2 } }
`,
    'muster.yaml',
  )
  const compiled = plan && compileRunbook(plan, planDigest(plan), { scenario: 'north-lost', direction: 'failover' })
  if (!compiled || !('runbook' in compiled)) throw new Error('The plan of the test is unsound.')
  const { runbook } = compiled
  return { runbook, estimates: estimates(runbook, [], 'lab'), options: { seed: 7, runs: count, target: 'lab' } }
}

test('one thread, several and none give the same bytes', async () => {
  const input = inputOf(5000)
  const alone = JSON.stringify(simulate(input.runbook, input.estimates, input.options))
  for (const count of [0, 1, 3]) expect(JSON.stringify(await simulatedBy(count, input))).toBe(alone)
})

test('a signal ends a long simulation', async () => {
  const asked = simulated(inputOf(10_000_000), AbortSignal.timeout(50))
  await expect(asked).rejects.toMatchObject({ name: 'TimeoutError' })
})

test('shares are all runs once, in order, and none is empty', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000_000 }), fc.integer({ min: 1, max: 8 }), (all, count) => {
      const shares = sharesOf(all, count)
      expect(shares.length).toBeLessThanOrEqual(count)
      let next = 0
      for (const [from, to] of shares) {
        expect(from).toBe(next)
        expect(to).toBeGreaterThan(from)
        next = to
      }
      expect(next).toBe(all)
    }),
  )
})
