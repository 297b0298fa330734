import { type StrategyName, strategies, strategyNames, tiers } from '#catalog'
import type { Component } from '#plan'
import type { Subject } from './subject.ts'

/** The strategy that would do for a component that is readier than any flow asks for. */
export interface Enough {
  readonly strategy: StrategyName
  /** The tier that counts: that of the most critical flow, or the component's own where that is lower. */
  readonly tier: 0 | 1 | 2 | 3
}

/** What would be enough for a component; undefined where it is no readier than asked, or where nobody can say. */
export function enoughFor({ critical, tightest }: Subject, id: string, component: Component): Enough | undefined {
  const demand = critical.get(id)
  const rto = tightest('rto').get(id)
  // Other workloads may ask more of what is shared, and an RTO that is missing asks for everything.
  if (!demand || !rto || component.strategy === undefined || component.shared) return undefined
  const tier = Math.min(demand.value, component.tier ?? demand.value) as 0 | 1 | 2 | 3
  const enough = tiers[tier].readiest
  if (strategyNames.indexOf(component.strategy) >= strategyNames.indexOf(enough)) return undefined
  return strategies[enough].rtoAtBest > rto.value ? undefined : { strategy: enough, tier }
}
