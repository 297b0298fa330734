import type { Plan } from '#plan'
import type { Runbook, Step } from '#runbook'
import { mayDecide } from './needs.ts'

/** How much longer a step takes while people are absent, in seconds; Infinity: nobody is left who may do it. */
export function delayWithout(step: Step, absent: ReadonlySet<string>, runbook: Runbook, plan: Plan): number {
  if (absent.size === 0) return 0
  switch (step.work.kind) {
    case 'action':
      return 0
    case 'manual':
      return standIn(step.owner, absent, plan)?.after ?? Infinity
    case 'decision':
      return decisionDelay(step.work, absent, runbook, plan)
  }
}

/** The roles on whom a step may depend: who does it or may decide on it, and their deputies. */
export function rolesOf(step: Step, plan: Plan): readonly string[] {
  if (step.work.kind === 'decision') return mayDecide(step, plan)
  if (step.work.kind === 'action') return []
  const chain: string[] = []
  for (
    let role: string | undefined = step.owner;
    role !== undefined && !chain.includes(role);
    role = deputyOf(role, plan)
  )
    chain.push(role)
  return chain
}

/** Who stands in for a role, and how long it takes until it is clear that those before do not answer. */
function standIn(
  role: string,
  absent: ReadonlySet<string>,
  plan: Plan,
): { readonly role: string; readonly after: number } | undefined {
  const seen = new Set<string>()
  let after = 0
  for (let one: string | undefined = role; one !== undefined && !seen.has(one); one = deputyOf(one, plan)) {
    if (!absent.has(one)) return { role: one, after }
    seen.add(one)
    after += plan.contacts?.[one]?.answersWithin ?? 0
  }
  return undefined
}

function deputyOf(role: string, plan: Plan): string | undefined {
  return plan.contacts?.[role]?.deputy
}

type Decision = Extract<Step['work'], { kind: 'decision' }>

/** Until enough distinct people are there who may decide; then the time that the plan gives the decision begins. */
function decisionDelay(work: Decision, absent: ReadonlySet<string>, { breakGlass }: Runbook, plan: Plan): number {
  const asked = [
    ...work.deciders.map((role) => ({ role, from: 0 })),
    ...(work.escalation ?? []).map(({ to, after }) => ({ role: to, from: after as number })),
  ]
  const there = new Map<string, number>()
  for (const { role, from } of asked) {
    const other = standIn(role, absent, plan)
    if (other) there.set(other.role, Math.min(there.get(other.role) ?? Infinity, from + other.after))
  }
  const delays = [...there.values()].sort((a, b) => a - b)
  const enough = delays[(work.atLeast ?? 1) - 1]
  if (enough !== undefined) return enough
  if (breakGlass && breakGlass.holders.filter((role) => !absent.has(role)).length >= breakGlass.atLeast) return 0
  return work.ifUndecided === 'failover' ? (work.within ?? Infinity) : Infinity
}
