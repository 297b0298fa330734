import { beganAt, type LedgerCount, type Measurements } from '#evidence'
import type { Session } from '#execution'
import { type JournalRecord, onOneClock } from '#journal'
import type { Runbook } from '#runbook'
import { seconds } from '#units'
import { faultItem } from './causing.ts'
import { faultOf } from './healing.ts'
import { inspected, inspectionsOf } from './inspecting.ts'
import { lookEvery, type Measured } from './rehearsal.ts'
import { heldFor, heldOn, sustained } from './sustaining.ts'

const settling = seconds(0.5)
/** How long two sides that saw nothing of each other may take to become level before what differs is counted. */
const levelling = 15
/** How long restoration may take after the route was switched before the drill goes on all the same. */
const patience = seconds(90)

/**
 * What the target measured of a run; kept, so that a later process judges from the same figures.
 * @param earlier ledgers of the run before, whose lost keys are lost already
 */
export async function measured(
  given: Measured,
  session: Session,
  runbook: Runbook,
  earlier: readonly LedgerCount[],
): Promise<Measurements> {
  const { target, clock, kept } = given
  const name = keptName(session)
  const before = kept.get(name)
  if (before !== undefined) return JSON.parse(before) as Measurements
  const t0 = faultTime(given, session)
  const began = beganAt(runbook, session.records(), { ...(t0 === undefined ? {} : { t0 }), on: clock.id })
  // Where that was on another clock, the beginning of this one.
  const start = began ?? onOneClock(session.records(), clock.id)[0]?.tsMono ?? 0
  if (target.told === true) return target.measurements(start, session.state().faultAt, [])
  const succeeded = session.state().outcome === 'succeeded'
  if (runbook.direction === 'failback' || succeeded) {
    // After a way back that failed nobody brings anything back any more; whom it left alone is still served.
    const longest = succeeded ? patience : seconds(0)
    await restored(given, start, runbook, given.signal, longest)
    // Of what nobody restored it is known only at the end that it was not disturbed again; and what was served from
    // wrong data began to be served at the end.
    if (runbook.scenario.class === 'corruption' || runbook.flows.some((flow) => flow.restoredBy.length === 0))
      await restored(given, clock.monotonic(), runbook, given.signal, longest)
  }
  const carried = await sustained(given, session, runbook)
  const alone = heldFor(given, session, runbook)
  const from = clock.monotonic()
  if (alone !== undefined) await clock.sleep(seconds(alone + settling), given.signal)
  const ledgers = await reconciled(given, runbook, earlier)
  const seen = await target.measurements(start - 1, t0, ledgers, began)
  // After what is counted, for looking takes a while.
  await inspected(given, session, 'after', runbook)
  const found = inspectionsOf(given, session)
  const measurements = {
    ...seen,
    ...(carried === undefined ? {} : { sustained: carried }),
    ...(alone === undefined ? {} : { sustained: heldOn(seen.clients, from, alone) }),
    ...(found === undefined ? {} : { inspections: found }),
  }
  // What was broken off is measured by whoever takes it up.
  if (given.staysOpen === true && given.signal.aborted) return measurements
  kept.set(name, JSON.stringify(measurements))
  return measurements
}

/** Under which name a run's measurements are kept. */
export function keptName({ run }: Session): string {
  return `${run}.measurements.json`
}

/** The stores whose loss the scenario decides, and, as far as the runbook says, all others that keep data. */
function storesOf({ stores, system = [] }: Runbook): readonly string[] {
  const kept = system.filter(({ keeps }) => keeps).map(({ id }) => id)
  return [...new Set([...stores.map(({ component }) => component), ...kept])]
}

/** The ledgers of the runbook's stores; none of a store that cannot be asked, which the evidence then shows as a gap. */
async function reconciled(
  given: Measured,
  runbook: Runbook,
  earlier: readonly LedgerCount[],
): Promise<readonly LedgerCount[]> {
  const ledgers: LedgerCount[] = []
  for (const component of storesOf(runbook)) {
    // Keys of two stores may be the same.
    const except = earlier.flatMap((one) => (one.component === component ? one.lostKeys : []))
    try {
      ledgers.push(await counted(given, runbook, component, except))
    } catch (error) {
      given.say(`The ledger of ${component} could not be compared: ${(error as Error).message}`)
    }
  }
  return ledgers
}

/** One ledger; where both sides lived on, once they are level, or have had their time to become so. */
async function counted(
  { target, clock, signal }: Measured,
  runbook: Runbook,
  component: string,
  except: readonly string[],
): Promise<LedgerCount> {
  const other = otherSide(runbook, component)
  const until = clock.monotonic() + levelling
  for (;;) {
    const count = await target.reconcile(component, runbook.to, except, other)
    if (!count.unreconciled || signal.aborted || clock.monotonic() > until) return count
    await clock.sleep(settling, signal)
  }
}

/**
 * The region that goes on with data of its own, be it that the survivor has it a moment later; undefined where there is
 * none.
 */
export function otherSide(runbook: Runbook, component: string): string | undefined {
  const { direction, from, to, regions, system = [] } = runbook
  const { as, regions: hit, lasts } = faultOf(runbook)
  const others = [from, ...Object.keys(regions)].filter((region) => region !== to)
  if (direction === 'failover' && as === 'partitioned') return others.find((region) => region === from)
  if (!system.some(({ id, writesEverywhere }) => id === component && writesEverywhere)) return undefined
  // What goes by itself, and a management that refuses, leave the servers of a region alive.
  const isSpared = direction === 'failback' || as === 'refused' || lasts !== undefined
  return others.find((region) => isSpared || !hit.includes(region))
}

/** The time of the fault on this clock; undefined where there was none, or where it was on another clock. */
function faultTime({ clock, t0 }: Measured, session: Session): number | undefined {
  const here = onOneClock(session.records(), clock.id)
  const isAway = session.records().some((record) => isOfFault(record) && !here.includes(record))
  return isAway ? undefined : (session.state().faultAt ?? t0)
}

/** Whether the record tells when the fault was: of one that a person caused, from when they were asked on. */
function isOfFault({ type, data }: JournalRecord): boolean {
  if (type === 'itemOpened' || type === 'itemClosed') return 'item' in data && data.item === faultItem
  return type === 'faultInjected'
}

/**
 * Waits until every flow has held its level since the instant, or the signal aborts.
 * @param longest seconds until flows begin to hold it, at most
 */
export async function restored(
  given: Measured,
  since: number,
  runbook: Runbook,
  signal: AbortSignal,
  longest = patience,
): Promise<void> {
  const { target, clock } = given
  const now = clock.monotonic()
  const until = now + longest + Math.max(0, ...runbook.flows.map((flow) => flow.level.hold))
  // An instant that is still to come is one of another clock.
  const from = Math.min(since, now)
  while (!signal.aborted && clock.monotonic() < until && !(await target.restoredSince(from, runbook)))
    await clock.sleep(lookEvery, signal)
}
