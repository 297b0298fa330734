import type { FlowForecast, Forecast } from '#simulation'
import { odds } from './figures.ts'
import { remarks } from './forecast-words.ts'

/** Flows that recover alike, so that it is told once; at least one. */
export type Group = readonly [FlowForecast, ...FlowForecast[]]

/**
 * Flows with the same critical path whose times differ by no more than one part in fifty, together.
 * @returns groups and flows in the order given
 */
export function alike(flows: readonly FlowForecast[]): readonly Group[] {
  const groups: Array<[FlowForecast, ...FlowForecast[]]> = []
  for (const flow of flows) {
    const group = groups.find(([first]) => near(first, flow))
    if (group) group.push(flow)
    else groups.push([flow])
  }
  return groups
}

function near(one: FlowForecast, other: FlowForecast): boolean {
  return (
    shape(one) === shape(other) &&
    (['p5', 'p50', 'p95'] as const).every((name) => close(one.rto[name] ?? 0, other.rto[name] ?? 0))
  )
}

function shape({ criticalPath, measuredShare, tornado, rto }: FlowForecast): string {
  return JSON.stringify([
    criticalPath.map(({ step, share }) => [step, odds(share)]),
    measuredShare.toFixed(2),
    tornado?.[0]?.of,
    rto.censoredShare?.toFixed(3),
  ])
}

function close(one: number, other: number): boolean {
  return Math.abs(one - other) <= Math.max(one, other) / 50
}

/** The different recovery targets of a group, shortest first, each with the flows that have it. */
export function targetsOf(
  group: Group,
): ReadonlyArray<{ readonly seconds: number; readonly flows: readonly string[] }> {
  const found = new Map<number, string[]>()
  for (const { flow, rto } of group)
    if (rto.target !== undefined) found.set(rto.target, [...(found.get(rto.target) ?? []), flow])
  return [...found].map(([seconds, flows]) => ({ seconds, flows })).sort((a, b) => a.seconds - b.seconds)
}

/** What else is to be said of the flows of a group, a sentence each, with the flow's name where it is not for all. */
export function notesOf(group: Group, forecast: Forecast): readonly string[] {
  const told = new Map<string, string[]>()
  for (const flow of group)
    for (const remark of remarks(flow, forecast)) told.set(remark, [...(told.get(remark) ?? []), flow.flow])
  return [...told].map(([remark, flows]) => (flows.length === group.length ? remark : `${flows.join(', ')}: ${remark}`))
}

/** Caveats that all of several forecasts share; none of a single one, whose caveats are its own. */
export function sharedCaveats(forecasts: readonly Forecast[]): readonly string[] {
  const [first, ...others] = forecasts
  if (first === undefined || others.length === 0) return []
  return first.caveats.filter((caveat) => others.every(({ caveats }) => caveats.includes(caveat)))
}
