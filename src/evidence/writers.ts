import { type JournalRecord, undoPrefix } from '#journal'
import type { Runbook, Step } from '#runbook'
import type { FenceHeld, Measurements, StoreWriters, Writing } from './model.ts'
import { endedWell } from './timeline.ts'

/**
 * Judges whether a store ever had two writers: two regions that acknowledged writes at the same time where the plan lets
 * one write, or a region that did so after it was fenced.
 * @returns one entry for each store that was written to, in the order of their first writes, and a sentence for each
 * violation; undefined where the target does not tell which region took a write
 */
export function writersOf(
  runbook: Runbook,
  journal: readonly JournalRecord[],
  { writings }: Measurements,
): { readonly stores: readonly StoreWriters[]; readonly violations: readonly string[] } | undefined {
  if (writings === undefined) return undefined
  const fences = fencesOf(runbook, journal)
  const judged = [...new Set(writings.map(({ component }) => component))].map((component) => {
    const own = writings.filter((writing) => writing.component === component)
    const everywhere = runbook.system?.find(({ id }) => id === component)?.writesEverywhere === true
    const past = fences.filter(({ region, at, until }) =>
      own.some((writing) => writing.region === region && writing.to > at && writing.from < until),
    )
    const both = everywhere ? undefined : together(own)
    return {
      store: {
        component,
        regions: [...new Set(own.map(({ region }) => region))],
        split: past.length > 0 || both !== undefined,
      },
      violations: [
        ...past.map(({ region }) => `Split brain: ${region} took writes of ${component} after it was fenced.`),
        ...(both === undefined
          ? []
          : [`Split brain: ${both.join(' and ')} took writes of ${component} at the same time.`]),
      ],
    }
  })
  return { stores: judged.map(({ store }) => store), violations: judged.flatMap(({ violations }) => violations) }
}

/**
 * How fences held against those who came past what leads customers.
 * @returns one entry for each region that was fenced and store, in the order of fencing, and a sentence for each that nobody
 * tried; empty where nobody goes past
 */
export function fencesHeld(
  runbook: Runbook,
  journal: readonly JournalRecord[],
  { pinned = [] }: Measurements,
): { readonly fences: readonly FenceHeld[]; readonly gaps: readonly string[] } {
  const all = fencesOf(runbook, journal)
  const fences = [...new Set(all.map(({ region }) => region))].flatMap((region) => {
    const own = all.filter((fence) => fence.region === region)
    return pinned
      .filter((one) => one.region === region)
      .map(({ component, writes }): FenceHeld => {
        const within = writes.filter((write) => own.some(({ at, until }) => write.at > at && write.at < until))
        return { region, component, tried: within.length, taken: within.filter(({ ok }) => ok).length }
      })
  })
  return {
    fences,
    gaps: fences.flatMap(({ region, component, tried }) =>
      tried === 0
        ? [`Nobody tried to write ${component} in ${region} while it was fenced, so the fence is not shown.`]
        : [],
    ),
  }
}

interface Fence {
  readonly region: string
  /** From the end of the fencing on, until something begins that lets traffic in again; on the journal's clock. */
  readonly at: number
  readonly until: number
}

const opening = ['traffic.unfence', 'traffic.route', 'traffic.share']

function fencesOf({ steps }: Runbook, journal: readonly JournalRecord[]): readonly Fence[] {
  const byId = new Map(steps.map((step) => [step.id, step]))
  return journal.flatMap((record, index) => {
    const step = byId.get(endedWell(record) ?? '')
    const region = step && useOf(step) === 'traffic.fence' ? regionsOf(step)[0] : undefined
    if (step === undefined || region === undefined) return []
    const opened = journal.slice(index + 1).find((later) => {
      if (later.type !== 'stepStarted') return false
      if (later.data.step === `${undoPrefix}${step.id}`) return true
      const next = byId.get(later.data.step)
      return next !== undefined && opening.includes(useOf(next) ?? '') && regionsOf(next).includes(region)
    })
    return [{ region, at: record.tsMono, until: opened?.tsMono ?? Number.POSITIVE_INFINITY }]
  })
}

function useOf({ work }: Step): string | undefined {
  return work.kind === 'action' ? work.use : undefined
}

/** The regions that an action on traffic names. */
function regionsOf({ work }: Step): readonly string[] {
  if (work.kind !== 'action') return []
  const { region, regions } = work.with
  return [region, ...(typeof regions === 'string' ? regions.split(',') : [])].filter((one) => typeof one === 'string')
}

/** The first two regions that wrote at the same time. */
function together(writings: readonly Writing[]): readonly [string, string] | undefined {
  for (const [index, one] of writings.entries())
    for (const other of writings.slice(index + 1))
      if (one.region !== other.region && one.from <= other.to && other.from <= one.to) return [one.region, other.region]
  return undefined
}
