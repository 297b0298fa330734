import { Failure } from '#diagnostics'
import { monotonic } from '#lab'
import {
  type Combination,
  type CompareRecord,
  type FaultName,
  type SettingsName,
  type SystemName,
  systemNames,
} from './model.ts'
import { keepRecord, readRecords } from './records.ts'
import { combinations, counts, overheadsOf, rowsOf } from './rows.ts'
import type { CompareRow, Overhead } from './rows.ts'
import { run } from './run.ts'
import { delay, paces } from './settings.ts'
import { type FailOver, muster } from './systems/muster.ts'
import { patroni } from './systems/patroni.ts'
import { pgAutoFailover } from './systems/pg-auto-failover.ts'
import type { System } from './systems/system.ts'
import { assureTools, findTools, lackOf, type Tools } from './programs.ts'
import { nextTurn } from './turns.ts'

/** Which combinations are asked for, and how long to go on. */
export interface CompareOptions {
  /** The state folder, in which runs are kept. */
  readonly home: string
  readonly basePort: number
  /** All where left out. */
  readonly systems?: readonly SystemName[]
  readonly settings?: readonly SettingsName[]
  readonly faults?: readonly FaultName[]
  /** Runs that each combination is to have; as many as there is time for where left out, none with 0. */
  readonly runs?: number
  /** Seconds. */
  readonly within: number
  readonly signal: AbortSignal
  say(line: string): void
  readonly failOver: FailOver
}

/** What was asked for, and what all runs of it have come to. */
export interface Compared {
  readonly asked: readonly Combination[]
  readonly rows: readonly CompareRow[]
  readonly overheads: readonly Overhead[]
  readonly systems: ReadonlyArray<{
    readonly system: SystemName
    readonly guarantees: string
    /** Whether it promises that never two sides take writes. */
    readonly fenced: boolean
    readonly lacks?: string
  }>
  readonly paces: typeof paces
  /** Milliseconds, one way. */
  readonly delay: number
  /** Versions that were run, by system; the newest. */
  readonly versions: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** How many runs of this call came to something. */
  readonly ran: number
  /** Those that came to nothing. */
  readonly troubles: ReadonlyArray<Combination & { readonly why: string }>
  /** Runs that are kept and do not count, for they were measured in another way. */
  readonly outdated: number
}

/**
 * Holds Muster's warm standby beside what it is compared with: runs of the combinations that have the fewest, one after
 * the other, and what all that were kept have come to.
 * @throws Failure `unreachable` where a system that is to be run lacks a program, with what to install, or a run cannot
 * be kept; `busy` where a port is taken; `corrupt` where a kept run is damaged
 */
export async function compared(options: CompareOptions): Promise<Compared> {
  const asked = combinations.filter(
    ({ system, settings, fault }) =>
      (options.systems?.includes(system) ?? true) &&
      (options.settings?.includes(settings) ?? true) &&
      (options.faults?.includes(fault) ?? true),
  )
  const tools = findTools()
  if (options.runs !== 0)
    assureTools(
      systemNames.filter((name) => asked.some(({ system }) => system === name)),
      tools,
    )
  const records = [...readRecords(options.home)]
  const before = records.length
  const troubles = options.runs === 0 ? [] : await ran(asked, records, tools, options)
  const rows = rowsOf(asked, records)
  return {
    asked,
    rows,
    overheads: overheadsOf(rows),
    systems: systemNames
      .filter((name) => asked.some(({ system }) => system === name))
      .map((name) => {
        const lacks = lackOf(name, tools)
        const { guarantees, fenced } = systemOf(name, options.failOver)
        return { system: name, guarantees, fenced, ...(lacks ? { lacks } : {}) }
      }),
    paces,
    delay,
    versions: Object.fromEntries(records.filter(counts).map(({ system, versions }) => [system, versions])),
    ran: records.length - before,
    troubles,
    outdated: records.filter((record) => !counts(record)).length,
  }
}

/** Adds each run to the records. @returns what went wrong */
async function ran(
  asked: readonly Combination[],
  records: CompareRecord[],
  tools: Tools,
  { home, basePort, runs, within, signal, say, failOver }: CompareOptions,
): Promise<Compared['troubles']> {
  const end = monotonic() + within
  const troubles: Array<Combination & { why: string }> = []
  while (!signal.aborted) {
    const combination = nextTurn(asked, records, troubles, runs, end - monotonic())
    if (!combination) break
    say(`${combination.system}, ${combination.settings}, ${combination.fault}`)
    let record: CompareRecord
    try {
      const system = systemOf(combination.system, failOver)
      record = await run({ combination, system, tools, basePort, signal })
    } catch (error) {
      if (signal.aborted) break
      // A port that is taken is taken for the others too.
      if (!(error instanceof Failure) || error.kind === 'busy') throw error
      troubles.push({ ...combination, why: error.message })
      say(`  ${error.message}`)
      continue
    }
    // What cannot be kept ends it: the next run would be for nothing too.
    keepRecord(home, record)
    records.push(record)
    say(`  ${told(record)}`)
  }
  return troubles
}

function systemOf(name: SystemName, failOver: FailOver): System {
  switch (name) {
    case 'patroni':
      return patroni
    case 'pg-auto-failover':
      return pgAutoFailover
    case 'muster':
      return muster(failOver, true)
    case 'muster-unfenced':
      return muster(failOver, false)
  }
}

function told({ downtime, detect, lost, acknowledged, splitWrites }: CompareRecord): string {
  const time = (value: number | undefined) => (value === undefined ? 'no end' : `${value.toFixed(2)} s`)
  return `downtime ${time(downtime)}, standby led after ${time(detect)}, lost ${lost} of ${acknowledged}${splitWrites > 0 ? `, ${splitWrites} written on the old side after the new one led` : ''}`
}
