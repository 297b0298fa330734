import type { LedgerCount, Measurements } from '#evidence'
import type { Session } from '#execution'
import type { Runbook } from '#runbook'
import { seconds } from '#units'
import { faultOf } from './healing.ts'
import { inspected, inspectionsOf } from './inspecting.ts'
import { lookEvery, type Measured } from './rehearsal.ts'
import { sustained } from './sustaining.ts'

const settling = seconds(0.5)
/** How long two sides that saw nothing of each other may take to become level before what differs is counted. */
const levelling = 15
/** How long restoration may take after the route was switched before the drill goes on all the same. */
const patience = seconds(90)

/** What the target measured of a run; kept, so that a later process judges from the same figures. */
export async function measured(
  given: Measured,
  session: Session,
  runbook: Runbook,
  except: readonly string[],
): Promise<Measurements> {
  const { target, clock, kept } = given
  const name = keptName(session)
  const before = kept.get(name)
  if (before !== undefined) return JSON.parse(before) as Measurements
  const start = pauseStart(given, session, runbook)
  if (target.told === true) return target.measurements(start, session.state().faultAt, [])
  if (runbook.direction === 'failback' || session.state().outcome === 'succeeded') {
    await restored(given, start, runbook, given.signal)
    // Of what nobody restored it is known only at the end that it was not disturbed again; and what was served from
    // wrong data began to be served at the end.
    if (runbook.scenario.class === 'corruption' || runbook.flows.some((flow) => flow.restoredBy.length === 0))
      await restored(given, clock.monotonic(), runbook, given.signal)
    // Every client answers once more, so that each series reaches beyond the end of its hold.
    await clock.sleep(settling, given.signal)
  }
  const carried = await sustained(given, session, runbook)
  const ledgers = await reconciled(given, runbook, except)
  const seen = await target.measurements(start - 1, session.state().faultAt ?? given.t0, ledgers)
  // After what is counted, for looking takes a while.
  await inspected(given, session, 'after', runbook)
  const found = inspectionsOf(given, session)
  const measurements = {
    ...seen,
    ...(carried === undefined ? {} : { sustained: carried }),
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
  except: readonly string[],
): Promise<readonly LedgerCount[]> {
  const ledgers: LedgerCount[] = []
  for (const component of storesOf(runbook)) {
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
  const apart = faultOf(runbook).as === 'partitioned' && runbook.direction === 'failover'
  const other = apart && runbook.from !== runbook.to ? runbook.from : undefined
  const until = clock.monotonic() + levelling
  for (;;) {
    const count = await target.reconcile(component, runbook.to, except, other)
    if (!count.unreconciled || signal.aborted || clock.monotonic() > until) return count
    await clock.sleep(settling, signal)
  }
}

/** When the flows began to be unserved: at the fault, or, in a planned switch, when traffic was first held. */
function pauseStart(given: Measured, session: Session, runbook: Runbook): number {
  const faultAt = session.state().faultAt ?? given.t0
  if (faultAt !== undefined) return faultAt
  const held = runbook.steps.find((step) => step.phase === 'contain')?.id
  const record = session.records().find((one) => one.type === 'stepStarted' && one.data.step === held)
  return record?.tsMono ?? session.records()[0]?.tsMono ?? 0
}

/** Waits until every flow has held its level since the instant, or until patience has run out or the signal aborts. */
export async function restored(given: Measured, since: number, runbook: Runbook, signal: AbortSignal): Promise<void> {
  const { target, clock } = given
  const until = clock.monotonic() + patience + Math.max(0, ...runbook.flows.map((flow) => flow.level.hold))
  while (!signal.aborted && clock.monotonic() < until && !(await target.restoredSince(since, runbook)))
    await clock.sleep(lookEvery, signal)
}
