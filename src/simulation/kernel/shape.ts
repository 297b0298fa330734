import type { Lasts, Node, Pool } from './model.ts'
import { refuse } from './refused.ts'

/** A network laid out in flat lists. What belongs to place p lies from `first[p]` to before `first[p + 1]`. */
export interface Lists {
  readonly first: Int32Array
  readonly all: Int32Array
}

/** Nodes and pools as the passes over them read them; by place unless said otherwise. */
export interface Shape {
  readonly size: number
  readonly needs: Lists
  /** The places that need one, in rising order. */
  readonly dependents: Lists
  /** The places that stand in for one, in rising order. */
  readonly fallbacks: Lists
  /** -1: none. */
  readonly insteadOf: Int32Array
  /** -1: none. */
  readonly pool: Int32Array
  readonly essential: Uint8Array
  readonly backoff: Float64Array
  /** 0 where there is none. */
  readonly notBefore: Float64Array
  /** NaN where there is none. */
  readonly begun: Float64Array
  /** NaN where there is none. */
  readonly ended: Float64Array
  /** 1: it is under way or over at the outset. */
  readonly isGiven: Uint8Array
  /** 1: it lasts what is drawn for it before the run, succeeds at its first attempt, and stands in for nothing, nor anything for it; the pools come after the nodes, with 0. */
  readonly isSwift: Uint8Array
  /** How many others it waits for: its needs, and what it stands in for. */
  readonly waits: Int32Array
  /** The places that do not wait for others. */
  readonly opening: Int32Array
  /** How long it lasts where no law says so. */
  readonly lasts: ReadonlyArray<Lasts | undefined>
  /** By pool, as all below. */
  readonly capacity: Int32Array
  readonly byPlace: Uint8Array
  readonly answers: ReadonlyArray<Lasts | undefined>
  /** Whether a pool has answered at the outset. */
  readonly isHere: Uint8Array
  /** How much can be to come at once: the ends of nodes, the answers of pools. */
  readonly atOnce: number
  /** Whether nodes can be gone through in their order: nothing waits for a pool or for what a fallback comes to. */
  readonly isPlain: boolean
  /** Whether nodes can be gone through in the order of arrival: nothing fails, and who came first is served first. */
  readonly isByArrival: boolean
}

/** @throws RangeError where something of it cannot be: a bug of the caller */
export function shapeOf(nodes: readonly Node[], pools: readonly Pool[]): Shape {
  refuse(nodes, pools)
  const numbers = (value: (node: Node) => number): Float64Array => Float64Array.from(nodes, value)
  const pool = poolsThatCount(nodes, pools)
  const insteadOf = Int32Array.from(nodes, (node) => node.insteadOf ?? -1)
  const needs = nodes.map((node) => [...new Set(node.needs)].sort((a, b) => a - b))
  const waits = Int32Array.from(needs, (all, place) => all.length + ((insteadOf[place] as number) < 0 ? 0 : 1))
  const targets = new Set(insteadOf)
  const isGiven = Uint8Array.from(nodes, ({ begun, ended }) => (begun === undefined && ended === undefined ? 0 : 1))
  return {
    size: nodes.length,
    needs: listsOf(needs),
    dependents: turned(needs),
    fallbacks: turned(nodes.map((node) => (node.insteadOf === undefined ? [] : [node.insteadOf]))),
    insteadOf,
    pool,
    essential: Uint8Array.from(nodes, (node) => (node.essential === false ? 0 : 1)),
    backoff: numbers((node) => node.backoff ?? 0),
    notBefore: numbers((node) => node.notBefore ?? 0),
    begun: numbers((node) => node.begun ?? Number.NaN),
    ended: numbers((node) => node.ended ?? Number.NaN),
    isGiven,
    isSwift: Uint8Array.from([...nodes, ...pools], (one, at) =>
      'needs' in one && isSwift(one) && !targets.has(at) ? 1 : 0,
    ),
    waits,
    opening: Int32Array.from(nodes.keys()).filter((place) => waits[place] === 0 || isGiven[place] === 1),
    lasts: nodes.map(({ lasts }) => (typeof lasts === 'function' ? lasts : undefined)),
    capacity: Int32Array.from(pools, ({ capacity }) => capacity),
    byPlace: Uint8Array.from(pools, ({ order }) => (order === 'place' ? 1 : 0)),
    answers: pools.map(({ answers }) => answers),
    isHere: Uint8Array.from(pools, ({ answers }, at) => (answers === undefined || isCalled(nodes, at) ? 1 : 0)),
    atOnce: mostAtOnce(nodes, pools, pool),
    isPlain: pool.every((at) => at < 0) && insteadOf.every((target) => target < 0),
    isByArrival: isByArrival(nodes, pools, pool),
  }
}

/** Pools that never make anybody wait are left out: there is room for all of their nodes at once, and they are there. */
function poolsThatCount(nodes: readonly Node[], pools: readonly Pool[]): Int32Array {
  const inside = pools.map((_, at) => nodes.filter((node) => node.pool === at && node.ended === undefined).length)
  const counts = pools.map(
    ({ capacity, answers }, at) => (inside[at] as number) > capacity || (answers !== undefined && !isCalled(nodes, at)),
  )
  return Int32Array.from(nodes, (node) => (node.pool !== undefined && counts[node.pool] === true ? node.pool : -1))
}

/** Of a pool no more are under way than it has room for; but what waits for its next attempt, or for its time, holds no place. */
function mostAtOnce(nodes: readonly Node[], pools: readonly Pool[], pool: Int32Array): number {
  const isFree = (node: Node, place: number): boolean =>
    (pool[place] as number) < 0 ||
    [node.begun, node.ended, node.notBefore, node.failing].some((value) => value !== undefined)
  const room = pools.reduce((sum, { capacity }) => sum + capacity + 1, 0)
  return Math.min(nodes.length + pools.length, nodes.filter(isFree).length + room)
}

function isSwift(node: Node): boolean {
  return typeof node.lasts !== 'function' && isSimple(node)
}

/** It succeeds at its first attempt, stands in for nothing, and has not begun. */
function isSimple({ failing = 0, insteadOf, notBefore = 0, begun, ended }: Node): boolean {
  return failing === 0 && notBefore === 0 && insteadOf === undefined && begun === undefined && ended === undefined
}

/** @param pool by place: the pool that it waits for */
function isByArrival(nodes: readonly Node[], pools: readonly Pool[], pool: Int32Array): boolean {
  return nodes.every((node, place) => {
    const its = pools[pool[place] as number]
    return isSimple(node) && (!its || (its.order === 'arrival' && its.answers === undefined && takesTime(node)))
  })
}

function takesTime({ lasts }: Node): boolean {
  if (typeof lasts === 'function') return false
  const some = lasts.kind === 'fixed' ? lasts.seconds : lasts.kind === 'lognormal' ? lasts.p50 : lasts.to
  return some > 0 && some < Number.POSITIVE_INFINITY
}

function isCalled(nodes: readonly Node[], pool: number): boolean {
  return nodes.some((node) => node.pool === pool && (node.begun !== undefined || node.ended !== undefined))
}

function listsOf(lists: ReadonlyArray<readonly number[]>): Lists {
  const first = new Int32Array(lists.length + 1)
  for (const [place, list] of lists.entries()) first[place + 1] = (first[place] as number) + list.length
  return { first, all: Int32Array.from(lists.flat()) }
}

/** From what each place names to those who name it. */
function turned(named: ReadonlyArray<readonly number[]>): Lists {
  const found: number[][] = named.map(() => [])
  for (const [place, list] of named.entries()) for (const other of list) found[other]?.push(place)
  return listsOf(found)
}
