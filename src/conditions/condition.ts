import type { Duration } from '#units'

/** A fact by its dotted name, e.g. `probes.storefront.failingFor`. */
type Operand = { readonly fact: string } | { readonly value: boolean | number } | { readonly duration: Duration }

/** A condition as a tree; leaves are facts, booleans, numbers and durations in seconds. */
export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | { readonly holds: string }
  | { readonly left: Operand; readonly is: '<' | '<=' | '>' | '>=' | '==' | '!='; readonly right: Operand }

/** True, false, or unknown where a fact that matters is not known. */
export type Answer = 'true' | 'false' | 'unknown'

/** Facts by dotted name; durations in seconds; a name that is absent or undefined is unknown. */
export type Facts = Readonly<Record<string, boolean | number | undefined>>

/**
 * Answers a condition over facts in three values (Kleene's strong logic): false decides an `and`, true decides an
 * `or`, whatever the unknown parts may be. Never throws.
 */
export function evaluate(condition: Condition, facts: Facts): Answer {
  if ('all' in condition)
    return decided(
      condition.all.map((part) => evaluate(part, facts)),
      'false',
    )
  if ('any' in condition)
    return decided(
      condition.any.map((part) => evaluate(part, facts)),
      'true',
    )
  if ('not' in condition) {
    const inner = evaluate(condition.not, facts)
    return inner === 'unknown' ? inner : inner === 'true' ? 'false' : 'true'
  }
  if ('holds' in condition) return answer(facts[condition.holds])
  const left = operand(condition.left, facts)
  const right = operand(condition.right, facts)
  if (left === undefined || right === undefined || typeof left !== typeof right) return 'unknown'
  return answer(compared(left, condition.is, right))
}

/** The names of the facts that a condition asks for, each once, in order of appearance. */
export function factsOf(condition: Condition): readonly string[] {
  const found: string[] = []
  const visit = (part: Condition): void => {
    if ('all' in part) part.all.forEach(visit)
    else if ('any' in part) part.any.forEach(visit)
    else if ('not' in part) visit(part.not)
    else if ('holds' in part) found.push(part.holds)
    else for (const side of [part.left, part.right]) if ('fact' in side) found.push(side.fact)
  }
  visit(condition)
  return [...new Set(found)]
}

/** The same condition with every duration it compares with replaced, for a drill that shortens its clocks. */
export function thresholdsReplaced(condition: Condition, by: Duration): Condition {
  if ('all' in condition) return { all: condition.all.map((part) => thresholdsReplaced(part, by)) }
  if ('any' in condition) return { any: condition.any.map((part) => thresholdsReplaced(part, by)) }
  if ('not' in condition) return { not: thresholdsReplaced(condition.not, by) }
  if ('holds' in condition) return condition
  const side = (one: Operand): Operand => ('duration' in one ? { duration: by } : one)
  return { left: side(condition.left), is: condition.is, right: side(condition.right) }
}

function decided(answers: readonly Answer[], deciding: 'true' | 'false'): Answer {
  if (answers.includes(deciding)) return deciding
  if (answers.includes('unknown')) return 'unknown'
  return deciding === 'true' ? 'false' : 'true'
}

function answer(value: boolean | number | undefined): Answer {
  return typeof value === 'boolean' ? (value ? 'true' : 'false') : 'unknown'
}

function operand(side: Operand, facts: Facts): boolean | number | undefined {
  return 'fact' in side ? facts[side.fact] : 'duration' in side ? side.duration : side.value
}

function compared(left: boolean | number, is: string, right: boolean | number): boolean {
  switch (is) {
    case '<':
      return left < right
    case '<=':
      return left <= right
    case '>':
      return left > right
    case '>=':
      return left >= right
    case '==':
      return left === right
    default:
      return left !== right
  }
}
