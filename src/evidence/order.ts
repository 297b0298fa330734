import type { JournalRecord } from '#journal'
import { type Runbook, type Step, stepIn } from '#runbook'
import type { Evidence } from './model.ts'
import { endedWell, modeOf } from './timeline.ts'

/**
 * Steps of a component that began although an essential step of another component, which they need, had not ended well:
 * it was skipped, had failed, or was still to come. Told by the order of records, so that clocks do not matter.
 * @returns in runbook order; of each step the first need that was not met
 */
export function outOfOrder(runbook: Runbook, journal: readonly JournalRecord[]): NonNullable<Evidence['outOfOrder']> {
  const mode = modeOf(runbook, journal)
  const steps = runbook.steps.filter((step) => stepIn(step, mode))
  const byId = new Map(steps.map((step) => [step.id, step]))
  const [began, ended] = [new Map<string, number>(), new Map<string, number>()]
  for (const [index, record] of journal.entries()) {
    if (record.type === 'stepStarted') began.set(record.data.step, index)
    const step = endedWell(record)
    if (step === undefined) continue
    // An attempt of its own brings a step into service once; what was brought in twice, by its first end.
    if (!ended.has(step)) ended.set(step, index)
    // Nobody records when a person begins.
    if (byId.get(step)?.work.kind !== 'action') began.set(step, index)
  }
  const endOf = ({ id }: Step): number | undefined => {
    const all = [id, ...steps.flatMap((other) => (other.insteadOf === id ? other.id : []))]
    const ends = all.flatMap((one) => ended.get(one) ?? [])
    return ends.length === 0 ? undefined : Math.min(...ends)
  }
  return steps.flatMap((step) => {
    const start = began.get(step.id)
    if (start === undefined || step.component === undefined) return []
    const early = step.needs
      .flatMap((need) => byId.get(need) ?? [])
      .filter(({ essential, component }) => essential && component !== undefined && component !== step.component)
      .find((need) => (endOf(need) ?? Number.POSITIVE_INFINITY) > start)
    return early ? [{ step: step.id, before: early.id }] : []
  })
}
