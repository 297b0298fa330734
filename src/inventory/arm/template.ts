import { beyond, limits } from '../limits.ts'
import { troubled } from '../trouble.ts'
import { emptyObject, isList, isObject, items, textOf, Unknown, type Value, valueOf } from '../value.ts'
import { evaluate, inTurn, turnsOf } from './evaluate.ts'
import type { Expansion } from './expansion.ts'
import { functions } from './functions.ts'
import { type Nested, nestedOf } from './nested.ts'
import { type ParameterSource, passedFor } from './parameters.ts'
import type { Scope } from './scope.ts'
import { groupTarget, subscriptionWords } from './target.ts'
import { words } from './words.ts'

/** What a resource stands in. */
interface Parent {
  readonly type: string
  readonly name: Value
  readonly doubt?: Unknown | undefined
}

/**
 * Declares every resource of a template, in its order: loops turned, conditions decided as far as they can be, children
 * and templates within it included.
 */
export function expandTemplate(template: Value, source: ParameterSource, expansion: Expansion): void {
  const scope = scopeOf(template, source, expansion)
  expandResources(valueOf(template, 'resources') ?? null, scope, expansion)
}

/** Declares resources that stand in a template, or in a resource of one. */
function expandResources(resources: Value, scope: Scope, expansion: Expansion, parent?: Parent): void {
  for (const [symbol, raw] of entriesOf(resources).toSorted(groupsFirst))
    turns(raw, scope, (turn, doubt) => expandOne(symbol, raw, turn, expansion, doubt, parent))
}

/** Resources with their symbols; those of a list have none. */
function entriesOf(resources: Value): ReadonlyArray<readonly [symbol: string, raw: Value]> {
  if (isList(resources)) return resources.map((one) => ['', one] as const)
  return Object.entries(isObject(resources) ? resources : {})
}

/** Resource groups before all others, for what is deployed into them lies where they lie. */
function groupsFirst([, a]: readonly [string, Value], [, b]: readonly [string, Value]): number {
  const isGroup = (raw: Value) => /^microsoft\.resources\/resourcegroups(@|$)/i.test(textOf(valueOf(raw, 'type')) ?? '')
  return Number(isGroup(b)) - Number(isGroup(a))
}

/** Every turn of a resource's loop, or the one of a resource without. */
function turns(raw: Value, scope: Scope, each: (scope: Scope, doubt?: Unknown) => void): void {
  const copy = valueOf(raw, 'copy')
  if (!isObject(copy)) {
    each(scope)
    return
  }
  const name = textOf(evaluate(valueOf(copy, 'name') ?? '', scope)) ?? ''
  const count = evaluate(valueOf(copy, 'count') ?? null, scope)
  if (typeof count === 'number') for (let turn = 0; turn < turnsOf(count, name); turn++) each(inTurn(scope, name, turn))
  else {
    const why = count instanceof Unknown ? count.why : `the count of the loop ${name} is no number`
    each(inTurn(scope, name, new Unknown(why, '{n}')), new Unknown(`how many there are depends on this: ${why}`, '{n}'))
  }
}

/** The keys of a resource that are no part of what it is. */
const notBody = new Set([
  'type',
  'apiversion',
  'name',
  'location',
  'dependson',
  'condition',
  'copy',
  'resources',
  'comments',
  'existing',
  'metadata',
])

function expandOne(
  symbol: string,
  raw: Value,
  scope: Scope,
  expansion: Expansion,
  many?: Unknown,
  parent?: Parent,
): void {
  const place = expansion.placeOf(raw)
  const condition = evaluate(valueOf(raw, 'condition') ?? true, scope)
  const doubt =
    many ??
    (condition instanceof Unknown
      ? new Unknown(`whether it is made depends on this: ${condition.why}`, condition.text)
      : (parent?.doubt ?? expansion.doubt))
  const { type, name } = identity(raw, scope, parent)
  if (condition === false) {
    expansion.skipped.push([type, textOf(name) ?? ''])
    return
  }
  const raised = { type, name, ...(doubt && { doubt }) }
  if (type.toLowerCase() === 'microsoft.resources/deployments') {
    expansion.skipped.push([type, textOf(name) ?? ''])
    expandNested(raw, name, scope, { ...expansion, doubt })
    return
  }
  const body = emptyObject()
  for (const [key, value] of Object.entries(isObject(raw) ? raw : {}))
    if (!notBody.has(key.toLowerCase())) body[key.toLowerCase()] = evaluate(value, scope)
  const location = valueOf(raw, 'location')
  if (expansion.declared.length >= limits.resources)
    beyond('The input declares more resources than anybody deploys', limits.resources)
  expansion.declared.push({
    type,
    name,
    address: `${type} ${textOf(name) ?? '{?}'}`,
    within: `${subscriptionWords}/${expansion.target.group}`.toLowerCase(),
    ...(location !== undefined && location !== null && { location: evaluate(location, scope) }),
    body,
    dependsOn: items(valueOf(raw, 'dependsOn')).map((one) => dependency(evaluate(one, scope), scope)),
    ...(doubt && { doubt }),
    ...(valueOf(raw, 'existing') === true && { existing: true }),
    place,
  })
  expandResources(valueOf(raw, 'resources') ?? null, scope, expansion, raised)
}

/** Type and name of a resource with those of its parent. */
function identity(raw: Value, scope: Scope, parent?: Parent): { type: string; name: Value } {
  const own = (textOf(evaluate(valueOf(raw, 'type') ?? '', scope)) ?? '').replace(/@.*$/, '')
  const name = evaluate(valueOf(raw, 'name') ?? '', scope)
  const whole = own.includes('.') && own.includes('/')
  if (!parent || whole) return { type: own, name }
  const full = `${textOf(parent.name) ?? ''}/${textOf(name) ?? ''}`
  const unknown = [parent.name, name].find((one) => one instanceof Unknown)
  return { type: `${parent.type}/${own}`, name: unknown instanceof Unknown ? new Unknown(unknown.why, full) : full }
}

/** What a resource waits for; a symbol of the template as the id behind it. */
function dependency(value: Value, scope: Scope): Value {
  return typeof value === 'string' ? (valueOf(scope.symbol(value), 'id') ?? value) : value
}

function expandNested(raw: Value, name: Value, scope: Scope, expansion: Expansion): void {
  const called = textOf(name) ?? 'a deployment'
  if (expansion.depth >= limits.nested) beyond('There are templates within templates', limits.nested)
  const nested = nestedOf(raw, scope, expansion)
  if (!nested) return
  if (typeof nested === 'string') {
    expansion.problems.push(
      troubled('part-unread', expansion.placeOf(raw), `The template of ${called} is not here: ${nested}.`),
    )
    return
  }
  const inside = insideOf(raw, nested, scope, expansion)
  if (nested.source) expandTemplate(nested.template, nested.source, inside)
  else expandResources(valueOf(nested.template, 'resources') ?? null, { ...scope, target: inside.target }, inside)
}

/** What a template within a template stands in: a file of its own, and a resource group of its own where it names one. */
function insideOf(raw: Value, { at }: Nested, scope: Scope, expansion: Expansion): Expansion {
  const group = valueOf(raw, 'resourceGroup')
  const target =
    group === undefined
      ? expansion.target
      : groupTarget(words(evaluate(group, scope)), expansion.target, expansion.declared)
  return { ...expansion, ...at, target, depth: expansion.depth + 1, told: new Set() }
}

/**
 * What a deployment within a template gives, where it is meant by its symbol, its name or its id.
 * @returns its outputs, each worked out as far as it can be; undefined where nothing of that name is a deployment
 */
function moduleOf(mention: string, resources: Value, scope: Scope, expansion: Expansion): Value | undefined {
  const name = mention.slice(mention.lastIndexOf('/') + 1).toLowerCase()
  for (const [symbol, raw] of entriesOf(resources)) {
    if (!/^microsoft\.resources\/deployments(@|$)/i.test(textOf(valueOf(raw, 'type')) ?? '')) continue
    if (isObject(valueOf(raw, 'copy'))) continue
    const own = textOf(evaluate(valueOf(raw, 'name') ?? '', scope)) ?? ''
    if (symbol.toLowerCase() !== mention.toLowerCase() && own.toLowerCase() !== name) continue
    // What is wrong inside is told when it is expanded, and not a second time.
    const nested = nestedOf(raw, scope, { ...expansion, problems: [] })
    if (!nested || typeof nested === 'string' || expansion.depth >= limits.nested) return undefined
    const inside = { ...insideOf(raw, nested, scope, expansion), problems: [] }
    const inner = nested.source ? scopeOf(nested.template, nested.source, inside) : { ...scope, target: inside.target }
    const outputs = Object.entries(valueOf(nested.template, 'outputs') ?? {}).map(([key, one]) => [
      key,
      { value: evaluate(valueOf(one as Value, 'value') ?? null, inner) },
    ])
    return { outputs: Object.fromEntries(outputs) as Value }
  }
  return undefined
}

/** What the expressions of a template can name. */
function scopeOf(template: Value, source: ParameterSource, expansion: Expansion): Scope {
  const { target, budget } = expansion
  const variables = valueOf(template, 'variables') ?? null
  const resources = valueOf(template, 'resources') ?? null
  const own = ownFunctions(template)
  const parameters = new Once(
    (name) => parameterOf(name, source, scope, expansion),
    () => new Unknown('its default refers to itself', '{?}'),
  )
  const values = new Once(
    (name) => variableOf(name, variables, scope, expansion),
    (name) => {
      expansion.problems.push(
        troubled('variable-circular', expansion.placeOf(variables, name), `The variable ${name} is made of itself.`),
      )
      return new Unknown(`the variable ${name} refers to itself`, `{${name}}`)
    },
  )
  const symbols = new Once(
    (name) => symbolOf(name, resources, scope) ?? null,
    (name) => new Unknown(`the resource ${name} is named after itself`, `{${name}}`),
  )
  const modules = new Once(
    (mention) => moduleOf(mention, resources, scope, expansion) ?? null,
    (mention) => new Unknown(`the deployment ${mention} needs what it gives itself`, `{${mention}}`),
  )
  const scope: Scope = {
    parameter: (name) => parameters.of(name),
    variable: (name) => values.of(name),
    own: (name, args) => {
      const body = own.get(name.toLowerCase())
      if (body === undefined) return undefined
      const names = items(valueOf(body, 'parameters')).map((one) => textOf(valueOf(one, 'name'))?.toLowerCase() ?? '')
      const inner = new Map(names.map((one, i) => [one, args[i] ?? null]))
      return evaluate(valueOf(valueOf(body, 'output'), 'value') ?? null, {
        ...scope,
        parameter: (one) => inner.get(one.toLowerCase()) ?? null,
        variable: (one) => new Unknown(`a function sees no variable, and asks for ${one}`, `{${one}}`),
      })
    },
    turns: new Map(),
    lambda: new Map(),
    symbol: (name) => (isObject(resources) && valueOf(resources, name) !== undefined ? symbols.of(name) : undefined),
    target,
    module: (mention) => modules.of(mention) ?? undefined,
    budget,
  }
  return scope
}

/** Values by name, each worked out once; one that needs itself is told of once. */
class Once {
  private readonly known = new Map<string, Value | undefined>()
  private readonly make: (name: string) => Value
  private readonly circular: (name: string) => Value

  constructor(make: (name: string) => Value, circular: (name: string) => Value) {
    this.make = make
    this.circular = circular
  }

  of(name: string): Value {
    const key = name.toLowerCase()
    if (this.known.has(key)) {
      const value = this.known.get(key)
      if (value !== undefined) return value
      const circular = this.circular(name)
      this.known.set(key, circular)
      return circular
    }
    this.known.set(key, undefined)
    const value = this.make(name)
    // What refers to itself has no value, whatever was put together around it.
    const first = this.known.get(key)
    this.known.set(key, first ?? value)
    return first ?? value
  }
}

function parameterOf(name: string, source: ParameterSource, scope: Scope, expansion: Expansion): Value {
  const declaration = valueOf(source.declared, name)
  const passed = passedFor(name, source)
  if (passed !== undefined) return passed
  if (declaration === undefined) return new Unknown(`the template has no parameter ${name}`, `{${name}}`)
  const usual = valueOf(declaration, 'defaultValue')
  if (usual !== undefined) return evaluate(usual, scope)
  if (valueOf(declaration, 'nullable') === true) return null
  if (!expansion.told.has(name)) {
    expansion.told.add(name)
    expansion.problems.push(
      troubled(
        'parameter-unknown',
        expansion.placeOf(declaration),
        `The parameter ${name} has no value and no default.`,
      ),
    )
  }
  return new Unknown(`the parameter ${name} has no value`, `{${name}}`)
}

function variableOf(name: string, variables: Value, scope: Scope, expansion: Expansion): Value {
  const found = valueOf(variables, name)
  if (found !== undefined) return evaluate(found, scope)
  const loop = items(valueOf(variables, 'copy')).find(
    (one) => textOf(valueOf(one, 'name'))?.toLowerCase() === name.toLowerCase(),
  )
  if (loop !== undefined) return valueOf(evaluate({ copy: [loop] }, scope), name) ?? null
  expansion.budget.tell(`The template has no variable ${name}.`)
  return new Unknown(`the template has no variable ${name}`, `{${name}}`)
}

/** The functions that a template defines, by `namespace.name` in lower case. */
function ownFunctions(template: Value): ReadonlyMap<string, Value> {
  return new Map(
    items(valueOf(template, 'functions')).flatMap((one) =>
      Object.entries(valueOf(one, 'members') ?? {}).map(
        ([name, body]) => [`${textOf(valueOf(one, 'namespace')) ?? ''}.${name}`.toLowerCase(), body as Value] as const,
      ),
    ),
  )
}

/** What is known before its deployment of the resource under a symbol. */
function symbolOf(symbol: string, resources: Value, scope: Scope): Value | undefined {
  const raw = valueOf(resources, symbol)
  if (!isObject(raw) || isObject(valueOf(raw, 'copy'))) return undefined
  const { type, name } = identity(raw, scope)
  const id = functions.get('resourceid')?.([type, ...(textOf(name) ?? '').split('/')], scope) ?? null
  return { id, name, type }
}
