import type { JournalRecord } from '#journal'
import { endedWell } from './timeline.ts'

/**
 * What went otherwise than the runbook has it, in sentences, in the order of the journal.
 * @param interrupted steps during which the run changed hands
 */
export function departures(
  journal: readonly JournalRecord[],
  automatic: boolean,
  interrupted: readonly string[],
): readonly string[] {
  const takeovers = journal.filter((record) => record.type === 'leaseTaken' && record.data.epoch > 1).length
  return [
    ...(automatic ? ['Decision not exercised: it was taken automatically, so this is a technical recovery time.'] : []),
    ...(takeovers > 0
      ? [
          `The run was taken over ${takeovers === 1 ? 'once' : `${takeovers} times`}.${
            interrupted.length > 0 ? ` Not timed, because they were interrupted: ${interrupted.join(', ')}.` : ''
          }`,
        ]
      : []),
    ...journal.flatMap((record, index) =>
      record.type === 'stepInDoubt' ? [doubt(record, journal.slice(index + 1))] : [],
    ),
  ]
}

function doubt(record: Extract<JournalRecord, { type: 'stepInDoubt' }>, later: readonly JournalRecord[]): string {
  const { step, reason } = record.data
  const cause = reason.replace(/\.$/, '')
  const next = later.find((each) => endedWell(each) === step || startsAgain(each, step) || isRejected(each, step))
  if (!next) return `${step} was in doubt and nobody resolved it: ${cause}.`
  const resolution =
    endedWell(next) === step ? 'found it done' : next.type === 'decided' ? 'rejected it' : 'had it done again'
  return `${step} was in doubt (${cause}); ${next.actor.name} ${resolution}.`
}

function startsAgain(record: JournalRecord, step: string): boolean {
  return record.type === 'stepStarted' && record.data.step === step
}

function isRejected(record: JournalRecord, step: string): boolean {
  return record.type === 'decided' && record.data.step === step
}
