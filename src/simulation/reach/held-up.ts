import type { Estimates } from '#evidence'
import type { Plan } from '#plan'
import type { Runbook, RunbookFlow } from '#runbook'
import { heldBy, lastOf, needsIn } from './held.ts'
import { lastingOf } from './lasting.ts'
import type { Loss } from './needs.ts'
import { leadingTo, networkOf, restoredAt, timed } from './network.ts'
import { moved, type Rest, restsOf } from './rests.ts'

/** A runbook that a replay may follow. */
export interface Way {
  readonly runbook: Runbook
  /** One per step. */
  readonly estimates: Estimates
}

/** A step that has to wait until something it needs is back. */
export interface Wait {
  readonly step: string
  readonly capability: string
  /** Infinity: for ever. */
  readonly seconds: number
  /** Ids of the flows that may wait for the step. */
  readonly flows: readonly string[]
}

/** How a runbook goes while things are gone; seconds from the fault, Infinity: never. */
export interface Held {
  /** By flow: with what is gone, and with nothing gone. Without those that no step restores. */
  readonly flows: ReadonlyMap<string, { readonly expected: number; readonly undisturbed: number }>
  /** In runbook order. */
  readonly waits: readonly Wait[]
  /** Steps of which nobody knows how long they take. */
  readonly unknown: readonly string[]
}

/** Times a runbook by the medians of its steps, each of which waits until what it needs is back. */
export function heldUp(plan: Plan, { runbook, estimates }: Way, losses: readonly Loss[]): Held {
  const network = networkOf(runbook)
  const needs = needsIn(network, plan)
  const { usual, patience, unknown } = lastingOf(network, runbook, estimates)
  const undisturbed = timed(network, { lasts: usual, patience })
  const times = timed(network, { lasts: usual, patience, held: heldBy(needs, losses) })
  const leading = new Map(runbook.flows.map((flow) => [flow.id, new Set(leadingTo(flow, network))]))
  const waits = network.steps.flatMap((step, place): readonly Wait[] => {
    const flows = [...leading].flatMap(([flow, places]) => (places.has(place) ? [flow] : []))
    if (flows.length === 0) return []
    const ready = times.ready[place] as number
    return (needs[place] ?? []).flatMap((need): readonly Wait[] => {
      const until = lastOf(need, losses)
      return until > ready ? [{ step: step.id, capability: need.capability, seconds: until - ready, flows }] : []
    })
  })
  const found = new Map<string, { expected: number; undisturbed: number }>()
  for (const flow of runbook.flows) {
    const [before, after] = [restoredAt(flow, network, undisturbed), restoredAt(flow, network, times)]
    if (before === undefined || after === undefined) continue
    const rests = restsOf(flow, plan, moved(plan, runbook))
    const { until, wait } = servedFrom(flow, rests, after, losses)
    found.set(flow.id, { expected: Math.max(after, until), undisturbed: before })
    if (wait !== undefined && !waits.some((one) => one.step === wait.step && one.capability === wait.capability))
      waits.push(wait)
  }
  const places = new Map(network.steps.map(({ id }, place) => [id, place]))
  const needed = new Set([...leading.values()].flatMap((one) => [...one]))
  return {
    flows: found,
    waits: waits.sort((a, b) => (places.get(a.step) ?? 0) - (places.get(b.step) ?? 0)),
    unknown: unknown.filter((id) => needed.has(places.get(id) ?? -1)),
  }
}

/** Customers who are sent to where something is gone are not served before it is back: the last step waits for that. */
function servedFrom(
  { id, restoredBy }: RunbookFlow,
  rests: readonly Rest[],
  ready: number,
  losses: readonly Loss[],
): { until: number; wait?: Wait } {
  const worst = rests.reduce<{ until: number; capability?: string }>(
    (last, rest) => {
      const until = lastOf(rest, losses)
      return until > last.until ? { until, capability: rest.capability } : last
    },
    { until: 0 },
  )
  const step = restoredBy.at(-1)
  const { until, capability } = worst
  if (step === undefined || capability === undefined || until <= ready) return { until }
  return { until, wait: { step, capability, seconds: until - ready, flows: [id] } }
}
