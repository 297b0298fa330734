import type { Plan } from '#plan'
import { type Course, manualStep } from './draft.ts'
import type { Step } from './model.ts'

/**
 * What the lost region still had is compared and settled, one step for each entry of the plan about a component that
 * moves. A planned switch leaves nothing behind, so only a forced one has them.
 */
export function reconciliations(plan: Plan, moved: ReadonlySet<string>, { from, to }: Course): readonly Step[] {
  const seen = new Map<string, number>()
  return (plan.postRecovery?.reconcile ?? [])
    .filter(({ of }) => moved.has(of))
    .map(({ of, owner, compares, takes }) => {
      const count = (seen.get(of) ?? 0) + 1
      seen.set(of, count)
      return manualStep({
        id: count === 1 ? `reconcile.${of}` : `reconcile.${of}.${count}`,
        title: `Settle what ${of} in ${from} still had`,
        objective: 'Everything that the other side lacks has a name, and somebody has said what becomes of it',
        phase: 'reconcile',
        owner,
        component: of,
        region: from,
        requires: ['region-data-plane'],
        modes: ['forced'],
        instruction: `Compare ${from} with ${to}: ${compares}. Write down the totals of both sides, and open an item for each difference with who settles it. Nothing in ${from} is overwritten before that.`,
        ...(takes === undefined ? {} : { expected: takes }),
      })
    })
}
