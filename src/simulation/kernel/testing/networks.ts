import fc from 'fast-check'
import type { Law, Node, Pool } from '../model.ts'

/** Of random networks: what they may have. */
export interface Having {
  readonly pools: boolean
  readonly fallbacks: boolean
  /** Fixed times of whole seconds, 0 included, so that much happens at one instant. */
  readonly ties: boolean
}

export interface Network {
  readonly nodes: readonly Node[]
  readonly pools: readonly Pool[]
}

const time = fc.integer({ min: 1, max: 60 })

function law(ties: boolean): fc.Arbitrary<Law> {
  if (ties) return fc.nat(3).map((seconds) => ({ kind: 'fixed', seconds }))
  return fc.oneof(
    time.map((seconds): Law => ({ kind: 'fixed', seconds })),
    fc.tuple(time, time).map(([p50, more]): Law => ({ kind: 'lognormal', p50, p95: p50 + more })),
    fc.tuple(time, time).map(([from, more]): Law => ({ kind: 'uniform', from, to: from + more })),
  )
}

/** Random networks of up to 24 nodes. */
export function networks(having: Having): fc.Arbitrary<Network> {
  const answer = (u: number): number => 100 * u
  const pool = fc.record({
    capacity: fc.integer({ min: 1, max: 3 }),
    order: fc.constantFrom('arrival' as const, 'place' as const),
    answers: fc.constantFrom(undefined, answer, () => Number.POSITIVE_INFINITY),
  })
  const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
    fc.option(value, { nil: undefined, freq: 2 })
  const node = fc.record({
    chosen: fc.array(fc.nat(20), { maxLength: 3, size: 'max' }),
    lasts: law(having.ties),
    pool: maybe(fc.nat(2)),
    attempts: fc.integer({ min: 1, max: 4 }),
    failing: maybe(fc.constantFrom(0, 0.3, 0.7, 1)),
    backoff: fc.constantFrom(0, 1, 8),
    target: maybe(fc.nat(30)),
    essential: fc.boolean(),
    notBefore: maybe(time),
    begun: maybe(fc.nat(5)),
    ended: maybe(fc.nat(20)),
  })
  const whole = fc.record({
    all: fc.array(node, { minLength: 1, maxLength: 24, size: 'max' }),
    pools: fc.array(pool, { minLength: 3, maxLength: 3 }),
  })
  return whole.map(({ all, pools }) => ({
    nodes: all.map(({ chosen, target, pool: its, begun, ended, notBefore, failing, ...rest }, place): Node => {
      const insteadOf = having.fallbacks && target !== undefined && target < place ? { insteadOf: target } : {}
      // Some begin at the outset as in a run that is under way; most have not begun.
      const given = chosen.length < 2 ? {} : { begun, ended }
      return {
        ...rest,
        needs: chosen.filter((need) => need < place),
        ...(having.pools && its !== undefined ? { pool: its } : {}),
        ...insteadOf,
        ...(failing === undefined ? {} : { failing }),
        ...(notBefore === undefined ? {} : { notBefore }),
        ...(given.begun === undefined ? {} : { begun: given.begun }),
        ...(given.ended === undefined ? {} : { ended: (given.begun ?? 0) + given.ended }),
      }
    }),
    pools: having.pools
      ? pools.map(({ answers, ...rest }) => (answers === undefined ? rest : { ...rest, answers }))
      : [],
  }))
}
