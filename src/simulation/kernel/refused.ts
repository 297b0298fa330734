import type { Law, Node, Pool } from './model.ts'

/** @throws RangeError where a network cannot be timed: a bug of whoever has made it */
export function refuse(nodes: readonly Node[], pools: readonly Pool[]): void {
  for (const [place, node] of nodes.entries()) {
    const is = (holds: boolean, what: string): void => {
      if (!holds) throw new RangeError(`The node at ${place} ${what}. This is a bug in Muster.`)
    }
    const isLower = (other: number): boolean => Number.isInteger(other) && other >= 0 && other < place
    is(node.needs.every(isLower), `needs a place that is not lower than its own: ${node.needs.join(', ')}`)
    is(node.insteadOf === undefined || isLower(node.insteadOf), 'stands in for a place that is not lower than its own')
    is(node.pool === undefined || pools[node.pool] !== undefined, `names the pool ${node.pool}, which is none`)
    is(Number.isInteger(node.attempts ?? 1) && (node.attempts ?? 1) >= 1, `has ${node.attempts} attempts`)
    is(isTime(node.failing ?? 0) && (node.failing ?? 0) <= 1, `fails with a chance of ${node.failing}`)
    for (const time of [node.backoff, node.notBefore, node.begun, node.ended])
      is(time === undefined || isTime(time), `has ${time} for a time`)
    is((node.begun ?? 0) <= (node.ended ?? node.begun ?? 0), `has begun at ${node.begun} and ended at ${node.ended}`)
    if (typeof node.lasts !== 'function')
      for (const time of timesOf(node.lasts)) is(isTime(time), `lasts ${time} seconds`)
  }
  for (const [at, { capacity }] of pools.entries())
    if (!(Number.isInteger(capacity) && capacity >= 1))
      throw new RangeError(`The pool at ${at} has a capacity of ${capacity}. This is a bug in Muster.`)
}

function isTime(value: number): boolean {
  return value >= 0 && value < Number.POSITIVE_INFINITY
}

function timesOf(law: Law): readonly number[] {
  switch (law.kind) {
    case 'fixed':
      return [law.seconds]
    case 'lognormal':
      return [law.p50, law.p95]
    case 'uniform':
      return [law.from, law.to - law.from, law.to]
  }
}
