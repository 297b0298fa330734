import type { JournalRecord } from '#journal'
import type { Runbook } from '#runbook'
import type { Inspection, RegionSeen } from '../inspection.ts'
import type { FlowResult, Measurements } from '../model.ts'

/** What a run left that proofs are read from. */
export interface Seen {
  readonly runbook: Runbook
  readonly journal: readonly JournalRecord[]
  readonly measurements: Measurements
  readonly flows: readonly FlowResult[]
  /** The fault, in seconds on the target's clock. */
  readonly t0?: number
}

/** What is found about one topic; undefined where a run says nothing about it. */
export type Judge = (seen: Seen) => { readonly shown: boolean; readonly says: string } | undefined

/** The inspections of a run, in order. */
export function inspections({ measurements }: Seen): readonly Inspection[] {
  return measurements.inspections ?? []
}

/**
 * Those in which a part that was looked at twice was found the same: what is held up for most of the time is now well and
 * now not.
 */
export function steady(seen: Seen): readonly Inspection[] {
  const isHeldUp = seen.runbook.fault?.as === 'slow'
  return inspections(seen).filter(({ moment }) => moment !== 'outage' || !isHeldUp)
}

/** The last inspection of a moment. */
export function at(seen: Seen, moment: Inspection['moment']): Inspection | undefined {
  return inspections(seen).findLast((one) => one.moment === moment)
}

/** What was found while customers were served elsewhere: in the outage, or once it was over. */
export function recovered(seen: Seen): Inspection | undefined {
  return at(seen, 'outage') ?? at(seen, 'after')
}

export function regionIn(inspection: Inspection | undefined, region: string): RegionSeen | undefined {
  return inspection?.regions.find((one) => one.region === region)
}

/** Whether customers were sent over in this run. */
export function moved({ runbook, journal }: Seen): boolean {
  const routes = new Set(runbook.steps.filter(({ phase }) => phase === 'route').map(({ id }) => id))
  return journal.some((record) => record.type === 'stepSucceeded' && routes.has(record.data.step))
}

/** A verdict over single findings: no where any speaks against it, and then those are told. */
export function verdict(against: readonly string[], otherwise: string): ReturnType<Judge> {
  if (against.length === 0) return { shown: true, says: otherwise }
  const [first, second, third, ...more] = [...new Set(against)]
  const told = [first, second, third].flatMap((one) => one ?? [])
  return { shown: false, says: `${told.join(' ')}${more.length > 0 ? ` And ${more.length} more.` : ''}` }
}

/** A length of time for a sentence. */
export function long(seconds: number): string {
  return seconds < 1 ? `${Math.round(seconds * 1000)} ms` : `${seconds.toFixed(1)} s`
}

/** The lines that not all of several lists have, each with where it is. */
export function differences(lists: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const all = [...new Set([...lists.values()].flat())].sort()
  return all.flatMap((line) => {
    const has = [...lists].filter(([, lines]) => lines.includes(line)).map(([name]) => name)
    return has.length === lists.size ? [] : [`Only ${has.join(', ')} has ${line}.`]
  })
}
