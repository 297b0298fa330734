/**
 * catalog: dated, sourced facts as TypeScript: component types, actions, capabilities and what they usually take.
 *
 * A fact carries its source and its date as fields. Nothing here is computed, and nothing here knows a plan.
 */
export { type ActionFact, type ActionName, actionFact, actions } from './actions.ts'
export { type Capability, capabilities, capabilitiesAsOf } from './capabilities.ts'
export type { Ask, ComponentType } from './component-type.ts'
export { componentTypes } from './component-types.ts'
export type { Incident, IncidentWindow } from './incident.ts'
export { incidentCaveats, incidents, incidentsAsOf } from './incidents.ts'
export { strategies, type StrategyFact, type StrategyName, strategyNames, type TierBand, tiers } from './strategies.ts'
export {
  type EventClass,
  type EventRate,
  eventClasses,
  eventRates,
  ratesLabel,
  ratesOrigin,
  severeDurations,
  underReporting,
} from './rates.ts'
export { regionPairs, regionPairsOrigin } from './region-pairs.ts'
export { type StorageTier, storageTiers } from './storage-tiers.ts'
export { glossary, type Term } from './glossary.ts'
export { requirements, requirementsOrigin } from './requirements.ts'
export type { Requirement, RequirementKind } from './requirements-row.ts'
export { type MeasuredTopic, type Validation, validations } from './validations.ts'
export type { LabProof } from './validations-lab.ts'
export type { Usual } from './usual.ts'
