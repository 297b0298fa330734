import { type Law, type Node, openKernel, openTally } from '#simulation'
import type { Network, NetworkNode } from './network.ts'

/** A number over all times of the first runs, and how the run's end is spread. */
export interface Own {
  readonly checksum: number
  readonly mean: number
  readonly variance: number
  readonly p50: number
  readonly p95: number
}

/** The network timed by the kernel of the product, summed up as the twin does it. @param summed of how many runs the checksum is */
export function ownTimes(network: Network, runs: number, seed: number, summed: number): Own {
  const pools = network.capacities.map((capacity) => ({ capacity, order: 'arrival' as const }))
  const kernel = openKernel(network.nodes.map(nodeOf), pools)
  const tally = openTally(Number.MAX_SAFE_INTEGER)
  const words = new DataView(new ArrayBuffer(8))
  let checksum = 2_166_136_261
  const add = (word: number): void => {
    checksum = Math.imul(checksum ^ word, 16_777_619)
  }
  let [mean, squares] = [0, 0]
  for (let run = 0; run < runs; run++) {
    kernel.time(seed, run)
    if (run < summed)
      for (const end of kernel.ends) {
        words.setFloat64(0, end)
        add(words.getUint32(0))
        add(words.getUint32(4))
      }
    const end = kernel.ends[network.last] ?? Number.NaN
    tally.add(end)
    const apart = end - mean
    mean += apart / (run + 1)
    squares += apart * (end - mean)
  }
  const [p50, p95] = [tally.quantile(0.5), tally.quantile(0.95)]
  return { checksum: checksum >>> 0, mean, variance: squares / (runs - 1), p50, p95 }
}

function nodeOf(node: NetworkNode): Node {
  return { needs: node.needs, lasts: lawOf(node), ...(node.pool < 0 ? {} : { pool: node.pool }) }
}

function lawOf({ kind, one, other }: NetworkNode): Law {
  if (kind === 'lognormal') return { kind, p50: one, p95: other }
  if (kind === 'uniform') return { kind, from: one, to: other }
  return { kind, seconds: one }
}
