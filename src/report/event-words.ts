import type { Json } from '#digest'
import type { JournalRecord } from '#journal'
import { plain } from '#markup'
import { personWords, type Words } from './event-people.ts'
import type { Sign, Tone } from './style.ts'
import { alarmOf } from './timer-words.ts'

/** An event in words, each part plain. */
export interface EventWords {
  readonly sign: Sign
  readonly tone: Tone
  /** The step, the regions or the run that it is about. */
  readonly about: string
  readonly what: string
}

/**
 * What an event says to a person; undefined for those that say nothing: the first lease, and timers that
 * are no alarm.
 * @param titleOf the title of a step by its id
 * @param took how long the attempt took that ends with this event, in words; undefined where it is not known
 */
export function eventWords(
  record: JournalRecord,
  titleOf: (step: string) => string | undefined,
  took: string | undefined,
): EventWords | undefined {
  const words = found(record, titleOf, took === undefined ? '' : ` (${took})`)
  if (words === undefined) return undefined
  const [sign, tone, about, what] = words
  return { sign, tone, about: plain(about), what: plain(what) }
}

function found(record: JournalRecord, titleOf: (step: string) => string | undefined, took: string): Words | undefined {
  switch (record.type) {
    case 'runStarted':
      return begun(record)
    case 'leaseTaken': {
      const { epoch, holder, forced } = record.data
      if (forced)
        return [
          'doubt',
          'red',
          record.runId,
          `taken by force by ${holder}: ${forced.by.join(' and ')} want it, ${forced.reason}`,
        ]
      return epoch <= 1 ? undefined : ['again', 'yellow', record.runId, `taken over by ${holder}`]
    }
    case 'stepStarted': {
      const { step, attempt } = record.data
      return ['started', 'dim', step, `${titleOf(step) ?? ''}${attempt > 1 ? `, attempt ${attempt}` : ''}`]
    }
    case 'stepSucceeded': {
      const { step, output } = record.data
      return ['ok', 'green', step, `${outputWords(output) || (titleOf(step) ?? 'done')}${took}`]
    }
    case 'stepFailed': {
      const { step, attempt, retryable, message, harmless } = record.data
      const known = harmless === true ? ', nothing was done' : ''
      return [
        retryable ? 'again' : 'bad',
        retryable ? 'yellow' : 'red',
        step,
        `attempt ${attempt} failed${known}: ${message}${took}`,
      ]
    }
    case 'stepProbed':
      return ['unknown', 'yellow', record.data.step, probed[record.data.answer]]
    case 'stepInDoubt':
      return ['doubt', 'red', record.data.step, `in doubt, a person must decide: ${record.data.reason}`]
    case 'timerFired': {
      const alarm = alarmOf(record.data.timer)
      return alarm && [alarm.sign, alarm.tone, alarm.about, alarm.what]
    }
    case 'faultInjected':
      return faultWords(record)
    case 'regionReturned':
      return ['ok', 'green', record.data.regions.join(', '), 'back, with its old data and no services running']
    case 'faultHealed':
      return ['ok', 'green', 'cause', healed[record.data.as] ?? 'taken away; what it destroyed stays so']
    case 'runFinished': {
      const { outcome, reason } = record.data
      const ok = outcome === 'succeeded'
      return [
        ok ? 'ok' : 'bad',
        ok ? 'green' : 'red',
        record.runId,
        `${outcome}${reason === undefined ? '' : `: ${reason}`}`,
      ]
    }
    default:
      return personWords(record, titleOf(stepOf(record) ?? ''), took)
  }
}

function begun(record: Extract<JournalRecord, { type: 'runStarted' }>): Words {
  const { kind, subject, target, mode, by, dryRun, follows } = record.data
  const proves = kind === 'drill' ? 'rehearsal' : 'real event'
  const more = [
    ...(mode === undefined ? [] : [`mode ${mode}`]),
    ...(by === undefined ? [] : [`started as ${by}`]),
    ...(dryRun === undefined ? [] : [`by the dry run ${dryRun.replace(/^sha256:/, '').slice(0, 12)}`]),
    ...(follows === undefined ? [] : [`after ${follows}`]),
  ]
  const what = [`${proves} on ${target} (${subject}) begins`, ...more].join(', ')
  return ['started', kind === 'drill' ? 'cyan' : 'red', record.runId, what]
}

const runs = 'the clock of recovery runs'

/** By kind of fault; what is not listed is the loss of the regions. */
const struck: Readonly<Record<string, string>> = {
  killed: 'every process died, and the line carries on',
  slow: 'answers, and far too late',
  partitioned: 'do not see each other: the line between them is cut',
  refused: 'refuses every change, and what runs goes on',
  dropped: 'tables are gone, and every backup that could be deleted',
  altered: 'rows are wrong and look right, and every backup that could be deleted is gone',
  failed: 'failed, and the rest has not',
  frozen: 'stands still, and goes on by itself',
}

const healed: Readonly<Record<string, string>> = {
  slow: 'taken away: it answers in time again',
  partitioned: 'taken away: the line carries again',
  refused: 'taken away: the management answers again',
  failed: 'taken away: what failed can be worked on again',
}

function faultWords({ data }: Extract<JournalRecord, { type: 'faultInjected' }>): Words {
  const { as, regions, components = [], between = [] } = data
  const hit = [components, between, regions].find((names) => names.length > 0)
  const about = as === 'refused' ? 'management' : (hit ?? []).join(', ')
  return ['fault', 'red', about, `${struck[as ?? ''] ?? 'lost'}: ${runs}`]
}

const probed = {
  done: 'its effect is there, so it is not repeated',
  notDone: 'its effect is not there, so it can be repeated',
  unknown: 'nobody can tell whether its effect is there',
} as const

/** A step's output on one line: a text as it is, the plain members of an object as `name value`, nothing otherwise. */
function outputWords(output: Json): string {
  if (typeof output === 'string') return output
  if (output === null || typeof output !== 'object' || Array.isArray(output)) return ''
  return Object.entries(output)
    .flatMap(([name, value]) =>
      typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? [`${name} ${value}`] : [],
    )
    .join(', ')
}

/** The step that an event is about, or undefined. */
export function stepOf(record: JournalRecord): string | undefined {
  return 'step' in record.data ? record.data.step : undefined
}

/**
 * How long the attempt took, or the work was open, that this record ends, in seconds; undefined where it ends none, or its
 * start is not there.
 */
export function tookSeconds(record: JournalRecord, before: readonly JournalRecord[]): number | undefined {
  if (record.type !== 'stepSucceeded' && record.type !== 'stepFailed' && record.type !== 'manualDone') return undefined
  const { step } = record.data
  const begins = record.type === 'manualDone' ? 'asked' : 'stepStarted'
  const start = before.findLast(
    (earlier) => earlier.type === begins && earlier.data.step === step && earlier.seq < record.seq,
  )
  return start === undefined ? undefined : record.tsMono - start.tsMono
}
