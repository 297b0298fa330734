/**
 * catalog: dated, sourced facts as TypeScript: component types, actions, capabilities and what they usually take.
 *
 * A fact carries its source and its date as fields. Nothing here is computed, and nothing here knows a plan.
 */
export { type ActionFact, actionFact, actions, type Usual } from './actions.ts'
export { type Capability, capabilities, capabilitiesAsOf } from './capabilities.ts'
export { type ComponentType, componentTypes } from './component-types.ts'
export { strategies, type StrategyFact, type StrategyName, strategyNames, type TierBand, tiers } from './strategies.ts'
