import type { JournalRecord } from '#journal'
import { plain } from '#markup'
import type { Runbook } from '#runbook'
import { formatDuration } from '#units'
import { eventWords, tookSeconds } from './event-words.ts'
import { glassWord, kindWord } from './kind-words.ts'
import { padded } from './layout.ts'
import { stepNamed } from './live-model.ts'
import { paint, type Style, sign } from './style.ts'

/**
 * One line of progress for one event of a live run, without a line feed; undefined for events that say nothing.
 * @param startMono the instant that the elapsed time counts from, in the seconds of `tsMono`
 * @param before the run's records until then; with them a line is marked as rehearsal or real, and says how long its
 *   step took
 */
export function eventLine(
  record: JournalRecord,
  runbook: Runbook,
  startMono: number,
  style: Style,
  before: readonly JournalRecord[] = [],
): string | undefined {
  const took = tookSeconds(record, before)
  const words = eventWords(
    record,
    (id) => stepNamed(runbook, id)?.title,
    took === undefined ? undefined : formatDuration(took),
  )
  if (words === undefined) return undefined
  const aboutWidth = Math.min(36, Math.max(...runbook.steps.map((step) => plain(step.id).length)))
  const mark = paint(style, words.tone, sign(style, words.sign))
  const line =
    `${elapsed(record.tsMono - startMono)}  ${mark} ${padded(words.about, aboutWidth)}  ${words.what}`.trimEnd()
  return `${kindMark([...before, record], style)}${line}`
}

/** Seconds since the start as `+1.4s`, in a column of nine; before the start, on another boot's clock, unknown. */
export function elapsed(since: number): string {
  return (since < 0 ? '+?' : `+${formatDuration(since)}`).padStart(9)
}

function kindMark(records: readonly JournalRecord[], style: Style): string {
  const first = records.find((record) => record.type === 'runStarted')
  if (first?.type !== 'runStarted') return ''
  const glass = records.some((record) => record.type === 'glassBroken')
  return `${kindWord(first.data.kind, style)} ${glass ? `${glassWord(style)} ` : ''}`
}
