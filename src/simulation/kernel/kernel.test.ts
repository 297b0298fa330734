import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Kernel, type Node, openKernel, type Pool } from './index.ts'
import { openKernel as openAny } from './kernel.ts'
import { networks } from './testing/networks.ts'

const fixed = (seconds: number, needs: readonly number[] = [], given: Partial<Node> = {}): Node => ({
  needs,
  lasts: { kind: 'fixed', seconds },
  ...given,
})
const one: Pool = { capacity: 1, order: 'arrival' }

function timed(nodes: readonly Node[], pools: readonly Pool[] = [], run = 0): Kernel {
  const kernel = openKernel(nodes, pools)
  kernel.time(1, run)
  return kernel
}

/** All that a run has given. */
function all(kernel: Kernel): readonly (readonly number[])[] {
  const { starts, stops, ends, tries } = kernel
  const draws = Array.from(starts, (_, place) => kernel.draw(place))
  const causes = Array.from(starts, (_, place) => kernel.causeOf(place))
  const by = Array.from(ends, (_, place) => kernel.endedBy(place))
  return [[...starts], [...stops], [...ends], [...tries], draws, causes, by, [kernel.extra(0), kernel.extra(1)]]
}

describe('what begins when', () => {
  test('a node begins when the last of what it needs has ended', () => {
    const kernel = timed([fixed(3), fixed(5), fixed(1, [0, 1])])
    expect([...kernel.starts]).toEqual([0, 0, 5])
    expect([...kernel.ends]).toEqual([3, 5, 6])
    expect(kernel.causeOf(2)).toBe(1)
    expect(kernel.causeOf(1)).toBe(-1)
  })

  test('those who wait for one pool come in the order in which they were ready, or of their places', () => {
    const nodes = [
      fixed(4, [], { pool: 0 }),
      fixed(1),
      fixed(2),
      fixed(1, [2], { pool: 0 }),
      fixed(1, [1], { pool: 0 }),
    ]
    const arrival = timed(nodes, [one])
    expect([...arrival.starts]).toEqual([0, 0, 0, 5, 4])
    expect(arrival.causeOf(4)).toBe(0)
    expect(arrival.causeOf(3)).toBe(4)
    expect([...timed(nodes, [{ capacity: 1, order: 'place' }]).starts]).toEqual([0, 0, 0, 4, 5])
  })

  test('those who are ready at one instant come in the order of their places', () => {
    const nodes = [
      fixed(2),
      fixed(2),
      fixed(9, [], { pool: 0 }),
      fixed(1, [1], { pool: 0 }),
      fixed(1, [0], { pool: 0 }),
    ]
    expect([...timed(nodes, [one]).starts]).toEqual([0, 0, 0, 9, 10])
  })

  test('a pool is waited for once, by all who need it, and the one who called it is the cause', () => {
    const pools: readonly Pool[] = [{ ...one, answers: (_, start) => start + 10 }]
    const nodes = [
      fixed(2),
      fixed(1, [0], { pool: 0 }),
      fixed(3),
      fixed(1, [2], { pool: 0 }),
      fixed(20),
      fixed(1, [4], { pool: 0 }),
    ]
    const kernel = timed(nodes, pools)
    expect([...kernel.starts]).toEqual([0, 14, 0, 15, 0, 20])
    expect([1, 3, 5].map(kernel.causeOf)).toEqual([0, 1, 4])
    const two = timed(nodes, [{ ...pools[0], capacity: 2, order: 'arrival' }])
    expect([...two.starts]).toEqual([0, 14, 0, 14, 0, 20])
    expect(two.causeOf(3)).toBe(0)
  })

  test('who never answers lets nothing begin that needs him, and the run comes to its end all the same', () => {
    const kernel = timed(
      [fixed(1, [], { pool: 0 }), fixed(1, [0]), fixed(2)],
      [{ ...one, answers: () => Number.POSITIVE_INFINITY }],
    )
    expect([...kernel.starts]).toEqual([Infinity, Infinity, 0])
    expect([...kernel.ends]).toEqual([Infinity, Infinity, 2])
    expect([...kernel.tries]).toEqual([0, 0, 1])
  })

  test('nothing begins before it may, and what is under way or over stays where it was', () => {
    const kernel = timed([
      fixed(9, [], { begun: 2 }),
      fixed(9, [], { ended: 4 }),
      fixed(1, [1], { notBefore: 7 }),
      fixed(1, [0, 2]),
    ])
    expect([...kernel.starts]).toEqual([2, 4, 7, 11])
    expect([...kernel.ends]).toEqual([11, 4, 8, 12])
    expect([0, 1, 2, 3].map(kernel.causeOf)).toEqual([-1, -1, -1, 0])
  })

  test('what is under way holds its place in its pool, which has answered, and what is over holds none', () => {
    const answers = (): number => 100
    const nodes = [
      fixed(5, [], { begun: 0, pool: 0 }),
      fixed(9, [], { ended: 1, pool: 1 }),
      fixed(1, [], { pool: 0 }),
      fixed(1, [], { pool: 1 }),
    ]
    const kernel = timed(nodes, [
      { ...one, answers },
      { ...one, answers },
    ])
    expect([...kernel.starts]).toEqual([0, 1, 5, 0])
    expect(kernel.causeOf(2)).toBe(0)
  })

  test('what no law says is asked once, with the instant at which it begins', () => {
    const asked: (readonly [number, number])[] = []
    const lasts = (u: number, start: number): number => {
      asked.push([u, start])
      return 2
    }
    const kernel = timed([fixed(3), { needs: [0], lasts, attempts: 3, failing: 1, backoff: 1 }])
    expect(asked).toEqual([[kernel.draw(1), 3]])
    expect(kernel.stops[1]).toBe(3 + 2 + 1 + 2 + 2 + 2)
  })
})

describe('failures', () => {
  test('each attempt takes its time, and the wait before the next doubles up to half a minute', () => {
    const kernel = timed([fixed(10, [], { attempts: 5, failing: 1, backoff: 8, essential: false })])
    expect(kernel.stops[0]).toBe(50 + 8 + 16 + 30 + 30)
    expect(kernel.tries[0]).toBe(5)
  })

  test('between two attempts others have the pool', () => {
    const kernel = timed(
      [fixed(4, [], { pool: 0, attempts: 2, failing: 1, backoff: 1, essential: false }), fixed(5, [], { pool: 0 })],
      [one],
    )
    expect([...kernel.starts]).toEqual([0, 4])
    expect([...kernel.ends]).toEqual([13, 9])
  })

  test('as many attempts are made as the chance asks for', () => {
    const kernel = openKernel([fixed(1, [], { attempts: 3, failing: 0.5 })], [])
    const runs = 40_000
    const made = [0, 0, 0, 0]
    let lost = 0
    for (let run = 0; run < runs; run++) {
      kernel.time(3, run)
      made[kernel.tries[0] as number] = (made[kernel.tries[0] as number] ?? 0) + 1
      if (kernel.ends[0] === Infinity) lost += 1
    }
    // 0.015 is six standard errors.
    for (const [tries, share] of [0, 0.5, 0.25, 0.25].entries())
      expect(Math.abs((made[tries] ?? 0) / runs - share)).toBeLessThan(0.015)
    expect(Math.abs(lost / runs - 0.125)).toBeLessThan(0.015)
  })

  test('what has failed for good lets nothing begin that needs it, unless it is not essential', () => {
    const lost = timed([fixed(3, [], { failing: 1 }), fixed(1, [0])])
    expect([...lost.stops]).toEqual([3, Infinity])
    expect([...lost.ends]).toEqual([Infinity, Infinity])
    expect([lost.endedBy(0), lost.causeOf(1)]).toEqual([-1, -1])
    const told = timed([fixed(3, [], { failing: 1, essential: false }), fixed(1, [0])])
    expect([...told.ends]).toEqual([3, 4])
    expect(told.causeOf(1)).toBe(0)
  })

  test('those who wait for what has failed wait for what stands in for it', () => {
    const nodes = [
      fixed(3, [], { failing: 1 }),
      fixed(1, [0]),
      fixed(7, [], { insteadOf: 0 }),
      fixed(5, [], { insteadOf: 0 }),
    ]
    const kernel = timed(nodes)
    expect([...kernel.starts]).toEqual([0, 10, 3, 3])
    expect([...kernel.ends]).toEqual([10, 11, 10, 8])
    expect(kernel.stops[0]).toBe(3)
    expect([kernel.endedBy(0), kernel.causeOf(1), kernel.causeOf(2)]).toEqual([2, 2, 0])
  })

  test('what stands in for something that succeeds never begins, and nobody waits for it', () => {
    const nodes = [fixed(3), fixed(7, [], { insteadOf: 0 }), fixed(7, [], { insteadOf: 1 }), fixed(1, [1, 2])]
    const kernel = timed(nodes)
    expect([...kernel.starts]).toEqual([0, Infinity, Infinity, 3])
    expect([...kernel.ends]).toEqual([3, 3, 3, 4])
    expect([...kernel.tries]).toEqual([1, 0, 0, 1])
    expect(kernel.causeOf(3)).toBe(0)
  })

  test('what stands in may fail too, and needs what it needs', () => {
    const failing = { failing: 1 }
    const nodes = [
      fixed(3, [], failing),
      fixed(9),
      fixed(2, [1], { insteadOf: 0, ...failing }),
      fixed(4, [], { insteadOf: 2 }),
      fixed(1, [0]),
    ]
    const kernel = timed(nodes)
    expect([...kernel.starts]).toEqual([0, 0, 9, 11, 15])
    expect(kernel.ends[0]).toBe(15)
  })

  test('what waits for itself by way of a fallback waits for ever', () => {
    const kernel = timed([fixed(3, [], { failing: 1 }), fixed(1, [0]), fixed(1, [1], { insteadOf: 0 }), fixed(2)])
    expect([...kernel.ends]).toEqual([Infinity, Infinity, Infinity, 2])
  })

  test('what stands in and is under way comes to its own end', () => {
    const kernel = timed([fixed(5), fixed(9, [], { insteadOf: 0, begun: 1 }), fixed(1, [1]), fixed(1, [0])])
    expect([...kernel.ends]).toEqual([5, 10, 11, 6])
    const failed = timed([fixed(5, [], { failing: 1 }), fixed(9, [], { insteadOf: 0, ended: 1 }), fixed(1, [0])])
    expect([...failed.ends]).toEqual([5, 1, 6])
  })
})

describe('laws of any network', () => {
  const any = networks({ pools: true, fallbacks: true, ties: false })
  const tied = networks({ pools: true, fallbacks: true, ties: true })
  const plain = networks({ pools: false, fallbacks: false, ties: false })
  const seeds = fc.nat(1000)

  test('one pass in order gives the bits that the events give', () => {
    const both = fc.oneof(plain, networks({ pools: false, fallbacks: false, ties: true }))
    fc.assert(
      fc.property(both, seeds, ({ nodes, pools }, run) => {
        const [ordered, byEvents] = [openKernel(nodes, pools), openAny(nodes, pools, { how: 'events' })]
        ordered.time(1, run)
        byEvents.time(1, run)
        expect(all(byEvents)).toEqual(all(ordered))
      }),
      { numRuns: 600 },
    )
  })

  test('in the order of arrival it gives the bits that the events give', () => {
    const seen = { byArrival: 0, anew: 0, waited: 0, never: 0 }
    const both = fc.oneof(
      networks({ pools: true, fallbacks: false, ties: false }),
      networks({ pools: true, fallbacks: false, ties: true }),
    )
    fc.assert(
      fc.property(both, seeds, fc.array(fc.nat(60), { maxLength: 3 }), ({ nodes, pools }, run, asking) => {
        const simple = nodes.map(({ needs, lasts, pool }, place): Node => {
          if (asking.includes(place)) return { needs, lasts: (u, start) => (start > 40 ? Infinity : Math.round(2 * u)) }
          const isInstant =
            lasts === undefined || (typeof lasts !== 'function' && lasts.kind === 'fixed' && lasts.seconds === 0)
          return { needs, lasts, ...(pool === undefined || isInstant ? {} : { pool }) }
        })
        const queues = pools.map(({ capacity }): Pool => ({ capacity, order: 'arrival' }))
        let begun = 0
        const kernel = openAny(simple, queues, { begin: () => void (begun += 1) })
        const byEvents = openAny(simple, queues, { how: 'events' })
        // What one run leaves behind is nothing to the next.
        for (const each of [run, run + 1]) {
          begun = 0
          kernel.time(1, each)
          byEvents.time(1, each)
          expect(all(kernel)).toEqual(all(byEvents))
          seen[begun === 1 ? 'byArrival' : 'anew'] += 1
        }
        const { starts, ends } = kernel
        for (const [place, { needs }] of simple.entries()) {
          const ready = Math.max(0, ...needs.map((need) => ends[need] as number))
          if (starts[place] === Infinity) seen.never += 1
          else if ((starts[place] as number) > ready) seen.waited += 1
        }
      }),
      { numRuns: 1500 },
    )
    expect(seen.byArrival).toBeGreaterThan(1000)
    expect(seen.anew).toBeGreaterThan(30)
    // Networks are drawn anew each time; the rarest of these, about 20 of 3000, must at least have come about.
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(4)
  })

  test('a run hangs on the seed and on its number, and not on what was timed before', () => {
    fc.assert(
      fc.property(any, fc.array(seeds, { minLength: 2, maxLength: 6 }), ({ nodes, pools }, runs) => {
        const kernel = openKernel(nodes, pools)
        const found = runs.map((run) => {
          kernel.time(9, run)
          return all(kernel)
        })
        for (const [at, run] of runs.entries()) {
          const other = openKernel(nodes, pools)
          other.time(9, run)
          expect(all(other)).toEqual(found[at])
        }
      }),
      { numRuns: 200 },
    )
  })

  test('what begins has what it needs, and pools are never overfull', () => {
    const seen = { waited: 0, failed: 0, stoodIn: 0, never: 0 }
    fc.assert(
      fc.property(fc.oneof(any, tied), seeds, ({ nodes, pools }, run) => {
        const kernel = openKernel(nodes, pools)
        kernel.time(2, run)
        const { starts, stops, ends, tries } = kernel
        for (const [place, node] of nodes.entries()) {
          const [start, end] = [starts[place] as number, ends[place] as number]
          expect(Number.isNaN(start + end)).toBe(false)
          if (node.begun !== undefined || node.ended !== undefined) continue
          if (start === Infinity) {
            seen.never += 1
            expect(tries[place]).toBe(0)
            continue
          }
          const ready = Math.max(node.notBefore ?? 0, ...node.needs.map((need) => ends[need] as number))
          expect(start).toBeGreaterThanOrEqual(ready)
          if (node.insteadOf !== undefined) {
            seen.stoodIn += 1
            expect(start).toBeGreaterThanOrEqual(stops[node.insteadOf] as number)
          } else if (node.pool === undefined) expect(start).toBe(ready)
          if (start > ready) seen.waited += 1
          if (end === Infinity) seen.failed += 1
        }
        for (const [at, { capacity }] of pools.entries()) {
          const held = nodes.flatMap((node, place) =>
            node.pool === at && node.begun === undefined && node.ended === undefined && tries[place] === 1
              ? [place]
              : [],
          )
          for (const place of held) {
            const now = starts[place] as number
            const busy = held.filter((other) => (starts[other] as number) <= now && (stops[other] as number) > now)
            expect(busy.length).toBeLessThanOrEqual(capacity)
          }
        }
      }),
      { numRuns: 600 },
    )
    for (const count of Object.values(seen)) expect(count).toBeGreaterThan(20)
  })

  test('causes lead from the last end to a beginning, each of them earlier, with nothing between', () => {
    let gaps = 0
    let links = 0
    fc.assert(
      fc.property(any, seeds, ({ nodes, pools }, run) => {
        const kernel = openKernel(nodes, pools)
        kernel.time(4, run)
        const { starts, stops, ends } = kernel
        for (const place of nodes.keys()) {
          const by = kernel.endedBy(place)
          expect(by >= 0).toBe(ends[place] !== Infinity)
          if (by < 0) continue
          let now = by
          for (let cause = kernel.causeOf(now), count = 0; cause >= 0; now = cause, cause = kernel.causeOf(now)) {
            expect(count++).toBeLessThan(nodes.length)
            expect(starts[cause] as number).toBeLessThanOrEqual(starts[now] as number)
            links += 1
            // Others have the pool between two attempts; then the first of them let it begin.
            if (kernel.tries[cause] !== 1) continue
            const answers = pools[nodes[now]?.pool ?? -1]?.answers
            if (starts[now] === stops[cause]) continue
            gaps += 1
            expect(answers).toBeDefined()
            expect(starts[now] as number).toBeGreaterThan(stops[cause] as number)
          }
          const { notBefore, begun, ended, pool } = nodes[now] as Node
          const isGiven = begun !== undefined || ended !== undefined
          // The beginning of the chain began at the outset, when it might, or once it had been answered.
          if (!isGiven && pools[pool ?? -1]?.answers === undefined) expect(starts[now]).toBe(notBefore ?? 0)
        }
      }),
      { numRuns: 1500 },
    )
    expect(links).toBeGreaterThan(500)
    expect(gaps).toBeGreaterThan(3)
  })

  test('without queues a shorter node makes nothing later', () => {
    fc.assert(
      fc.property(networks({ pools: false, fallbacks: true, ties: false }), seeds, fc.nat(30), ({ nodes }, run, at) => {
        // Where one stands in for what has begun too late to be needed, its end is not a matter of lengths.
        const open = nodes.map(({ begun: _begun, ended: _ended, ...node }) => node)
        const shorter = open.map((node, place) =>
          place === at % open.length ? { ...node, lasts: { kind: 'fixed', seconds: 0 } as const } : node,
        )
        const [before, after] = [openKernel(open, []), openKernel(shorter, [])]
        before.time(6, run)
        after.time(6, run)
        for (const place of open.keys())
          expect(after.ends[place] as number).toBeLessThanOrEqual(before.ends[place] as number)
      }),
      { numRuns: 500 },
    )
  })

  test('more people are not slower in the mean', () => {
    // With more people a single run may take longer (R. L. Graham, 1969), and a network of fixed times always: one of them
    // by less than 1 - 1/m, all of them together not at all. The tolerance for a network is a quarter of its time.
    let [few, many] = [0, 0]
    fc.assert(
      fc.property(networks({ pools: true, fallbacks: false, ties: false }), ({ nodes, pools }) => {
        const reliable = nodes.map(({ begun: _b, ended: _e, failing: _f, ...node }) => node)
        const alike = pools.map(({ capacity, order }): Pool => ({ capacity, order }))
        const mean = (more: number): number => {
          const kernel = openKernel(
            reliable,
            alike.map((pool) => ({ ...pool, capacity: pool.capacity + more })),
          )
          let sum = 0
          for (let run = 0; run < 60; run++) {
            kernel.time(8, run)
            sum += Math.max(...kernel.ends) / 60
          }
          return sum
        }
        const [before, after] = [mean(0), mean(1)]
        few += before
        many += after
        expect(after).toBeLessThanOrEqual(before * 1.25)
      }),
      { numRuns: 200 },
    )
    expect(many).toBeLessThan(few)
  })
})

describe('what cannot be', () => {
  test.each<[string, readonly Node[], readonly Pool[]]>([
    ['a need that is not lower', [fixed(1, [0])], []],
    ['a need that is no place', [fixed(1), fixed(1, [0.5])], []],
    ['a stand-in for what is not lower', [fixed(1, [], { insteadOf: 0 })], []],
    ['a pool that is not there', [fixed(1, [], { pool: 0 })], []],
    ['no attempt', [fixed(1, [], { attempts: 0 })], []],
    ['a chance above 1', [fixed(1, [], { failing: 1.1 })], []],
    ['a chance that is no number', [fixed(1, [], { failing: Number.NaN })], []],
    ['a negative wait', [fixed(1, [], { backoff: -1 })], []],
    ['a beginning that never comes', [fixed(1, [], { notBefore: Infinity })], []],
    ['an end before its beginning', [fixed(1, [], { begun: 2, ended: 1 })], []],
    ['a negative time', [fixed(-1)], []],
    ['a time that is no number', [fixed(Number.NaN)], []],
    ['a median that is no number', [{ needs: [], lasts: { kind: 'lognormal', p50: Number.NaN, p95: 1 } }], []],
    ['a width below nothing', [{ needs: [], lasts: { kind: 'uniform', from: 2, to: 1 } }], []],
    ['nobody in a pool', [], [{ capacity: 0, order: 'arrival' }]],
    ['half a person in a pool', [], [{ capacity: 1.5, order: 'arrival' }]],
  ])('%s is a bug of the caller', (_, nodes, pools) => {
    expect(() => openKernel(nodes, pools)).toThrow(RangeError)
  })

  test('something that lasts less than nothing is a bug of whoever said so', () => {
    for (const seconds of [-1, Number.NaN]) {
      const node = { needs: [], lasts: () => seconds }
      expect(() => timed([node])).toThrow(RangeError)
      expect(() => timed([fixed(1, [], { pool: 0 })], [{ ...one, answers: () => seconds }])).toThrow(RangeError)
    }
  })

  test('nothing to do is over at once, and what lasts for ever ends never', () => {
    expect([...timed([]).ends]).toEqual([])
    const kernel = timed([{ needs: [], lasts: () => Infinity, attempts: 2, failing: 1 }, fixed(1, [0])])
    expect([...kernel.ends]).toEqual([Infinity, Infinity])
    expect([...kernel.tries]).toEqual([1, 0])
  })
})
