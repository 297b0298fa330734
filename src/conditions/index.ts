/**
 * conditions: when a scenario is to be activated, as a value.
 *
 * In: a CEL text of a plan, reduced to declared facts, comparison, and/or/not and durations. Out: a small tree that
 * travels inside the runbook, and its answer over facts: true, false or unknown. Nothing else of CEL gets through,
 * and an unknown fact is never taken for false.
 */
export { type Answer, type Condition, evaluate, type Facts, factsOf, thresholdsReplaced } from './condition.ts'
export { type Leaf, leafText, leavesOf } from './leaves.ts'
export { type ConditionProblem, type ParsedCondition, parseCondition } from './parse.ts'
