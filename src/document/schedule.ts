import { type Runbook, type Step, stepIn } from '#runbook'
import type { Expected } from './facts.ts'

/** When a step begins and ends on the usual course; seconds from the beginning. */
export interface Slot {
  readonly begins: number
  readonly ends: number
  /** Whether what ends the recovery waits for it. */
  readonly critical: boolean
  /** Whether nobody knows how long it takes; it counts as nothing then. */
  readonly unknown: boolean
}

/**
 * When each step would begin and end if everything took as long as it does in half of all cases, and everybody was there.
 * It is the course that is printed, not a forecast: what is late together, who is busy and who sleeps is in the odds.
 * @returns by step; steps off the usual course (fallbacks, other modes) are left out. What comes after customers are
 * served again is never critical.
 */
export function scheduleOf(runbook: Runbook, expected: Expected): ReadonlyMap<string, Slot> {
  const steps = runbook.steps.filter((step) => isUsual(step, runbook))
  const ends = new Map<string, number>()
  const begins = new Map<string, number>()
  for (const step of steps) {
    const from = Math.max(0, ...step.needs.map((id) => ends.get(id) ?? 0))
    begins.set(step.id, from)
    ends.set(step.id, from + lengthOf(step, expected))
  }
  const critical = criticalOf(runbook, steps, begins, ends)
  return new Map(
    steps.map((step) => [
      step.id,
      {
        begins: begins.get(step.id) ?? 0,
        ends: ends.get(step.id) ?? 0,
        critical: critical.has(step.id),
        unknown: isUnknown(step, expected),
      },
    ]),
  )
}

/** Whether a step belongs to the course in which nothing goes wrong. */
export function isUsual(step: Step, { mode }: Runbook): boolean {
  return step.insteadOf === undefined && stepIn(step, mode)
}

function isUnknown({ id }: Step, { steps }: Expected): boolean {
  return (steps[id]?.basis ?? 'unknown') === 'unknown'
}

function lengthOf(step: Step, expected: Expected): number {
  return isUnknown(step, expected) ? 0 : (expected.steps[step.id]?.p50 ?? 0)
}

/** The steps that the last of those that restore a flow waits for, each time the one that ends last. */
function criticalOf(
  { flows }: Runbook,
  steps: readonly Step[],
  begins: ReadonlyMap<string, number>,
  ends: ReadonlyMap<string, number>,
): ReadonlySet<string> {
  const byId = new Map(steps.map((step) => [step.id, step]))
  const last = (ids: readonly string[]): string | undefined =>
    ids.filter((id) => byId.has(id)).toSorted((a, b) => (ends.get(b) ?? 0) - (ends.get(a) ?? 0))[0]
  const found = new Set<string>()
  let at = last(flows.flatMap(({ restoredBy }) => restoredBy))
  while (at !== undefined && !found.has(at)) {
    found.add(at)
    at = last(byId.get(at)?.needs.filter((id) => (ends.get(id) ?? 0) >= (begins.get(at ?? '') ?? 0)) ?? [])
  }
  return found
}
