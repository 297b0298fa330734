import type { Condition } from '#conditions'
import type { Plan, Scenario } from '#plan'
import { reach } from './order.ts'
import type { Runbook } from './model.ts'

/**
 * By what a machine notices a blip, and that it is over: a probe of what it hits is failing. A plan has no criteria for it,
 * for nothing is activated.
 * @returns undefined where no probe would see it
 */
export function criteriaOf(plan: Plan, { of = [] }: Pick<Scenario, 'of'>): Runbook['activation'] {
  // Whoever asks for rows, for the management or over the line asks for something else than a blink.
  const asked = Object.entries(plan.probes ?? {}).filter(
    ([, { watches, from = [] }]) =>
      watches !== 'data' && watches !== 'management' && !from.some((place) => Object.hasOwn(plan.regions, place)),
  )
  const sees = (component: string): boolean => of.some((hit) => reach(plan, [component]).includes(hit))
  const own = asked.filter(([id, { component = id }]) => sees(component))
  const facts = (own.length > 0 ? own : of.length > 0 ? [] : asked).map(([id]) => `probes.${id}.failing`)
  const [first, ...more] = facts.map((fact): Condition => ({ holds: fact }))
  if (first === undefined) return undefined
  return { when: more.length === 0 ? first : { any: [first, ...more] }, text: facts.join(' || ') }
}
