import { exp, log } from './exponential.ts'
import { drawnNormal } from './drawn.ts'
import type { Law, Node } from './model.ts'
import { normalQuantile } from './quantile.ts'
import { type Chances, shareOf } from './random.ts'

/** What is drawn for the nodes of a run before it begins; by place. */
export interface Lengths {
  /** Of one attempt, in seconds; what no law says is written over when it begins. */
  readonly seconds: Float64Array
  /** How many attempts it will take. */
  readonly attempts: Int32Array
  /** 1: the last of them fails too. */
  readonly fails: Uint8Array
  /** @param words by place */
  draw(words: Int32Array, chances: Chances): void
}

/** The 95th percentile of the standard normal. */
const z95 = normalQuantile(0.95)

export function lengthsOf(nodes: readonly Node[]): Lengths {
  const seconds = Float64Array.from(nodes, ({ lasts }) => (typeof lasts === 'function' ? 0 : fixedAt(lasts)))
  const attempts = Int32Array.from(nodes, ({ attempts: all = 1, failing = 0 }) => (failing < 1 ? 1 : all))
  const fails = Uint8Array.from(nodes, ({ failing = 0 }) => (failing < 1 ? 0 : 1))
  const [spread, even, failing] = [placesWith(nodes, 'lognormal'), placesWith(nodes, 'uniform'), failingIn(nodes)]
  const [p50, sigma] = [numbers(nodes, medianOf), numbers(nodes, sigmaOf)]
  const [from, width] = [numbers(nodes, fromOf), numbers(nodes, widthOf)]
  const most = Int32Array.from(nodes, (node) => node.attempts ?? 1)
  const chance = Float64Array.from(nodes, (node) => node.failing ?? 0)
  return {
    seconds,
    attempts,
    fails,
    draw(words, chances) {
      for (let at = 0; at < spread.length; at++) {
        const place = spread[at] as number
        seconds[place] = drawnNormal(words[place] as number)
      }
      for (let at = 0; at < spread.length; at++) {
        const place = spread[at] as number
        seconds[place] = (p50[place] as number) * exp((sigma[place] as number) * (seconds[place] as number))
      }
      for (let at = 0; at < even.length; at++) {
        const place = even[at] as number
        seconds[place] = (from[place] as number) + (width[place] as number) * shareOf(words[place] as number)
      }
      for (let at = 0; at < failing.length; at++) {
        const place = failing[at] as number
        const u = chances.ofNode(place)
        let all = 1
        let share = chance[place] as number
        // That k attempts fail has the chance of one of them to the power of k.
        for (; all < (most[place] as number) && u < share; all++) share *= chance[place] as number
        attempts[place] = all
        fails[place] = u < share ? 1 : 0
      }
    },
  }
}

function placesWith(nodes: readonly Node[], kind: Law['kind']): Int32Array {
  return placesOf(nodes, ({ lasts }) => typeof lasts !== 'function' && lasts.kind === kind && !isFixed(lasts))
}

/** Those that fail now and then. One that always fails needs no number. */
function failingIn(nodes: readonly Node[]): Int32Array {
  return placesOf(nodes, ({ failing = 0 }) => failing > 0 && failing < 1)
}

function placesOf(nodes: readonly Node[], is: (node: Node) => boolean): Int32Array {
  return Int32Array.from(nodes.flatMap((node, place) => (is(node) ? [place] : [])))
}

function numbers(nodes: readonly Node[], value: (law: Law) => number): Float64Array {
  return Float64Array.from(nodes, ({ lasts }) => (typeof lasts === 'function' ? 0 : value(lasts)))
}

function isFixed(law: Law): boolean {
  if (law.kind === 'lognormal') return !(law.p50 > 0 && law.p95 > law.p50)
  return law.kind === 'fixed'
}

function fixedAt(law: Law): number {
  if (law.kind === 'lognormal') return law.p50
  return law.kind === 'fixed' ? law.seconds : law.from
}

function medianOf(law: Law): number {
  return law.kind === 'lognormal' ? law.p50 : 0
}

function sigmaOf(law: Law): number {
  return law.kind === 'lognormal' && !isFixed(law) ? log(law.p95 / law.p50) / z95 : 0
}

function fromOf(law: Law): number {
  return law.kind === 'uniform' ? law.from : 0
}

function widthOf(law: Law): number {
  return law.kind === 'uniform' ? law.to - law.from : 0
}
