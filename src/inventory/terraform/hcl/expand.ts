import type { Place } from '#diagnostics'
import { troubled } from '../../trouble.ts'
import { isList, isObject, Unknown, type Value } from '../../value.ts'
import type { Body } from './block.ts'
import { toNumber, toText } from './convert.ts'
import { entriesOf, evaluate, named, type Scope } from './evaluate.ts'
import { isSet, made } from './made.ts'

/** One of the instances that a block makes. */
export interface Instance {
  /** What stands after the address: `[0]`, `["a"]`, or nothing. */
  readonly suffix: string
  readonly key: string | number
  readonly scope: Scope
  readonly doubt: Unknown | undefined
}

/** How often a block is made: once, in a list, in a map, or nobody knows. */
export interface Expansion {
  readonly shape: 'one' | 'list' | 'map' | 'unknown'
  readonly instances: readonly Instance[]
}

/** The instances of a resource or a module, by its `count` or `for_each`. */
export function expand(address: string, body: Body, place: Place, scope: Scope): Expansion {
  const [count, each] = [body.attributes.get('count')?.value, body.attributes.get('for_each')?.value]
  const tell = (why: string) =>
    scope.budget.tell(`count ${place.file}:${place.line}`, () =>
      troubled('count-unknown', place, `How often ${address} is made is unknown: ${why}.`),
    )
  const unknown = (why: Unknown): Expansion => {
    tell(why.why)
    const asked = (name: string) => new Unknown(why.why, `{${name} of ${address}}`)
    const names = {
      count: { index: asked('count.index') },
      each: { key: asked('each.key'), value: asked('each.value') },
    }
    return { shape: 'unknown', instances: [{ suffix: '', key: '', scope: named(scope, names), doubt: why }] }
  }
  if (count) {
    const number = toNumber(evaluate(count, scope))
    if (number instanceof Unknown) return unknown(number)
    const length = scope.budget.turns(Math.max(0, Math.trunc(number)), `The count of ${address}`)
    const instances = Array.from({ length }, (_, i): Instance => {
      return { suffix: `[${i}]`, key: i, scope: named(scope, { count: { index: i } }), doubt: undefined }
    })
    return { shape: 'list', instances }
  }
  if (!each) return { shape: 'one', instances: [{ suffix: '', key: '', scope, doubt: undefined }] }
  const over = evaluate(each, scope)
  if (over instanceof Unknown) return unknown(over)
  const entries = pairsOf(over)
  if (!entries) return unknown(new Unknown('its for_each is neither a map nor a set', `{for_each of ${address}}`))
  scope.budget.turns(entries.length, `The for_each of ${address}`)
  const instances = entries.map(([key, value]): Instance => {
    const name = toText(key)
    // It may be the same as another member, which nobody knows.
    const doubt = name instanceof Unknown && entries.length > 1 ? name : undefined
    if (doubt) tell(doubt.why)
    const text = name instanceof Unknown ? name.text : name
    return {
      suffix: `[${JSON.stringify(text)}]`,
      key: text,
      scope: named(scope, { each: made({ key: name, value }, scope.budget) }),
      doubt,
    }
  })
  return { shape: 'map', instances }
}

/** Keys and values of a map or a set. A list counts as a set, although Terraform wants it to be made one. */
function pairsOf(over: Value): ReadonlyArray<readonly [Value, Value]> | undefined {
  if (over === null) return []
  if (isList(over) && !isSet(over)) return over.map((one) => [one, one])
  return isList(over) || isObject(over) ? entriesOf(over) : undefined
}

/** The instances as one value: the thing itself, a list of them, or an object. */
export function together(
  { shape, instances }: Expansion,
  thing: (instance: Instance, i: number) => Value,
  scope: Scope,
): Value {
  const things = instances.map(thing)
  if (shape === 'one' || shape === 'unknown') return things[0] ?? null
  if (shape === 'list') return made(things, scope.budget)
  const result: Record<string, Value> = Object.create(null) as Record<string, Value>
  instances.forEach(({ key }, i) => {
    result[key] = things[i] ?? null
  })
  return made(result, scope.budget)
}
