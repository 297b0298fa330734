import { exactly, plainly, rare, type RareModel } from '#simulation'
import { print } from '../figure.ts'

/** Two regions, each down 6.5 hours once in 38 years; that both are down at once within a year is one in a million. */
const region = { failsPerYear: 0.026, downFor: 6.5 / 8766 }
const model: RareModel = { parts: [region, region], down: 2, years: 1 }
const seed = 1
const replications = 20_000
/** So many that the plain one sees the event some thirty times. */
const plainReplications = 30_000_000

/**
 * `rare`: how many replications give an interval as wide as that of plain Monte Carlo, against those that it needs. Both
 * intervals must hold the exact probability.
 */
export function rareEvents(): void {
  const exact = exactly(model)
  const own = rare(model, { seed, replications })
  const plain = plainly(model, { seed, replications: plainReplications })
  for (const { probability, spread, replications: count } of [own, plain])
    if (!(Math.abs(probability - exact) <= (4 * spread) / Math.sqrt(count)))
      throw new Error(`Simulated ${probability}, exact ${exact}. This is a bug in Muster.`)
  print({
    bench: 'simulation',
    measure: 'rare',
    value: Number(own.probability.toPrecision(4)),
    unit: 'a year',
    against: `plain Monte Carlo with an interval of the same width; exact ${exact.toPrecision(5)}, plain ${plain.probability.toPrecision(3)}`,
    // The width goes with the deviation of one replication over the root of their number.
    ratio: Number(((own.spread / plain.spread) ** 2).toPrecision(4)),
  })
}
