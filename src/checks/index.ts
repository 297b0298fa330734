/**
 * checks: what is wrong with a plan that can be read.
 *
 * In: a parsed plan and the day. Out: every problem at once, each with its place, the reason and what to write
 * instead. One rule is one file with its own examples and one line in `rules.ts`. A rule says nothing about parts that
 * the parser has refused, and nothing twice.
 */
export { check, ruleOf } from './check.ts'
export type { Report, Rule } from './rule.ts'
export { rules } from './rules.ts'
export type { Need, Section, Spot, Subject } from './subject.ts'
