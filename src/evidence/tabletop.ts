import type { JournalRecord } from '#journal'
import type { Runbook, Work } from '#runbook'
import { isWordOf, unreached } from './answers.ts'
import type { Evidence, FlowResult, StepTiming, Verdict } from './model.ts'
import { questions } from './questions.ts'
import { rounded } from './round.ts'
import type { Timeline } from './timeline.ts'

type Decision = Extract<Work, { kind: 'decision' }>

/**
 * What a run shows in which no system took part: that people decided, and how long that took. Nothing is said of
 * recovery times and losses, and no objective is met by it.
 * @param judged the run as one on a system is judged, from which this takes what holds here too
 * @returns `walked` where nobody said a word in it, `exercised` where people did; `missed` where nobody was left for a
 * step or a decision took longer than the plan gives it; `failed` where the run did not come to its end
 */
export function atTheTable(
  judged: Evidence,
  runbook: Runbook,
  journal: readonly JournalRecord[],
  { t0, detected, declared }: Timeline,
): Evidence {
  const end = journal.findLast((record) => record.type === 'runFinished')
  const spoken = journal.some((record) => isWordOf(record.actor.name, record))
  const from = detected ?? t0
  const decide =
    spoken && declared !== undefined && from !== undefined ? rounded(Math.max(0, declared - from)) : undefined
  const late = tooLate(runbook, judged.steps)
  const ended: Verdict = late.length > 0 ? 'missed' : spoken ? 'exercised' : 'walked'
  return {
    ...judged,
    verdict: isMissed(journal) ? 'missed' : end?.data.outcome === 'succeeded' ? ended : 'failed',
    flows: judged.flows.map(
      ({ flow, rto: { target }, rpo }): FlowResult => ({
        flow,
        rto: {
          ...(target === undefined ? {} : { target }),
          ...(decide === undefined ? {} : { phases: { decide } }),
        },
        rpo: { ...rpo, method: 'none' },
      }),
    ),
    // What is told takes no time, and says nothing of how long it takes.
    steps: judged.steps.filter(({ step }) => isDecision(runbook, step)),
    deviations: [
      ...judged.deviations,
      ...(spoken || end === undefined
        ? []
        : ['Nobody took part: the runbook was walked through, and no decision was exercised.']),
      ...late,
    ],
    gaps: [
      ...new Set([
        ...runbook.gaps,
        'No system took part: every step was told, so no recovery time and no loss was measured.',
        ...unreached(journal),
        ...questions(runbook, judged.absent),
      ]),
    ],
  }
}

/** Whether a step came up that nobody was left for. */
export function isMissed(journal: readonly JournalRecord[]): boolean {
  return journal.some((record) => record.type === 'nobodyLeft')
}

/** The decisions that took longer than the plan gives them, in sentences. */
function tooLate(runbook: Runbook, steps: readonly StepTiming[]): readonly string[] {
  return steps.flatMap(({ step, seconds }) => {
    const work = runbook.steps.find(({ id }) => id === step)?.work
    const within = work?.kind === 'decision' ? (work satisfies Decision).within : undefined
    return within === undefined || seconds <= within
      ? []
      : [`${step} took ${seconds} s, and the plan gives it ${within} s.`]
  })
}

function isDecision({ steps }: Runbook, step: string): boolean {
  return steps.some(({ id, work }) => id === step && work.kind === 'decision')
}
