import { formatDuration } from '#units'
import { clock, tidy } from '../lines.ts'
import type { Block, Line } from '../model.ts'
import type { ReviewInput, Told } from './input.ts'

/** What was decided, by whom, how long after it was asked, and upon which loss. */
export function decisionsOf({ events, runbook }: ReviewInput): readonly Block[] {
  const rows = events.flatMap((event): ReadonlyArray<readonly Line[]> => {
    const { record, elapsed } = event
    if (record.type === 'declared')
      return [
        [[clock(elapsed)], [`Declared: ${record.data.choice}`], [record.data.role], [''], [record.data.comment ?? '']],
      ]
    if (record.type === 'modeChanged')
      return [
        [[clock(elapsed)], [`From now on ${record.data.mode}`], [record.actor.name], [''], [record.data.comment ?? '']],
      ]
    if (record.type === 'cancelAsked')
      return [[[clock(elapsed)], ['Cancelled'], [record.actor.name], [''], [record.data.comment ?? '']]]
    if (record.type !== 'voted') return []
    const { step, decision, role, comment } = record.data
    const title = runbook.steps.find(({ id }) => id === step)?.title ?? step
    const asked = askedBefore(events, event, step)
    const loss = lossBefore(events, event, step)
    return [
      [
        [clock(elapsed)],
        [{ strong: title }, `: ${decision}`],
        [role],
        [asked === undefined ? '' : formatDuration(tidy(Math.max(0, elapsed - asked)))],
        [[loss, comment].filter((part) => part !== undefined).join('; ')],
      ],
    ]
  })
  if (rows.length === 0) return [{ is: 'text', line: ['Nobody had to decide anything: it was left to machines.'] }]
  return [{ is: 'table', heads: ['Since the beginning', 'What', 'Who', 'After', 'Upon'], rows }]
}

function askedBefore(events: readonly Told[], { record }: Told, step: string): number | undefined {
  return events.findLast(
    (one) => one.record.seq < record.seq && one.record.type === 'asked' && one.record.data.step === step,
  )?.elapsed
}

function lossBefore(events: readonly Told[], { record }: Told, step: string): string | undefined {
  const shown = events.findLast(
    (one) => one.record.seq < record.seq && one.record.type === 'lossShown' && one.record.data.step === step,
  )?.record
  if (shown?.type !== 'lossShown') return undefined
  const each = shown.data.stores.map(({ component, seconds, unknown }) =>
    seconds === undefined ? `${component} unknown: ${unknown ?? ''}` : `${component} ${formatDuration(tidy(seconds))}`,
  )
  return `loss shown: ${each.join(', ')}`
}
