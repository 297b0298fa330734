import { type JournalRecord, undoPrefix } from '#journal'
import type { Runbook } from '#runbook'
import { endedWell, modeOf } from './timeline.ts'

/**
 * What went otherwise than the runbook has it, in sentences, in the order of the journal.
 * @param interrupted steps during which the run changed hands
 */
export function departures(
  runbook: Runbook,
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
    ...(modeOf(runbook, journal) === 'test'
      ? ['A rehearsal apart: what customers use was left alone, and nobody was sent anywhere.']
      : []),
    ...journal.flatMap((record, index) =>
      record.type === 'stepInDoubt' ? [doubt(record, journal.slice(index + 1))] : (steered(runbook, record) ?? []),
    ),
  ]
}

/** What people did to the run itself, in a sentence; undefined where the record is about something else. */
function steered(runbook: Runbook, record: JournalRecord): string | undefined {
  const { name } = record.actor
  switch (record.type) {
    case 'modeChanged':
      return `${name} changed the mode to ${record.data.mode}${said(record.data.comment)}`
    case 'stepSkipped':
      return `${name} skipped ${record.data.step}${said(record.data.comment)}`
    case 'retryAsked':
      return `${name} asked for one more attempt of ${record.data.step}${said(record.data.comment)}`
    case 'cancelAsked':
      return `${name} cancelled the run${record.data.undo ? ' and had it taken back' : ''}${said(record.data.comment)}`
    case 'glassBroken':
      return `Break-glass: ${record.data.by.join(' and ')} went on without the usual approvals${said(record.data.reason)}`
    case 'leaseTaken':
      return record.data.forced === undefined
        ? undefined
        : `${record.data.forced.by.join(' and ')} took the run from its holder${said(record.data.forced.reason)}`
    case 'splitFound':
      return `Another journal of this run was found, ${record.data.other}; ${
        record.data.doubly.length === 0 ? 'no step was done twice' : `done twice: ${record.data.doubly.join(', ')}`
      }${said(record.data.reason)}`
    case 'pagesMerged':
      return `Lines of ${record.data.copies.length} pages of the runbook were merged; ${
        record.data.contradictions.length === 0
          ? 'they agree with each other and with this run'
          : record.data.contradictions.join(' ')
      }${said(record.data.reason)}`
    default:
      return stoodIn(runbook, endedWell(record))
  }
}

function stoodIn(runbook: Runbook, ended: string | undefined): string | undefined {
  if (ended === undefined) return undefined
  if (ended.startsWith(undoPrefix)) return `${ended.slice(undoPrefix.length)} was taken back.`
  const other = runbook.steps.find(({ id }) => id === ended)?.insteadOf
  return other === undefined ? undefined : `${ended} stood in for ${other}.`
}

function said(comment: string | undefined): string {
  return comment === undefined ? '.' : `: ${comment.replace(/\.$/, '')}.`
}

function doubt(record: Extract<JournalRecord, { type: 'stepInDoubt' }>, later: readonly JournalRecord[]): string {
  const { step, reason } = record.data
  const cause = reason.replace(/\.$/, '')
  const next = later.find(
    (each) => endedWell(each) === step || startsAgain(each, step) || isRejected(each, step) || isUndone(each, step),
  )
  if (!next) return `${step} was in doubt and nobody resolved it: ${cause}.`
  const resolution =
    endedWell(next) === step
      ? 'found it done'
      : next.type === 'decided'
        ? 'rejected it'
        : next.type === 'stepResolved'
          ? 'found it not done'
          : 'had it done again'
  return `${step} was in doubt (${cause}); ${next.actor.name} ${resolution}.`
}

function startsAgain(record: JournalRecord, step: string): boolean {
  return record.type === 'stepStarted' && record.data.step === step
}

function isRejected(record: JournalRecord, step: string): boolean {
  return record.type === 'decided' && record.data.step === step
}

function isUndone(record: JournalRecord, step: string): boolean {
  return record.type === 'stepResolved' && record.data.step === step
}
