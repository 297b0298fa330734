/**
 * compare: Muster's warm standby beside systems that do the same inside a region.
 *
 * In: combinations of a system, settings and a fault. Out: what every run of them has come to, kept from call to call.
 * The same clients, faults, lines and way to the primary for all; each run is started from nothing and leaves nothing.
 * It judges nobody: what a system waits for is told beside how long it takes.
 */
export { type Compared, compared, type CompareOptions } from './compare.ts'
export { type FaultName, faultNames, type SettingsName, settingsNames, type SystemName, systemNames } from './model.ts'
export { planText as comparedPlan, scenario as comparedScenario, target as comparedTarget } from './plan.ts'
export type { FailOver } from './systems/muster.ts'
