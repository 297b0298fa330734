import { isList, Unknown, type Value } from '../value.ts'
import type { Expression } from './expression.ts'
import { compared } from './functions-logic.ts'
import { member } from './member.ts'
import type { Scope } from './scope.ts'
import { words, wordsOf } from './words.ts'

/** Evaluates an argument. */
type Run = (expression: Expression, scope: Scope) => Value

type Lazy = (args: readonly Expression[], scope: Scope, run: Run) => Value

/** Applies a lambda that stands as an argument. */
type Apply = (...values: Value[]) => Value

const nothing: Expression = { kind: 'call', name: 'null', args: [] }

/** Functions that look at their arguments before they evaluate them, by their name in lower case. */
export const lazy: ReadonlyMap<string, Lazy> = new Map<string, Lazy>([
  ['if', choose],
  ['and', (args, scope, run) => some(args, scope, run, false, 'and')],
  ['or', (args, scope, run) => some(args, scope, run, true, 'or')],
  ['coalesce', coalesce],
  ['parameters', (args, scope, run) => named(args, scope, run, scope.parameter)],
  ['variables', (args, scope, run) => named(args, scope, run, scope.variable)],
  ['copyindex', copyIndex],
  [
    'lambdavariables',
    (args, scope, run) => named(args, scope, run, (name) => scope.lambda.get(name.toLowerCase()) ?? null),
  ],
  ['tryget', tryGet],
  ['map', over('map', (all, apply) => all.map((one, i) => apply(one, i)))],
  ['filter', over('filter', (all, apply) => kept(all, apply))],
  ['sort', over('sort', (all, apply) => sorted(all, apply))],
  ['reduce', reduce],
  ['toobject', toObject],
  ['mapvalues', mapValues],
  ['groupby', groupBy],
])

function choose(args: readonly Expression[], scope: Scope, run: Run): Value {
  const [condition = nothing, yes = nothing, no = nothing] = args
  const holds = run(condition, scope)
  if (!(holds instanceof Unknown)) return run(holds === true ? yes : no, scope)
  const [a, b] = [run(yes, scope), run(no, scope)]
  // Whatever the condition turns out to be, the value is the same.
  if (compared(a, b) === true) return a
  return new Unknown(holds.why, wordsOf('if', [holds, a, b]))
}

function some(args: readonly Expression[], scope: Scope, run: Run, wanted: boolean, name: string): Value {
  const open: Value[] = []
  for (const one of args) {
    const value = run(one, scope)
    if (value === wanted) return wanted
    if (value instanceof Unknown) open.push(value)
  }
  const [first] = open
  return first instanceof Unknown ? new Unknown(first.why, wordsOf(name, open)) : !wanted
}

function coalesce(args: readonly Expression[], scope: Scope, run: Run): Value {
  for (const one of args) {
    const value = run(one, scope)
    if (value !== null) return value
  }
  return null
}

function named(args: readonly Expression[], scope: Scope, run: Run, of: (name: string) => Value): Value {
  const name = run(args[0] ?? nothing, scope)
  return name instanceof Unknown ? name : of(words(name))
}

function copyIndex(args: readonly Expression[], scope: Scope, run: Run): Value {
  const [first = 0, second = 0] = args.map((one) => run(one, scope))
  const name = typeof first === 'string' ? first.toLowerCase() : ''
  const offset = typeof first === 'number' ? first : typeof second === 'number' ? second : 0
  const turn = scope.turns.get(name)
  if (turn === undefined) return new Unknown(`there is no loop ${name} here`, wordsOf('copyIndex', [name]))
  return turn instanceof Unknown ? turn : turn + offset
}

function tryGet(args: readonly Expression[], scope: Scope, run: Run): Value {
  const [of = null, ...keys] = args.map((one) => run(one, scope))
  return keys.reduce<Value>((here, key) => (here === null ? null : member(here, key, true)), of)
}

/** A function of a list and a lambda of which each member is the only thing that it is told. */
function over(name: string, result: (all: readonly Value[], apply: Apply) => Value): Lazy {
  return (args, scope, run) => {
    const [all = null] = args.slice(0, 1).map((one) => run(one, scope))
    if (all instanceof Unknown) return new Unknown(all.why, wordsOf(name, [all]))
    if (!isList(all)) return new Unknown(`${name} is asked of what is no list`, wordsOf(name, [all]))
    return result(all, applier(args[1], scope, run))
  }
}

function applier(lambda: Expression | undefined, scope: Scope, run: Run): Apply {
  if (lambda?.kind !== 'call' || lambda.name.toLowerCase() !== 'lambda')
    return () => new Unknown('a lambda is missing', '{lambda}')
  const names = lambda.args.slice(0, -1).map((one) => (one.kind === 'text' ? one.value.toLowerCase() : ''))
  const body = lambda.args.at(-1) ?? nothing
  return (...values) => {
    const inner = new Map(scope.lambda)
    names.forEach((name, i) => inner.set(name, values[i] ?? null))
    return run(body, { ...scope, lambda: inner })
  }
}

function kept(all: readonly Value[], apply: Apply): Value {
  const answers = all.map((one, i) => apply(one, i))
  const unknown = answers.find((one) => one instanceof Unknown)
  return unknown instanceof Unknown
    ? new Unknown(unknown.why, wordsOf('filter', [unknown]))
    : all.filter((_, i) => answers[i] === true)
}

function sorted(all: readonly Value[], apply: Apply): Value {
  let unknown: Unknown | undefined
  const result = [...all].sort((a, b) => {
    const less = apply(a, b)
    if (less instanceof Unknown) unknown = less
    return less === true ? -1 : apply(b, a) === true ? 1 : 0
  })
  return unknown ? new Unknown(unknown.why, wordsOf('sort', [unknown])) : result
}

function reduce(args: readonly Expression[], scope: Scope, run: Run): Value {
  const [all = null, start = null] = args.slice(0, 2).map((one) => run(one, scope))
  if (all instanceof Unknown) return new Unknown(all.why, wordsOf('reduce', [all]))
  const apply = applier(args[2], scope, run)
  return isList(all) ? all.reduce<Value>((sum, one, i) => apply(sum, one, i), start) : start
}

function toObject(args: readonly Expression[], scope: Scope, run: Run): Value {
  const all = run(args[0] ?? nothing, scope)
  if (all instanceof Unknown) return new Unknown(all.why, wordsOf('toObject', [all]))
  const key = applier(args[1], scope, run)
  const value = args[2] ? applier(args[2], scope, run) : (one: Value) => one
  const result: Record<string, Value> = Object.create(null) as Record<string, Value>
  for (const one of isList(all) ? all : []) {
    const name = key(one)
    if (name instanceof Unknown) return new Unknown(name.why, wordsOf('toObject', [name]))
    result[words(name)] = value(one)
  }
  return result
}

function mapValues(args: readonly Expression[], scope: Scope, run: Run): Value {
  const all = run(args[0] ?? nothing, scope)
  if (all instanceof Unknown || all === null) return all
  const apply = applier(args[1], scope, run)
  const result: Record<string, Value> = Object.create(null) as Record<string, Value>
  for (const [key, one] of Object.entries(all)) result[key] = apply(one as Value)
  return result
}

function groupBy(args: readonly Expression[], scope: Scope, run: Run): Value {
  const all = run(args[0] ?? nothing, scope)
  if (all instanceof Unknown) return new Unknown(all.why, wordsOf('groupBy', [all]))
  const apply = applier(args[1], scope, run)
  const result: Record<string, Value[]> = Object.create(null) as Record<string, Value[]>
  for (const one of isList(all) ? all : []) {
    const key = apply(one)
    if (key instanceof Unknown) return new Unknown(key.why, wordsOf('groupBy', [key]))
    result[words(key)] = [...(result[words(key)] ?? []), one]
  }
  return result
}
