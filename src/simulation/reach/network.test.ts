import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lastingOf } from './lasting.ts'
import { networkOf, restoredAt, timed } from './network.ts'
import { ways } from './testing/random.ts'
import { byHand, shop, wayOf } from './testing/plans.ts'

test('a recovery takes the longest path of its medians', () => {
  const { runbook, estimates } = wayOf(shop())
  const network = networkOf(runbook)
  const { usual, patience, unknown } = lastingOf(network, runbook, estimates)
  const times = timed(network, { lasts: usual, patience })
  const [flow] = runbook.flows
  const took = (id: string): number => usual[network.place.get(id) ?? -1] as number
  expect(took('detect.east-lost')).toBe(125)
  expect(took('decide.east-lost')).toBe(300)
  const path = [
    'detect.east-lost',
    'decide.east-lost',
    'fence.east@west',
    'promote.db@west',
    'verify.db@west',
    'route.edge@west',
  ]
  expect(flow && restoredAt(flow, network, times)).toBeCloseTo(
    path.reduce((sum, id) => sum + took(id), 0),
    9,
  )
  expect(unknown.filter((id) => path.includes(id))).toEqual([])
})

test('a step that cannot be done gives way to its fallback, once it has failed for good', () => {
  const { runbook, estimates } = wayOf(shop(byHand))
  const network = networkOf(runbook)
  const { usual, patience } = lastingOf(network, runbook, estimates)
  const route = network.place.get('route.edge@west') as number
  const at = (held: number): number => {
    const until = new Float64Array(network.steps.length)
    until[route] = held
    const times = timed(network, { lasts: usual, patience, held: until })
    return times.ends[route] as number
  }
  const ready = at(0) - (usual[route] as number)
  expect(at(ready + 30)).toBe(ready + 30 + (usual[route] as number))
  // Five attempts of ten seconds with 1, 2, 4 and 8 seconds between them, or as the action says; then ten minutes by hand.
  expect(at(Infinity)).toBe(ready + (patience[route] as number) + 600)
  expect(patience[route]).toBeGreaterThan(5 * (usual[route] as number))
})

test('nothing ends earlier because something else takes longer, fails or is held up', () => {
  const worse = fc.record({
    slower: fc.array(fc.nat(100), { maxLength: 12 }),
    failing: fc.array(fc.boolean(), { maxLength: 12 }),
    held: fc.array(fc.oneof(fc.nat(500), fc.constant(Infinity)), { maxLength: 12 }),
  })
  fc.assert(
    fc.property(ways(12), worse, worse, ({ way: { runbook, estimates } }, one, more) => {
      const network = networkOf(runbook)
      const { usual, patience } = lastingOf(network, runbook, estimates)
      const trial = (all: ReadonlyArray<typeof one>) => ({
        lasts: usual.map((value, place) => all.reduce((sum, { slower }) => sum + (slower[place] ?? 0), value)),
        patience: patience.map((value, place) => all.reduce((sum, { slower }) => sum + (slower[place] ?? 0), value)),
        held: usual.map((_, place) => Math.max(...all.map(({ held }) => held[place] ?? 0))),
        failing: Uint8Array.from(usual, (_, place) => (all.some(({ failing }) => failing[place]) ? 1 : 0)),
      })
      const [before, after] = [timed(network, trial([one])), timed(network, trial([one, more]))]
      before.ends.forEach((end, place) => {
        // A fallback begins only because something has failed.
        if (network.standsInFor[place] === -1) expect(after.ends[place]).toBeGreaterThanOrEqual(end)
      })
    }),
    { numRuns: 300 },
  )
})
