import type { Flow, Plan } from '#plan'
import { componentOf, type Demand, demands } from './demand.ts'

/** Whose demands: those of flows that write, or of flows that only read and are served from several regions at once. */
export type Users = 'writers' | 'readers-everywhere'

const known = new WeakMap<Plan, Map<Users, ReadonlyMap<string, Demand>>>()

/**
 * Per component the most critical of these flows that cannot do without it; the value is its tier.
 * @remarks Computed once for a plan; plans are frozen
 */
export function demandOf(plan: Plan, users: Users): ReadonlyMap<string, Demand> {
  const tables = known.get(plan) ?? new Map<Users, ReadonlyMap<string, Demand>>()
  known.set(plan, tables)
  const table = tables.get(users) ?? demands(plan, (flow) => (counts(plan, flow, users) ? flow.tier : undefined))
  tables.set(users, table)
  return table
}

function counts(plan: Plan, { data, needs }: Flow, users: Users): boolean {
  if (users === 'writers') return data === 'writes'
  return data === 'reads' && needs.some((id) => componentOf(plan, id)?.strategy === 'active-active')
}
