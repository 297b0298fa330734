import { expect, test } from 'vitest'
import { rare, simulateSeeds } from './simulation/seeds.ts'

test('100,000 runs under faults keep every invariant, in less than ten minutes', { timeout: 900_000 }, () => {
  const began = performance.now()
  const { failures, reached, effects, hours, hoursPerSecond } = simulateSeeds(1_000_000, 100_000)
  const minutes = (performance.now() - began) / 60_000
  process.stdout.write(
    `100,000 seeds in ${minutes.toFixed(1)} min: ${Math.round(hours)} simulated hours, ${Math.round(hoursPerSecond)} of them a second\n`,
  )
  expect(failures).toEqual([])
  expect(rare.filter((what) => (reached.get(what) ?? 0) < 10)).toEqual([])
  expect(effects).toBeGreaterThan(100_000)
  expect(minutes).toBeLessThan(10)
})
