import { actionFact } from '#catalog'
import type { AddedStep, Plan } from '#plan'
import { seconds } from '#units'
import { actionStep, manualStep } from './draft.ts'
import type { Direction, Step } from './model.ts'

/**
 * The compiled steps together with those that the plan adds. An added step keeps its author's key as its id; one whose
 * key equals a compiled step's id takes that step's place and inherits its needs. Without `needs` an added step waits
 * for the decision; the steps named in `before` then wait for it.
 */
export function added(compiled: readonly Step[], plan: Plan, direction: Direction): readonly Step[] {
  const additions = Object.entries(plan.recovery?.[direction] ?? {})
  if (additions.length === 0) return compiled
  const decision = compiled.find((step) => step.phase === 'decide')
  const replaced = new Map(compiled.map((step) => [step.id, step]))
  const waiting = new Map<string, string[]>()
  const fresh: Step[] = []
  for (const [id, step] of additions) {
    for (const later of step.before ?? []) waiting.set(later, [...(waiting.get(later) ?? []), id])
    const old = replaced.get(id)
    const needs = step.needs ?? old?.needs ?? (decision ? [decision.id] : [])
    const made = { ...madeFrom(id, step), needs }
    if (old) replaced.set(id, made)
    else fresh.push(made)
  }
  return [...replaced.values(), ...fresh].map((step) => ({
    ...step,
    needs: [...new Set([...step.needs, ...(waiting.get(step.id) ?? [])])],
  }))
}

function madeFrom(id: string, step: AddedStep): Step {
  const shared = {
    id,
    title: step.title,
    objective: step.objective ?? step.title,
    phase: step.phase,
    owner: step.owner,
    irreversible: step.irreversible ?? false,
    ...(step.region === undefined ? {} : { region: step.region }),
  }
  const made = step.action
    ? actionStep({ ...shared, use: step.action.use, with: step.action.with })
    : manualStep({ ...shared, instruction: step.manual ?? step.title })
  const known = step.action ? actionFact(step.action.use) : undefined
  return {
    ...made,
    requires: step.requires ?? made.requires,
    timeout: step.timeout ?? (known ? made.timeout : seconds(86_400)),
    ...(step.expected === undefined ? {} : { expected: step.expected }),
  }
}
