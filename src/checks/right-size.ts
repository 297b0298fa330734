import { type StrategyName, strategies, strategyNames, tiers } from '#catalog'
import type { Component } from '#plan'
import type { Demand } from './demand.ts'
import type { Subject } from './subject.ts'

/** The strategy that would do for a component that is readier than any flow asks for. */
export interface Enough {
  readonly strategy: StrategyName
  /** The tier that counts: that of the most critical flow, or the component's own where that is lower. */
  readonly tier: 0 | 1 | 2 | 3
}

/** What flows ask of how ready a component is. */
export interface Asked {
  /** Of the most critical flow; its value is the tier. */
  readonly demand: Demand
  /** Of the flow with the shortest RTO. */
  readonly rto: Demand
  readonly strategy: StrategyName
}

/** What flows ask of a component; undefined where no flow needs it, or where nobody can say. */
export function askedOf({ critical, tightest }: Subject, id: string, component: Component): Asked | undefined {
  const demand = critical.get(id)
  const rto = tightest('rto').get(id)
  const { strategy, shared } = component
  // Other workloads may ask more of what is shared, and an RTO that is missing asks for everything.
  return demand && rto && strategy !== undefined && !shared ? { demand, rto, strategy } : undefined
}

/** What would be enough for a component; undefined where it is no readier than asked, or where nobody can say. */
export function enoughFor(subject: Subject, id: string, component: Component): Enough | undefined {
  const asked = askedOf(subject, id, component)
  if (!asked) return undefined
  const { demand, rto, strategy } = asked
  const tier = Math.min(demand.value, component.tier ?? demand.value) as 0 | 1 | 2 | 3
  const enough = tiers[tier].readiest
  if (strategyNames.indexOf(strategy) >= strategyNames.indexOf(enough)) return undefined
  return strategies[enough].rtoAtBest > rto.value ? undefined : { strategy: enough, tier }
}
