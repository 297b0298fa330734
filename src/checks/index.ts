/**
 * checks: what is wrong with a plan that can be read.
 *
 * In: a parsed plan, the day, and what is known besides. Out: every problem at once, each with its place, the reason
 * and what to write instead, and how much each rule has looked at. One rule is one file with its own examples in
 * the folder of its topic, and one line in that folder's list. A rule says nothing about parts that the parser has refused, and nothing twice.
 */
export { type Checked, check, ruleOf } from './check.ts'
export { type Answer, type Covered, type Feature, productCoverage, strayIds } from './coverage.ts'
export { type Open, openRequirements } from './coverage-open.ts'
export { currentRunbooks } from './grades-current.ts'
export {
  type Grade,
  type Graded,
  type GradingGiven,
  type PlanCoverage,
  planCoverage,
  type RequirementState,
} from './grades.ts'
export type { Report, Rule, Topic } from './rule.ts'
export { rules, topics } from './rules.ts'
export { shownInLab } from './shown-in.ts'
export { type Contradiction, contradictions } from './spreads.ts'
export type { Section, Spot, Subject, Surroundings } from './subject.ts'
export type { Suppressed } from './suppress.ts'
export { checkDeployed, type DeployedChecked } from './deployed/check-deployed.ts'
export type { DeployedRule } from './deployed/deployed-rule.ts'
export { deployedRules } from './deployed/rules/index.ts'
export { observing } from './observing.ts'
