import { beyond, limits } from '../limits.ts'
import { emptyObject, isList, isObject, Unknown, type Value, valueOf } from '../value.ts'
import { type Expression, isExpression, literal, NoExpression, parseExpression } from './expression.ts'
import { functions } from './functions.ts'
import { targetOf } from './functions-resource.ts'
import { lazy } from './lazy.ts'
import { member } from './member.ts'
import type { Scope } from './scope.ts'
import { words, wordsOf } from './words.ts'

/**
 * A part of a template with every expression in it evaluated, property loops included.
 * @returns unknown, with its reason, for whatever cannot be known; never a guess
 */
export function evaluate(part: Value, scope: Scope): Value {
  spend(scope)
  if (typeof part === 'string') return text(part, scope)
  if (isList(part)) return part.map((one) => evaluate(one, scope))
  if (!isObject(part)) return part
  const result = emptyObject()
  for (const [key, value] of Object.entries(part)) {
    if (key.toLowerCase() === 'copy' && isList(value)) {
      for (const loop of value) Object.assign(result, loopOf(loop, scope))
    } else {
      const name = isExpression(key) ? text(key, scope) : literal(key)
      result[words(name)] = evaluate(value, scope)
    }
  }
  return result
}

/** What an expression comes to. */
export function valueOfExpression(expression: Expression, scope: Scope): Value {
  spend(scope)
  switch (expression.kind) {
    case 'text':
    case 'number':
      return expression.value
    case 'member':
      return member(valueOfExpression(expression.of, scope), valueOfExpression(expression.key, scope), expression.maybe)
    case 'call':
      return call(expression, scope)
  }
}

/** The turns of a property loop, as the list that it makes under its name. */
function loopOf(loop: Value, scope: Scope): Record<string, Value> {
  const name = words(evaluate(valueOf(loop, 'name') ?? '', scope))
  const count = evaluate(valueOf(loop, 'count') ?? null, scope)
  const input = valueOf(loop, 'input') ?? null
  const result = emptyObject()
  result[name] =
    typeof count === 'number'
      ? Array.from({ length: turnsOf(count, name) }, (_, turn) => evaluate(input, inTurn(scope, name, turn)))
      : new Unknown(count instanceof Unknown ? count.why : `the count of the loop ${name} is no number`, `{${name}[]}`)
  return result
}

/** How often a loop turns, where that is within the limit. */
export function turnsOf(count: number, name: string): number {
  if (count > limits.copies) beyond(`The loop ${name} turns ${count} times`, limits.copies)
  return Math.max(0, Math.trunc(count))
}

/** The scope in one turn of a loop. */
export function inTurn(scope: Scope, name: string, turn: number | Unknown): Scope {
  return { ...scope, turns: new Map([...scope.turns, [name.toLowerCase(), turn], ['', turn]]) }
}

/** How many expressions are kept as they were read. */
const remembered = 2000

function text(whole: string, scope: Scope): Value {
  if (!isExpression(whole)) return literal(whole)
  const { read, tell } = scope.budget
  let expression = read.get(whole)
  if (!expression) {
    try {
      expression = parseExpression(whole)
    } catch (error) {
      if (!(error instanceof NoExpression)) throw error
      expression = error
      tell(`${whole.slice(0, 120)}: ${error.message}`)
    }
    // What a loop reads again is read lately; a file of expressions that stand once each would fill the memory.
    if (read.size >= remembered) read.clear()
    read.set(whole, expression)
  }
  if (expression instanceof NoExpression)
    return new Unknown(`an expression cannot be read: ${expression.message}`, whole)
  try {
    return valueOfExpression(expression, scope)
  } catch (error) {
    if (error instanceof RangeError) return new Unknown('an expression is too deep to be evaluated', whole)
    throw error
  }
}

function call(expression: Extract<Expression, { kind: 'call' }>, scope: Scope): Value {
  const name = expression.name.toLowerCase()
  const special = lazy.get(name)
  if (special) return special(expression.args, scope, valueOfExpression)
  const args = expression.args.map((one) => valueOfExpression(one, scope))
  const known = functions.get(name)
  if (known) return bounded(known(args, scope), expression.name, scope)
  const own = scope.own(name, args)
  if (own !== undefined) return own
  if (/^list\w*$/.test(name))
    return new Unknown(
      'keys are known only when it is deployed, and are never read',
      wordsOf(expression.name, [targetOf(args, scope)]),
    )
  scope.budget.tell(`The function ${expression.name} is unknown to Muster.`)
  return new Unknown(`the function ${expression.name} is unknown to Muster`, wordsOf(expression.name, args))
}

function bounded(value: Value, name: string, { budget: own }: Scope): Value {
  own.made += typeof value === 'string' || isList(value) ? value.length : 0
  if (own.made > limits.made)
    beyond(`By the function ${name} the template has made ${own.made} characters and entries`, limits.made)
  return value
}

function spend({ budget: own }: Scope): void {
  own.steps++
  if (own.steps > limits.steps) beyond('The template needs more evaluations than any that is deployed', limits.steps)
}
