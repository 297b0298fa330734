import { isObject, items, Unknown, type Value } from './value.ts'

/**
 * Words that a pipeline replaces before it deploys: GEN-… of Azure's quickstart templates, `${NAME}`, `#{NAME}#`,
 * `__NAME__` and `<name>`.
 */
const placeholder = /^(?:GEN-[A-Z0-9-]+|\$\{[\w.-]+\}|#\{[\w.-]+\}#?|__[\w.-]+__|<[\w .-]+>)$/

/**
 * Whether a text stands for one that is put in later.
 */
export function isPlaceholder(text: string): boolean {
  return placeholder.test(text)
}

/** A value whose placeholders are unknown. One that is made afresh each time is told apart by its name. */
export function withPlaceholders(value: Value, name: string): Value {
  if (typeof value === 'string') {
    if (!isPlaceholder(value)) return value
    return new Unknown(`${name} is the placeholder ${value}`, value.startsWith('GEN-UNIQUE') ? `{${name}}` : value)
  }
  if (Array.isArray(value)) return items(value).map((one) => withPlaceholders(one, name))
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, withPlaceholders(one, `${name}.${key}`)]))
}
