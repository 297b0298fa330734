import type { Runbook, RunbookFlow } from '#runbook'
import type { FlowResult, LedgerCount, Measurements } from './model.ts'
import { rounded } from './round.ts'

/**
 * Judges what a flow lost, by the ledgers of its stores that the scenario touches: the worst store's age of the oldest
 * acknowledged write that is gone, and counts summed over the stores.
 * @returns the loss, the stores that nobody counted, and those of which too few markers are known to tell. `measured` is
 * there only if every store was counted, but one counted store that lost too much is enough for a miss. A planned switch
 * may lose nothing at all. Markers show a loss to within their error: an objective is met only where it is with all of
 * it, and in between nobody can tell.
 */
export function loss(
  flow: RunbookFlow,
  runbook: Runbook,
  t0: number | undefined,
  measurements: Measurements,
): { readonly rpo: FlowResult['rpo']; readonly uncounted: readonly string[]; readonly unmarked: readonly string[] } {
  const stores = runbook.stores.map((store) => store.component).filter((id) => flow.stores.includes(id))
  const ledgers = measurements.ledgers.filter((ledger) => flow.stores.includes(ledger.component))
  const ages = new Map(ledgers.map((ledger) => [ledger.component, age(ledger, t0)]))
  const unmarked = ledgers.filter((ledger) => isUnmarked(ledger, t0)).map(({ component }) => component)
  const uncounted = stores.filter((id) => ages.get(id) === undefined && !unmarked.includes(id))
  const known = [...ages.values()].filter((value) => value !== undefined)
  const worst = known.length > 0 ? Math.max(...known) : undefined
  const complete = uncounted.length === 0 && unmarked.length === 0 && known.length === ages.size
  const target = flow.objectives.rpo
  const lost = sum(ledgers, 'lost')
  // Nothing may be lost where the objective is 0, nor in a switch that is planned so that nothing is: age alone would not
  // show a write that was acknowledged after t0.
  const forbidden = lost > 0 && (target === 0 || runbook.mode === 'planned')
  const exceeded = target !== undefined && ((worst !== undefined && worst > target) || forbidden)
  const errors = ledgers.flatMap(({ error }) => error ?? [])
  const error = errors.length === 0 ? undefined : rounded(Math.max(...errors))
  // The worst store need not be the least exact one; together they bound it.
  const surely = worst !== undefined && complete && (target === undefined || worst + (error ?? 0) <= target)
  return {
    rpo: {
      ...(complete && worst !== undefined ? { measured: worst } : {}),
      method: ledgers.length > 0 ? measurements.method : 'none',
      ...(error === undefined || !complete ? {} : { error }),
      ...(target === undefined ? {} : { target }),
      ...(target !== undefined && (exceeded || surely) ? { met: !exceeded } : {}),
      acknowledged: sum(ledgers, 'acknowledged'),
      lost,
      unackedSurvivors: sum(ledgers, 'unackedSurvivors'),
      duplicates: sum(ledgers, 'duplicates'),
      ...some(ledgers, 'wrong'),
      ...some(ledgers, 'unreconciled'),
      ...afterwards(ledgers, t0),
    },
    uncounted,
    unmarked,
  }
}

/** Whether the markers that are known do not show how far back a loss goes. */
function isUnmarked({ error, unbounded }: LedgerCount, t0: number | undefined): boolean {
  return unbounded === true || (error !== undefined && t0 === undefined)
}

/** Seconds that a store lost, as far as is known; undefined where nobody knows since when, or whether it did. */
function age(ledger: LedgerCount, t0: number | undefined): number | undefined {
  if (ledger.lost === 0) return isUnmarked(ledger, t0) ? undefined : 0
  if (t0 === undefined || ledger.oldestLostAt === undefined) return undefined
  return rounded(Math.max(0, t0 - ledger.oldestLostAt))
}

function sum(
  ledgers: readonly LedgerCount[],
  field: 'acknowledged' | 'lost' | 'unackedSurvivors' | 'duplicates',
): number {
  return ledgers.reduce((total, ledger) => total + ledger[field], 0)
}

/** How long after the fault lost writes were still acknowledged, such as by a side that nobody had fenced yet. */
function afterwards(ledgers: readonly LedgerCount[], t0: number | undefined): Pick<FlowResult['rpo'], 'afterFault'> {
  if (t0 === undefined) return {}
  const longest = Math.max(0, ...ledgers.map(({ newestLostAt = t0 }) => newestLostAt - t0))
  return longest > 0 ? { afterFault: rounded(longest) } : {}
}

/** The sum of a figure over the ledgers that have it; nothing where none has. */
function some(ledgers: readonly LedgerCount[], field: 'wrong' | 'unreconciled'): Partial<Record<typeof field, number>> {
  const known = ledgers.flatMap((ledger) => ledger[field] ?? [])
  return known.length === 0 ? {} : { [field]: known.reduce((total, one) => total + one, 0) }
}
