import type { Plan } from '#plan'
import { compileRunbook } from '#runbook'

/** Why machines alone cannot recover from the scenario, with what to do about it; undefined where they can. */
export function lackingMachines(plan: Plan, scenario: string): string | undefined {
  const compiled = compileRunbook(plan, '', { scenario, direction: 'failover', decision: 'automatic' })
  return 'reason' in compiled ? `${compiled.reason} ${compiled.fix}` : undefined
}
