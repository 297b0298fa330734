import { formatDuration } from '#units'
import { tidy } from '../lines.ts'
import type { Block, Line } from '../model.ts'
import type { ReviewInput, Told } from './input.ts'

/** Steps that are told of, the longest first. */
const mostSteps = 12

/** Which steps took the time, which took longer than they usually do, which were tried again, and which alarms came. */
export function latenessOf({ events, runbook, usual }: ReviewInput): readonly Block[] {
  const longest = endsOf(events)
    .toSorted((a, b) => b.took - a.took)
    .slice(0, mostSteps)
  const alarms = events.flatMap(({ record, what }): readonly Line[] =>
    record.type === 'timerFired' &&
    what !== undefined &&
    /^(slow|deadline|escalate|undecided|blip):/.test(record.data.timer)
      ? [[what]]
      : [],
  )
  const titleOf = (id: string): string => runbook.steps.find((step) => step.id === id)?.title ?? id
  return [
    longest.length === 0
      ? { is: 'text', line: ['No step was carried out.'] }
      : {
          is: 'table',
          heads: ['Step', 'Took', 'Usually at most', 'Attempts', 'Why'],
          rows: longest.map(({ step, took, attempts }) => {
            const most = usual[step]
            const isLate = most !== undefined && took > most
            return [
              [isLate ? { strong: titleOf(step) } : titleOf(step)],
              [formatDuration(tidy(took))],
              [most === undefined ? 'unknown' : formatDuration(tidy(most))],
              [String(attempts)],
              [],
            ]
          }),
        },
    ...(alarms.length === 0
      ? []
      : [{ is: 'text', line: [{ strong: 'Alarms' }] } as const, { is: 'list', items: alarms } as const]),
  ]
}

/** Steps that ended well, each with how long it was under way in all and how often it was tried. */
export function endsOf(
  events: readonly Told[],
): ReadonlyArray<{ readonly step: string; readonly took: number; readonly attempts: number }> {
  return events.flatMap(({ record, took }) => {
    if (record.type !== 'stepSucceeded' && record.type !== 'manualDone' && record.type !== 'decided') return []
    const { step } = record.data
    const attempts = events.filter((one) => one.record.type === 'stepStarted' && one.record.data.step === step).length
    return took === undefined ? [] : [{ step, took, attempts: Math.max(1, attempts) }]
  })
}
