/**
 * checks: what is wrong with a plan that can be read.
 *
 * In: a parsed plan, the day, and what is known besides. Out: every problem at once, each with its place, the reason
 * and what to write instead, and how much each rule has looked at. One rule is one file with its own examples and one
 * line in `rules.ts`. A rule says nothing about parts that the parser has refused, and nothing twice.
 */
export { type Checked, check, ruleOf } from './check.ts'
export type { Report, Rule } from './rule.ts'
export { rules } from './rules.ts'
export type { Section, Spot, Subject, Surroundings } from './subject.ts'
export type { Suppressed } from './suppress.ts'
