import { emptyObject, Unknown, type Value } from '../../value.ts'
import type { Block, Body } from './block.ts'
import { entriesOf, evaluate, named, type Scope } from './evaluate.ts'
import { made } from './made.ts'

/** What stands in a block: attributes by name, and blocks in it as lists of such objects. */
export function bodyValues(body: Body, scope: Scope): Readonly<Record<string, Value>> {
  const result = emptyObject()
  for (const { name, value } of body.attributes.values()) result[name] = evaluate(value, scope)
  for (const name of blockNames(body)) result[name] = blockValues(body, name, scope)
  return made(result, scope.budget)
}

/** The types of the blocks in a body, those that are made by `dynamic` among them. */
export function blockNames(body: Body): readonly string[] {
  return [...new Set(body.blocks.map(typeOf))]
}

function typeOf({ type, labels }: Block): string {
  return type === 'dynamic' ? (labels[0] ?? '') : type
}

/** Every block of a type; unknown where it is not known how many there are. */
export function blockValues(body: Body, name: string, scope: Scope): Value {
  const result: Value[] = []
  for (const block of body.blocks) {
    if (typeOf(block) !== name) continue
    const more = block.type === 'dynamic' ? dynamic(block, name, scope) : [blockValue(block.body, scope)]
    if (more instanceof Unknown) return more
    result.push(...more)
  }
  return made(result, scope.budget)
}

function blockValue(body: Body, scope: Scope): Value {
  return scope.budget.inside(() => bodyValues(body, scope))
}

/** The blocks that a `dynamic` makes. */
function dynamic({ body }: Block, name: string, scope: Scope): readonly Value[] | Unknown {
  const content = body.blocks.find((one) => one.type === 'content')?.body
  const each = body.attributes.get('for_each')?.value
  if (!content || !each) return []
  const over = evaluate(each, scope)
  if (over instanceof Unknown) return over
  const entries = over === null ? [] : entriesOf(over)
  if (!entries) return new Unknown(`the for_each of ${name} is neither a list nor a map`, `{${name}}`)
  scope.budget.turns(entries.length, `The for_each of ${name}`)
  const iterator = body.attributes.get('iterator')?.value
  const word = iterator?.kind === 'name' ? iterator.name : name
  return entries.map(([key, value]) =>
    blockValue(content, named(scope, { [word]: made({ key, value }, scope.budget) })),
  )
}
