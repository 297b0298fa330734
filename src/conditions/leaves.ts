import { formatDuration } from '#units'
import type { Condition } from './condition.ts'

/** A part of a condition that asks for facts itself. */
export type Leaf = Extract<Condition, { readonly holds: string } | { readonly is: string }>

/** The leaves of a condition, in order of appearance; one that stands twice comes once. */
export function leavesOf(condition: Condition): readonly Leaf[] {
  const found = new Map<string, Leaf>()
  const visit = (part: Condition): void => {
    if ('all' in part) part.all.forEach(visit)
    else if ('any' in part) part.any.forEach(visit)
    else if ('not' in part) visit(part.not)
    else found.set(leafText(part), part)
  }
  visit(condition)
  return [...found.values()]
}

/** A leaf as people read it: `probes.storefront.failingFor >= 2m`. */
export function leafText(leaf: Leaf): string {
  if ('holds' in leaf) return leaf.holds
  const side = (one: typeof leaf.left): string =>
    'fact' in one ? one.fact : 'duration' in one ? formatDuration(one.duration) : String(one.value)
  return `${side(leaf.left)} ${leaf.is} ${side(leaf.right)}`
}
