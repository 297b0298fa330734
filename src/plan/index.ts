/**
 * plan: YAML text to a `Plan`.
 *
 * In: the text of a file. Out: a plan that is as complete as the text allows, every problem with its place, and the
 * paths that are invalid, about which nobody else needs to speak. Refuses what YAML allows and plans do not need:
 * anchors, aliases, tags, merge keys, several documents.
 */
export type {
  Activation,
  AddedStep,
  Communication,
  Component,
  Contact,
  Drill,
  Flow,
  Objectives,
  Phase,
  Plan,
  Probe,
  Scenario,
  Strategy,
  Timing,
} from './schema/index.ts'
export { planDigest } from './digest.ts'
export { declaredFacts } from './facts.ts'
export { type ParsedPlan, parsePlan } from './parse.ts'
export { placeholders, placeholdersOf } from './placeholders.ts'
export { type Trouble, troubles } from './trouble.ts'
