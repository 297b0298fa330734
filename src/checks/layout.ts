import type { Component, Plan, Scenario, Strategy } from '#plan'
import { typeOf } from './parts.ts'
import type { Report } from './rule.ts'
import type { Subject } from './subject.ts'

/** Whether a component is lost with its region; true where its type is unknown. */
export function isRegional(component: Component): boolean {
  return (typeOf(component)?.scope ?? 'regional') === 'regional'
}

/** Every region in which a component runs or stands by, each once, active ones first. */
export function regionsOf({ active = [], standby = [] }: Component): readonly string[] {
  const all = standby.length === 0 ? active : [...active, ...standby]
  // Most components have one region or two: a set for each of them would cost more than all other rules together.
  if (all.length < 2 || (all.length === 2 && all[0] !== all[1])) return all
  return [...new Set(all)]
}

/** The first component, in order of the plan, that uses one of the strategies. */
export function firstWith(
  { components }: Subject,
  strategies: readonly Strategy[],
): readonly [id: string, component: Component] | undefined {
  return components.find(([, { strategy }]) => strategy !== undefined && strategies.includes(strategy))
}

/** The first regional component that runs or stands by in each region, in order of the plan. */
export function usersOf({
  components,
}: Subject): ReadonlyMap<string, { readonly id: string; readonly standsBy: boolean }> {
  const users = new Map<string, { readonly id: string; readonly standsBy: boolean }>()
  for (const [id, component] of components) {
    if (!isRegional(component)) continue
    for (const region of component.active ?? []) if (!users.has(region)) users.set(region, { id, standsBy: false })
    for (const region of component.standby ?? []) if (!users.has(region)) users.set(region, { id, standsBy: true })
  }
  return users
}

/** The scenarios that take every one of these places; none where there are none, or one lies outside the regions. */
export function takenBy(plan: Plan, places: readonly string[] | undefined): ReadonlyArray<[id: string, one: Scenario]> {
  if (places === undefined || places.length === 0) return []
  return Object.entries(plan.scenarios).filter(([, { loses = [] }]) => places.every((place) => loses.includes(place)))
}

/**
 * Reports what the plan does not say, at the place where it belongs.
 * @remarks Silent where the parser has refused it, or something that would hold it
 */
export function unsaid(subject: Subject, report: Report, path: readonly string[], what: string): void {
  let node: unknown = subject.plan
  for (const part of path) {
    const holds = typeof node === 'object' && node !== null && Object.hasOwn(node, part)
    node = holds ? (node as Record<string, unknown>)[part] : undefined
  }
  if (node === undefined && !subject.unsure(...path)) report(subject.missing(...path), what)
}

/** Names as a sentence has them: a, b and c. */
export function sentence(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}
