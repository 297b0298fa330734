import { actionFact } from '#catalog'
import type { AddedStep, Plan, StepCheck } from '#plan'
import { seconds } from '#units'
import { actionStep, manualStep, undoneBy, undoneByHand } from './draft.ts'
import type { Check, Direction, Step, Undo } from './model.ts'
import { inEarnest } from './modes.ts'
import { type Embedded, unfolded } from './nested.ts'

/** Phases that change nothing that customers use, so that a rehearsal apart has them too. */
const looking = new Set<Step['phase']>(['detect', 'decide', 'verify', 'review'])

/** The compiled steps with those of the plan among them, and in sentences what of the latter has no place here. */
export interface Completed {
  readonly steps: readonly Step[]
  readonly gaps: readonly string[]
}

/**
 * The compiled steps together with those that the plan adds. An added step keeps its author's key as its id; one whose
 * key equals a compiled step's id takes that step's place and inherits its needs. Without `needs` an added step waits
 * for the decision, and a fallback for what the step that it stands in for waits for; the steps named in `before` then
 * wait for it.
 * @param embedded by key: the steps of the runbooks that the plan embeds, which take the place of the step of that key
 */
export function added(
  compiled: readonly Step[],
  plan: Plan,
  direction: Direction,
  embedded: ReadonlyMap<string, Embedded>,
): Completed {
  const additions = Object.entries(plan.recovery?.[direction] ?? {}).filter(
    ([id, { runbook }]) => runbook === undefined || embedded.has(id),
  )
  if (additions.length === 0) return { steps: compiled, gaps: [] }
  const declared = compiled.filter(({ work }) => work.kind === 'decision' && work.accepts === undefined)
  const decisions = declared.map((step) => step.id)
  const all = new Map(compiled.map((step) => [step.id, step]))
  const waiting = new Map<string, string[]>()
  for (const [id, step] of additions) {
    for (const later of step.before ?? []) waiting.set(later, [...(waiting.get(later) ?? []), id])
    const old = all.get(id)
    const made = madeFrom(id, step, direction)
    all.set(id, {
      ...made,
      needs: step.needs ?? old?.needs ?? (step.insteadOf === undefined ? decisions : []),
      ...(made.modes === undefined && old?.modes !== undefined ? { modes: old.modes } : {}),
      ...(old?.wave === undefined ? {} : { wave: old.wave }),
    })
  }
  const ordered = [...all.values()].map((step) => ({
    ...step,
    needs: [...new Set([...step.needs, ...(waiting.get(step.id) ?? [])])],
  }))
  const own = new Set(additions.map(([id]) => id))
  return placed(unfolded(ordered, embedded), own, decisions)
}

/**
 * Needs that no step of this runbook has, and fallbacks for none, are taken out and said; whoever waits for the
 * declaration waits for all who have to consent.
 */
function placed(given: readonly Step[], own: ReadonlySet<string>, decisions: readonly string[]): Completed {
  const gaps: string[] = []
  const byId = new Map(given.map((step) => [step.id, step]))
  const kept = given.filter(({ id, insteadOf }) => {
    if (insteadOf === undefined || byId.has(insteadOf)) return true
    gaps.push(`The step ${id} stands in for ${insteadOf}, which is no step here, so it is left out.`)
    return false
  })
  const known = new Set(kept.map((step) => step.id))
  const [first] = decisions
  const steps = kept.map((step) => {
    if (!own.has(step.id)) return { ...step, needs: step.needs.filter((need) => known.has(need)) }
    const unknown = step.needs.filter((need) => !known.has(need))
    for (const need of unknown) gaps.push(`The step ${step.id} waits for ${need}, which is no step here.`)
    const needs = step.needs.filter((need) => known.has(need) && need !== step.insteadOf)
    if (step.insteadOf !== undefined && needs.length === 0)
      return { ...step, needs: replacedBy(step, byId).needs.filter((need) => known.has(need)) }
    // Nothing that was to wait begins at once because what it was to wait for is elsewhere.
    if (unknown.length > 0 && needs.length === 0) return { ...step, needs: decisions }
    return first !== undefined && needs.includes(first)
      ? { ...step, needs: union(needs, decisions) }
      : { ...step, needs }
  })
  return { steps, gaps }
}

/** The step that a fallback stands in for in the end: it may stand in for another fallback that waits for nothing itself. */
function replacedBy(fallback: Step, byId: ReadonlyMap<string, Step>): Step {
  const seen = new Set<string>()
  let step = fallback
  while (step.insteadOf !== undefined && step.needs.length === 0 && !seen.has(step.id)) {
    seen.add(step.id)
    step = byId.get(step.insteadOf) ?? step
  }
  return step
}

function union(...lists: ReadonlyArray<readonly string[]>): readonly string[] {
  return [...new Set(lists.flat())]
}

function madeFrom(id: string, step: AddedStep, direction: Direction): Step {
  const shared = {
    id,
    title: step.title,
    objective: step.objective ?? step.title,
    phase: step.phase,
    owner: step.owner,
    irreversible: step.irreversible ?? false,
    essential: step.essential ?? true,
    ...(step.region === undefined ? {} : { region: step.region }),
  }
  const made = step.action
    ? actionStep({ ...shared, use: step.action.use, with: step.action.with })
    : manualStep({ ...shared, instruction: step.manual ?? step.title })
  const known = step.action ? actionFact(step.action.use) : undefined
  const { before, after } = step.checks ?? {}
  const modes = step.modes ?? usualModes(step, direction)
  return {
    ...made,
    requires: step.requires ?? made.requires,
    timeout: step.timeout ?? (known ? made.timeout : seconds(86_400)),
    attempts: step.attempts ?? made.attempts,
    ...(modes === undefined ? {} : { modes: [...new Set(modes)] }),
    ...(before === undefined || before.length === 0 ? {} : { before: before.map(checked) }),
    ...(after === undefined || after.length === 0 ? {} : { after: after.map(checked) }),
    ...(step.undo === undefined ? {} : { undo: undone(step, step.undo) }),
    ...(step.insteadOf === undefined ? {} : { insteadOf: step.insteadOf }),
    ...(step.expected === undefined ? {} : { expected: step.expected }),
    ...(step.expected === undefined || step.expectedP95 === undefined ? {} : { expectedP95: step.expectedP95 }),
  }
}

/** A way back is always planned, so that its steps say no modes. */
function usualModes({ phase, irreversible }: AddedStep, direction: Direction): Step['modes'] {
  if (direction === 'failback') return undefined
  return looking.has(phase) && irreversible !== true ? undefined : inEarnest
}

function checked({ title, action }: StepCheck): Check {
  return { title: title ?? actionFact(action.use)?.does ?? action.use, use: action.use, with: action.with }
}

function undone({ title: of }: AddedStep, { title, manual, action }: NonNullable<AddedStep['undo']>): Undo {
  const called = title ?? `Take back: ${of}`
  return action ? undoneBy(called, action.use, action.with) : undoneByHand(called, manual ?? called)
}
