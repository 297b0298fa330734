import { type Runbook, type RunbookFlow, type Step, stepIn } from '#runbook'

/** The steps of a runbook's mode as places, with what waits for what. */
export interface Network {
  readonly steps: readonly Step[]
  readonly place: ReadonlyMap<string, number>
  /** Places that each one waits for; where a step has fallbacks, whoever waits for it waits for one of the two ways. */
  readonly needs: ReadonlyArray<readonly number[]>
  /** Places of the steps that stand in for it. */
  readonly fallbacks: ReadonlyArray<readonly number[]>
  /** The place of the step that it stands in for; -1: none. */
  readonly standsInFor: Int32Array
  /** In which order places are worked out: `2 * place` for the step itself, one more for what others wait for. */
  readonly order: readonly number[]
}

/** What is supposed of the steps of a network, by place. */
export interface Trial {
  /** How long each lasts; seconds, ≥ 0. */
  readonly lasts: Float64Array
  /** How long it takes until one that cannot be done has failed for good; seconds, ≥ `lasts`. */
  readonly patience: Float64Array
  /** Until when each cannot be done; seconds from the fault, 0: it can, Infinity: never. */
  readonly held?: Float64Array
  /** Not 0: fails for good. */
  readonly failing?: Uint8Array
}

/** When things happen, by place; seconds from the fault, Infinity: never. */
export interface Times {
  readonly ready: Float64Array
  /** When the step itself has succeeded. */
  readonly own: Float64Array
  /** When whoever waits for it waits no longer: it has succeeded, or what stands in for it has. Of a fallback that is not needed: never. */
  readonly ends: Float64Array
}

export function networkOf(runbook: Runbook): Network {
  const steps = runbook.steps.filter((step) => stepIn(step, runbook.mode))
  const place = new Map(steps.map((step, index) => [step.id, index]))
  const standsInFor = Int32Array.from(steps, ({ insteadOf }) => place.get(insteadOf ?? '') ?? -1)
  const fallbacks: number[][] = steps.map(() => [])
  for (const [index, of] of standsInFor.entries()) fallbacks[of]?.push(index)
  /** Whoever waits for a step that stands in for another waits for that other one. */
  const waitedFor = (one: number, seen: readonly number[] = []): number => {
    const of = standsInFor[one] ?? -1
    return of < 0 || seen.includes(of) ? one : waitedFor(of, [...seen, one])
  }
  const needs = steps.map((step) => step.needs.flatMap((id) => place.get(id) ?? []).map((one) => waitedFor(one)))
  return { steps, place, needs, fallbacks, standsInFor, order: orderOf(needs, fallbacks, standsInFor) }
}

/** What stands in for each other in a circle is never worked out, and so never ends. */
function orderOf(
  needs: ReadonlyArray<readonly number[]>,
  fallbacks: ReadonlyArray<readonly number[]>,
  standsInFor: Int32Array,
): readonly number[] {
  const order: number[] = []
  const met = new Set<number>()
  const visit = (mark: number): void => {
    if (met.has(mark)) return
    met.add(mark)
    const place = mark >> 1
    if (mark % 2 === 0) {
      for (const need of needs[place] ?? []) visit(2 * need + 1)
      const of = standsInFor[place] ?? -1
      if (of >= 0) visit(2 * of)
    } else {
      visit(2 * place)
      for (const other of fallbacks[place] ?? []) visit(2 * other + 1)
    }
    order.push(mark)
  }
  for (let place = 0; place < needs.length; place++) visit(2 * place + 1)
  return order
}

/**
 * When each step of a network ends, with nobody waiting for people or for room: the longest path. A step that cannot be
 * done yet is done once it can be; one that has a fallback has failed for good meanwhile, and whichever way ends first
 * counts. So nothing ends earlier because something else takes longer, fails or is held up.
 */
export function timed(network: Network, trial: Trial): Times {
  const { steps, needs, fallbacks, standsInFor, order } = network
  const { lasts, patience, held, failing } = trial
  const ready = new Float64Array(steps.length)
  const own = new Float64Array(steps.length).fill(Infinity)
  const ends = new Float64Array(steps.length).fill(Infinity)
  const broken = new Float64Array(steps.length).fill(Infinity)
  for (const mark of order) {
    const place = mark >> 1
    if (mark % 2 === 0) {
      const of = standsInFor[place] as number
      let begin = of < 0 ? 0 : (broken[of] as number)
      for (const need of needs[place] as readonly number[]) begin = Math.max(begin, ends[need] as number)
      ready[place] = begin
      const until = held?.[place] ?? 0
      const fails = failing !== undefined && failing[place] !== 0
      own[place] = fails ? Infinity : Math.max(begin, until) + (lasts[place] as number)
      broken[place] = fails || until > begin ? begin + (patience[place] as number) : Infinity
    } else {
      const others = fallbacks[place] as readonly number[]
      let otherwise = steps[place]?.essential === false ? (broken[place] as number) : Infinity
      if (others.length > 0) otherwise = Math.max(...others.map((other) => ends[other] as number))
      ends[place] = Math.min(own[place] as number, otherwise)
    }
  }
  return { ready, own, ends }
}

/** When a flow is served again; undefined where no step of the mode restores it. */
export function restoredAt({ restoredBy }: RunbookFlow, { place }: Network, { ends }: Times): number | undefined {
  const last = restoredBy.flatMap((id) => place.get(id) ?? [])
  return last.length === 0 ? undefined : Math.max(...last.map((one) => ends[one] as number))
}

/** The places that a flow's restoration may wait for, fallbacks included, in order of place. */
export function leadingTo({ restoredBy }: RunbookFlow, { place, needs, fallbacks }: Network): readonly number[] {
  const found = new Set<number>()
  const open = restoredBy.flatMap((id) => place.get(id) ?? [])
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    if (found.has(one)) continue
    found.add(one)
    open.push(...(needs[one] ?? []), ...(fallbacks[one] ?? []))
  }
  return [...found].sort((a, b) => a - b)
}
