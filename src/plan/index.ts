/**
 * plan: YAML text to a `Plan`.
 *
 * In: the text of a file, and a port that gives those it includes. Out: a plan that is as complete as the text allows, every problem with its place, and the
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
  StepCheck,
  Strategy,
  Timing,
} from './schema/index.ts'
export type { Portfolio } from './schema/portfolio.ts'
export type { Default } from './defaults.ts'
export { planDigest } from './digest.ts'
export { declaredFacts } from './facts.ts'
export type { FileRefused, FileText, ReadFile } from './file.ts'
export { type ParsedPlan, parsePlan } from './parse.ts'
export { type JsonSchema, partJsonSchema, planJsonSchema, portfolioJsonSchema } from './json-schema.ts'
export { isPortfolio, type ParsedPortfolio, parsePortfolio } from './portfolio.ts'
export { placeholders, placeholdersOf } from './placeholders.ts'
export { type Trouble, troubles } from './trouble.ts'
