import { exp } from './numbers.ts'
import type { RareModel } from './rare.ts'

/** Parts that a chain of all their states is still small for. */
const partsAtMost = 10
/** Jumps that are expected of one stretch, so that the chance of none of them is no number below the least double. */
const jumpsAtMost = 200

/**
 * The probability that `rare` estimates, worked out from all states of a Markov chain.
 * @returns relative error below 1e-9: only positive numbers are added
 * @remarks Source: uniformization (A. Jensen, 1953), with what is asked for as a state that is never left.
 * @throws RangeError where a repair has another law than the exponential, or there are more than ten parts
 */
export function exactly(model: RareModel): number {
  const { parts, common = [], down, years } = model
  const states = 2 ** parts.length
  const back = parts.map(({ downFor }) => {
    if (typeof downFor !== 'number' || parts.length > partsAtMost)
      throw new RangeError('A chain takes up to ten parts with exponential repairs. This is a bug in Muster.')
    return 1 / downFor
  })
  const moves = Array.from({ length: states }, (_, state) => movesOf(state, model, back))
  const fastest = Math.max(...moves.map((all) => all.reduce((sum, { rate }) => sum + rate, 0)))
  if (fastest === 0) return 0
  const stretches = Math.ceil((fastest * years) / jumpsAtMost)
  let now = new Float64Array(states + 1)
  now[0] = 1
  if (common.length + parts.length === 0 || down > parts.length) return 0
  for (let stretch = 0; stretch < stretches; stretch++) now = after(now, moves, fastest, years / stretches)
  return now[states] as number
}

interface Move {
  /** The number of states for what is asked for. */
  readonly to: number
  readonly rate: number
}

function movesOf(state: number, { parts, common = [], down }: RareModel, back: readonly number[]): readonly Move[] {
  const isHit = (next: number): boolean => bitsOf(next) >= down
  const reached = (next: number): number => (isHit(next) ? 2 ** parts.length : next)
  const kinds = [
    ...parts.map(({ failsPerYear }, place) => ({ rate: failsPerYear, next: state | (1 << place) })),
    ...common.map(({ perYear, parts: taken }) => ({
      rate: perYear,
      next: taken.reduce((bits, place) => bits | (1 << place), state),
    })),
    ...back.map((rate, place) => ({ rate, next: state & ~(1 << place) })),
  ]
  return kinds
    .filter(({ rate, next }) => rate > 0 && next !== state)
    .map(({ rate, next }) => ({ rate, to: reached(next) }))
}

/** Where the chain is after a time, from where it was. */
function after(
  before: Float64Array,
  moves: ReadonlyArray<readonly Move[]>,
  fastest: number,
  time: number,
): Float64Array<ArrayBuffer> {
  const mean = fastest * time
  const found = new Float64Array(before.length)
  let current = Float64Array.from(before)
  let weight = exp(-mean)
  // Ten standard deviations beyond the mean, nothing is left that could be seen.
  for (let jump = 0; jump <= mean + 10 * Math.sqrt(mean) + 30; jump++) {
    for (const [state, chance] of current.entries()) found[state] = (found[state] as number) + weight * chance
    weight *= mean / (jump + 1)
    current = jumped(current, moves, fastest)
  }
  return found
}

function jumped(
  before: Float64Array,
  moves: ReadonlyArray<readonly Move[]>,
  fastest: number,
): Float64Array<ArrayBuffer> {
  const found = new Float64Array(before.length)
  found[moves.length] = before[moves.length] as number
  for (const [state, all] of moves.entries()) {
    const chance = before[state] as number
    let stays = 1
    for (const { to, rate } of all) {
      found[to] = (found[to] as number) + (chance * rate) / fastest
      stays -= rate / fastest
    }
    found[state] = (found[state] as number) + chance * Math.max(0, stays)
  }
  return found
}

function bitsOf(state: number): number {
  let [bits, left] = [0, state]
  for (; left > 0; left &= left - 1) bits++
  return bits
}
