import type { Place } from '#diagnostics'
import { emptyObject, isList, isObject, Unknown, type Value } from '../../value.ts'
import type { Budget } from './budget.ts'
import { toNumber, toText, toTruth } from './convert.ts'
import { call } from './call.ts'
import { each, type Expression, type Loop } from './expression.ts'
import { equal, Fault, isSet, made, Open, words, wordsOf } from './made.ts'
import { operate } from './operate.ts'
import { together } from './functions-text.ts'

/** What an expression can name, where it stands. */
export interface Scope {
  readonly budget: Budget
  /** What loops and iterators have named. */
  readonly names: ReadonlyMap<string, Value>
  /** What any other first word stands for. */
  readonly root: (name: string, place: Place) => Value
}

/**
 * What an expression comes to.
 * @returns unknown, with its reason, for whatever cannot be known; never a guess
 * @throws Failure `usage` beyond the limits, and nothing else
 */
export function evaluate(expression: Expression, scope: Scope): Value {
  return scope.budget.inside(() => made(valueOf(expression, scope), scope.budget))
}

function valueOf(expression: Expression, scope: Scope): Value {
  switch (expression.kind) {
    case 'literal':
      return expression.value
    case 'name':
      return scope.names.get(expression.name) ?? scope.root(expression.name, expression.place)
    case 'member':
      return member(evaluate(expression.of, scope), expression.name)
    case 'index':
      return item(evaluate(expression.of, scope), evaluate(expression.key, scope), scope.budget)
    case 'template':
      return text(expression.parts, scope)
    case 'operation':
      return operation(expression.operator, expression.operands, scope)
    case 'conditional':
      return choose(expression, scope)
    case 'list':
      return expression.members.map((one) => evaluate(one, scope))
    case 'object':
      return object(
        expression.entries.map(([key, value]) => [evaluate(key, scope), evaluate(value, scope)]),
        false,
        scope.budget,
      )
    case 'splat':
      return splat(evaluate(expression.of, scope), expression.result, scope)
    case 'for':
      return loop(expression, scope)
    case 'call':
      return call(
        expression,
        expression.args.map((one) => evaluate(one, scope)),
        scope.budget,
      )
    case 'unread':
      // The same text may mean something else where it is evaluated again.
      return new Unknown(expression.why, `{${expression.text.slice(0, 60)} ${scope.budget.numberOf({})}}`)
  }
}

/** The scope with some more names. */
export function named(scope: Scope, names: Readonly<Record<string, Value>>): Scope {
  // A turn of a loop costs more than an evaluation.
  scope.budget.spend(16)
  return { ...scope, names: new Map([...scope.names, ...Object.entries(names)]) }
}

function member(of: Value, name: string): Value {
  if (of instanceof Open) return of.member(name)
  if (of instanceof Fault) return of
  if (of instanceof Unknown) return new Unknown(of.why, `${of.text}.${name}`)
  if (isObject(of) && Object.hasOwn(of, name)) return of[name] ?? null
  return new Fault(`there is no ${name} in what is asked for it`, `{?.${name}}`)
}

function item(of: Value, key: Value, budget: Budget): Value {
  if (of instanceof Open) return of.item(key)
  if (of instanceof Fault) return of
  const text = `${of instanceof Unknown ? of.text : words(of, budget)}[${words(key, budget)}]`
  if (of instanceof Unknown) return new Unknown(of.why, text)
  if (key instanceof Unknown) return new Unknown(key.why, text)
  if (isList(of)) {
    const place = toNumber(key)
    const found = place instanceof Unknown ? undefined : of[place]
    return found === undefined ? new Fault(`a list of ${of.length} has no such place`, `{?${text}}`) : found
  }
  const name = toText(key)
  return name instanceof Unknown ? name : member(of, name)
}

function text(parts: readonly Expression[], scope: Scope): Value {
  const values = parts.map((one) => evaluate(one, scope))
  // A template that is one expression is its value.
  const [only = null] = values
  if (parts.length === 1 && parts[0]?.kind !== 'literal') return only
  return together(values)
}

function operation(operator: string, operands: readonly Expression[], scope: Scope): Value {
  const values: Value[] = []
  for (const one of operands) {
    values.push(evaluate(one, scope))
    // What decides is enough, so that what stands after it need not be known.
    const [first = null] = values
    if (operator === '&&' && toTruth(first) === false) return false
    if (operator === '||' && toTruth(first) === true) return true
  }
  return operate(operator, values, scope.budget)
}

function choose({ condition, yes, no }: Extract<Expression, { kind: 'conditional' }>, scope: Scope): Value {
  const holds = toTruth(evaluate(condition, scope))
  if (holds instanceof Fault) return holds
  if (!(holds instanceof Unknown)) return evaluate(holds ? yes : no, scope)
  const [a, b] = [evaluate(yes, scope), evaluate(no, scope)]
  // Whatever the condition turns out to be, the value is the same.
  if (equal(a, b, scope.budget) === true) return a
  return new Unknown(holds.why, wordsOf('if', [holds, a, b], scope.budget))
}

/** An object from keys and values; unknown where a key is. */
function object(entries: ReadonlyArray<readonly [Value, Value]>, grouped: boolean, budget: Budget): Value {
  const result = emptyObject()
  const groups = new Map<string, Value[]>()
  for (const [key, value] of entries) {
    const name = toText(key)
    if (name instanceof Unknown)
      return name instanceof Fault ? name : new Unknown(name.why, wordsOf('object', entries.flat(), budget))
    if (!grouped) result[name] = value
    else {
      const group = groups.get(name)
      if (group) group.push(value)
      else groups.set(name, [value])
    }
  }
  for (const [name, group] of groups) result[name] = made(group, budget)
  return result
}

function splat(of: Value, result: Expression, scope: Scope): Value {
  if (of === null) return []
  const once = (one: Value) => evaluate(result, named(scope, { [each]: one }))
  if (isList(of)) return Array.from({ length: scope.budget.turns(of.length, 'A splat') }, (_, i) => once(of[i] ?? null))
  // Of what nobody knows how many there are, it is unknown; a single thing counts as a list of it.
  return of instanceof Unknown && !(of instanceof Open && of.single) ? once(of) : [once(of)]
}

function loop(expression: Loop, scope: Scope): Value {
  const of = evaluate(expression.of, scope)
  const open = (unknown: Unknown) =>
    unknown instanceof Fault ? unknown : new Unknown(unknown.why, wordsOf('for', [of, unknown], scope.budget))
  if (of instanceof Unknown) return open(of)
  const entries = entriesOf(of)
  if (entries === undefined) return new Fault('a loop goes over what is neither list nor object', '{for}')
  scope.budget.turns(entries.length, 'A loop')
  const results: Array<readonly [Value, Value]> = []
  for (const [key, value] of entries) {
    const inner = named(scope, {
      ...(expression.key !== undefined && { [expression.key]: key }),
      [expression.value]: value,
    })
    if (expression.condition) {
      const holds = toTruth(evaluate(expression.condition, inner))
      if (holds instanceof Unknown) return open(holds)
      if (!holds) continue
    }
    results.push([expression.under ? evaluate(expression.under, inner) : null, evaluate(expression.result, inner)])
  }
  if (expression.under) return object(results, expression.grouped, scope.budget)
  return results.map(([, value]) => value)
}

/** Keys and values in the order in which Terraform goes over them; undefined for what has none. */
export function entriesOf(of: Value): ReadonlyArray<readonly [Value, Value]> | undefined {
  if (isSet(of) && isList(of)) return of.map((one) => [one, one])
  if (isList(of)) return of.map((one, i) => [i, one])
  if (!isObject(of)) return undefined
  return Object.keys(of)
    .sort()
    .map((key) => [key, of[key] ?? null])
}
