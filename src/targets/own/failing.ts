import type { Request } from './diary.ts'

/** A time in which a flow went unserved, in seconds on the clock. */
interface Stretch {
  /** When its first request that failed was made. */
  readonly from: number
  /** When it was served again; absent where it was not yet. */
  readonly to?: number
}

/** A fault as customers felt it. */
export interface Felt {
  /** Seconds on the clock. */
  readonly at: number
  /** Whether it was there when it was said to be, or came after; else it had passed by then, and another may still come. */
  readonly isOpen: boolean
}

/** So many answers in a row end a stretch; fewer may come from what is left of a system that half is gone of. */
const again = 3

/**
 * When customers began to go without what a person has made fail: with the stretch that was open when they said so, else
 * with the next one, else with the last one since they were asked. What failed before and passed was something else.
 * @param flows the requests of each flow, in the order of their answers
 * @param asked when the person was asked, and `said` when they said so; seconds on the clock
 * @returns undefined where nothing failed since they were asked
 */
export function feltSince(flows: readonly (readonly Request[])[], asked: number, said: number): Felt | undefined {
  const all = flows.map(stretchesOf)
  const open = all.flatMap((stretches) => stretches.find(({ to = Number.POSITIVE_INFINITY }) => to > said) ?? [])
  if (open.length > 0) return { at: Math.max(asked, Math.min(...open.map(({ from }) => from))), isOpen: true }
  const passed = all.flat().filter(({ from }) => from >= asked)
  if (passed.length === 0) return undefined
  const last = Math.max(...passed.map(({ from }) => from))
  // Several flows feel one fault, one after the other.
  const felt = passed.filter(({ to = last }) => to >= last)
  return { at: Math.min(...felt.map(({ from }) => from)), isOpen: false }
}

function stretchesOf(requests: readonly Request[]): readonly Stretch[] {
  const all: Stretch[] = []
  let from: number | undefined
  let served: readonly number[] = []
  for (const { at, ok, latency } of requests) {
    if (!ok) {
      from ??= at - latency
      served = []
    } else if (from !== undefined) {
      served = [...served, at]
      const [to] = served
      if (served.length < again || to === undefined) continue
      all.push({ from, to })
      from = undefined
    }
  }
  return from === undefined ? all : [...all, { from }]
}
