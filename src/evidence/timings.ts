import { type JournalRecord, stretches } from '#journal'
import type { Runbook, Step } from '#runbook'
import type { StepTiming } from './model.ts'
import { rounded } from './round.ts'
import { endedWell } from './timeline.ts'

/**
 * How long each step took that ended well, in runbook order. An action counts from the start of the attempt that
 * succeeded; people's work, which nobody starts, from when all that it needs had ended, where one clock spans that.
 * @returns the timings, and the actions that are left out because the run changed hands while they ran: what such an
 * action took says nothing about it, and neither does one that a person had to resolve
 */
export function timings(
  runbook: Runbook,
  journal: readonly JournalRecord[],
): { readonly steps: readonly StepTiming[]; readonly interrupted: readonly string[] } {
  const byId = new Map(runbook.steps.map((step) => [step.id, step]))
  const started = new Map<string, { at: number; attempt: number; epoch: number; doubted: boolean }>()
  const ended = new Map<string, JournalRecord>()
  const clocks = stretches(journal)
  const taken = new Map<string, Pick<StepTiming, 'seconds' | 'attempts'>>()
  const interrupted = new Set<string>()
  for (const record of journal) {
    if (record.type === 'stepStarted')
      started.set(record.data.step, {
        at: record.tsMono,
        attempt: record.data.attempt,
        epoch: record.epoch,
        doubted: false,
      })
    if (record.type === 'stepInDoubt') {
      const start = started.get(record.data.step)
      if (start) start.doubted = true
    }
    const step = byId.get(endedWell(record) ?? '')
    if (!step) continue
    ended.set(step.id, record)
    if (step.work.kind !== 'action') {
      const here = clocks.find(({ records }) => records.includes(record))?.records ?? []
      const ready = [...needed(step, ended), ...journal.slice(0, 1)].filter((one) => here.includes(one))
      if (ready.length > 0)
        taken.set(step.id, {
          seconds: lasted(Math.max(...ready.map(({ tsMono }) => tsMono)), record.tsMono),
          attempts: 1,
        })
      continue
    }
    const start = started.get(step.id)
    if (start && start.epoch !== record.epoch) interrupted.add(step.id)
    else if (start && !start.doubted)
      taken.set(step.id, { seconds: lasted(start.at, record.tsMono), attempts: start.attempt })
  }
  return {
    steps: runbook.steps.flatMap((step) => {
      const timing = taken.get(step.id)
      if (!timing) return []
      const operation = operationOf(step)
      return [
        {
          step: step.id,
          ...(step.work.kind === 'action' ? { use: step.work.use } : {}),
          ...(operation === undefined ? {} : { operation }),
          ...(step.component === undefined ? {} : { component: step.component }),
          ...timing,
        },
      ]
    }),
    interrupted: runbook.steps.map((step) => step.id).filter((id) => interrupted.has(id)),
  }
}

/** What an action has somebody else do, where its name leaves that open; such actions are timed by it too. */
export function operationOf({ work }: Step): string | undefined {
  const operation = work.kind === 'action' ? work.with['operation'] : undefined
  return typeof operation === 'string' ? operation : undefined
}

function needed(step: Step, ended: ReadonlyMap<string, JournalRecord>): readonly JournalRecord[] {
  return step.needs.flatMap((need) => ended.get(need) ?? [])
}

function lasted(from: number, to: number): number {
  return rounded(Math.max(0, to - from))
}
