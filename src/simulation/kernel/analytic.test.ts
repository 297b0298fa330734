import { expect, test } from 'vitest'
import { log, type Node, openKernel, openTally, type Pool } from './index.ts'

const runs = 40_000
/** Four standard errors: a right result is outside once in 16,000 times; the seeds are fixed. */
const errors = 4

/** Mean of a value of each run, and its standard error. */
function over(nodes: readonly Node[], pools: readonly Pool[], value: (ends: Float64Array) => number, count = runs) {
  const kernel = openKernel(nodes, pools)
  let [sum, squares] = [0, 0]
  for (let run = 0; run < count; run++) {
    kernel.time(11, run)
    const found = value(kernel.ends)
    sum += found
    squares += found * found
  }
  const mean = sum / count
  return { mean, error: Math.sqrt((squares / count - mean * mean) / count) }
}

const lognormal = (p50: number, p95: number, needs: readonly number[] = []): Node => ({
  needs,
  lasts: { kind: 'lognormal', p50, p95 },
})
const last = (ends: Float64Array): number => ends.at(-1) as number

test('a single lognormal has the quantiles that it is made from', () => {
  const kernel = openKernel([lognormal(30, 120)], [])
  const tally = openTally(1e6)
  for (let run = 0; run < runs; run++) {
    kernel.time(5, run)
    tally.add(kernel.ends[0] as number)
  }
  // The interval of a quantile is that of its order statistics: its share, and four standard errors of it on both sides.
  for (const [share, wanted] of [
    [0.5, 30],
    [0.95, 120],
  ] as const) {
    const width = errors * Math.sqrt((share * (1 - share)) / runs)
    expect(wanted).toBeGreaterThan(tally.quantile(share - width))
    expect(wanted).toBeLessThan(tally.quantile(share + width))
  }
})

test('steps one after the other take the sum of their means', () => {
  const sigma = Math.log(3) / 1.6448536269514722
  const uniform: Node = { needs: [1], lasts: { kind: 'uniform', from: 10, to: 30 } }
  const fixed: Node = { needs: [2], lasts: { kind: 'fixed', seconds: 7 } }
  const { mean, error } = over([lognormal(20, 60), lognormal(5, 15, [0]), uniform, fixed], [], last)
  const wanted = 25 * Math.exp((sigma * sigma) / 2) + 20 + 7
  expect(Math.abs(mean - wanted)).toBeLessThan(errors * error)
})

/** Exponential, with a mean of 1. */
const exponential = (u: number): number => -log(u)

test('of n steps side by side the last is as late as the greatest of n', () => {
  const n = 7
  const nodes = (lasts: Node['lasts']): readonly Node[] => [
    ...Array.from({ length: n }, (): Node => ({ needs: [], lasts })),
    { needs: Array.from({ length: n }, (_, place) => place), lasts: { kind: 'fixed', seconds: 0 } },
  ]
  const even = over(nodes({ kind: 'uniform', from: 0, to: 1 }), [], last)
  expect(Math.abs(even.mean - n / (n + 1))).toBeLessThan(errors * even.error)
  const wanted = Array.from({ length: n }, (_, at) => 1 / (at + 1)).reduce((sum, value) => sum + value)
  const spread = over(nodes(exponential), [], last)
  expect(Math.abs(spread.mean - wanted)).toBeLessThan(errors * spread.error)
})

test('attempts take as long as the chance of failing asks for', () => {
  // Of at most 3 attempts that fail with a chance of 0.4: 1 + 0.4 + 0.16 in the mean; each takes 10 and the waits 2 and 4.
  const node: Node = {
    needs: [],
    lasts: { kind: 'fixed', seconds: 10 },
    attempts: 3,
    failing: 0.4,
    backoff: 2,
    essential: false,
  }
  const { mean, error } = over([node], [], last)
  expect(Math.abs(mean - (10 * 1.56 + 2 * 0.4 + 4 * 0.16))).toBeLessThan(errors * error)
})

/** Erlang C: the chance of waiting with c servers and an offered load. */
function erlangC(servers: number, load: number): number {
  let term = 1
  let sum = 1
  for (let count = 1; count < servers; count++) {
    term *= load / count
    sum += term
  }
  const all = ((term * load) / servers) * (servers / (servers - load))
  return all / (sum + all)
}

test.each([
  [1, 0.5],
  [3, 2.1],
  [5, 3.5],
])('with %i people and a load of %d, work waits as long as Erlang says', (servers, load) => {
  // Arrivals are a chain of exponential gaps; each begins a job of mean 1 in the pool. The first 300 warm up.
  const [warm, counted] = [300, 300]
  const jobs = warm + counted
  const nodes: Node[] = []
  for (let job = 0; job < jobs; job++) {
    nodes.push({ needs: job === 0 ? [] : [2 * job - 2], lasts: (u) => exponential(u) / load })
    nodes.push({ needs: [2 * job], lasts: exponential, pool: 0 })
  }
  const kernel = openKernel(nodes, [{ capacity: servers, order: 'arrival' }])
  const count = 400
  let [sum, squares] = [0, 0]
  for (let run = 0; run < count; run++) {
    kernel.time(17, run)
    let waits = 0
    for (let job = warm; job < jobs; job++)
      waits += (kernel.starts[2 * job + 1] as number) - (kernel.ends[2 * job] as number)
    sum += waits / counted
    squares += (waits / counted) ** 2
  }
  const mean = sum / count
  const error = Math.sqrt((squares / count - mean * mean) / count)
  expect(Math.abs(mean - erlangC(servers, load) / (servers - load))).toBeLessThan(errors * error)
})
