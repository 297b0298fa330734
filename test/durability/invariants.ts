import { type JournalRecord, recordHash, verifyChain } from '#journal'
import type { Runbook } from '#runbook'
import type { Line } from './outside.ts'

/** What came of a run, as two witnesses tell it: the journal, and the file outside. */
export interface Witnesses {
  readonly book: Runbook
  readonly records: readonly JournalRecord[]
  readonly lines: readonly Line[]
  /** Signals that nobody has answered; the run may have ended before. */
  readonly open: readonly string[]
}

/**
 * Holds a run that has ended against the invariants I1 to I7 and I9 of the reliability rules, from the file outside.
 * @returns a sentence for each that does not hold
 */
export function brokenIn(given: Witnesses): readonly string[] {
  return [
    ...lost(given),
    ...doneTwice(given),
    ...repeated(given),
    ...tooEarly(given),
    ...stale(given),
    ...undone(given),
  ]
}

/** I1: what was acknowledged is in the journal. */
function lost({ records, lines, open }: Witnesses): readonly string[] {
  const fault = verifyChain(records)
  const hashes = records.map(recordHash)
  const answered = new Set(records.flatMap(({ data }) => ('signal' in data ? [data.signal] : [])))
  return [
    ...(fault ? [`I1: the journal does not verify: ${fault.reason}`] : []),
    ...lines.flatMap((line) => {
      if ((line.what === 'stored' || line.what === 'acknowledged') && hashes[line.seq - 1] !== line.hash)
        return [`I1: record ${line.seq} was ${line.what} and is lost`]
      if (line.what === 'sent' && !answered.has(line.signal) && !open.includes(line.signal))
        return [`I1: signal ${line.signal} was acknowledged and is lost`]
      return []
    }),
  ]
}

/** I2: a step that is known to be done is not called again. A sleeper that wakes with an older lease is I6's matter. */
function doneTwice({ records, lines }: Witnesses): readonly string[] {
  const doneAt = new Map<string, JournalRecord>()
  for (const record of records) {
    const { type, data } = record
    const isDone =
      type === 'stepSucceeded' ||
      ((type === 'stepProbed' || type === 'stepResolved') && 'answer' in data && data.answer === 'done')
    if (isDone && 'step' in data && data.step !== undefined) doneAt.set(data.step, record)
  }
  let acknowledged = 0
  let newest = 0
  return lines.flatMap((line) => {
    if (line.what === 'taken') newest = Math.max(newest, line.epoch)
    if (line.what === 'acknowledged' || line.what === 'stored') acknowledged = Math.max(acknowledged, line.seq)
    const done = line.what === 'call' ? doneAt.get(line.step) : undefined
    if (line.what !== 'call' || line.epoch < newest || !done || (done.epoch >= line.epoch && done.seq > acknowledged))
      return []
    return [
      `I2: ${line.step} was called again under lease ${line.epoch}, after record ${done.seq} said that it is done`,
    ]
  })
}

/** I3 and I4: one effect for each step, and no second call of a step that nobody can look at before somebody has said so. */
function repeated({ book, records, lines }: Witnesses): readonly string[] {
  const found: string[] = []
  for (const { id, effect } of book.steps) {
    if (effect === 'none') continue
    // Nothing is taken back in these runs, so that whatever the keys are, once is enough.
    const count = lines.filter((line) => line.what === 'effect' && line.step === id).length
    if (count > 1) found.push(`I3: ${id} (${effect}) has had its effect ${count} times`)
    if (effect !== 'unkeyed') continue
    let isFree = true
    for (const { type, data, seq } of records) {
      if (!('step' in data) || data.step !== id) continue
      if (type === 'stepStarted') {
        if (!isFree) found.push(`I4: ${id} was begun again by record ${seq} while nobody knew whether it had happened`)
        isFree = false
      } else if (type === 'stepFailed') isFree = data.harmless === true
      else if (type === 'stepResolved') isFree = data.answer === 'notDone'
      else if (type === 'stepInDoubt') isFree = false
    }
  }
  return found
}

/** I5: no call before its intent was stored. */
function tooEarly({ records, lines }: Witnesses): readonly string[] {
  const intents = new Map<string, number[]>()
  for (const { type, data, seq } of records)
    if (type === 'stepStarted') intents.set(data.step, [...(intents.get(data.step) ?? []), seq])
  const calls = new Map<string, number>()
  let stored = 0
  return lines.flatMap((line) => {
    if (line.what === 'stored') stored = Math.max(stored, line.seq)
    if (line.what !== 'call') return []
    const count = calls.get(line.step) ?? 0
    calls.set(line.step, count + 1)
    // A driver may have died between an intent and its call, so that there are more intents than calls.
    const before = (intents.get(line.step) ?? []).filter((seq) => seq <= stored).length
    return before > count ? [] : [`I5: call ${count + 1} of ${line.step} came before its intent was stored`]
  })
}

/** I6: no effect under a lease after a newer one was taken. */
function stale({ lines }: Witnesses): readonly string[] {
  let newest = 0
  return lines.flatMap((line) => {
    if (line.what === 'taken') newest = Math.max(newest, line.epoch)
    return line.what === 'effect' && line.epoch < newest
      ? [`I6: ${line.step} had its effect under lease ${line.epoch}, after lease ${newest} was taken`]
      : []
  })
}

/** I9: the run succeeded, and each of its steps has had its effect. */
function undone({ book, records, lines }: Witnesses): readonly string[] {
  const last = records.at(-1)
  const missing = book.steps.filter(
    ({ id, work }) => work.kind === 'action' && !lines.some((line) => line.what === 'effect' && line.step === id),
  )
  return [
    ...(last?.type === 'runFinished' && last.data.outcome === 'succeeded' ? [] : ['I9: the run did not succeed']),
    ...missing.map(({ id }) => `I9: ${id} has had no effect`),
  ]
}
