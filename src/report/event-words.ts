import type { Json } from '#digest'
import type { JournalRecord } from '#journal'
import { plain } from './plain.ts'
import type { Sign, Tone } from './style.ts'

/** An event in words, each part plain. */
export interface EventWords {
  readonly sign: Sign
  readonly tone: Tone
  /** The step, the regions or the run that it is about. */
  readonly about: string
  readonly what: string
}

/**
 * What an event says to a person; undefined for those that say nothing: the first lease, and timers.
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

type Words = readonly [Sign, Tone, string, string]

function found(record: JournalRecord, titleOf: (step: string) => string | undefined, took: string): Words | undefined {
  const by = record.actor.name
  switch (record.type) {
    case 'runStarted': {
      const { kind, subject, target } = record.data
      const proves = kind === 'drill' ? 'rehearsal' : 'real event'
      return ['started', kind === 'drill' ? 'cyan' : 'red', record.runId, `${proves} on ${target} (${subject}) begins`]
    }
    case 'leaseTaken':
      if (record.data.epoch <= 1) return undefined
      return ['again', 'yellow', record.runId, `taken over by ${record.data.holder}`]
    case 'stepStarted': {
      const { step, attempt } = record.data
      return ['started', 'dim', step, `${titleOf(step) ?? ''}${attempt > 1 ? `, attempt ${attempt}` : ''}`]
    }
    case 'stepSucceeded': {
      const { step, output } = record.data
      return ['ok', 'green', step, `${outputWords(output) || (titleOf(step) ?? 'done')}${took}`]
    }
    case 'stepFailed': {
      const { step, attempt, retryable, message } = record.data
      return [
        retryable ? 'again' : 'bad',
        retryable ? 'yellow' : 'red',
        step,
        `attempt ${attempt} failed: ${message}${took}`,
      ]
    }
    case 'stepProbed':
      return ['unknown', 'yellow', record.data.step, probed[record.data.answer]]
    case 'stepInDoubt':
      return ['doubt', 'red', record.data.step, `in doubt, a person must decide: ${record.data.reason}`]
    case 'timerFired':
      return undefined
    case 'decided': {
      const { step, decision, method, comment } = record.data
      const who = method === 'automatic' ? `${decision} automatically, nobody was asked` : `${decision} by ${by}`
      const ok = decision === 'approved'
      return [ok ? 'ok' : 'bad', ok ? 'green' : 'red', step, `${who}${comment === undefined ? '' : `: ${comment}`}`]
    }
    case 'manualDone':
      return ['ok', 'green', record.data.step, `done by ${by}: ${record.data.result}${took}`]
    case 'noted':
      return ['note', 'dim', record.data.step ?? record.runId, `${by} notes: ${record.data.text}`]
    case 'signalRefused':
      return ['bad', 'yellow', record.runId, `signal ${record.data.signal} was not used: ${record.data.reason}`]
    case 'faultInjected':
      return ['fault', 'red', record.data.regions.join(', '), 'lost: the clock of recovery runs']
    case 'regionReturned':
      return ['ok', 'green', record.data.regions.join(', '), 'back, with its old data and no services running']
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
  }
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

/** How long the attempt took that this record ends, in seconds; undefined where it ends none, or its start is not there. */
export function tookSeconds(record: JournalRecord, before: readonly JournalRecord[]): number | undefined {
  if (record.type !== 'stepSucceeded' && record.type !== 'stepFailed' && record.type !== 'manualDone') return undefined
  const { step } = record.data
  const start = before.findLast(
    (earlier) => earlier.type === 'stepStarted' && earlier.data.step === step && earlier.seq < record.seq,
  )
  return start === undefined ? undefined : record.tsMono - start.tsMono
}
